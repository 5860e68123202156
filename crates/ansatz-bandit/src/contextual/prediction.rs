//! What a model of an arm expects in a context.

use crate::{Bandit, BanditError, Features, Rule};

/// What a model expects of an arm in a context.
///
/// # Examples
///
/// ```
/// let mut arms = ansatz_bandit::LinUcb::new(2, 1, 1.0)?;
/// arms.record_for(&[1.0], 0, 3.0)?;
/// let prediction = arms.predict(0, &[2.0])?;
/// assert!((prediction.score - 3.0).abs() < 1e-12); // half of 6, by the prior
/// assert!((prediction.deviation - 2.0_f64.sqrt()).abs() < 1e-12);
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prediction {
    /// The features times the weights: the expected reward of a linear model, the log-odds of a logistic one.
    pub score: f64,
    /// The standard deviation of the score by the posterior of the weights, for a linear model with noise of variance 1:
    /// sqrt(x' A^-1 x), A the precision.
    pub deviation: f64,
}

/// The rules with a model of each arm: [`LinUcb`](crate::LinUcb)'s, [`LinTs`](crate::LinTs)'s and
/// [`LogisticThompson`](crate::LogisticThompson)'s.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{Bandit, BanditError, ModelRule};
///
/// fn expected<R: ModelRule>(arms: &Bandit<R>, context: &[f64]) -> Result<f64, BanditError> {
///     Ok(arms.predict(0, context)?.score)
/// }
/// assert_eq!(expected(&ansatz_bandit::LinUcb::new(2, 1, 1.0)?, &[1.0])?, 0.0);
/// # Ok::<(), BanditError>(())
/// ```
pub trait ModelRule: Rule<Context = [f64], Note = Features> {
    /// What is expected of the arm at `position`, in a context that has been checked.
    #[doc(hidden)]
    fn predict(&self, position: usize, context: &[f64]) -> Prediction;

    /// The weights of the arm at `position`.
    #[doc(hidden)]
    fn weights(&self, position: usize) -> &[f64];
}

impl<R: ModelRule> Bandit<R> {
    /// What is expected of an arm in this context: a model of rewards for an [evaluation](crate::evaluation), say.
    ///
    /// # Errors
    ///
    /// [`BanditError::UnknownArm`], [`Dimension`](BanditError::Dimension) or [`Feature`](BanditError::Feature).
    ///
    /// # Examples
    ///
    /// ```
    /// let arms = ansatz_bandit::LinUcb::new(2, 3, 1.0)?;
    /// assert_eq!(arms.predict(1, &[0.0, 3.0, 4.0])?.deviation, 5.0);
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(d^2) for d features.
    pub fn predict(&self, arm: usize, context: &[f64]) -> Result<Prediction, BanditError> {
        let (rule, position) = self.rule_at(arm)?;
        rule.check(context)?;
        Ok(rule.predict(position, context))
    }

    /// The weights of an arm's features: the mean of their posterior, the mode for a logistic model.
    ///
    /// # Errors
    ///
    /// [`BanditError::UnknownArm`].
    ///
    /// # Examples
    ///
    /// ```
    /// let mut arms = ansatz_bandit::LinUcb::new(2, 2, 1.0)?;
    /// arms.record_for(&[1.0, 0.0], 0, 3.0)?;
    /// assert_eq!(arms.weights(0)?, [1.5, 0.0]);
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn weights(&self, arm: usize) -> Result<&[f64], BanditError> {
        let (rule, position) = self.rule_at(arm)?;
        Ok(rule.weights(position))
    }
}
