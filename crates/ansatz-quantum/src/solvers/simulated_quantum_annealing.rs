//! Simulated quantum annealing: a path through imaginary time, and a transverse field that falls.

use alloc::vec::Vec;
use core::{fmt, ops::Range};

use ansatz_core::require_range;

use super::{
    QuantumAnnealingConfig, Sample, imaginary_time::TransverseSchedule, paths::AnyPaths, reads::require_reads,
};
use crate::{Ising, QuantumError};

/// Slices of imaginary time in a ring, in which a spin and itself in the next slice are the stiffer bound to each other the
/// less transverse field there is.
///
/// At temperature `T`, spins of the Hamiltonian `s` times the model plus a transverse field of `(1 - s) G` have the
/// distribution of `P` copies of the classical model, times `s`, at temperature `P T`, in each of which every spin is coupled
/// with itself in the copies before and after by `(P T / 2) ln tanh((1 - s) G / (P T))`, which is below 0 as the two want
/// to be alike; exactly so for many slices, and up to terms of `1 / (P T)^2` for few (H. F. Trotter, M. Suzuki). A sweep
/// visits every spin of every slice by Metropolis' rule, while `s` rises from 0 to 1. After the last sweep each slice
/// descends until no turn of a single spin helps, and the best slice is the read's sample.
///
/// This is a classical Markov chain: it samples what a quantum annealer in equilibrium would measure, and says nothing of how
/// fast that gets there. *Tunnelling* means that a stretch of imaginary time turns over, slice by slice, while the walls at
/// its ends cost less than the climb of a whole copy over the barrier would: it helps where barriers are tall and thin. The
/// classical twin is [`SimulatedAnnealing`](super::SimulatedAnnealing), of which it is `P` independent reads at temperature
/// `P T / s` as long as `G` is large. They differ where `T` goes to 0: a spin in the fields `h` and `G` then still points the
/// other way in a share of `(1 - h / sqrt(h^2 + G^2)) / 2` of the slices, where one that is annealed never does.
///
/// The conventions and the course of `s` are those of `OpenJij`, whose `trotter`, `beta` and `gamma` are `slices`, `1 / T` and
/// `G`. Read `r` draws the seed of its slices from [`Stream::new`](ansatz_random::Stream::new)`(seed, r)`: it is the same
/// whichever other reads there are, and on whichever thread.
///
/// R. Martoňák, G. E. Santoro and E. Tosatti, *Quantum annealing by the path-integral Monte Carlo method: The two-dimensional
/// random Ising model*, Physical Review B 66, 094203 (2002).
///
/// # Examples
///
/// ```
/// use ansatz_quantum::{Ising, solvers::SimulatedQuantumAnnealing};
///
/// // A ring of nine spins that want to differ: one pair has to be alike.
/// let ring = Ising::new(&[0.0; 9], (0..9).map(|i| (i, (i + 1) % 9, 1.0)))?;
/// let mut annealing = SimulatedQuantumAnnealing::new(&ring, 10, 42)?;
/// while annealing.step(100) {}
/// assert_eq!(annealing.best().energy(), -7.0);
/// # Ok::<(), ansatz_quantum::QuantumError>(())
/// ```
///
/// # Complexity
///
/// A sweep visits spins times slices, at a few nanoseconds each; 4 bytes a spin and slice, or 16 with floats.
///
/// # Accuracy
///
/// Nothing is promised about how good the best read is. Were `s` fixed, paths would come to have the distribution
/// above; probabilities of acceptance are right to a factor of 1.00002 and 2^-17.
#[derive(Clone)]
pub struct SimulatedQuantumAnnealing {
    model: Ising,
    schedule: TransverseSchedule,
    slices: usize,
    reads: usize,
    sweeps_done: u64,
    paths: AnyPaths,
}

impl SimulatedQuantumAnnealing {
    /// `reads` searches of 1,000 sweeps over 32 slices each.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] for no reads, or for more than 2^30 spins in all slices of all of them, where a slice counts
    /// for at least 64.
    ///
    /// # Examples
    ///
    /// See [`SimulatedQuantumAnnealing`].
    pub fn new(model: &Ising, reads: usize, seed: u64) -> Result<Self, QuantumError> {
        Self::with_config(model, &QuantumAnnealingConfig::default(), reads, seed)
    }

    /// `reads` searches as `config` has it.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] for no reads or too many as in [`new`](Self::new), no sweeps, another number of slices
    /// than 4, 8, 16 or 32, or a temperature or transverse field that is not positive and finite.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Ising, solvers::{QuantumAnnealingConfig, SimulatedQuantumAnnealing}};
    ///
    /// let pair = Ising::new(&[0.0; 2], [(0, 1, 1.0)])?;
    /// let quick = QuantumAnnealingConfig::default().sweeps(10).slices(4);
    /// let mut annealing = SimulatedQuantumAnnealing::with_config(&pair, &quick, 100, 42)?;
    /// assert!(!annealing.step(u64::MAX));
    /// assert_eq!(annealing.steps_taken(), 10);
    /// assert!(annealing.samples().iter().all(|sample| sample.energy() == -1.0));
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn with_config(
        model: &Ising,
        config: &QuantumAnnealingConfig,
        reads: usize,
        seed: u64,
    ) -> Result<Self, QuantumError> {
        let schedule = TransverseSchedule::new(model, config)?;
        require_reads(model, config.slices, reads)?;
        let paths = AnyPaths::new(model, config.slices, reads, seed);
        Ok(Self { model: model.clone(), schedule, slices: config.slices, reads, sweeps_done: 0, paths })
    }

    /// Up to `sweeps` more sweeps of every read; whether more are to come.
    ///
    /// # Examples
    ///
    /// See [`SimulatedQuantumAnnealing`].
    pub fn step(&mut self, sweeps: u64) -> bool {
        let range = self.coming(sweeps);
        self.paths.anneal(&self.schedule, &range);
        self.sweeps_done < self.schedule.sweeps
    }

    /// [`step`](Self::step) on all threads, with the same result.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Ising, solvers::SimulatedQuantumAnnealing};
    ///
    /// let pair = Ising::new(&[0.0; 2], [(0, 1, 1.0)])?;
    /// let mut annealing = SimulatedQuantumAnnealing::new(&pair, 10, 42)?;
    /// while annealing.step_parallel(100) {}
    /// assert_eq!(annealing.best().energy(), -1.0);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    #[cfg(feature = "rayon")]
    pub fn step_parallel(&mut self, sweeps: u64) -> bool {
        let range = self.coming(sweeps);
        self.paths.anneal_parallel(&self.schedule, &range);
        self.sweeps_done < self.schedule.sweeps
    }

    /// Counts the sweeps that a step has to make.
    fn coming(&mut self, sweeps: u64) -> Range<u64> {
        let from = self.sweeps_done;
        self.sweeps_done = from.saturating_add(sweeps).min(self.schedule.sweeps);
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

    /// The slice with the least energy of each read now.
    ///
    /// # Examples
    ///
    /// See [`with_config`](Self::with_config).
    ///
    /// # Complexity
    ///
    /// Computes the energy of each slice anew.
    pub fn samples(&self) -> Vec<Sample> {
        (0..self.reads).map(|read| self.least(read)).collect()
    }

    /// The slice with the least energy of all reads now, the first among equals.
    ///
    /// # Examples
    ///
    /// See [`SimulatedQuantumAnnealing`].
    pub fn best(&self) -> Sample {
        Sample::best(self.reads, |read| self.least(read))
    }

    /// All slices of a read now, in the order of imaginary time; after the last comes the first again.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] unless `read` is below the number of reads.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Ising, solvers::SimulatedQuantumAnnealing};
    ///
    /// let pair = Ising::new(&[0.0; 2], [(0, 1, 1.0)])?;
    /// let annealing = SimulatedQuantumAnnealing::new(&pair, 10, 42)?;
    /// assert_eq!(annealing.path(9)?.len(), 32);
    /// assert!(annealing.path(10).is_err());
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn path(&self, read: usize) -> Result<Vec<Sample>, QuantumError> {
        require_range("read", read, 0..=self.reads - 1)?;
        Ok((0..self.slices).map(|slice| self.sample(read, slice)).collect())
    }

    fn least(&self, read: usize) -> Sample {
        Sample::best(self.slices, |slice| self.sample(read, slice))
    }

    fn sample(&self, read: usize, slice: usize) -> Sample {
        Sample::new(&self.model, self.paths.slice(read, slice))
    }
}

impl fmt::Debug for SimulatedQuantumAnnealing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SimulatedQuantumAnnealing")
            .field("model", &self.model)
            .field("slices", &self.slices)
            .field("reads", &self.reads)
            .field("steps_taken", &self.sweeps_done)
            .field("schedule", &self.schedule)
            .finish_non_exhaustive()
    }
}
