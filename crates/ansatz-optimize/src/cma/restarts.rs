//! What comes after a run of the strategy has converged.
//!
//! A. Auger and N. Hansen, *A restart CMA evolution strategy with increasing population size*, CEC 2005; N. Hansen,
//! *Benchmarking a BI-population CMA-ES on the BBOB-2009 function testbed*, GECCO workshops 2009.

use ansatz_core::{
    DecodeError,
    bytes::{Reader, Writer},
};
use ansatz_random::{Stream, unit};

use crate::Codec;

/// What the strategy does when it has converged before the budget is spent.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{CmaEs, CmaEsConfig, Restarts, Space, Stop};
///
/// let space = Space::real([(-5.0, 5.0); 2])?;
/// let search = |restarts| CmaEs::with_config(&space, CmaEsConfig::default().restarts(restarts));
/// let once = search(Restarts::None)?.minimize(5_000, 1, |x| x[0] * x[0] + x[1] * x[1])?;
/// let again = search(Restarts::Bipop)?.minimize(5_000, 1, |x| x[0] * x[0] + x[1] * x[1])?;
/// assert_eq!((once.stop, again.stop), (Stop::Converged, Stop::Evaluations));
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Restarts {
    /// It ends: the search is a local one, with an eye for the whole.
    None,
    /// It starts anew somewhere else with twice the population, again and again: for objectives whose many minima have a
    /// structure that a large population sees (A. Auger and N. Hansen, 2005).
    Ipop,
    /// It alternates, with equal budgets, between twice the population and small populations with small steps: for
    /// whatever the objective may be (N. Hansen, 2009).
    #[default]
    Bipop,
}

/// Which run comes next, and what earlier ones have cost.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Schedule {
    restarts: Restarts,
    /// The population of the first run.
    population: usize,
    /// How often the population has been doubled.
    doublings: u32,
    /// Evaluations in runs with a large population.
    large: u64,
    /// Evaluations in other runs.
    small: u64,
    /// How many runs have begun.
    runs: u64,
    is_large: bool,
}

/// How a run begins, and how far it may go.
pub(super) struct Start {
    pub(super) population: usize,
    /// What the first step size is multiplied by.
    pub(super) step: f64,
    pub(super) evaluations: u64,
}

impl Schedule {
    pub(super) fn new(restarts: Restarts, population: usize) -> Self {
        Self { restarts, population, doublings: 0, large: 0, small: 0, runs: 0, is_large: false }
    }

    /// Whether no run has begun yet.
    pub(super) fn is_first(&self) -> bool {
        self.runs == 0
    }

    /// Whether there is another run after the one that is over.
    pub(super) fn goes_on(&self) -> bool {
        self.restarts != Restarts::None
    }

    /// Takes notice of what the run under way has cost.
    pub(super) fn spend(&mut self, evaluations: u64) {
        let spent = if self.is_large { &mut self.large } else { &mut self.small };
        *spent = spent.saturating_add(evaluations);
    }

    /// Begins the next run.
    pub(super) fn begin(&mut self, rng: &mut Stream) -> Start {
        self.runs = self.runs.saturating_add(1);
        if self.runs == 1 {
            return Start { population: self.population, step: 1.0, evaluations: u64::MAX };
        }
        self.is_large = self.restarts == Restarts::Ipop || self.small >= self.large;
        if self.is_large {
            self.doublings = (self.doublings + 1).min(MOST_DOUBLINGS);
            return Start { population: self.largest(), step: 1.0, evaluations: u64::MAX };
        }
        // Between the first population and half of the largest so far, more often small; the step down to a hundredth.
        let ratio = 0.5 * self.largest() as f64 / self.population as f64;
        let draw = unit(rng);
        let population = libm::floor(self.population as f64 * libm::pow(ratio, draw * draw)) as usize;
        Start {
            population: population.clamp(2, MOST_POPULATION),
            step: libm::pow(10.0, -2.0 * unit(rng)),
            evaluations: self.large / 2,
        }
    }

    fn largest(&self) -> usize {
        ((self.population as u64) << self.doublings).min(MOST_POPULATION as u64) as usize
    }

    fn check(&self) -> Result<(), DecodeError> {
        if (LEAST_POPULATION..=MOST_POPULATION).contains(&self.population) && self.doublings <= MOST_DOUBLINGS {
            return Ok(());
        }
        Err(DecodeError::field("population", self.population, "4..=65536, doubled 0..=16 times"))
    }
}

ansatz_core::codec!([] Schedule { restarts, population, doublings, large, small, runs, is_large });

impl Codec for Restarts {
    fn encode(&self, writer: &mut Writer) {
        writer.u8(*self as u8);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match reader.u8()? {
            0 => Ok(Self::None),
            1 => Ok(Self::Ipop),
            2 => Ok(Self::Bipop),
            other => Err(DecodeError::field("restarts", other, "0..=2")),
        }
    }
}

/// Fewer do not show a direction.
pub(super) const LEAST_POPULATION: usize = 4;

/// More would be a random search; and the memory for a generation stays bounded.
pub(super) const MOST_POPULATION: usize = 1 << 16;

const MOST_DOUBLINGS: u32 = 16;

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    /// The populations of so many runs after the first one of 10; each run takes `cost` evaluations for each candidate of
    /// its generation, or as many as it may.
    fn populations(restarts: Restarts, runs: usize, seed: u64, cost: u64) -> Vec<(bool, usize)> {
        let mut rng = Stream::new(seed, 0);
        let mut schedule = Schedule::new(restarts, 10);
        let first = schedule.begin(&mut rng);
        assert_eq!((first.population, first.step, first.evaluations), (10, 1.0, u64::MAX));
        schedule.spend(first.population as u64 * cost);
        (0..runs)
            .map(|_| {
                let (large, small) = (schedule.large, schedule.small);
                let start = schedule.begin(&mut rng);
                let is_large = schedule.is_large;
                if is_large {
                    assert_eq!((start.step, start.evaluations), (1.0, u64::MAX));
                } else {
                    // No more than half of what the large ones had, which they are behind of.
                    assert!(small < large && start.evaluations == large / 2);
                    assert!((0.01..=1.0).contains(&start.step));
                }
                schedule.spend((start.population as u64 * cost).min(start.evaluations));
                (is_large, start.population)
            })
            .collect()
    }

    #[test]
    fn populations_double() {
        let doubled = |runs: &[(bool, usize)]| {
            let large: Vec<usize> = runs.iter().filter(|run| run.0).map(|run| run.1).collect();
            let expected: Vec<usize> = (1..=large.len()).map(|doublings| 10 << doublings).collect();
            assert_eq!(large, expected);
            large.len()
        };
        assert_eq!(doubled(&populations(Restarts::Ipop, 8, 1, 100)), 8);
        assert!((3..40).contains(&doubled(&populations(Restarts::Bipop, 40, 1, 100))));
        assert!(!Schedule::new(Restarts::None, 10).goes_on());
    }

    #[test]
    fn a_population_stays_within_its_limit() {
        let runs = populations(Restarts::Ipop, 40, 1, 1);
        assert_eq!(runs.last(), Some(&(true, MOST_POPULATION)));
    }

    /// Small populations are between the first and half of the last large one; the logarithm of their ratio is that of the
    /// half's times the square of a uniform number, with mean 1/3.
    #[test]
    fn small_populations_reach_half_of_the_last_large_one() {
        let mut logarithms = Vec::new();
        for seed in 0..400 {
            let runs = populations(Restarts::Bipop, 200, seed, 1_000);
            let mut largest = 10_usize;
            for (is_large, population) in runs {
                if is_large {
                    largest = population;
                } else {
                    assert!((10..=largest / 2).contains(&population));
                    if largest == 10 << 6 {
                        // Rounded down: by a part of 1/10 at most.
                        logarithms.push(libm::log2(population as f64 / 10.0) / 5.0);
                        break;
                    }
                }
            }
        }
        let slack = libm::log2(1.1) / 5.0;
        ansatz_testkit::statistics::assert_mean("size of small populations", &logarithms, 1.0 / 3.0, slack);
    }
}
