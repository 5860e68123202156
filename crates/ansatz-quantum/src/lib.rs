//! Superposition, interference, entanglement and tunnelling as algorithms: what do they compute, and where do they pay?

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod complex;
mod correlated;
mod entanglement;
mod error;
mod model;
mod shareable;

pub use complex::Complex;
pub use correlated::{Correlated, DiscreteCorrelated};
pub use entanglement::{Bell, BipartiteState, ChshSettings, Direction, Schmidt, Side};
pub use error::QuantumError;
pub use model::{Ising, Qubo};
