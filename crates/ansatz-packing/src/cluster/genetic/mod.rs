//! Searching among placements.

mod model;
mod objective;
mod search;
mod wishes;

pub use model::PlacementModel;
pub use objective::{DeviceFragmentation, Imbalance, NodesUsed, Objective};
pub use search::GeneticPlacement;
