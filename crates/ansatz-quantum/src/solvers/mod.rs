//! Searches for spins of low energy.

mod reads;
mod sample;
mod schedule;
mod simulated_annealing;

pub use sample::Sample;
pub use schedule::AnnealingConfig;
pub use simulated_annealing::SimulatedAnnealing;
