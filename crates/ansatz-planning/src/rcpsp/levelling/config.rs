//! What is to be levelled, and how far tasks may be shifted.

use alloc::vec::Vec;

/// What makes the use of resources level.
///
/// # Examples
///
/// ```
/// use ansatz_planning::{Network, rcpsp::{Levelling, LevellingConfig, LevellingObjective, Project, Schedule}};
///
/// let mut network = Network::new();
/// [2, 2].map(|days| network.add_task(days));
/// let project = Project::new(&network, &[9], &[[3], [1]])?;
/// let schedule = Schedule::new(&project, [0, 1])?;
/// let cost = |objective| {
///     let config = LevellingConfig::default().objective(objective);
///     Ok::<_, ansatz_planning::PlanningError>(Levelling::with_config(&project, &schedule, &config, 42)?.cost())
/// };
/// assert_eq!(cost(LevellingObjective::Squares)?, 3 * 3 + 4 * 4 + 1);
/// assert_eq!(cost(LevellingObjective::Peak)?, 4);
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum LevellingObjective {
    /// The sum over all times of the square of what is in use: the least variance, since the work is what it is.
    #[default]
    Squares,
    /// The most that is in use at any time: what one has to hire or buy (resource investment, resource availability cost).
    /// Between schedules that cost the same, the squares decide, until the cost is proved to be the least.
    Peak,
}

/// What a [`Levelling`](super::Levelling) does: the least squares within the schedule's makespan, all resources alike, unless
/// it is told otherwise.
///
/// # Examples
///
/// ```
/// use ansatz_planning::rcpsp::{LevellingConfig, LevellingObjective};
///
/// let config = LevellingConfig::default().objective(LevellingObjective::Peak).weights([300, 80]).deadline(40);
/// assert_eq!((config.objective, config.deadline), (LevellingObjective::Peak, Some(40)));
/// assert_eq!(config.weights, Some(vec![300, 80]));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub struct LevellingConfig {
    /// What makes the use of resources level: the least squares.
    pub objective: LevellingObjective,
    /// What each resource counts: 1 each if there are none.
    pub weights: Option<Vec<u64>>,
    /// When all tasks must be finished: the schedule's makespan if there is none.
    pub deadline: Option<u64>,
}

impl LevellingConfig {
    /// What makes the use of resources level.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::rcpsp::{LevellingConfig, LevellingObjective};
    ///
    /// let config = LevellingConfig::default().objective(LevellingObjective::Peak);
    /// assert_eq!(config.objective, LevellingObjective::Peak);
    /// ```
    #[must_use]
    pub fn objective(self, objective: LevellingObjective) -> Self {
        Self { objective, ..self }
    }

    /// What one unit of each resource counts, such as its price; 0 for one that need not be level.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::rcpsp::LevellingConfig;
    ///
    /// assert_eq!(LevellingConfig::default().weights([2, 0]).weights, Some(vec![2, 0]));
    /// ```
    #[must_use]
    pub fn weights(self, weights: impl Into<Vec<u64>>) -> Self {
        Self { weights: Some(weights.into()), ..self }
    }

    /// When all tasks must be finished, not before those of the schedule are.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::rcpsp::LevellingConfig;
    ///
    /// assert_eq!(LevellingConfig::default().deadline(30).deadline, Some(30));
    /// ```
    #[must_use]
    pub fn deadline(self, deadline: u64) -> Self {
        Self { deadline: Some(deadline), ..self }
    }
}
