//! Pods on nodes: candidate placements carried in superposition, and a small placement as a QUBO. With the feature `packing`.

mod beam;
mod candidate;
mod config;
mod qubo;
mod superposed;

pub use config::{Combination, SuperposedConfig};
pub use qubo::PlacementQubo;
pub use superposed::SuperposedPlacement;
