//! A plan that progress is measured against.

use alloc::vec::Vec;
use core::fmt;

use super::{
    curve::Curve,
    money::{to_units, total},
};
use crate::{PlanningError, error::require_count, network::LIMIT};

/// When each task starts in the plan, how long it takes and what it may cost.
///
/// The starts may be those of anything: [the earliest ones](crate::Cpm::early_starts) or the latest, or those of a
/// [`Schedule`](crate::rcpsp::Schedule). A task's budget is spent evenly from its start to its finish; that of a
/// milestone, all at once at its date. Of tasks on calendars, take the time from start to finish for the duration: their
/// budgets are then spent on days off as well.
///
/// # Examples
///
/// ```
/// use ansatz_planning::earned_value::Baseline;
///
/// // Two tasks that overlap, and a milestone with a payment.
/// let baseline = Baseline::new(&[0, 2, 6], &[4, 4, 0], &[100, 200, 50])?;
/// assert_eq!((baseline.finish(), baseline.budget_at_completion()), (6, 350));
/// let curve = [0, 1, 2, 3, 4, 5, 6].map(|day| baseline.planned_value(day));
/// assert_eq!(curve, [0.0, 25.0, 50.0, 125.0, 200.0, 250.0, 350.0]);
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
///
/// # Complexity
///
/// O(n log n) time and O(n) memory for n tasks.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(try_from = "Plan"))]
pub struct Baseline {
    starts: Vec<u64>,
    durations: Vec<u64>,
    budgets: Vec<u64>,
    #[cfg_attr(feature = "serde", serde(skip_serializing))]
    curve: Curve,
    #[cfg_attr(feature = "serde", serde(skip_serializing))]
    start: u64,
    #[cfg_attr(feature = "serde", serde(skip_serializing))]
    finish: u64,
    #[cfg_attr(feature = "serde", serde(skip_serializing))]
    total: u64,
}

/// What is stored of a baseline.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
struct Plan {
    starts: Vec<u64>,
    durations: Vec<u64>,
    budgets: Vec<u64>,
}

impl Baseline {
    /// A baseline of the start, the duration and the budget of each task.
    ///
    /// # Errors
    ///
    /// [`PlanningError`] unless there are as many of each, no task finishes after 2^58, and the budgets come to at most
    /// 2^53.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, earned_value::Baseline, rcpsp::{Direction, PriorityRule, Project, serial}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(3);
    /// network.add_task(4);
    /// let project = Project::new(&network, &[2], &[[2], [1]])?;
    /// let schedule = serial(&project, PriorityRule::LatestFinish, Direction::Forward);
    /// assert_eq!(Baseline::new(schedule.starts(), network.durations(), &[600, 400])?.finish(), 7);
    ///
    /// let error = Baseline::new(schedule.starts(), network.durations(), &[600]).unwrap_err();
    /// assert_eq!(error.to_string(), "there are 1 budgets, allowed: 2, one for each task");
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn new(starts: &[u64], durations: &[u64], budgets: &[u64]) -> Result<Self, PlanningError> {
        require_count("durations", durations.len(), starts.len())?;
        require_count("budgets", budgets.len(), starts.len())?;
        let total = total("budgets", budgets)?;
        let start = starts.iter().copied().min().unwrap_or(0);
        let mut finish = start;
        for (task, (&start, &duration)) in starts.iter().zip(durations).enumerate() {
            let date = start.saturating_add(duration);
            if date > LIMIT {
                return Err(PlanningError::Date { task, date, limit: LIMIT });
            }
            finish = finish.max(date);
        }
        let tasks = starts.iter().zip(durations).zip(budgets);
        let from_start = tasks.map(|((&date, &duration), &budget)| (date - start, duration, budget));
        let curve = Curve::new(from_start, finish - start);
        Ok(Self {
            starts: starts.into(),
            durations: durations.into(),
            budgets: budgets.into(),
            curve,
            start,
            finish,
            total,
        })
    }

    /// The number of tasks.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::earned_value::Baseline;
    ///
    /// assert_eq!(Baseline::new(&[0, 3], &[3, 5], &[100, 200])?.len(), 2);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether there is no task.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::earned_value::Baseline;
    ///
    /// assert!(Baseline::new(&[], &[], &[])?.is_empty());
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// When each task starts.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::earned_value::Baseline;
    ///
    /// assert_eq!(Baseline::new(&[0, 3], &[3, 5], &[100, 200])?.starts(), [0, 3]);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn starts(&self) -> &[u64] {
        &self.starts
    }

    /// How long each task takes.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::earned_value::Baseline;
    ///
    /// assert_eq!(Baseline::new(&[0, 3], &[3, 5], &[100, 200])?.durations(), [3, 5]);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn durations(&self) -> &[u64] {
        &self.durations
    }

    /// What each task may cost.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::earned_value::Baseline;
    ///
    /// assert_eq!(Baseline::new(&[0, 3], &[3, 5], &[100, 200])?.budgets(), [100, 200]);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn budgets(&self) -> &[u64] {
        &self.budgets
    }

    /// When the first task starts; 0 without a task.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::earned_value::Baseline;
    ///
    /// assert_eq!(Baseline::new(&[9, 2], &[3, 5], &[100, 200])?.start(), 2);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn start(&self) -> u64 {
        self.start
    }

    /// When the last task finishes; 0 without a task.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::earned_value::Baseline;
    ///
    /// assert_eq!(Baseline::new(&[9, 2], &[3, 5], &[100, 200])?.finish(), 12);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn finish(&self) -> u64 {
        self.finish
    }

    /// PD, the time from the first start to the last finish.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::earned_value::Baseline;
    ///
    /// assert_eq!(Baseline::new(&[9, 2], &[3, 5], &[100, 200])?.planned_duration(), 10);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn planned_duration(&self) -> u64 {
        self.finish - self.start
    }

    /// BAC, the sum of all budgets.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::earned_value::Baseline;
    ///
    /// assert_eq!(Baseline::new(&[0, 3], &[3, 5], &[100, 200])?.budget_at_completion(), 300);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn budget_at_completion(&self) -> u64 {
        self.total
    }

    /// PV, what is to be spent by `time`, payments at that time included.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::earned_value::Baseline;
    ///
    /// let baseline = Baseline::new(&[2, 5], &[4, 0], &[100, 30])?;
    /// let curve = [0, 2, 3, 5, 6, 99].map(|time| baseline.planned_value(time));
    /// assert_eq!(curve, [0.0, 0.0, 25.0, 105.0, 130.0, 130.0]);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(log n).
    ///
    /// # Accuracy
    ///
    /// 2^-64 of a unit for each unit of time that each task in progress has taken, and then rounded once to an `f64`.
    /// Where no task is in progress it is exact.
    pub fn planned_value(&self, time: u64) -> f64 {
        to_units(self.planned(time))
    }

    /// The same in parts of a unit.
    pub(super) fn planned(&self, time: u64) -> u128 {
        time.checked_sub(self.start).map_or(0, |from_start| self.curve.value(from_start))
    }

    /// The first and the last time, from the start, at which so many parts of a unit are planned.
    pub(super) fn times(&self, value: u128) -> (f64, f64) {
        self.curve.times(value)
    }

    /// What share of a task is planned `time` after the start.
    pub(super) fn share(&self, task: usize, time: f64) -> f64 {
        let passed = time - (self.starts[task] - self.start) as f64;
        match self.durations[task] {
            _ if passed < 0.0 => 0.0,
            0 => 1.0,
            duration => (passed / duration as f64).min(1.0),
        }
    }
}

impl fmt::Debug for Baseline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Baseline")
            .field("tasks", &self.len())
            .field("start", &self.start)
            .field("finish", &self.finish)
            .field("budget_at_completion", &self.total)
            .finish_non_exhaustive()
    }
}

#[cfg(feature = "serde")]
impl TryFrom<Plan> for Baseline {
    type Error = PlanningError;

    fn try_from(plan: Plan) -> Result<Self, PlanningError> {
        Self::new(&plan.starts, &plan.durations, &plan.budgets)
    }
}
