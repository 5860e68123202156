//! Bayesian optimisation, and the Gaussian processes that it stands on.

mod acquisition;
mod archive;
mod cholesky;
mod config;
mod gaussian_process;
mod kernel;
mod lbfgs;
mod likelihood;
mod maximizer;
mod place;
mod search;
mod study;
mod surrogate;
mod targets;

pub use acquisition::Acquisition;
pub use config::BayesianConfig;
pub use gaussian_process::{GaussianProcess, Prediction};
pub use kernel::Matern52;
pub use search::BayesianSearch;
