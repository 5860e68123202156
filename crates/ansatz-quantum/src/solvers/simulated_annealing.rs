//! Simulated annealing: Metropolis' rule at temperatures that fall, many reads side by side.

use alloc::vec::Vec;
use core::{fmt, ops::Range};

use ansatz_core::require_range;

use super::{
    AnnealingConfig, Sample,
    reads::{Reads, require_reads},
    schedule::{HOT, Schedule},
};
use crate::{
    Ising, QuantumError,
    lanes::{Numbers, map, with},
};

/// Spins that are turned at random, at temperatures that fall: the baseline of every quantum-inspired solver here.
///
/// Each read starts from random spins. A sweep visits every spin and turns it with probability `min(1, exp(-rise / T))`; the
/// temperature `T` falls from sweep to sweep by the same factor. After the last sweep the read descends until no turn of a
/// single spin helps.
///
/// Sixteen reads lie side by side in a processor's vectors, in numbers of 16 bits where the model's are multiples of one
/// unit and small enough, as those of unweighted graphs are, and in floats otherwise. Read `r` has the random numbers of
/// [`Stream::new`](ansatz_random::Stream::new)`(seed, r)`: it is the same whichever other reads there are, and on whichever
/// thread.
///
/// S. Kirkpatrick, C. D. Gelatt and M. P. Vecchi, *Optimization by Simulated Annealing*, Science 220 (1983); S. V. Isakov,
/// I. N. Zintchenko, T. F. Rønnow and M. Troyer, *Optimised simulated annealing for Ising spin glasses*, Computer Physics
/// Communications 192 (2015), for what makes it fast.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::{Ising, solvers::SimulatedAnnealing};
///
/// // A ring of nine spins that want to differ: one pair has to be alike.
/// let ring = Ising::new(&[0.0; 9], (0..9).map(|i| (i, (i + 1) % 9, 1.0)))?;
/// let mut annealing = SimulatedAnnealing::new(&ring, 10, 42)?;
/// while annealing.step(100) {}
/// assert_eq!(annealing.best().energy(), -7.0);
/// # Ok::<(), ansatz_quantum::QuantumError>(())
/// ```
///
/// # Complexity
///
/// A visit takes a few nanoseconds, and a turn one more for a few neighbours; 4 bytes a spin and read, or 16 with floats.
///
/// # Accuracy
///
/// Nothing is promised about how good the best read is. A rise that is to be accepted with a probability below 2^-17 never
/// is; other probabilities are right to a factor of 1.00002 and 2^-17.
#[derive(Clone)]
pub struct SimulatedAnnealing {
    model: Ising,
    schedule: Schedule,
    reads: usize,
    sweeps_done: u64,
    lanes: Numbers<Reads<i16>, Reads<f64>>,
}

impl SimulatedAnnealing {
    /// `reads` searches of 1,000 sweeps each, at temperatures chosen from the model.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] for no reads, or for more than 2^30 spins in all of them, where a read counts for at least
    /// 64.
    ///
    /// # Examples
    ///
    /// See [`SimulatedAnnealing`].
    pub fn new(model: &Ising, reads: usize, seed: u64) -> Result<Self, QuantumError> {
        Self::with_config(model, &AnnealingConfig::default(), reads, seed)
    }

    /// `reads` searches as `config` has it.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] for no reads or too many as in [`new`](Self::new), no sweeps, or temperatures that are not
    /// positive and finite or that rise.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Ising, solvers::{AnnealingConfig, SimulatedAnnealing}};
    ///
    /// let pair = Ising::new(&[0.0; 2], [(0, 1, 1.0)])?;
    /// let quick = AnnealingConfig::default().sweeps(10);
    /// let mut annealing = SimulatedAnnealing::with_config(&pair, &quick, 100, 42)?;
    /// assert!(!annealing.step(u64::MAX));
    /// assert_eq!(annealing.steps_taken(), 10);
    /// assert!(annealing.samples().iter().all(|sample| sample.energy() == -1.0));
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn with_config(model: &Ising, config: &AnnealingConfig, reads: usize, seed: u64) -> Result<Self, QuantumError> {
        require_reads(model, 1, reads)?;
        let sweeps = require_range("sweeps", config.sweeps, 1..=u64::MAX)?;
        let schedule = Schedule::new(model, HOT, config.temperatures, sweeps)?;
        let lanes = map!(Numbers::of(model), couplings => Reads::new(couplings, reads, seed));
        Ok(Self { model: model.clone(), schedule, reads, sweeps_done: 0, lanes })
    }

    /// Up to `sweeps` more sweeps of every read; whether more are to come.
    ///
    /// # Examples
    ///
    /// See [`SimulatedAnnealing`].
    pub fn step(&mut self, sweeps: u64) -> bool {
        let (schedule, range) = (self.schedule, self.coming(sweeps));
        with!(&mut self.lanes, reads => reads.anneal(&schedule, range));
        self.sweeps_done < self.schedule.steps
    }

    /// [`step`](Self::step) on all threads, with the same result.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Ising, solvers::SimulatedAnnealing};
    ///
    /// let pair = Ising::new(&[0.0; 2], [(0, 1, 1.0)])?;
    /// let mut annealing = SimulatedAnnealing::new(&pair, 100, 42)?;
    /// while annealing.step_parallel(100) {}
    /// assert_eq!(annealing.best().energy(), -1.0);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    #[cfg(feature = "rayon")]
    pub fn step_parallel(&mut self, sweeps: u64) -> bool {
        let (schedule, range) = (self.schedule, self.coming(sweeps));
        with!(&mut self.lanes, reads => reads.anneal_parallel(&schedule, range));
        self.sweeps_done < self.schedule.steps
    }

    /// Counts the sweeps that a step has to make.
    fn coming(&mut self, sweeps: u64) -> Range<u64> {
        let from = self.sweeps_done;
        self.sweeps_done = from.saturating_add(sweeps).min(self.schedule.steps);
        from..self.sweeps_done
    }

    /// The sweeps that each read has made.
    ///
    /// # Examples
    ///
    /// See [`with_config`](Self::with_config).
    pub fn steps_taken(&self) -> u64 {
        self.sweeps_done
    }

    /// Where each read is now.
    ///
    /// # Examples
    ///
    /// See [`with_config`](Self::with_config).
    ///
    /// # Complexity
    ///
    /// Computes the energy of each read anew.
    pub fn samples(&self) -> Vec<Sample> {
        (0..self.reads).map(|read| self.sample(read)).collect()
    }

    /// The read with the least energy now, the first among equals.
    ///
    /// # Examples
    ///
    /// See [`SimulatedAnnealing`].
    pub fn best(&self) -> Sample {
        Sample::best(self.reads, |read| self.sample(read))
    }

    fn sample(&self, read: usize) -> Sample {
        Sample::new(&self.model, with!(&self.lanes, reads => reads.spins(read)))
    }
}

impl fmt::Debug for SimulatedAnnealing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SimulatedAnnealing")
            .field("model", &self.model)
            .field("reads", &self.reads)
            .field("steps_taken", &self.sweeps_done)
            .field("schedule", &self.schedule)
            .finish_non_exhaustive()
    }
}
