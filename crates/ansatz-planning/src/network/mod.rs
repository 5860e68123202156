//! What is to be done, what waits for what, and when it may and must be done.

mod cycle;
#[cfg(feature = "serde")]
mod form;
mod graph;
mod limits;
mod link;

use alloc::vec::Vec;
use core::fmt;

use ansatz_core::ParameterError;

use crate::{PlanningError, error::require_task};

pub(crate) use graph::{Arc, Graph};
pub(crate) use limits::{LIMIT, require_duration, require_total};
pub use link::{Link, LinkKind};

/// Tasks with durations, links between them, dates and groups.
///
/// Tasks are counted from 0, in the order in which they are added, and groups likewise. Times are whole numbers of a unit
/// of your choice (minutes, say), from the start of the plan, which is 0. A milestone is a task of duration 0. A group, or
/// summary task, has no duration of its own: it spans its tasks, see [`Cpm::span`](crate::Cpm::span). What waits for a
/// whole group waits for a milestone that waits for the group's tasks.
///
/// Durations and the sizes of lags may come to 2^58 together, and a date may be that late, so that no sum of them
/// overflows; in nanoseconds that is nine years.
///
/// # Examples
///
/// ```
/// use ansatz_planning::{Cpm, LinkKind::{FinishToStart, StartToStart}, Network};
///
/// let mut network = Network::new();
/// let dig = network.add_task(4);
/// let pipes = network.add_task(5);
/// let done = network.add_task(0);
/// // Pipes are laid from a day after the digging began; two days after them all is done.
/// network.link(dig, pipes, StartToStart, 1)?;
/// network.link(pipes, done, FinishToStart, 2)?;
/// network.start_no_earlier_than(dig, 10)?;
/// network.finish_by(done, 17)?;
///
/// let cpm = Cpm::new(&network)?;
/// assert_eq!(cpm.finish(), 18);
/// assert_eq!(cpm.times(done)?.total_float, -1);
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "form::Form", into = "form::Form"))]
pub struct Network {
    pub(crate) durations: Vec<u64>,
    pub(crate) starts: Vec<u64>,
    pub(crate) finishes: Vec<Option<u64>>,
    pub(crate) groups: Vec<Vec<usize>>,
    links: Vec<Link>,
}

impl Network {
    /// A network without a task.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_planning::Network::new().is_empty());
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a task that takes `duration`, and returns its number.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut network = ansatz_planning::Network::new();
    /// assert_eq!((network.add_task(3), network.add_task(5)), (0, 1));
    /// ```
    pub fn add_task(&mut self, duration: u64) -> usize {
        self.durations.push(duration);
        self.starts.push(0);
        self.finishes.push(None);
        self.durations.len() - 1
    }

    /// Lets `to` wait for `from`, at the ends that `kind` says, by at least `lag`, which is negative for a lead.
    ///
    /// Two tasks may have several links; all of them hold. A lead never makes a task start before 0.
    ///
    /// # Errors
    ///
    /// [`PlanningError::UnknownTask`], and [`PlanningError::Cycle`] if they are the same task. Longer cycles are found when
    /// the network is used.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{LinkKind, Network};
    ///
    /// let mut network = Network::new();
    /// let (write, edit) = (network.add_task(10), network.add_task(4));
    /// // Editing ends two days after the writing, at the earliest.
    /// network.link(write, edit, LinkKind::FinishToFinish, 2)?;
    /// let error = network.link(write, 7, LinkKind::FinishToStart, 0).unwrap_err();
    /// assert_eq!(error.to_string(), "the task is 7, allowed: below 2, the number of tasks");
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn link(&mut self, from: usize, to: usize, kind: LinkKind, lag: i64) -> Result<(), PlanningError> {
        require_task(from, self.len())?;
        require_task(to, self.len())?;
        if from == to {
            return Err(PlanningError::Cycle { tasks: [from].into() });
        }
        self.links.push(Link { from, to, kind, lag });
        Ok(())
    }

    /// Lets a task start on `date` at the earliest.
    ///
    /// # Errors
    ///
    /// [`PlanningError`] for an unknown task, a date above 2^58, and one after that by which the task must finish.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Cpm, Network};
    ///
    /// let mut network = Network::new();
    /// let task = network.add_task(3);
    /// network.start_no_earlier_than(task, 5)?;
    /// assert_eq!(Cpm::new(&network)?.finish(), 8);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn start_no_earlier_than(&mut self, task: usize, date: u64) -> Result<(), PlanningError> {
        require_task(task, self.len())?;
        Self::require_dates(task, date, self.finishes[task])?;
        self.starts[task] = date;
        Ok(())
    }

    /// Wants a task to be finished by `date`. If it cannot be, floats are negative by as much. A date with room to spare adds
    /// no float: latest dates are those with which the plan is done as soon as it can be.
    ///
    /// # Errors
    ///
    /// [`PlanningError`] for an unknown task, a date above 2^58, and one before the task may start.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut network = ansatz_planning::Network::new();
    /// let task = network.add_task(3);
    /// network.start_no_earlier_than(task, 5)?;
    /// let error = network.finish_by(task, 4).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "task 0 may not start before 5 and must finish by 4, allowed: a finish that is not earlier",
    /// );
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn finish_by(&mut self, task: usize, date: u64) -> Result<(), PlanningError> {
        require_task(task, self.len())?;
        Self::require_dates(task, self.starts[task], Some(date))?;
        self.finishes[task] = Some(date);
        Ok(())
    }

    /// Adds a group of tasks, and returns its number. A task may be in several; a group within another is one whose tasks
    /// are in that one too.
    ///
    /// # Errors
    ///
    /// [`PlanningError`] for an unknown task, and for none at all.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Cpm, LinkKind::FinishToStart, Network};
    ///
    /// let mut network = Network::new();
    /// let (plan, walls, roof) = (network.add_task(2), network.add_task(5), network.add_task(3));
    /// network.link(plan, walls, FinishToStart, 0)?;
    /// network.link(walls, roof, FinishToStart, 0)?;
    /// let shell = network.add_group(&[walls, roof])?;
    /// // What waits for the shell waits for its milestone.
    /// let shell_done = network.add_task(0);
    /// for task in [walls, roof] {
    ///     network.link(task, shell_done, FinishToStart, 0)?;
    /// }
    /// let span = Cpm::new(&network)?.span(shell)?;
    /// assert_eq!((span.early_start, span.early_finish), (2, 10));
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn add_group(&mut self, tasks: &[usize]) -> Result<usize, PlanningError> {
        if tasks.is_empty() {
            return Err(ParameterError::new("tasks", "empty", "at least one task").into());
        }
        tasks.iter().try_for_each(|&task| require_task(task, self.len()).map(drop))?;
        self.groups.push(tasks.into());
        Ok(self.groups.len() - 1)
    }

    /// The number of tasks.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut network = ansatz_planning::Network::new();
    /// network.add_task(3);
    /// assert_eq!(network.len(), 1);
    /// ```
    pub fn len(&self) -> usize {
        self.durations.len()
    }

    /// Whether there is no task.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_planning::Network::new().is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.durations.is_empty()
    }

    /// The duration of each task.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut network = ansatz_planning::Network::new();
    /// network.add_task(3);
    /// assert_eq!(network.durations(), [3]);
    /// ```
    pub fn durations(&self) -> &[u64] {
        &self.durations
    }

    /// The links, in the order in which they were added.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{LinkKind, Network};
    ///
    /// let mut network = Network::new();
    /// let (first, second) = (network.add_task(3), network.add_task(4));
    /// network.link(first, second, LinkKind::StartToStart, 2)?;
    /// assert_eq!(network.links()[0].lag, 2);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// The same with other durations.
    pub(crate) fn with_durations(&self, durations: Vec<u64>) -> Self {
        Self { durations, ..self.clone() }
    }

    /// The same in sixths of its unit, with other durations that are in sixths already: a PERT mean is a whole number of them.
    pub(crate) fn in_sixths(&self, durations: Vec<u64>) -> Self {
        Self {
            durations,
            starts: self.starts.iter().map(|date| 6 * date).collect(),
            finishes: self.finishes.iter().map(|date| date.map(|date| 6 * date)).collect(),
            groups: Vec::new(),
            links: self.links.iter().map(|link| Link { lag: 6 * link.lag, ..*link }).collect(),
        }
    }

    /// Whether `start` and `finish` can be the dates of `task`.
    fn require_dates(task: usize, start: u64, finish: Option<u64>) -> Result<(), PlanningError> {
        let date = finish.unwrap_or(start).max(start);
        match finish {
            _ if date > LIMIT => Err(PlanningError::Date { task, date, limit: LIMIT }),
            Some(finish) if finish < start => Err(PlanningError::Dates { task, start, finish }),
            _ => Ok(()),
        }
    }
}

impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Network")
            .field("tasks", &self.len())
            .field("links", &self.links.len())
            .field("groups", &self.groups.len())
            .finish_non_exhaustive()
    }
}
