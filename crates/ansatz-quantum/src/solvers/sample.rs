//! What a solver found: spins and their energy.

use alloc::vec::Vec;

use crate::Ising;

/// Spins that a solver found, with their energy.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::{ExactSearch, Ising};
///
/// let mut search = ExactSearch::new(&Ising::new(&[1.0, 0.0], [(0, 1, 2.0)])?)?;
/// search.step(u64::MAX);
/// let best = search.best();
/// assert_eq!((best.spins(), best.energy()), (&[-1, 1][..], -3.0));
/// # Ok::<(), ansatz_quantum::QuantumError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    spins: Vec<i8>,
    energy: f64,
}

impl Sample {
    /// Spins of `model`, each 1 or -1.
    pub(crate) fn new(model: &Ising, spins: Vec<i8>) -> Self {
        Self { energy: model.energy_of(&spins), spins }
    }

    /// The spins, each 1 or -1.
    pub fn spins(&self) -> &[i8] {
        &self.spins
    }

    /// Their energy in the model.
    pub fn energy(&self) -> f64 {
        self.energy
    }

    /// The spins as the bits of a QUBO: 1 is a bit that is set.
    pub fn bits(&self) -> Vec<bool> {
        self.spins.iter().map(|&spin| spin > 0).collect()
    }
}
