//! Superposition, interference, entanglement and tunnelling as algorithms: what do they compute, and where do they pay?

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod error;
mod lanes;
mod model;
mod shareable;
pub mod solvers;
mod superposition;

pub use error::QuantumError;
pub use model::{Ising, Qubo};
pub use superposition::{
    Coherence, Complex, Interference, Period, Superposition, Unitary, amplified_probability, optimal_iterations,
    rayleigh_p_value,
};
