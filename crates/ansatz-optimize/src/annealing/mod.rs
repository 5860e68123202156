//! One state that wanders, ever less willing to get worse.

mod config;
mod landscape;
mod schedule;
mod simulated_annealing;

pub use config::AnnealingConfig;
pub use landscape::Landscape;
pub use simulated_annealing::{Annealing, SimulatedAnnealing};
