//! Superposition, interference, entanglement and tunnelling as algorithms: what do they compute, and where do they pay?

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod error;
mod model;
mod problems;
mod shareable;
mod solvers;

pub use error::QuantumError;
pub use model::{Ising, Qubo};
pub use problems::{Assignment, Colouring, Knapsack, MaxCut, NumberPartitioning};
pub use solvers::{ExactSearch, Sample, time_to_solution};
