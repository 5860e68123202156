//! Searches for spins with a low energy, and what says how good they are.

mod exact;
mod sample;
mod time_to_solution;

pub use exact::ExactSearch;
pub use sample::Sample;
pub use time_to_solution::time_to_solution;
