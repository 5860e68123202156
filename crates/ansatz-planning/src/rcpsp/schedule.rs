//! When each activity starts, and how good that is.

use alloc::vec::Vec;
use core::fmt;

use super::{Project, ProjectError};

/// The starts of all activities, with the makespan and a length below which no schedule is.
///
/// # Examples
///
/// ```
/// use ansatz_planning::rcpsp::{Activity, Direction, PriorityRule, Project, serial};
///
/// let project = Project::new(&[2], &[Activity::new(3, [2]), Activity::new(4, [1])], &[])?;
/// let schedule = serial(&project, PriorityRule::LatestFinish, Direction::Forward);
/// assert_eq!((schedule.makespan(), schedule.lower_bound(), schedule.is_proved()), (7, 5, false));
/// schedule.validate(&project)?;
/// # Ok::<(), ansatz_planning::rcpsp::ProjectError>(())
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
    /// use ansatz_planning::rcpsp::{Activity, Project, Schedule};
    ///
    /// let project = Project::new(&[2], &[Activity::new(3, [2]), Activity::new(4, [1])], &[])?;
    /// assert_eq!(Schedule::new(&project, [4, 0])?.makespan(), 7);
    /// let error = Schedule::new(&project, [2, 0]).unwrap_err();
    /// assert_eq!(error.to_string(), "3 of resource 0 are in use at time 2, allowed: at most 2, its capacity");
    /// # Ok::<(), ansatz_planning::rcpsp::ProjectError>(())
    /// ```
    pub fn new(project: &Project, starts: impl Into<Vec<u64>>) -> Result<Self, ProjectError> {
        let starts = starts.into();
        check(project, &starts)?;
        let finish = |(activity, start): (usize, &u64)| start + project.duration(activity);
        let makespan = starts.iter().enumerate().map(finish).max().unwrap_or(0);
        Ok(Self { starts, makespan, lower_bound: super::lower_bound(project) })
    }

    pub(super) fn assemble(starts: Vec<u64>, makespan: u64, lower_bound: u64) -> Self {
        Self { starts, makespan, lower_bound }
    }

    /// When each activity starts.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::rcpsp::{Activity, Project, Schedule};
    ///
    /// let project = Project::new(&[], &[Activity::new(3, [])], &[])?;
    /// assert_eq!(Schedule::new(&project, [5])?.starts(), [5]);
    /// # Ok::<(), ansatz_planning::rcpsp::ProjectError>(())
    /// ```
    pub fn starts(&self) -> &[u64] {
        &self.starts
    }

    /// When the last activity finishes.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::rcpsp::{Activity, Project, Schedule};
    ///
    /// let project = Project::new(&[], &[Activity::new(3, [])], &[])?;
    /// assert_eq!(Schedule::new(&project, [5])?.makespan(), 8);
    /// # Ok::<(), ansatz_planning::rcpsp::ProjectError>(())
    /// ```
    pub fn makespan(&self) -> u64 {
        self.makespan
    }

    /// A makespan below which there is no schedule.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::rcpsp::{Activity, Project, Schedule};
    ///
    /// let project = Project::new(&[], &[Activity::new(3, [])], &[])?;
    /// assert_eq!(Schedule::new(&project, [5])?.lower_bound(), 3);
    /// # Ok::<(), ansatz_planning::rcpsp::ProjectError>(())
    /// ```
    pub fn lower_bound(&self) -> u64 {
        self.lower_bound
    }

    /// By what share of the lower bound the makespan is above it: 0 if it is proved to be the shortest.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::rcpsp::{Activity, Project, Schedule};
    ///
    /// let project = Project::new(&[], &[Activity::new(4, [])], &[])?;
    /// assert_eq!(Schedule::new(&project, [1])?.gap(), 0.25);
    /// # Ok::<(), ansatz_planning::rcpsp::ProjectError>(())
    /// ```
    pub fn gap(&self) -> f64 {
        if self.is_proved() { 0.0 } else { (self.makespan - self.lower_bound) as f64 / self.lower_bound as f64 }
    }

    /// Whether no schedule can be shorter.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::rcpsp::{Activity, Project, Schedule};
    ///
    /// let project = Project::new(&[], &[Activity::new(3, [])], &[])?;
    /// assert!(Schedule::new(&project, [0])?.is_proved());
    /// # Ok::<(), ansatz_planning::rcpsp::ProjectError>(())
    /// ```
    pub fn is_proved(&self) -> bool {
        self.makespan <= self.lower_bound
    }

    /// Checks the schedule against a project, by nothing but the definition.
    ///
    /// # Errors
    ///
    /// [`ProjectError`] for as many starts as there are not activities, an activity that starts too early, and a
    /// resource of which more is in use than there is.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::rcpsp::{Activity, Project, Schedule};
    ///
    /// let schedule = Schedule::new(&Project::new(&[], &[Activity::new(3, [])], &[])?, [0])?;
    /// assert!(schedule.validate(&Project::new(&[], &[], &[])?).is_err());
    /// # Ok::<(), ansatz_planning::rcpsp::ProjectError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(resources x n log n + precedences).
    pub fn validate(&self, project: &Project) -> Result<(), ProjectError> {
        check(project, &self.starts)
    }
}

impl fmt::Debug for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Schedule")
            .field("activities", &self.starts.len())
            .field("makespan", &self.makespan)
            .field("lower_bound", &self.lower_bound)
            .finish_non_exhaustive()
    }
}

fn check(project: &Project, starts: &[u64]) -> Result<(), ProjectError> {
    if starts.len() != project.len() {
        return Err(ProjectError::Starts { starts: starts.len(), activities: project.len() });
    }
    for (activity, &start) in starts.iter().enumerate() {
        let duration = project.duration(activity);
        if start.checked_add(duration).is_none() {
            return Err(ProjectError::Finish { activity, start, duration });
        }
        for (before, lag) in project.predecessors(activity) {
            let earliest = u128::from(starts[before]) + u128::from(project.duration(before)) + u128::from(lag);
            if u128::from(start) < earliest {
                return Err(ProjectError::Early { before, after: activity, start, earliest });
            }
        }
    }
    (0..project.capacities().len()).try_for_each(|resource| check_resource(project, starts, resource))
}

fn check_resource(project: &Project, starts: &[u64], resource: usize) -> Result<(), ProjectError> {
    let capacity = project.capacities()[resource];
    // What is given back at a time comes before what is taken at it.
    let mut events = Vec::new();
    for (activity, &start) in starts.iter().enumerate() {
        let (duration, demand) = (project.duration(activity), project.demands(activity)[resource]);
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
            return Err(ProjectError::Overload { resource, time, used, capacity });
        }
    }
    Ok(())
}
