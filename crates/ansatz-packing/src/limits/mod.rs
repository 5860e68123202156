//! Limits beside the capacity: items in a bin, bins in all, and items that may not meet.

mod clique;
mod conflicts;
mod decreasing;
mod intervals;
mod lists;
mod marks;
mod settings;
mod validate;

pub use conflicts::Conflicts;
pub(crate) use conflicts::require_pair;
pub(crate) use marks::Marks;
pub use settings::Limits;
