//! What would another policy have earned? Estimates from the log of the one that ran.
//!
//! A log says, for each round, which arm was taken, what it paid, and with which probability that arm was taken: a
//! [`LoggedRound`], as [`select_logged`](crate::Bandit::select_logged) gives it. [`OffPolicy`] reads the rounds once, and
//! says what a policy with other probabilities would have earned on the mean; [`Replay`] runs a policy that learns over
//! the log.
//!
//! ```
//! use ansatz_bandit::Propensity;
//! use ansatz_bandit::evaluation::{Estimator, LoggedRound, OffPolicy};
//!
//! # let log: Vec<_> = (0..1_000).map(|i| LoggedRound::new(i % 2, ((i % 7) / 6) as f64, Propensity::Exact(0.5))).collect();
//! let mut other = OffPolicy::new();
//! for round in &log {
//!     other.observe(round, &[0.1, 0.9])?; // what the other policy would have done in this round
//! }
//! let earned = other.estimate(Estimator::SelfNormalized)?;
//! assert!(earned.contains(1.0 / 7.0));
//! assert!(other.warnings().is_empty());
//! # Ok::<(), ansatz_bandit::evaluation::EvaluationError>(())
//! ```
//!
//! # Which one should I use
//!
//! | you have | use |
//! |---|---|
//! | propensities, and a policy as probabilities | [`Estimator::SelfNormalized`] |
//! | the same, and must not be biased at all | [`Estimator::InversePropensity`] |
//! | a model of rewards as well | [`Estimator::DoublyRobust`]; [`ShrunkMeans`] is a simple model |
//! | the same, and a few enormous weights | [`Estimator::SwitchDoublyRobust`] |
//! | a model alone | [`Estimator::DirectMethod`], which is as good as the model |
//! | a policy that learns, and a log of uniform choices or known propensities | [`Replay`] |
//! | a log without propensities that was not uniform | an experiment |
//!
//! # What is promised
//!
//! Intervals are those of the normal limit: they hold the truth with their confidence as the effective number of rounds
//! grows, and not for any one number of them. They presuppose that the propensities are right, that each arm that the
//! other policy may take could have been taken, and that rounds do not influence each other. What shows in the log of a
//! breach of that, [`OffPolicy::warnings`] says.

mod arms;
mod error;
mod estimator;
mod off_policy;
mod replay;
mod round;
mod score;
mod shrunk_means;
mod warning;

pub use error::EvaluationError;
pub use estimator::Estimator;
pub use off_policy::OffPolicy;
pub use replay::Replay;
pub use round::LoggedRound;
pub use shrunk_means::ShrunkMeans;
pub use warning::Warning;
