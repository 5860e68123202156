//! The searches of the table, and how they are run.

use std::{fmt, time::Duration};

use ansatz_benches::steps;
use ansatz_quantum::{
    Ising, QuantumError,
    solvers::{
        AnnealingConfig, Bifurcation, BifurcationConfig, ParallelTempering, QuantumAnnealingConfig, Sample,
        SimulatedAnnealing, SimulatedBifurcation, SimulatedQuantumAnnealing, TabuConfig, TabuSearch,
    },
};
use cpu_time::ThreadTime;

use crate::instance::Instance;

/// A kind of search.
pub(crate) struct Solver {
    pub(crate) name: &'static str,
    /// Reads that share a processor's vectors: more at a time make none of them faster.
    pub(crate) side_by_side: usize,
    /// Whether a read is of use as long as it goes on: with a time, it has all of it unless its sweeps are given.
    pub(crate) endless: bool,
    run: fn(&Batch<'_>) -> Result<Finished, QuantumError>,
}

pub(crate) static SOLVERS: [Solver; 6] = [
    Solver { name: "sa", side_by_side: 16, endless: false, run: anneal },
    Solver { name: "pt", side_by_side: 1, endless: true, run: temper },
    Solver { name: "sqa", side_by_side: 1, endless: false, run: anneal_paths },
    Solver { name: "bsb", side_by_side: 16, endless: false, run: |batch| bifurcate(batch, Bifurcation::Ballistic) },
    Solver { name: "dsb", side_by_side: 16, endless: false, run: |batch| bifurcate(batch, Bifurcation::Discrete) },
    Solver { name: "tabu", side_by_side: 1, endless: true, run: search_tabu },
];

fn anneal(batch: &Batch<'_>) -> Result<Finished, QuantumError> {
    let config = AnnealingConfig::default().sweeps(batch.sweeps);
    let mut search = SimulatedAnnealing::with_config(batch.model, &config, batch.reads, batch.seed)?;
    let all = batch.steps(|sweeps| search.step(sweeps));
    Ok((search.samples(), all))
}

fn temper(batch: &Batch<'_>) -> Result<Finished, QuantumError> {
    let mut search = ParallelTempering::new(batch.model, batch.reads, batch.seed)?;
    let all = batch.steps(|rounds| search.step(rounds));
    Ok((search.samples(), all))
}

fn anneal_paths(batch: &Batch<'_>) -> Result<Finished, QuantumError> {
    let config = QuantumAnnealingConfig::default().sweeps(batch.sweeps);
    let mut search = SimulatedQuantumAnnealing::with_config(batch.model, &config, batch.reads, batch.seed)?;
    let all = batch.steps(|sweeps| search.step(sweeps));
    Ok((search.samples(), all))
}

fn bifurcate(batch: &Batch<'_>, motion: Bifurcation) -> Result<Finished, QuantumError> {
    let config = BifurcationConfig::default().steps(batch.sweeps).motion(motion);
    let mut search = SimulatedBifurcation::with_config(batch.model, &config, batch.reads, batch.seed)?;
    let all = batch.steps(|steps| search.step(steps));
    Ok((search.samples(), all))
}

/// A sweep is as many turns as there are spins.
fn search_tabu(batch: &Batch<'_>) -> Result<Finished, QuantumError> {
    let turns = batch.model.len() as u64;
    let config = TabuConfig::default().iterations(batch.sweeps.saturating_mul(turns));
    let mut search = TabuSearch::with_config(batch.model, &config, batch.reads, batch.seed)?;
    let all = batch.steps(|sweeps| search.step(sweeps.saturating_mul(turns)));
    Ok((search.samples(), all))
}

/// What the reads found, and whether they had all their sweeps.
type Finished = (Vec<Sample>, bool);

/// Reads that are made side by side.
struct Batch<'a> {
    model: &'a Ising,
    sweeps: u64,
    reads: usize,
    seed: u64,
    /// Of the processor, at most.
    time: Duration,
}

impl Batch<'_> {
    /// Whether all sweeps were done in time.
    fn steps(&self, mut step: impl FnMut(u64) -> bool) -> bool {
        let mut left = self.sweeps;
        steps::within(self.time, |sweeps| {
            let now = sweeps.min(left);
            left -= now;
            if !step(now) {
                left = 0;
            }
            left > 0
        });
        left == 0
    }
}

/// What is asked of a search.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Effort {
    pub(crate) sweeps: u64,
    /// In all, or side by side again and again if there is a time.
    pub(crate) reads: usize,
    /// Of the processor, for an instance.
    pub(crate) time: Option<Duration>,
    pub(crate) seed: u64,
}

/// What reads found, and the processor's time that they took together.
///
/// Reads that were out of time count only for the best value, unless there are no others.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reads {
    /// At least one.
    pub(crate) values: Vec<f64>,
    pub(crate) best: f64,
    pub(crate) seconds: f64,
    /// Whether they had all their sweeps.
    pub(crate) finished: bool,
}

impl fmt::Display for Effort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { sweeps, reads, time, seed } = self;
        if let Some(time) = time {
            write!(f, "{} s in batches of ", time.as_secs_f64())?;
        }
        match *sweeps {
            u64::MAX => write!(f, "{reads} reads to its end, seed {seed}"),
            _ => write!(f, "{reads} reads of {sweeps} sweeps, seed {seed}"),
        }
    }
}

impl Solver {
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        SOLVERS.iter().find(|solver| solver.name == name)
    }

    /// The one that was asked for, or all of them.
    pub(crate) fn all_or(one: Option<&'static Self>) -> Vec<&'static Self> {
        one.map_or_else(|| SOLVERS.iter().collect(), |solver| vec![solver])
    }

    /// Reads once, or until the time is over: every batch has a seed of its own, so that no read comes twice.
    ///
    /// An error if the energy of a sample is not that of the file.
    pub(crate) fn run(&self, instance: &Instance, effort: Effort) -> Result<Reads, String> {
        let model = instance.model()?;
        let Effort { sweeps, reads, seed, time } = effort;
        let (mut found, mut spent) =
            (Reads { values: Vec::new(), best: f64::NAN, seconds: 0.0, finished: false }, Duration::ZERO);
        for number in 0.. {
            let left = time.map_or(Duration::MAX, |time| time.saturating_sub(spent));
            let batch = Batch { model: &model, sweeps, reads, seed: seed.wrapping_add(number), time: left };
            let clock = ThreadTime::now();
            let (samples, all) = (self.run)(&batch).map_err(|error| format!("{}: {error}", instance.name))?;
            spent += clock.elapsed();
            let values: Vec<f64> =
                samples.iter().map(|sample| checked_value(instance, sample)).collect::<Result<_, _>>()?;
            found.best = values.iter().copied().fold(found.best, |best, value| instance.better(best, value));
            if all || found.values.is_empty() {
                found.values.extend(values);
                found.seconds = spent.as_secs_f64();
                found.finished = all;
            }
            if time.is_none_or(|time| spent >= time) {
                break;
            }
        }
        Ok(found)
    }
}

fn checked_value(instance: &Instance, sample: &Sample) -> Result<f64, String> {
    let (value, energy) = (instance.value(sample.spins()), sample.energy());
    let expected = instance.energy(value);
    // Sums in another order; whole numbers are exact.
    if (energy - expected).abs() <= 1e-9 * instance.size() {
        return Ok(value);
    }
    Err(format!("{}: the energy is {energy}, allowed: {expected}, that of the file's entries", instance.name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instance::tests::{EITHER, SQUARE};

    const EFFORT: Effort = Effort { sweeps: 100, reads: 10, time: None, seed: 1 };

    fn instance(text: &str) -> Instance {
        Instance::parse("it", text, None).unwrap()
    }

    #[test]
    fn every_solver_finds_the_best_of_four_spins() {
        for solver in &SOLVERS {
            assert_eq!(Solver::named(solver.name).map(|found| found.name), Some(solver.name));
            for (text, best) in [(SQUARE, 4.0), (EITHER, -3.0)] {
                let found = solver.run(&instance(text), EFFORT).unwrap();
                assert_eq!((found.values.len(), found.best, found.finished), (10, best, true), "{}", solver.name);
            }
        }
        assert!(Solver::named("annealing").is_none());
    }

    #[test]
    fn time_is_filled_with_batches() {
        let time = Some(Duration::from_millis(20));
        for solver in &SOLVERS {
            let found = solver.run(&instance(SQUARE), Effort { sweeps: 2, time, ..EFFORT }).unwrap();
            assert!(found.values.len() > 10 && found.values.len() % 10 == 0, "{} {}", solver.name, found.values.len());
        }
    }

    #[test]
    fn a_read_that_is_out_of_time_counts_if_there_is_no_other() {
        let effort = Effort { sweeps: u64::MAX, time: Some(Duration::from_millis(5)), ..EFFORT };
        for solver in &SOLVERS {
            let found = solver.run(&instance(SQUARE), effort).unwrap();
            assert_eq!((found.values.len(), found.finished), (10, false), "{}", solver.name);
        }
    }

    #[test]
    fn an_effort_is_told_in_words() {
        assert_eq!(EFFORT.to_string(), "10 reads of 100 sweeps, seed 1");
        let endless = Effort { sweeps: u64::MAX, reads: 1, time: Some(Duration::from_millis(500)), seed: 2 };
        assert_eq!(endless.to_string(), "0.5 s in batches of 1 reads to its end, seed 2");
    }

    #[test]
    fn energies_that_are_not_the_files_are_an_error() {
        let square = instance(SQUARE);
        let twice = square.entries.iter().map(|&(one, other, weight)| (one, other, 2.0 * weight)).collect();
        let other = Instance { entries: twice, ..square.clone() };
        let mut search = SimulatedAnnealing::new(&other.model().unwrap(), 1, 1).unwrap();
        while search.step(100) {}
        // 10 less twice a cut of 8, where the file has 5 less twice a cut of 4.
        let wrong = checked_value(&square, &search.best()).unwrap_err();
        assert_eq!(wrong, "it: the energy is -6, allowed: -3, that of the file's entries");
        assert_eq!(checked_value(&other, &search.best()), Ok(8.0));
    }
}
