//! Evolution strategies that learn the shape of the objective: CMA-ES.

mod bounds;
mod cmaes;
mod config;
mod distribution;
mod eigen;
mod parameters;
mod restarts;
mod separable;
mod shape;
mod termination;

pub use cmaes::CmaEs;
pub use config::{CmaEsConfig, Covariance};
pub use restarts::Restarts;
