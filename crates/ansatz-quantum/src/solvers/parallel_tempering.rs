//! Parallel tempering: states at many temperatures, which are exchanged, and clusters of spins as well.

use alloc::{format, vec::Vec};
use core::fmt;

use ansatz_core::ParameterError;

use super::{
    Sample,
    ladder::Ladder,
    reads::{WIDTH, most_states, require_reads},
    schedule::Schedule,
};
use crate::{
    Ising, QuantumError,
    lanes::{Couplings, Numbers, map, with},
};

/// How many temperatures there are, between which ends, and whether clusters are exchanged.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::solvers::TemperingConfig;
///
/// let fine = TemperingConfig::default().rungs(64);
/// let by_hand = TemperingConfig::default().temperatures(5.0, 0.5).clusters(false);
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct TemperingConfig {
    /// The number of temperatures, a multiple of 16; chosen from the number of spins unless given.
    pub rungs: Option<usize>,
    /// The highest temperature and the lowest, in units of the energy; chosen from the model unless given.
    pub temperatures: Option<(f64, f64)>,
    /// Whether there are two states at each temperature that exchange clusters of spins; where spins have few neighbours,
    /// unless given.
    pub clusters: Option<bool>,
}

impl TemperingConfig {
    /// The same with so many temperatures.
    ///
    /// # Examples
    ///
    /// See [`TemperingConfig`].
    #[must_use]
    pub fn rungs(self, rungs: usize) -> Self {
        Self { rungs: Some(rungs), ..self }
    }

    /// The same with temperatures from `hot` to `cold`.
    ///
    /// # Examples
    ///
    /// See [`TemperingConfig`].
    #[must_use]
    pub fn temperatures(self, hot: f64, cold: f64) -> Self {
        Self { temperatures: Some((hot, cold)), ..self }
    }

    /// The same with exchanges of clusters, or without.
    ///
    /// # Examples
    ///
    /// See [`TemperingConfig`].
    #[must_use]
    pub fn clusters(self, clusters: bool) -> Self {
        Self { clusters: Some(clusters), ..self }
    }
}

/// States at temperatures from hot to cold, of which neighbouring ones are exchanged: what is found where it is hot gets to
/// where it is cold, and what is stuck gets out.
///
/// A round sweeps over every state at its temperature, as [`SimulatedAnnealing`](super::SimulatedAnnealing) does, and then
/// exchanges the states of neighbouring temperatures by Metropolis' rule, so that each temperature keeps its Boltzmann
/// distribution. Where spins have few neighbours, there are two states at each temperature, and a round also turns, in both
/// states of the colder half, a connected cluster of spins in which they differ (isoenergetic cluster moves): the sum of
/// their energies stays, however high the barrier between them. The states of a read lie side by side in vectors. A read
/// never ends: it keeps the best state that it has seen, and its sample is what comes of it when it descends until no turn of
/// a single spin helps.
///
/// K. Hukushima and K. Nemoto, *Exchange Monte Carlo Method and Application to Spin Glass Simulations*, Journal of the
/// Physical Society of Japan 65 (1996); Z. Zhu, A. J. Ochoa and H. G. Katzgraber, *Efficient Cluster Algorithm for Spin
/// Glasses in Any Space Dimension*, Physical Review Letters 115 (2015).
///
/// # Examples
///
/// ```
/// use ansatz_quantum::{Ising, solvers::ParallelTempering};
///
/// // A ring of nine spins that want to differ: one pair has to be alike.
/// let ring = Ising::new(&[0.0; 9], (0..9).map(|i| (i, (i + 1) % 9, 1.0)))?;
/// let mut tempering = ParallelTempering::new(&ring, 1, 42)?;
/// tempering.step(20);
/// assert_eq!(tempering.best().energy(), -7.0);
/// # Ok::<(), ansatz_quantum::QuantumError>(())
/// ```
///
/// # Complexity
///
/// A round visits each spin once for each state, in a few nanoseconds; 4 bytes a spin and state, or 16 with floats.
///
/// # Accuracy
///
/// Nothing is promised about how good the best state is. Each temperature's distribution is Boltzmann's, to what
/// [`SimulatedAnnealing`](super::SimulatedAnnealing) says of probabilities.
#[derive(Clone)]
pub struct ParallelTempering {
    model: Ising,
    temperatures: Vec<f64>,
    rounds_done: u64,
    reads: usize,
    ladders: Numbers<Ladders<i16>, Ladders<f64>>,
}

/// All reads, and what they are about.
type Ladders<W> = (Couplings<W>, Vec<Ladder<W>>);

impl ParallelTempering {
    /// `reads` independent searches, at temperatures chosen from the model.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] for no reads, or for more than 2^30 spins in all states of all of them, where a state counts
    /// for at least 64.
    ///
    /// # Examples
    ///
    /// See [`ParallelTempering`].
    pub fn new(model: &Ising, reads: usize, seed: u64) -> Result<Self, QuantumError> {
        Self::with_config(model, &TemperingConfig::default(), reads, seed)
    }

    /// `reads` independent searches as `config` has it.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] for no reads or too many as in [`new`](Self::new), a number of rungs that is no multiple of
    /// 16, is above 1,024 or has too many states for one read, or temperatures that are not positive and finite or that rise.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Ising, solvers::{ParallelTempering, TemperingConfig}};
    ///
    /// let pair = Ising::new(&[0.0; 2], [(0, 1, 1.0)])?;
    /// let config = TemperingConfig::default().rungs(32);
    /// let mut tempering = ParallelTempering::with_config(&pair, &config, 3, 42)?;
    /// assert!(tempering.step(10));
    /// assert_eq!(tempering.steps_taken(), 10);
    /// assert!(tempering.samples().iter().all(|sample| sample.energy() == -1.0));
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn with_config(model: &Ising, config: &TemperingConfig, reads: usize, seed: u64) -> Result<Self, QuantumError> {
        let replicas = if config.clusters.unwrap_or_else(|| has_few_neighbours(model)) { 2 } else { 1 };
        let most = most_rungs(model, replicas);
        let rungs = config.rungs.map_or_else(|| Ok(rungs_of(model).min(most)), |rungs| require_rungs(rungs, most))?;
        require_reads(model, rungs * replicas, reads)?;
        let schedule = Schedule::new(model, HOT, config.temperatures, rungs as u64)?;
        let ladders = map!(Numbers::of(model), couplings => {
            let ladders = (0..reads as u64).map(|read| Ladder::new(&couplings, rungs, replicas, seed, read)).collect();
            (couplings, ladders)
        });
        let temperatures = (0..rungs as u64).map(|rung| schedule.temperature(rung)).collect();
        Ok(Self { model: model.clone(), temperatures, rounds_done: 0, reads, ladders })
    }

    /// `rounds` more rounds of every read; true, since more may always help.
    ///
    /// # Examples
    ///
    /// See [`ParallelTempering`].
    pub fn step(&mut self, rounds: u64) -> bool {
        let temperatures = &self.temperatures;
        with!(&mut self.ladders, (couplings, ladders) => {
            for ladder in ladders {
                ladder.climb(couplings, temperatures, rounds);
            }
        });
        self.rounds_done = self.rounds_done.saturating_add(rounds);
        true
    }

    /// [`step`](Self::step) on all threads, with the same result.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Ising, solvers::ParallelTempering};
    ///
    /// let pair = Ising::new(&[0.0; 2], [(0, 1, 1.0)])?;
    /// let mut tempering = ParallelTempering::new(&pair, 4, 42)?;
    /// tempering.step_parallel(10);
    /// assert_eq!(tempering.best().energy(), -1.0);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    #[cfg(feature = "rayon")]
    pub fn step_parallel(&mut self, rounds: u64) -> bool {
        use rayon::prelude::*;

        let temperatures = &self.temperatures;
        with!(&mut self.ladders, (couplings, ladders) => {
            ladders.par_iter_mut().for_each(|ladder| ladder.climb(couplings, temperatures, rounds));
        });
        self.rounds_done = self.rounds_done.saturating_add(rounds);
        true
    }

    /// The rounds that each read has made.
    ///
    /// # Examples
    ///
    /// See [`with_config`](Self::with_config).
    pub fn steps_taken(&self) -> u64 {
        self.rounds_done
    }

    /// The best that each read has seen, after a descent.
    ///
    /// # Examples
    ///
    /// See [`with_config`](Self::with_config).
    pub fn samples(&self) -> Vec<Sample> {
        (0..self.reads).map(|read| self.sample(read)).collect()
    }

    /// The best that any read has seen, after a descent; the first among equals.
    ///
    /// # Examples
    ///
    /// See [`ParallelTempering`].
    pub fn best(&self) -> Sample {
        Sample::best(self.reads, |read| self.sample(read))
    }

    fn sample(&self, read: usize) -> Sample {
        Sample::new(&self.model, with!(&self.ladders, (couplings, ladders) => ladders[read].best_spins(couplings)))
    }

    /// The temperatures, from the highest to the lowest.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Ising, solvers::ParallelTempering};
    ///
    /// let pair = Ising::new(&[0.0; 2], [(0, 1, 1.0)])?;
    /// assert_eq!(ParallelTempering::new(&pair, 1, 42)?.temperatures()[0], 0.7);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn temperatures(&self) -> &[f64] {
        &self.temperatures
    }
}

fn require_rungs(rungs: usize, most: usize) -> Result<usize, ParameterError> {
    if (1..=most).contains(&rungs) && rungs.is_multiple_of(WIDTH) {
        return Ok(rungs);
    }
    Err(ParameterError::new("rungs", rungs, format!("a multiple of {WIDTH} from {WIDTH} to {most}")))
}

/// As many as a read may hold.
fn most_rungs(model: &Ising, replicas: usize) -> usize {
    let blocks = most_states(model) / replicas / WIDTH;
    blocks.saturating_mul(WIDTH).clamp(WIDTH, MOST_RUNGS)
}

/// Energies at a temperature spread like the root of the number of spins, and neighbouring temperatures exchange states
/// where those spreads overlap.
fn rungs_of(model: &Ising) -> usize {
    (libm::sqrt(model.len() as f64) as usize / 4).next_multiple_of(WIDTH).clamp(WIDTH, MOST_RUNGS)
}

/// Where spins have many neighbours, those in which two states differ are all connected, and a cluster is all of them.
fn has_few_neighbours(model: &Ising) -> bool {
    2 * model.couplings_len() <= FEW_NEIGHBOURS * model.len()
}

/// How much hotter than the spread the first rung is: a little below the temperature at which spins order, states leave their
/// valleys soon enough (docs/decisions.md).
const HOT: f64 = 0.7;

const MOST_RUNGS: usize = 1024;
/// On lattices of that degree clusters shorten searches by factors of ten and more (docs/benchmarks.md).
const FEW_NEIGHBOURS: usize = 4;

impl fmt::Debug for ParallelTempering {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ParallelTempering")
            .field("model", &self.model)
            .field("rungs", &self.temperatures.len())
            .field("steps_taken", &self.rounds_done)
            .finish_non_exhaustive()
    }
}
