//! How many bins every packing needs at least.

mod column_generation;
mod dual_feasible;
mod martello_toth;
mod volume;

pub use column_generation::column_generation_bound;
pub use dual_feasible::dual_feasible_bound;
pub(crate) use dual_feasible::{MAX_DEGREE, dual_feasible_of_descending, round};
pub use martello_toth::martello_toth_bound;
pub(crate) use martello_toth::martello_toth_of_descending;
pub use volume::volume_bound;
