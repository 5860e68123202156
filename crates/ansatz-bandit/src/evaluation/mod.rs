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
//! other policy may take could have been taken, and that no choice changes what later rounds would pay. What shows in the
//! log of a breach of that, [`OffPolicy::warnings`] says.
//!
//! # Logs of policies that learn
//!
//! In such a log, propensities hang on the rewards before them. [`Estimator::InversePropensity`] is unbiased all the same,
//! and so is [`Estimator::DoublyRobust`] with a model of earlier rounds alone: given all before it, a round's error is 0 on
//! the mean. A model that knows later rounds is biased, also one that [leaves the round out](ShrunkMeans::without), since
//! later choices say what the round paid; [`Estimator::SelfNormalized`] comes out low for arms that are given up.
//!
//! Intervals need more: that the propensities of the arms that the other policy takes settle, and not at 0. Those of a
//! policy that keeps exploring do, as [`EpsilonGreedy`](crate::EpsilonGreedy) with a fixed rate, once one arm has won. Those
//! of [`Thompson`](crate::Thompson) sampling go to 0 for the arms that lose, and of a policy that takes these, intervals at
//! 95% may hold the truth in half of the logs only, however many rounds they have; most of these logs show it by a
//! [warning](OffPolicy::warnings) of few effective rounds or of a large weight. V. Hadad, D. A. Hirshberg, R. Zhan, S. Wager
//! and S. Athey, *Confidence intervals for policy evaluation in adaptive experiments*, PNAS 118 (2021). So explore at a rate
//! that stays if others are to be judged from your log.

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
