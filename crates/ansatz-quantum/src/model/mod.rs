//! What is minimised: the energy of spins or of bits that are coupled in pairs.

mod bound;
#[cfg(feature = "serde")]
mod form;
mod graph;
mod ising;
mod qubo;

pub(crate) use graph::require_strength;
pub use ising::Ising;
pub use qubo::Qubo;
