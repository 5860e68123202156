//! Superposition, interference, entanglement and tunnelling as algorithms: what do they compute, and where do they pay?

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod error;
mod lanes;
mod model;
pub mod problems;
mod shareable;
pub mod solvers;

pub use error::QuantumError;
pub use model::{Ising, Qubo};
