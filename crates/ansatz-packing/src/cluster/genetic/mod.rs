//! Searching among placements.

mod member;
mod model;
mod objective;
mod search;

pub use model::PlacementModel;
pub use objective::{DeviceFragmentation, Imbalance, NodesUsed, Objective};
pub use search::GeneticPlacement;
