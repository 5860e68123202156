//! Parallel tempering: states at many temperatures, which are exchanged, and clusters of spins as well.

use alloc::vec::Vec;
use core::fmt;

use ansatz_core::{ParameterError, require_range};

use super::{
    Sample,
    ladder::Ladder,
    schedule::{Strengths, require_temperatures},
};
use crate::{
    Ising, QuantumError,
    lanes::{Couplings, Number},
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
/// never ends: it keeps the best state that it has seen.
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
    reads: Reads,
}

/// The reads in the numbers that the model allows.
#[derive(Clone)]
enum Reads {
    Whole(Couplings<i16>, Vec<Ladder<i16>>),
    Floats(Couplings<f64>, Vec<Ladder<f64>>),
}

impl ParallelTempering {
    /// `reads` independent searches, at temperatures chosen from the model.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] for no reads.
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
    /// [`QuantumError::Parameter`] for no reads, a number of rungs that is no multiple of 16, or temperatures that are not
    /// positive and finite or that rise.
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
        let reads = require_range("reads", reads, 1..=usize::MAX)?;
        let rungs = require_rungs(config.rungs.unwrap_or_else(|| rungs_of(model)))?;
        let chosen = || {
            let strengths = Strengths::of(model);
            (HOT * strengths.spread, strengths.cold().min(HOT * strengths.spread))
        };
        let (hot, cold) = config.temperatures.map_or_else(|| Ok(chosen()), require_temperatures)?;
        let temperature = |rung: usize| hot * libm::pow(cold / hot, rung as f64 / (rungs - 1) as f64);
        let replicas = if config.clusters.unwrap_or_else(|| has_few_neighbours(model)) { 2 } else { 1 };
        let reads = if let Some(couplings) = Couplings::whole(model) {
            let ladders = ladders(&couplings, rungs, replicas, reads, seed);
            Reads::Whole(couplings, ladders)
        } else {
            let couplings = Couplings::floats(model);
            let ladders = ladders(&couplings, rungs, replicas, reads, seed);
            Reads::Floats(couplings, ladders)
        };
        Ok(Self { model: model.clone(), temperatures: (0..rungs).map(temperature).collect(), rounds_done: 0, reads })
    }

    /// `rounds` more rounds of every read; true, since more may always help.
    ///
    /// # Examples
    ///
    /// See [`ParallelTempering`].
    pub fn step(&mut self, rounds: u64) -> bool {
        match &mut self.reads {
            Reads::Whole(couplings, ladders) => {
                for ladder in ladders {
                    climb(ladder, couplings, &self.temperatures, rounds);
                }
            }
            Reads::Floats(couplings, ladders) => {
                for ladder in ladders {
                    climb(ladder, couplings, &self.temperatures, rounds);
                }
            }
        }
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
        match &mut self.reads {
            Reads::Whole(couplings, ladders) => {
                ladders.par_iter_mut().for_each(|ladder| climb(ladder, couplings, temperatures, rounds));
            }
            Reads::Floats(couplings, ladders) => {
                ladders.par_iter_mut().for_each(|ladder| climb(ladder, couplings, temperatures, rounds));
            }
        }
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

    /// The best that each read has seen.
    ///
    /// # Examples
    ///
    /// See [`with_config`](Self::with_config).
    pub fn samples(&self) -> Vec<Sample> {
        let sample = |spins: &[i8]| Sample::new(&self.model, spins.to_vec());
        match &self.reads {
            Reads::Whole(_, ladders) => ladders.iter().map(|ladder| sample(ladder.best_spins())).collect(),
            Reads::Floats(_, ladders) => ladders.iter().map(|ladder| sample(ladder.best_spins())).collect(),
        }
    }

    /// The best that any read has seen, the first among equals.
    ///
    /// # Examples
    ///
    /// See [`ParallelTempering`].
    pub fn best(&self) -> Sample {
        // There is at least one read.
        self.samples().into_iter().reduce(Sample::least).unwrap_or_else(|| Sample::new(&self.model, Vec::new()))
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

fn ladders<W: Number>(
    couplings: &Couplings<W>,
    rungs: usize,
    replicas: usize,
    reads: usize,
    seed: u64,
) -> Vec<Ladder<W>> {
    (0..reads as u64).map(|read| Ladder::new(couplings, rungs, replicas, seed, read)).collect()
}

fn climb<W: Number>(ladder: &mut Ladder<W>, couplings: &Couplings<W>, temperatures: &[f64], rounds: u64) {
    for _ in 0..rounds {
        ladder.round(couplings, temperatures);
    }
}

fn require_rungs(rungs: usize) -> Result<usize, ParameterError> {
    if (1..=MOST_RUNGS).contains(&rungs) && rungs.is_multiple_of(16) {
        return Ok(rungs);
    }
    Err(ParameterError::new("rungs", rungs, "a multiple of 16 from 16 to 1024"))
}

/// Energies at a temperature spread like the root of the number of spins, and neighbouring temperatures exchange states
/// where those spreads overlap.
fn rungs_of(model: &Ising) -> usize {
    (libm::sqrt(model.len() as f64) as usize / 4).next_multiple_of(16).clamp(16, MOST_RUNGS)
}

/// Where spins have many neighbours, those in which two states differ are all connected, and a cluster is all of them.
fn has_few_neighbours(model: &Ising) -> bool {
    2 * model.couplings_len() <= FEW_NEIGHBOURS * model.len()
}

/// A little below the temperature at which spins order, states leave their valleys soon enough (docs/decisions.md).
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
