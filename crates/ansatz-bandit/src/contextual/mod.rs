//! Arms whose rewards depend on what is to be decided.

mod cholesky;
mod confidence_radius;
mod contexts;
mod laplace;
mod lin_ts;
mod lin_ucb;
mod linear;
mod log_odds;
mod logistic_thompson;
mod moments;
mod prediction;
mod ridge;
mod sampling;
mod triangle;
mod weight_prior;

pub use confidence_radius::ConfidenceRadius;
pub use lin_ts::{LinTs, LinTsRule};
pub use lin_ucb::{LinUcb, LinUcbRule};
pub use logistic_thompson::{LogisticThompson, LogisticThompsonRule};
pub use prediction::{ModelRule, Prediction};
pub use weight_prior::WeightPrior;
