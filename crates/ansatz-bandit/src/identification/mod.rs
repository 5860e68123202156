//! Which arm is the best, at the least cost of finding out.

mod successive_elimination;

pub use successive_elimination::{SuccessiveElimination, SuccessiveEliminationRule};
