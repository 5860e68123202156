//! In which mode and when each task is done.

use alloc::vec::Vec;

use super::MultiModeProject;
use crate::{PlanningError, rcpsp::Schedule};

/// The modes and the starts of all tasks.
///
/// # Examples
///
/// ```
/// use ansatz_planning::{Network, rcpsp::multi_mode::{Mode, MultiModeProject, MultiModeSchedule, Resources}};
///
/// let mut network = Network::new();
/// network.add_task(0);
/// let modes = [vec![Mode::new(6, [1], [100]), Mode::new(3, [2], [600])]];
/// let project = MultiModeProject::new(&network, &Resources::new([2], [500]), &modes)?;
/// assert_eq!(MultiModeSchedule::new(&project, [0], [0])?.schedule().makespan(), 6);
/// let error = MultiModeSchedule::new(&project, [1], [0]).unwrap_err();
/// assert_eq!(error.to_string(), "600 of nonrenewable resource 0 are taken, allowed: at most 500, what there is");
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MultiModeSchedule {
    modes: Vec<usize>,
    schedule: Schedule,
}

impl MultiModeSchedule {
    /// Modes and starts of the caller's own, checked.
    ///
    /// # Errors
    ///
    /// [`PlanningError`] for modes that there are not or that take more than there is, and those of [`Schedule::new`].
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::multi_mode::{Mode, MultiModeProject, MultiModeSchedule, Resources}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(0);
    /// let project = MultiModeProject::new(&network, &Resources::default(), &[vec![Mode::new(6, [], [])]])?;
    /// assert_eq!(MultiModeSchedule::new(&project, [0], [2])?.schedule().makespan(), 8);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn new(
        project: &MultiModeProject,
        modes: impl Into<Vec<usize>>,
        starts: impl Into<Vec<u64>>,
    ) -> Result<Self, PlanningError> {
        let modes = modes.into();
        // The bound of the single modes is none for others.
        let schedule = Schedule::checked(&project.single(&modes)?, starts.into(), project.lower_bound())?;
        let spent = project.consumption(&modes)?;
        for (resource, (spent, &budget)) in spent.into_iter().zip(&project.resources().nonrenewable).enumerate() {
            if spent > u128::from(budget) {
                return Err(PlanningError::Overspent { resource, spent, budget });
            }
        }
        Ok(Self { modes, schedule })
    }

    /// The number of each task's mode.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::multi_mode::{Mode, MultiModeProject, MultiModeSchedule, Resources}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(0);
    /// let project = MultiModeProject::new(&network, &Resources::default(), &[vec![Mode::new(6, [], [])]])?;
    /// assert_eq!(MultiModeSchedule::new(&project, [0], [0])?.modes(), [0]);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn modes(&self) -> &[usize] {
        &self.modes
    }

    /// The starts, with the makespan and a bound that holds whatever the modes.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::multi_mode::{Mode, MultiModeProject, MultiModeSchedule, Resources}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(0);
    /// let project = MultiModeProject::new(&network, &Resources::default(), &[vec![Mode::new(6, [], [])]])?;
    /// assert!(MultiModeSchedule::new(&project, [0], [0])?.schedule().is_proved());
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// Checks modes and starts against a project, by nothing but the definition.
    ///
    /// # Errors
    ///
    /// Those of [`MultiModeSchedule::new`].
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::multi_mode::{Mode, MultiModeProject, MultiModeSchedule, Resources}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(0);
    /// let project = |days| {
    ///     MultiModeProject::new(&network, &Resources::new([1], []), &[vec![Mode::new(1, [1], []); days]])
    /// };
    /// let schedule = MultiModeSchedule::new(&project(2)?, [1], [0])?;
    /// assert!(schedule.validate(&project(1)?).is_err());
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn validate(&self, project: &MultiModeProject) -> Result<(), PlanningError> {
        Self::new(project, &self.modes[..], self.schedule.starts()).map(drop)
    }
}
