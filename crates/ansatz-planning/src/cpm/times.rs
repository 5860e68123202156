//! The dates and floats of a task, and of a group.

use alloc::vec::Vec;

use crate::PlanningError;

/// The dates and floats of a task.
///
/// # Examples
///
/// ```
/// use ansatz_planning::{Cpm, Network};
///
/// let mut network = Network::new();
/// let task = network.add_task(5);
/// network.finish_by(task, 3)?;
/// let times = Cpm::new(&network)?.times(task)?;
/// assert_eq!((times.late_start, times.late_finish, times.total_float), (-2, 3, -2));
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Times {
    /// The earliest start.
    pub early_start: u64,
    /// The earliest finish.
    pub early_finish: u64,
    /// The latest start with which the plan is done as soon as it can be, and every task by the date that it must finish
    /// by; before 0 if that is too early.
    pub late_start: i64,
    /// The finish with that.
    pub late_finish: i64,
    /// How much later than at the earliest the task may be for that; how much too late it is, if negative.
    pub total_float: i64,
    /// How much later than at the earliest the task may be without moving any other task's earliest dates or the plan's
    /// finish. It does not look at dates to finish by, so that it can be above the total float where there are some.
    pub free_float: u64,
}

impl Times {
    /// Whether the task has no float, or less than none.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Cpm, Network};
    ///
    /// let mut network = Network::new();
    /// let task = network.add_task(5);
    /// assert!(Cpm::new(&network)?.times(task)?.is_critical());
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn is_critical(&self) -> bool {
        self.total_float <= 0
    }
}

/// The dates of a group, from the first start to the last finish of its tasks.
///
/// # Examples
///
/// ```
/// use ansatz_planning::{Cpm, LinkKind::FinishToStart, Network};
///
/// let mut network = Network::new();
/// let tasks = [1, 2, 3].map(|days| network.add_task(days));
/// network.link(tasks[0], tasks[1], FinishToStart, 4)?;
/// let group = network.add_group(&tasks[1..])?;
/// let span = Cpm::new(&network)?.span(group)?;
/// assert_eq!((span.early_start, span.early_finish), (0, 7));
/// assert_eq!((span.late_start, span.late_finish, span.total_float), (4, 7, 0));
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Span {
    /// The first of the earliest starts.
    pub early_start: u64,
    /// The last of the earliest finishes.
    pub early_finish: u64,
    /// The first of the latest starts.
    pub late_start: i64,
    /// The last of the latest finishes.
    pub late_finish: i64,
    /// The least total float.
    pub total_float: i64,
}

impl Span {
    /// That of the tasks of a group, whose dates are `times`.
    pub(crate) fn of_group(
        groups: &[Vec<usize>],
        group: usize,
        times: impl Fn(usize) -> Times,
    ) -> Result<Self, PlanningError> {
        let tasks = groups.get(group).ok_or(PlanningError::UnknownGroup { group, groups: groups.len() })?;
        let none = Self {
            early_start: u64::MAX,
            early_finish: 0,
            late_start: i64::MAX,
            late_finish: i64::MIN,
            total_float: i64::MAX,
        };
        Ok(tasks.iter().map(|&task| times(task)).fold(none, |span, times| Self {
            early_start: span.early_start.min(times.early_start),
            early_finish: span.early_finish.max(times.early_finish),
            late_start: span.late_start.min(times.late_start),
            late_finish: span.late_finish.max(times.late_finish),
            total_float: span.total_float.min(times.total_float),
        }))
    }
}
