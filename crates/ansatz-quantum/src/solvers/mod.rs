//! Searches for spins of low energy.

mod exact;
mod reads;
mod sample;
mod schedule;
mod simulated_annealing;
mod tabu;
mod time_to_solution;

pub use exact::ExactSearch;
pub use sample::Sample;
pub use schedule::AnnealingConfig;
pub use simulated_annealing::SimulatedAnnealing;
pub use tabu::{TabuConfig, TabuSearch};
pub use time_to_solution::time_to_solution;
