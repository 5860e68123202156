//! Searches for spins of low energy.

mod ladder;
mod parallel_tempering;
mod reads;
mod sample;
mod schedule;
mod simulated_annealing;

pub use parallel_tempering::{ParallelTempering, TemperingConfig};
pub use sample::Sample;
pub use schedule::AnnealingConfig;
pub use simulated_annealing::SimulatedAnnealing;
