//! What a search returns.

use alloc::vec::Vec;
use core::fmt;

use crate::Ising;

/// Spins and their energy.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::{Ising, solvers::SimulatedAnnealing};
///
/// let pair = Ising::new(&[0.0, 1.0], [(0, 1, 2.0)])?;
/// let mut annealing = SimulatedAnnealing::new(&pair, 1, 7)?;
/// while annealing.step(100) {}
/// let best = annealing.best();
/// assert_eq!((best.spins(), best.energy()), (&[1, -1][..], -3.0));
/// assert_eq!(best.bits(), [true, false]);
/// # Ok::<(), ansatz_quantum::QuantumError>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Sample {
    spins: Vec<i8>,
    energy: f64,
}

impl Sample {
    /// Spins of a model's length, each 1 or -1.
    pub(crate) fn new(model: &Ising, spins: Vec<i8>) -> Self {
        let energy = model.energy_of(&spins);
        Self { spins, energy }
    }

    /// The one with the least energy, the first of equals, of reads or slices from 0 on; there is at least one.
    pub(crate) fn best(reads: usize, sample: impl Fn(usize) -> Self) -> Self {
        (1..reads).map(&sample).fold(sample(0), |best, next| if next.energy < best.energy { next } else { best })
    }

    /// Each variable's spin, 1 or -1.
    ///
    /// # Examples
    ///
    /// See [`Sample`].
    pub fn spins(&self) -> &[i8] {
        &self.spins
    }

    /// The model's energy of these spins.
    ///
    /// # Examples
    ///
    /// See [`Sample`].
    pub fn energy(&self) -> f64 {
        self.energy
    }

    /// The same as bits of the model as a [`Qubo`](crate::Qubo): a spin of 1 is a bit that is set.
    ///
    /// # Examples
    ///
    /// See [`Sample`].
    pub fn bits(&self) -> Vec<bool> {
        self.spins.iter().map(|&spin| spin > 0).collect()
    }
}

impl fmt::Debug for Sample {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let up = self.spins.iter().filter(|&&spin| spin > 0).count();
        formatter
            .debug_struct("Sample")
            .field("energy", &self.energy)
            .field("spins", &self.spins.len())
            .field("up", &up)
            .finish()
    }
}
