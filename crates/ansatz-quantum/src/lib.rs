//! Superposition, interference, entanglement and tunnelling as algorithms: what do they compute, and where do they pay?

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod error;
mod evolution;
mod model;
mod shareable;
mod tunnel;

pub use error::QuantumError;
pub use evolution::{CompactGa, Pbil, PbilConfig, Qiea, QieaConfig};
pub use model::{Ising, Qubo};
pub use tunnel::{Calibration, Decision, ErrorBudget, Passage, Ticket, Tunnel, TunnelConfig, TunnelCounters};
