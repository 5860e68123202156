//! What is done at a date, and what it has cost.

use alloc::vec::Vec;
use core::fmt;

use ansatz_core::ParameterError;

use super::money::total;
use crate::{PlanningError, error::require_count};

/// The share of each task that is complete at a date, and what has been spent on it by then.
///
/// Time is counted up to this date even if all work is done. For a project that is complete, give the date on which it was
/// completed, or it looks later the later you ask.
///
/// # Examples
///
/// ```
/// use ansatz_planning::earned_value::Progress;
///
/// // On day 5 the first task is done, and the second one half done.
/// let progress = Progress::new(5, &[1.0, 0.5, 0.0], &[120, 40, 0])?;
/// assert_eq!((progress.now(), progress.actual_cost()), (5, 160));
/// assert!(!progress.is_complete());
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
#[derive(Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(try_from = "Report"))]
pub struct Progress {
    now: u64,
    complete: Vec<f64>,
    actual_costs: Vec<u64>,
    #[cfg_attr(feature = "serde", serde(skip_serializing))]
    total: u64,
}

/// What is stored of progress.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
struct Report {
    now: u64,
    complete: Vec<f64>,
    actual_costs: Vec<u64>,
}

impl Progress {
    /// What is complete of each task at the time `now`, 0 to 1, and what it has cost.
    ///
    /// # Errors
    ///
    /// [`PlanningError`] unless there are as many of each, every share is from 0 to 1, and the costs come to at most 2^53.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::earned_value::Progress;
    ///
    /// assert!(Progress::new(5, &[1.0, 0.5], &[120, 40]).is_ok());
    /// let error = Progress::new(5, &[1.0, 50.0], &[120, 40]).unwrap_err();
    /// assert_eq!(error.to_string(), "`complete` is 50 of task 1, allowed: 0..=1");
    /// ```
    pub fn new(now: u64, complete: &[f64], actual_costs: &[u64]) -> Result<Self, PlanningError> {
        require_count("actual costs", actual_costs.len(), complete.len())?;
        // A NaN lies in no range.
        if let Some((task, share)) = complete.iter().enumerate().find(|(_, share)| !(0.0..=1.0).contains(*share)) {
            return Err(ParameterError::new("complete", format_args!("{share} of task {task}"), "0..=1").into());
        }
        let total = total("actual_costs", actual_costs)?;
        Ok(Self { now, complete: complete.into(), actual_costs: actual_costs.into(), total })
    }

    /// The date.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_planning::earned_value::Progress::new(5, &[0.5], &[40])?.now(), 5);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn now(&self) -> u64 {
        self.now
    }

    /// The share of each task that is complete.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_planning::earned_value::Progress::new(5, &[0.5], &[40])?.complete(), [0.5]);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn complete(&self) -> &[f64] {
        &self.complete
    }

    /// What has been spent on each task.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_planning::earned_value::Progress::new(5, &[0.5], &[40])?.actual_costs(), [40]);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn actual_costs(&self) -> &[u64] {
        &self.actual_costs
    }

    /// What has been spent on all of them.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_planning::earned_value::Progress::new(5, &[1.0, 0.5], &[120, 40])?.actual_cost(), 160);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn actual_cost(&self) -> u64 {
        self.total
    }

    /// Whether every task is complete.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_planning::earned_value::Progress::new(5, &[1.0, 1.0], &[120, 90])?.is_complete());
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn is_complete(&self) -> bool {
        self.complete.iter().all(|&share| share == 1.0)
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Progress")
            .field("tasks", &self.complete.len())
            .field("now", &self.now)
            .field("actual_cost", &self.total)
            .finish_non_exhaustive()
    }
}

#[cfg(feature = "serde")]
impl TryFrom<Report> for Progress {
    type Error = PlanningError;

    fn try_from(report: Report) -> Result<Self, PlanningError> {
        Self::new(report.now, &report.complete, &report.actual_costs)
    }
}
