//! Searching among placements.

mod member;
mod model;
mod objective;
mod search;

pub use model::PlacementModel;
pub use objective::{Fragmentation, Imbalance, NodesUsed, Objective};
pub use search::GeneticPlacement;
