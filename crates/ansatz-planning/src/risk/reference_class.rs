//! What estimates of past tasks have been worth: forecasts by reference class.

use alloc::{format, vec::Vec};
use core::fmt;

use ansatz_core::{ParameterError, require_fraction, require_positive};

use super::{Distribution, distribution::BELOW_ONE};

/// Past tasks of one kind, each with what was estimated and what it came to: durations, efforts or costs.
///
/// The ratio of the two says how much to add to the next estimate, whatever the reasons are; the kinds of tasks (by team, by
/// technique, by size) are yours to choose. If the next task is no different from these, in that any order of all of them
/// is as likely as any other, then it stays within its estimate times [`uplift(p)`](Self::uplift) with a chance of `p` or
/// more, whatever the distribution: no normal distribution is assumed, and no large number of tasks.
///
/// # Examples
///
/// ```
/// use ansatz_planning::risk::ReferenceClass;
///
/// // Days that were estimated and that it took.
/// let past = [(5.0, 6.0), (3.0, 3.0), (8.0, 12.0), (2.0, 5.0), (10.0, 11.0), (4.0, 4.0), (6.0, 9.0), (5.0, 4.0), (1.0, 2.0)];
/// let class = ReferenceClass::new(&past)?;
/// assert_eq!(class.uplift(0.5)?, Some(1.2));
/// assert_eq!(class.uplift(0.8)?, Some(2.0));
/// // Nine tasks say nothing about one chance in a hundred.
/// assert_eq!(class.uplift(0.99)?, None);
/// // A task of 5 days, for a simulation.
/// assert_eq!(class.forecast(5.0)?.quantile(0.5), 6.0);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # References
///
/// B. Flyvbjerg, "From Nobel prize to project management: getting risks right", Project Management Journal 37, 2006, for
/// forecasts by reference class. V. Vovk, A. Gammerman and G. Shafer, *Algorithmic Learning in a Random World*, Springer,
/// 2005, for the chance that holds with any distribution.
#[derive(Clone, PartialEq)]
pub struct ReferenceClass {
    /// What tasks came to, divided by what was estimated, in ascending order.
    ratios: Vec<f64>,
}

impl ReferenceClass {
    /// The class of these tasks, each with its estimate and with what it came to.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] for no task, and for one with a number that is not finite and above 0 or with a ratio that is not.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::risk::ReferenceClass;
    ///
    /// let error = ReferenceClass::new(&[(5.0, 6.0), (0.0, 1.0)]).unwrap_err();
    /// assert_eq!(error.to_string(), "`past` is 0, 1 at 1, allowed: finite numbers and a finite ratio, all more than 0");
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n log n) time for n tasks.
    pub fn new(past: &[(f64, f64)]) -> Result<Self, ParameterError> {
        if past.is_empty() {
            return Err(ParameterError::new("past", "empty", "at least one task"));
        }
        let mut ratios = Vec::with_capacity(past.len());
        for (index, &(estimated, actual)) in past.iter().enumerate() {
            let ratio = actual / estimated;
            if ![estimated, actual, ratio].iter().all(|number| number.is_finite() && *number > 0.0) {
                let found = format!("{estimated}, {actual} at {index}");
                return Err(ParameterError::new("past", found, "finite numbers and a finite ratio, all more than 0"));
            }
            ratios.push(ratio);
        }
        ratios.sort_by(f64::total_cmp);
        Ok(Self { ratios })
    }

    /// The number of tasks.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::risk::ReferenceClass;
    ///
    /// assert_eq!(ReferenceClass::new(&[(5.0, 6.0)])?.len(), 1);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn len(&self) -> usize {
        self.ratios.len()
    }

    /// Whether there is no task: never.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::risk::ReferenceClass;
    ///
    /// assert!(!ReferenceClass::new(&[(5.0, 6.0)])?.is_empty());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn is_empty(&self) -> bool {
        self.ratios.is_empty()
    }

    /// The factor for an estimate that the next task does not exceed, with a chance of `p` or more; `None` if there are too
    /// few tasks to say: fewer than p / (1 - p).
    ///
    /// # Errors
    ///
    /// [`ParameterError`] for a chance that is not between 0 and 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::risk::ReferenceClass;
    ///
    /// let class = ReferenceClass::new(&[(4.0, 4.0), (2.0, 3.0), (1.0, 2.0)])?;
    /// assert_eq!(class.uplift(0.75)?, Some(2.0));
    /// assert_eq!(class.uplift(0.76)?, None);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    ///
    /// # Accuracy
    ///
    /// The chance is at least p and, if no two ratios are equal, below p + 1 / (n + 1): the next ratio is as likely to be in
    /// any of the n + 1 gaps between and around those of n tasks.
    pub fn uplift(&self, p: f64) -> Result<Option<f64>, ParameterError> {
        let p = require_fraction("p", p)?;
        let rank = libm::ceil(p * (self.len() as f64 + 1.0) * BELOW_ONE) as usize;
        Ok(self.ratios.get(rank - 1).copied())
    }

    /// The distribution of a task with this estimate: the estimate times each of the ratios, one as likely as the other.
    ///
    /// For a simulation. Its upper quantiles are a little too good, as it cannot exceed what has been; for a single task use
    /// [`uplift`](Self::uplift).
    ///
    /// # Errors
    ///
    /// [`ParameterError`] for an estimate that is not finite and above 0, and for one with which a task may exceed 2^58.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::risk::ReferenceClass;
    ///
    /// let class = ReferenceClass::new(&[(4.0, 4.0), (2.0, 3.0), (1.0, 2.0)])?;
    /// assert_eq!(class.forecast(10.0)?.mean(), 15.0);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn forecast(&self, estimate: f64) -> Result<Distribution, ParameterError> {
        let estimate = require_positive("estimate", estimate)?;
        let values: Vec<f64> = self.ratios.iter().map(|ratio| estimate * ratio).collect();
        Distribution::empirical(&values)
    }
}

impl fmt::Debug for ReferenceClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReferenceClass")
            .field("tasks", &self.len())
            .field("median", &self.ratios[self.len() / 2])
            .finish_non_exhaustive()
    }
}
