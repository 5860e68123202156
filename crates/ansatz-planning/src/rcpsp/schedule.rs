//! When each task starts, and how good that is.

use alloc::vec::Vec;
use core::fmt;

use super::Project;
use crate::{PlanningError, error::require_count};

/// The starts of all tasks, with the makespan and a length below which no schedule is.
///
/// To store one, store its starts: [`Schedule::new`] checks them against the project when they are read again.
///
/// # Examples
///
/// ```
/// use ansatz_planning::{Network, rcpsp::{Direction, PriorityRule, Project, serial}};
///
/// let mut network = Network::new();
/// [3, 4].map(|days| network.add_task(days));
/// let project = Project::new(&network, &[2], &[[2], [1]])?;
/// let schedule = serial(&project, PriorityRule::LatestFinish, Direction::Forward);
/// assert_eq!((schedule.makespan(), schedule.lower_bound(), schedule.is_proved()), (7, 5, false));
/// schedule.validate(&project)?;
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Schedule {
    starts: Vec<u64>,
    makespan: u64,
    lower_bound: u64,
}

impl Schedule {
    /// A schedule of the caller's own, checked.
    ///
    /// # Errors
    ///
    /// Those of [`Schedule::validate`].
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::{Project, Schedule}};
    ///
    /// let mut network = Network::new();
    /// [3, 4].map(|days| network.add_task(days));
    /// let project = Project::new(&network, &[2], &[[2], [1]])?;
    /// assert_eq!(Schedule::new(&project, [4, 0])?.makespan(), 7);
    /// let error = Schedule::new(&project, [2, 0]).unwrap_err();
    /// assert_eq!(error.to_string(), "3 of resource 0 are in use at time 2, allowed: at most 2, its capacity");
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn new(project: &Project, starts: impl Into<Vec<u64>>) -> Result<Self, PlanningError> {
        let schedule = Self::checked(project, starts.into(), 0)?;
        Ok(Self { lower_bound: super::lower_bound(project), ..schedule })
    }

    /// Checked starts with a bound that is known.
    pub(super) fn checked(project: &Project, starts: Vec<u64>, lower_bound: u64) -> Result<Self, PlanningError> {
        check(project, &starts)?;
        let finish = |(task, start): (usize, &u64)| start + project.duration(task);
        let makespan = starts.iter().enumerate().map(finish).max().unwrap_or(0);
        Ok(Self { starts, makespan, lower_bound })
    }

    pub(super) fn assemble(starts: Vec<u64>, makespan: u64, lower_bound: u64) -> Self {
        Self { starts, makespan, lower_bound }
    }

    /// When each task starts.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::{Project, Schedule}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(3);
    /// let project = Project::new(&network, &[1], &[[1]])?;
    /// assert_eq!(Schedule::new(&project, [5])?.starts(), [5]);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn starts(&self) -> &[u64] {
        &self.starts
    }

    /// When the last task finishes.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::{Project, Schedule}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(3);
    /// let project = Project::new(&network, &[1], &[[1]])?;
    /// assert_eq!(Schedule::new(&project, [5])?.makespan(), 8);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn makespan(&self) -> u64 {
        self.makespan
    }

    /// A makespan below which there is no schedule: of [`serial`](super::serial), [`parallel`](super::parallel) and
    /// [`justify`](super::justify) the larger of the critical path and the work on each resource, which is quick; of
    /// [`Schedule::new`] and [`GeneticScheduler`](super::GeneticScheduler) that of [`lower_bound`](super::lower_bound).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::{Project, Schedule}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(3);
    /// let project = Project::new(&network, &[1], &[[1]])?;
    /// assert_eq!(Schedule::new(&project, [5])?.lower_bound(), 3);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn lower_bound(&self) -> u64 {
        self.lower_bound
    }

    /// By what share of the lower bound the makespan is above it: 0 if it is proved to be the shortest.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::{Project, Schedule}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(4);
    /// let project = Project::new(&network, &[1], &[[1]])?;
    /// assert_eq!(Schedule::new(&project, [1])?.gap(), 0.25);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn gap(&self) -> f64 {
        // No bound is above a schedule, and with a bound of 0 only waiting makes one longer.
        (self.makespan - self.lower_bound) as f64 / self.lower_bound.max(1) as f64
    }

    /// Whether no schedule can be shorter.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::{Project, Schedule}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(3);
    /// let project = Project::new(&network, &[1], &[[1]])?;
    /// assert!(Schedule::new(&project, [0])?.is_proved());
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn is_proved(&self) -> bool {
        self.makespan == self.lower_bound
    }

    /// The tasks that finish after the date by which they should, each with by how much.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::{Project, Schedule}};
    ///
    /// let mut network = Network::new();
    /// let [first, second] = [3, 4].map(|days| network.add_task(days));
    /// network.finish_by(first, 5)?;
    /// let project = Project::new(&network, &[2], &[[2], [1]])?;
    /// let schedule = Schedule::new(&project, [4, 0])?;
    /// assert!(schedule.overruns(&project).eq([(first, 2)]));
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn overruns(&self, project: &Project) -> impl Iterator<Item = (usize, u64)> {
        let tasks = self.starts.iter().enumerate().take(project.len());
        tasks.filter_map(|(task, start)| {
            let finish = start.saturating_add(project.duration(task));
            let over = finish.checked_sub(project.due(task)?)?;
            (over > 0).then_some((task, over))
        })
    }

    /// Checks the schedule against a project, by nothing but the definition.
    ///
    /// # Errors
    ///
    /// [`PlanningError`] if there is not one start for each task, for a task that starts too early, and a resource of which
    /// more is in use than there is.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::{Project, Schedule}};
    ///
    /// let mut network = Network::new();
    /// [3, 4].map(|days| network.add_task(days));
    /// let schedule = Schedule::new(&Project::new(&network, &[2], &[[1], [1]])?, [0, 0])?;
    /// assert!(schedule.validate(&Project::new(&network, &[1], &[[1], [1]])?).is_err());
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(resources x n log n + links).
    pub fn validate(&self, project: &Project) -> Result<(), PlanningError> {
        check(project, &self.starts)
    }
}

impl fmt::Debug for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Schedule")
            .field("tasks", &self.starts.len())
            .field("makespan", &self.makespan)
            .field("lower_bound", &self.lower_bound)
            .finish_non_exhaustive()
    }
}

fn check(project: &Project, starts: &[u64]) -> Result<(), PlanningError> {
    require_count("starts", starts.len(), project.len())?;
    for (task, &start) in starts.iter().enumerate() {
        let latest = u64::MAX - project.duration(task);
        if start > latest {
            return Err(PlanningError::Late { task, start, latest });
        }
        if start < project.date(task) {
            let earliest = project.date(task).into();
            return Err(PlanningError::Early { task, start, earliest, after: None });
        }
        for (before, gap) in project.predecessors(task) {
            let earliest = i128::from(starts[before]) + i128::from(gap);
            if i128::from(start) < earliest {
                // It is later than a start, so above 0.
                return Err(PlanningError::Early { task, start, earliest: earliest as u128, after: Some(before) });
            }
        }
    }
    (0..project.capacities().len()).try_for_each(|resource| check_resource(project, starts, resource))
}

fn check_resource(project: &Project, starts: &[u64], resource: usize) -> Result<(), PlanningError> {
    let capacity = project.capacities()[resource];
    // What is given back at a time comes before what is taken at it.
    let mut events = Vec::new();
    for (task, &start) in starts.iter().enumerate() {
        let (duration, demand) = (project.duration(task), project.demands(task)[resource]);
        if duration > 0 && demand > 0 {
            events.push((start, true, demand));
            events.push((start + duration, false, demand));
        }
    }
    events.sort_unstable();
    let mut used = 0_u128;
    for (time, takes, demand) in events {
        if !takes {
            used -= u128::from(demand);
            continue;
        }
        used += u128::from(demand);
        if used > u128::from(capacity) {
            return Err(PlanningError::Overload { resource, time, used, capacity });
        }
    }
    Ok(())
}
