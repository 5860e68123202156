//! Searches for spins of low energy.

mod reads;
mod sample;
mod schedule;
mod simulated_annealing;
mod simulated_bifurcation;
mod spectrum;

pub use sample::Sample;
pub use schedule::AnnealingConfig;
pub use simulated_annealing::SimulatedAnnealing;
pub use simulated_bifurcation::{Bifurcation, BifurcationConfig, SimulatedBifurcation};
