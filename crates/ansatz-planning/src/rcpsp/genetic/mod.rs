//! Genetic scheduling: two populations that hand their schedules to each other, from the end and from the start.

mod mutation;
mod population;

use core::fmt;

use ansatz_core::ParameterError;
use ansatz_optimize::{Budget, Run};

use self::population::BiPopulation;
use super::{Direction, PriorityRule, Project, Schedule, serial};
use crate::PlanningError;

/// A bi-population genetic algorithm: every child is a forward-backward improvement of what it inherits.
///
/// One population holds schedules that are built from the start on, the other such that are built from the end back. A
/// child's order of tasks is Hartmann's two-point crossover of two members of one population, changed at a few places;
/// it is built in the other direction and competes for a place in the other population. So each child costs one
/// schedule, and half a double justification is part of it. Of parents and children those with the shortest makespans
/// survive, of such as hardly differ one. Populations begin at random, near the rule of the latest finish, one
/// schedule in three by the serial scheme and the others by the parallel one, and again when they have not become better for a
/// while; they are the larger, the more schedules are to come.
///
/// It is a method of the engine of [`ansatz_optimize`], whose candidates are schedules: a [`Run`] counts them, keeps the
/// best one, and ends with the last of them or with one that is proved.
///
/// # Examples
///
/// ```
/// use ansatz_planning::{LinkKind::FinishToStart, Network, rcpsp::{GeneticScheduler, Project}};
///
/// let mut network = Network::new();
/// let tasks = [2, 3, 2, 1, 4].map(|days| network.add_task(days));
/// network.link(tasks[0], tasks[2], FinishToStart, 0)?;
/// network.link(tasks[3], tasks[4], FinishToStart, 0)?;
/// let project = Project::new(&network, &[2], &[[1], [1], [2], [1], [1]])?;
/// let mut search = GeneticScheduler::new(&project, 5_000, 42)?;
/// // The clock is yours: as many schedules at a time as you can wait for.
/// while search.step(100) {
///     println!("{} after {}", search.best().makespan(), search.steps_taken());
/// }
/// assert_eq!(search.best().makespan(), 7);
/// assert!(search.best().is_proved());
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
///
/// # Complexity
///
/// To begin with, what [`lower_bound`](super::lower_bound) takes. A step is one schedule of the serial scheme, and the last
/// one of a generation also ranks a population and compares its members. Memory for three populations of 12 to 400 schedules,
/// of 16 bytes a task each; for more than 10,000 tasks they are smaller.
///
/// # References
///
/// D. Debels and M. Vanhoucke, "A bi-population based genetic algorithm for the resource-constrained project scheduling
/// problem", ICCSA 2005; S. Hartmann, "A competitive genetic algorithm for resource-constrained project scheduling", Naval
/// Research Logistics 45, 1998.
#[derive(Clone)]
pub struct GeneticScheduler {
    /// Until the run has a better one.
    first: Schedule,
    run: Run<BiPopulation>,
}

impl GeneticScheduler {
    /// A search for a shortest schedule of this project that generates so many of them at most, and has generated the first:
    /// that of the serial scheme and the rule of the latest finish. `seed` determines all that is random.
    ///
    /// With more schedules to come, populations are larger. Who only has a clock says how many there may be in the time;
    /// `u64::MAX` is no limit.
    ///
    /// # Errors
    ///
    /// [`PlanningError::Parameter`] for no schedules.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::{GeneticScheduler, Project}};
    ///
    /// let mut network = Network::new();
    /// [3, 4].map(|days| network.add_task(days));
    /// let project = Project::new(&network, &[2], &[[2], [1]])?;
    /// let search = GeneticScheduler::new(&project, 1_000, 42)?;
    /// assert_eq!((search.best().makespan(), search.steps_taken()), (7, 1));
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn new(project: &Project, schedules: u64, seed: u64) -> Result<Self, PlanningError> {
        if schedules == 0 {
            return Err(ParameterError::new("schedules", 0, "1 or more").into());
        }
        let method = BiPopulation::new(project);
        let first = serial(project, PriorityRule::LatestFinish, Direction::Forward);
        let first = Schedule::assemble(first.starts().to_vec(), first.makespan(), method.bound());
        let run = Run::new(method, Budget::evaluations(schedules).with_target(0.0), seed)?;
        let mut search = Self { first, run };
        search.step(1);
        Ok(search)
    }

    /// Generates at most `n` schedules, and says whether there are more to come: not if the last has been generated, or the
    /// best is proved to be the shortest.
    ///
    /// Whatever the numbers of steps are that are taken at a time, what comes of them is the same.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::{GeneticScheduler, Project}};
    ///
    /// let mut network = Network::new();
    /// [3, 4].map(|days| network.add_task(days));
    /// let project = Project::new(&network, &[2], &[[1], [1]])?;
    /// let mut search = GeneticScheduler::new(&project, 5_000, 42)?;
    /// // The first schedule is proved.
    /// assert!(!search.step(1_000));
    /// assert_eq!(search.steps_taken(), 1);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn step(&mut self, n: u64) -> bool {
        let bound = self.first.lower_bound();
        // What is above the bound, since a makespan need not be a float.
        self.run.step(n, |schedule| (schedule.makespan() - bound) as f64)
    }

    /// The best schedule so far.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::{GeneticScheduler, Project}};
    ///
    /// let mut network = Network::new();
    /// [3, 4].map(|days| network.add_task(days));
    /// let project = Project::new(&network, &[2], &[[1], [1]])?;
    /// assert_eq!(GeneticScheduler::new(&project, 1_000, 42)?.best().starts(), [0, 0]);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn best(&self) -> &Schedule {
        self.run.best().map_or(&self.first, |(best, _)| best)
    }

    /// How many schedules have been generated, the first one included.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::{GeneticScheduler, Project}};
    ///
    /// let mut network = Network::new();
    /// [3, 4].map(|days| network.add_task(days));
    /// let project = Project::new(&network, &[2], &[[2], [1]])?;
    /// assert_eq!(GeneticScheduler::new(&project, 50, 42)?.steps_taken(), 1);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn steps_taken(&self) -> u64 {
        self.run.evaluations()
    }
}

impl fmt::Debug for GeneticScheduler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GeneticScheduler")
            .field("tasks", &self.first.starts().len())
            .field("makespan", &self.best().makespan())
            .field("lower_bound", &self.first.lower_bound())
            .field("steps", &self.steps_taken())
            .finish_non_exhaustive()
    }
}
