//! Superposition, interference, entanglement and tunnelling as algorithms: what do they compute, and where do they pay?

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod complex;
mod entanglement;
mod error;
pub mod evolution;
mod lanes;
mod model;
#[cfg(feature = "packing")]
pub mod placement;
pub mod problems;
mod shareable;
pub mod solvers;
mod superposition;
mod tunnel;

pub use complex::Complex;
pub use entanglement::{Bell, BipartiteState, ChshSettings, Direction, Schmidt, Side};
pub use error::QuantumError;
pub use model::{Ising, Qubo};
pub use superposition::{
    Coherence, Interference, Period, Superposition, Unitary, amplified_probability, optimal_iterations,
    rayleigh_p_value,
};
pub use tunnel::{Calibration, Decision, ErrorBudget, Passage, Ticket, Tunnel, TunnelConfig, TunnelCounters};
