//! Searching among placements.

mod model;
mod objective;
mod search;
mod wishes;

pub use model::PlacementModel;
pub use objective::{Fragmentation, Imbalance, NodesUsed, Objective};
pub use search::GeneticPlacement;
