//! How many bins every packing needs at least.

mod column_generation;
mod dual_feasible;
mod martello_toth;
mod volume;

pub use column_generation::column_generation_bound;
pub use dual_feasible::dual_feasible_bound;
pub use martello_toth::martello_toth_bound;
pub(crate) use martello_toth::martello_toth_of_descending;
pub use volume::volume_bound;
