//! Which rows of a log cannot be, and what cannot be concluded from it.

use ansatz_core::ParameterError;

use crate::BanditError;

/// A row of a log that cannot be, or a log from which a question cannot be answered.
///
/// The number of a row is how many were taken before it. Whatever is refused has changed nothing, so that the next row
/// may be read.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::evaluation::{LoggedRound, OffPolicy};
///
/// let row = LoggedRound { arm: 1, reward: 0.5, propensity: None };
/// let error = OffPolicy::new().observe(&row, &[0.5, 0.5]).unwrap_err();
/// assert!(error.to_string().starts_with("row 0 has no propensity"));
/// ```
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum EvaluationError {
    /// A parameter that is not about a row.
    #[error(transparent)]
    Parameter(#[from] ParameterError),
    /// A row that does not say how likely its arm was.
    #[error(
        "row {row} has no propensity, allowed: the probability with which its arm was taken, since without it nobody \
         knows how many rows like this one are missing; a log of uniform choices can be replayed, if it is declared as such"
    )]
    NoPropensity {
        /// The row.
        row: u64,
    },
    /// A propensity that none is, or none of any use.
    #[error("the propensity of row {row} is {propensity}, allowed: {least:?} to 1")]
    Propensity {
        /// The row.
        row: u64,
        /// The propensity.
        propensity: f64,
        /// The least that is allowed.
        least: f64,
    },
    /// An estimated propensity with a standard error that cannot be.
    #[error("the standard error of row {row}'s propensity is {standard_error}, allowed: 0 to 1")]
    StandardError {
        /// The row.
        row: u64,
        /// The standard error.
        standard_error: f64,
    },
    /// A propensity that contradicts that the choices were uniform.
    #[error("the propensity of row {row} is {propensity}, allowed: {uniform}, since the log was declared uniform")]
    NotUniform {
        /// The row.
        row: u64,
        /// The propensity.
        propensity: f64,
        /// One by the number of arms.
        uniform: f64,
    },
    /// A reward that is no number, or too large.
    #[error("the reward of row {row} is {reward}, allowed: finite and at most 1e100 in magnitude")]
    Reward {
        /// The row.
        row: u64,
        /// The reward.
        reward: f64,
    },
    /// An arm for which the policy has no probability, or that is not among those that were declared.
    #[error("the arm of row {row} is {arm}, allowed: less than {arms}, the number of arms")]
    Arm {
        /// The row.
        row: u64,
        /// The arm.
        arm: usize,
        /// How many there are.
        arms: usize,
    },
    /// A probability of the policy that none is.
    #[error("the policy's probability of arm {arm} in row {row} is {probability}, allowed: 0 to 1")]
    Probability {
        /// The row.
        row: u64,
        /// The arm.
        arm: usize,
        /// The probability.
        probability: f64,
    },
    /// Probabilities of the policy that are not those of all arms.
    #[error("the policy's probabilities in row {row} add up to {sum}, allowed: 1, up to 1e-6")]
    ProbabilitySum {
        /// The row.
        row: u64,
        /// Their sum.
        sum: f64,
    },
    /// A model with another number of arms than the policy.
    #[error("the model has {rewards} rewards in row {row}, allowed: {arms}, one for each arm of the policy")]
    ModelLength {
        /// The row.
        row: u64,
        /// How many the model has.
        rewards: usize,
        /// How many the policy has.
        arms: usize,
    },
    /// A reward of the model that is no number, or too large.
    #[error("the model's reward of arm {arm} in row {row} is {reward}, allowed: finite and at most 1e100 in magnitude")]
    ModelReward {
        /// The row.
        row: u64,
        /// The arm.
        arm: usize,
        /// The reward.
        reward: f64,
    },
    /// A policy that cannot go through with a row.
    #[error("row {row}: {error}")]
    Policy {
        /// The row.
        row: u64,
        /// What the policy says.
        error: BanditError,
    },
    /// A question to an empty log.
    #[error("there are no rounds, allowed: at least one")]
    NoRounds,
    /// A question that needs a model in each round.
    #[error("{modelled} of {rounds} rounds came with a model, allowed: all of them for an estimator that uses one")]
    NoModel {
        /// Rounds with a model.
        modelled: u64,
        /// All rounds.
        rounds: u64,
    },
    /// A policy of which the log shows nothing.
    #[error("the policy takes none of the {rounds} logged choices, allowed: a policy with some chance to take one")]
    NoOverlap {
        /// All rounds.
        rounds: u64,
    },
}
