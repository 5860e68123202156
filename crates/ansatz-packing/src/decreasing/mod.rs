//! All items are known, and the larger ones are placed first.

mod modified;
mod sorted;

pub use modified::modified_first_fit_decreasing;
pub use sorted::{best_fit_decreasing, first_fit_decreasing, next_fit_decreasing, worst_fit_decreasing};
