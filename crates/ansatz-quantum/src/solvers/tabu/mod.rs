//! Tabu search: always the best turn of a spin, but not of one that has just been turned.

mod config;
mod read;

use alloc::vec::Vec;
use core::fmt;

pub use self::config::TabuConfig;
use self::read::Read;
use super::{Sample, reads::require_reads};
use crate::{
    Ising, QuantumError,
    lanes::{Couplings, Numbers, map, with},
};

/// One-flip tabu search with restarts from perturbed best spins.
///
/// Each iteration turns the spin that lowers the energy most, or raises it least, except for those that have been turned
/// last: the tabu list, which keeps the search from going back to where it was. A spin on the list may be turned all the
/// same if that leads to less energy than the read has ever had (aspiration). Ties are broken at random. Once a round has
/// not improved upon its best for a while, the next one starts from the best spins of the read, with some of them turned.
///
/// Local fields are kept up, in numbers of 16 bits where the model allows, so that an iteration looks at all spins in
/// vectors and then changes the neighbours of one. Read `r` draws from
/// [`Stream::new`](ansatz_random::Stream::new)`(seed, r)` and nothing else. On models of some hundred variables with many
/// couplings each (QUBOs), it is the method to beat; on large sparse ones annealing is, as an iteration here costs a look
/// at every spin.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::{Qubo, solvers::TabuSearch};
///
/// let qubo = Qubo::new(&[-3.0, -2.0, -2.0], [(0, 1, 3.0), (0, 2, 3.0)])?;
/// let mut search = TabuSearch::new(&qubo.to_ising(), 1, 42)?;
/// search.step(100);
/// assert_eq!(search.best().bits(), [false, true, true]);
/// assert_eq!(search.best().energy(), -4.0);
/// # Ok::<(), ansatz_quantum::QuantumError>(())
/// ```
///
/// # Complexity
///
/// An iteration takes O(n + degree) time: about 0.1 microseconds for 250 spins with 25 neighbours each. A read takes 8 bytes
/// a spin, or 32 where the model needs floats.
///
/// # Accuracy
///
/// Nothing is promised about how good the best read is. The energy of a [`Sample`] is computed from the model.
///
/// # References
///
/// F. Glover, "Tabu search - part I", ORSA Journal on Computing 1, 1989. G. Palubeckis, "Multistart tabu search strategies for
/// the unconstrained binary quadratic optimization problem", Annals of Operations Research 131, 2004, and "Iterated tabu
/// search for the unconstrained binary quadratic optimization problem", Informatica 17, 2006.
#[derive(Clone)]
pub struct TabuSearch {
    model: Ising,
    iterations: u64,
    steps: u64,
    reads: usize,
    searches: Numbers<Searches<i16>, Searches<f64>>,
}

/// All reads, and what they are about.
type Searches<W> = (Couplings<W>, Vec<Read<W>>);

impl TabuSearch {
    /// `reads` searches of 100,000 iterations each.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] for no reads, or for more than 2^30 spins in all of them, where a read counts for at least
    /// 64.
    ///
    /// # Examples
    ///
    /// See [`TabuSearch`].
    pub fn new(model: &Ising, reads: usize, seed: u64) -> Result<Self, QuantumError> {
        Self::with_config(model, &TabuConfig::default(), reads, seed)
    }

    /// `reads` searches as `config` has it.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] for no reads or too many as in [`new`](Self::new), no iterations, no patience, or a
    /// tenure above half of the other spins' number.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Ising, solvers::{TabuConfig, TabuSearch}};
    ///
    /// let ring = Ising::new(&[0.0; 9], (0..9).map(|i| (i, (i + 1) % 9, 1.0)))?;
    /// let mut search = TabuSearch::with_config(&ring, &TabuConfig::default().iterations(500), 10, 42)?;
    /// assert!(!search.step(u64::MAX));
    /// assert_eq!(search.steps_taken(), 500);
    /// assert!(search.samples().iter().all(|sample| sample.energy() == -7.0));
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn with_config(model: &Ising, config: &TabuConfig, reads: usize, seed: u64) -> Result<Self, QuantumError> {
        require_reads(model, 1, reads)?;
        let plan = config.plan(model.len())?;
        let searches = map!(Numbers::of(model), couplings => {
            let searches = Read::all(&couplings, plan, reads, seed);
            (couplings, searches)
        });
        Ok(Self { model: model.clone(), iterations: config.iterations, steps: 0, reads, searches })
    }

    /// Up to `iterations` more of every read; whether more are to come.
    ///
    /// # Examples
    ///
    /// See [`TabuSearch`].
    pub fn step(&mut self, iterations: u64) -> bool {
        let count = self.coming(iterations);
        with!(&mut self.searches, (couplings, reads) => reads.iter_mut().for_each(|read| read.run(couplings, count)));
        self.steps < self.iterations
    }

    /// [`step`](Self::step) on all threads, with the same result.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Ising, solvers::TabuSearch};
    ///
    /// let pair = Ising::new(&[0.0; 2], [(0, 1, 1.0)])?;
    /// let mut search = TabuSearch::new(&pair, 100, 42)?;
    /// search.step_parallel(100);
    /// assert_eq!(search.best().energy(), -1.0);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    #[cfg(feature = "rayon")]
    pub fn step_parallel(&mut self, iterations: u64) -> bool {
        use rayon::prelude::*;

        let count = self.coming(iterations);
        with!(&mut self.searches, (couplings, reads) => reads.par_iter_mut().for_each(|read| read.run(couplings, count)));
        self.steps < self.iterations
    }

    /// Counts the iterations that a step has to make.
    fn coming(&mut self, iterations: u64) -> u64 {
        let count = iterations.min(self.iterations - self.steps);
        self.steps += count;
        count
    }

    /// The iterations that each read has made.
    ///
    /// # Examples
    ///
    /// See [`with_config`](Self::with_config).
    pub fn steps_taken(&self) -> u64 {
        self.steps
    }

    /// The best spins of each read so far.
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

    /// The best spins of all reads so far, those of the first among equals.
    ///
    /// # Examples
    ///
    /// See [`TabuSearch`].
    pub fn best(&self) -> Sample {
        Sample::best(self.reads, |read| self.sample(read))
    }

    fn sample(&self, read: usize) -> Sample {
        Sample::new(&self.model, with!(&self.searches, (_, reads) => reads[read].best_spins(self.model.len())))
    }
}

impl fmt::Debug for TabuSearch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("TabuSearch")
            .field("model", &self.model)
            .field("reads", &self.reads)
            .field("steps_taken", &self.steps)
            .finish_non_exhaustive()
    }
}
