//! One state that wanders, ever less willing to get worse.

mod landscape;
mod schedule;
mod simulated_annealing;

pub use landscape::Landscape;
pub use simulated_annealing::{Annealing, AnnealingConfig, SimulatedAnnealing};
