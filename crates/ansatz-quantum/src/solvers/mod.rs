//! Searches for spins with a low energy, and what says how good they are.

mod exact;
mod imaginary_time;
mod ladder;
mod parallel_tempering;
mod paths;
mod reads;
mod sample;
mod schedule;
mod simulated_annealing;
mod simulated_bifurcation;
mod simulated_quantum_annealing;
mod spectrum;
mod tabu;
mod time_to_solution;

pub use exact::ExactSearch;
pub use imaginary_time::QuantumAnnealingConfig;
pub use parallel_tempering::{ParallelTempering, TemperingConfig};
pub use sample::Sample;
pub use schedule::AnnealingConfig;
pub use simulated_annealing::SimulatedAnnealing;
pub use simulated_bifurcation::{Bifurcation, BifurcationConfig, SimulatedBifurcation};
pub use simulated_quantum_annealing::SimulatedQuantumAnnealing;
pub use tabu::{TabuConfig, TabuSearch};
pub use time_to_solution::time_to_solution;
