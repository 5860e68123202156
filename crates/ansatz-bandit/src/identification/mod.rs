//! Which arm is the best, at the least cost of finding out.

mod successive_elimination;
mod top_two;

pub use successive_elimination::{SuccessiveElimination, SuccessiveEliminationRule};
pub use top_two::{TopTwo, TopTwoThompson};
