//! A row of a log, and what can be wrong with it.

use super::EvaluationError;
use crate::{Propensity, reward::require_finite};

/// A round as it was logged: the arm, what it paid, and with which probability it was taken.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{Ucb1, evaluation::LoggedRound};
/// use ansatz_random::Stream;
///
/// let mut arms = Ucb1::new(2)?;
/// let choice = arms.select_logged(&mut Stream::new(1, 0));
/// let reward = 0.5; // your system's answer
/// let round = LoggedRound::new(choice.arm, reward, choice.propensity);
/// assert_eq!(round.arm, 0);
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LoggedRound {
    /// The arm that was taken.
    pub arm: usize,
    /// What it paid.
    pub reward: f64,
    /// With which probability it was taken; `None` if the log does not say, for [`Replay`](super::Replay) of uniform
    /// choices.
    pub propensity: Option<Propensity>,
}

impl LoggedRound {
    /// A round with its propensity.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::{Propensity, evaluation::LoggedRound};
    ///
    /// let round = LoggedRound::new(1, 0.5, Propensity::Exact(0.25));
    /// assert_eq!(round.propensity, Some(Propensity::Exact(0.25)));
    /// ```
    #[must_use]
    pub const fn new(arm: usize, reward: f64, propensity: Propensity) -> Self {
        Self { arm, reward, propensity: Some(propensity) }
    }

    pub(super) fn check_reward(&self, row: u64) -> Result<f64, EvaluationError> {
        require_finite(self.reward).map_err(|_| EvaluationError::Reward { row, reward: self.reward })?;
        Ok(self.reward)
    }

    /// The propensity, and the square of its relative standard error.
    pub(super) fn check_propensity(&self, row: u64, least: f64) -> Result<(f64, f64), EvaluationError> {
        let known = self.propensity.ok_or(EvaluationError::NoPropensity { row })?;
        let (propensity, standard_error) = (known.probability(), known.standard_error());
        if !(least..=1.0).contains(&propensity) {
            return Err(EvaluationError::Propensity { row, propensity, least });
        }
        if !(0.0..=1.0).contains(&standard_error) {
            return Err(EvaluationError::StandardError { row, standard_error });
        }
        let relative = standard_error / propensity;
        Ok((propensity, relative * relative))
    }
}

/// The policy's probability of `arm`, if they are probabilities of all arms.
pub(super) fn check_target(row: u64, arm: usize, target: &[f64]) -> Result<f64, EvaluationError> {
    let mut sum = 0.0;
    for (arm, &probability) in target.iter().enumerate() {
        require_probability(row, arm, probability)?;
        sum += probability;
    }
    let chosen = *target.get(arm).ok_or(EvaluationError::Arm { row, arm, arms: target.len() })?;
    if libm::fabs(sum - 1.0) <= SUM_TOLERANCE { Ok(chosen) } else { Err(EvaluationError::ProbabilitySum { row, sum }) }
}

pub(super) fn require_probability(row: u64, arm: usize, probability: f64) -> Result<f64, EvaluationError> {
    if (0.0..=1.0).contains(&probability) {
        return Ok(probability);
    }
    Err(EvaluationError::Probability { row, arm, probability })
}

/// Whether the model has a reward for each arm.
pub(super) fn check_model(row: u64, arms: usize, rewards: &[f64]) -> Result<(), EvaluationError> {
    if rewards.len() != arms {
        return Err(EvaluationError::ModelLength { row, rewards: rewards.len(), arms });
    }
    for (arm, &reward) in rewards.iter().enumerate() {
        require_finite(reward).map_err(|_| EvaluationError::ModelReward { row, arm, reward })?;
    }
    Ok(())
}

/// No log is long enough to show what is rarer than this, and the square of a reward's weighted size stays finite:
/// (1e30 * 2e100)^2, 2^53 times.
pub(super) const LEAST_PROPENSITY: f64 = 1e-30;
/// Probabilities that were computed and stored in single precision miss 1 by some 1e-7; an arm that was forgotten makes
/// more of a difference, if it makes any.
const SUM_TOLERANCE: f64 = 1e-6;
