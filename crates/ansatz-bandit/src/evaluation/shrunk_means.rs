//! The simplest model of rewards: a mean for each arm.

use alloc::vec::Vec;

use ansatz_core::{ParameterError, require_positive};

use super::EvaluationError;
use crate::{engine::rule::require_arms, reward::require_finite};

/// A mean reward for each arm, drawn towards a prior as by so many rows more: (sum + m prior) / (n + m).
///
/// It is a model for [`OffPolicy::observe_with_model`](super::OffPolicy::observe_with_model). With contexts of a few
/// kinds, take one for each kind.
///
/// A model that has learnt from the round which it is then asked about is drawn towards its reward, and so makes the
/// doubly robust estimator biased a little, by O(1 / rows of the arm). [`without`](Self::without) leaves the round out
/// (cross-fitting, with as many folds as rows), and then there is no such bias. In the log of a policy that learns there
/// is, since later choices hang on this reward: ask the model for its [`means`](Self::means) there before it learns the row.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::Propensity;
/// use ansatz_bandit::evaluation::{Estimator, LoggedRound, OffPolicy, ShrunkMeans};
///
/// let log = [(0, 0.0), (1, 1.0), (1, 0.0), (0, 1.0), (1, 1.0)];
/// let mut model = ShrunkMeans::new(2, 0.5, 4.0)?;
/// for (arm, reward) in log {
///     model.observe(arm, reward)?;
/// }
/// let mut other = OffPolicy::new();
/// for (arm, reward) in log {
///     let round = LoggedRound::new(arm, reward, Propensity::Exact(0.5));
///     other.observe_with_model(&round, &[0.2, 0.8], &model.without(arm, reward))?;
/// }
/// assert!(other.estimate(Estimator::DoublyRobust)?.value > 0.5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct ShrunkMeans {
    prior: f64,
    pseudo_rows: f64,
    rows: u64,
    arms: Vec<Arm>,
}

#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Arm {
    rows: u64,
    sum: f64,
}

impl ShrunkMeans {
    /// A model of so many arms, of each of which it says `prior`, as strongly as `pseudo_rows` would.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless there are 1 to 2^24 arms, the prior is at most 1e100 in magnitude, and `pseudo_rows` is
    /// finite and more than 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::evaluation::ShrunkMeans;
    ///
    /// assert_eq!(ShrunkMeans::new(2, 0.5, 10.0)?.means(), [0.5, 0.5]);
    /// assert!(ShrunkMeans::new(2, 0.5, 0.0).is_err());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn new(arms: usize, prior: f64, pseudo_rows: f64) -> Result<Self, ParameterError> {
        let arms = alloc::vec![Arm::default(); require_arms(arms)?];
        if require_finite(prior).is_err() {
            return Err(ParameterError::new("prior", prior, "finite and at most 1e100 in magnitude"));
        }
        Ok(Self { prior, pseudo_rows: require_positive("pseudo_rows", pseudo_rows)?, rows: 0, arms })
    }

    /// Learns from a row.
    ///
    /// # Errors
    ///
    /// [`EvaluationError::Arm`] or [`EvaluationError::Reward`]; nothing has changed then.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::evaluation::ShrunkMeans;
    /// let mut model = ShrunkMeans::new(2, 0.5, 3.0)?;
    /// model.observe(1, 0.9)?;
    /// assert!((model.means()[1] - 0.6).abs() < 1e-12);
    /// # Ok::<(), ansatz_bandit::evaluation::EvaluationError>(())
    /// ```
    pub fn observe(&mut self, arm: usize, reward: f64) -> Result<(), EvaluationError> {
        let (row, arms) = (self.rows, self.arms.len());
        let known = self.arms.get_mut(arm).ok_or(EvaluationError::Arm { row, arm, arms })?;
        require_finite(reward).map_err(|_| EvaluationError::Reward { row, reward })?;
        known.rows += 1;
        known.sum += reward;
        self.rows += 1;
        Ok(())
    }

    /// The mean of each arm.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::evaluation::ShrunkMeans;
    /// assert_eq!(ShrunkMeans::new(3, 0.1, 20.0)?.means(), [0.1; 3]);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    #[must_use]
    pub fn means(&self) -> Vec<f64> {
        self.arms.iter().map(|arm| self.mean(arm.rows, arm.sum)).collect()
    }

    /// The mean of each arm, as if this row had never come; the same as [`means`](Self::means) for an arm without rows.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::evaluation::ShrunkMeans;
    /// let mut model = ShrunkMeans::new(2, 0.5, 3.0)?;
    /// model.observe(1, 0.9)?;
    /// assert_eq!(model.without(1, 0.9), [0.5, 0.5]);
    /// # Ok::<(), ansatz_bandit::evaluation::EvaluationError>(())
    /// ```
    #[must_use]
    pub fn without(&self, arm: usize, reward: f64) -> Vec<f64> {
        let mut means = self.means();
        if let Some(known) = self.arms.get(arm).filter(|known| known.rows > 0) {
            // Of a sum of one reward nothing is left, however it was rounded.
            let sum = if known.rows == 1 { 0.0 } else { known.sum - reward };
            means[arm] = self.mean(known.rows - 1, sum);
        }
        means
    }

    fn mean(&self, rows: u64, sum: f64) -> f64 {
        let all = rows as f64 + self.pseudo_rows;
        // Divided first: the product of a prior and of rows may be too large.
        sum / all + self.prior * (self.pseudo_rows / all)
    }
}
