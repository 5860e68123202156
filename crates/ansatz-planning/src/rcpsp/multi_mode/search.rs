//! The genetic search for modes and starts.

use alloc::vec;
use core::fmt;

use ansatz_optimize::{GeneticAlgorithm, Run};

use super::{
    MultiModeProject, MultiModeSchedule,
    variation::{Genome, ListsAndModes, excess},
};
use crate::{
    PlanningError,
    network::Graph,
    rcpsp::{
        Direction, Project, Schedule,
        generation::{Generator, finished},
        justify,
    },
};

/// A genetic search for modes and starts with a short makespan, step by step.
///
/// Members are orders of the tasks with a mode for each; each is scheduled by the serial scheme and goes through a double justification. Those
/// that cannot be paid are worse than all that can, by how much. The engine is [`ansatz_optimize::GeneticAlgorithm`].
///
/// To say whether there are modes at all that can be paid is NP-complete with two nonrenewable resources: the search may
/// find none although there are some.
///
/// # Examples
///
/// ```
/// use ansatz_planning::{Network, rcpsp::multi_mode::{Mode, MultiModeProject, MultiModeScheduler, Resources}};
///
/// let mut network = Network::new();
/// [0, 0].map(|days| network.add_task(days));
/// // At once with one each, or one after the other with both.
/// let modes = vec![Mode::new(5, [1], []), Mode::new(3, [2], [])];
/// let project = MultiModeProject::new(&network, &Resources::new([2], []), &[modes.clone(), modes])?;
/// let mut search = MultiModeScheduler::new(&project, 1_000, 42)?;
/// while search.step(100) {}
/// assert_eq!(search.best().map(|best| best.schedule().makespan()), Some(5));
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
///
/// # Complexity
///
/// A step is three schedules of the serial scheme and a sort of the tasks. Memory for 200 members of two numbers a task.
///
/// # References
///
/// S. Hartmann, "Project scheduling with multiple modes: a genetic algorithm", Annals of Operations Research 102, 2001.
pub struct MultiModeScheduler {
    run: Run<GeneticAlgorithm<ListsAndModes>>,
    best: Option<MultiModeSchedule>,
    /// A makespan that no schedule of any modes needs to exceed.
    horizon: u64,
}

impl MultiModeScheduler {
    /// A search among so many members; `seed` determines all that is random.
    ///
    /// # Errors
    ///
    /// [`PlanningError::Parameter`] for no members at all.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::multi_mode::{MultiModeProject, MultiModeScheduler, Resources}};
    ///
    /// let project = MultiModeProject::new(&Network::new(), &Resources::default(), &[])?;
    /// assert!(MultiModeScheduler::new(&project, 0, 42).is_err());
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn new(project: &MultiModeProject, members: u64, seed: u64) -> Result<Self, PlanningError> {
        let graph = Graph::new(project.len(), project.network().links())?;
        let representation = ListsAndModes { project: project.clone(), graph };
        let run = GeneticAlgorithm::new(representation).start(members, seed)?;
        Ok(Self { run, best: None, horizon: project.horizon() })
    }

    /// Tries at most `n` members, and says whether more of them may be better: not after as many as were asked for, or if
    /// the best is proved to be the shortest.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::multi_mode::{Mode, MultiModeProject, MultiModeScheduler, Resources}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(0);
    /// let project = MultiModeProject::new(&network, &Resources::default(), &[vec![Mode::new(5, [], [])]])?;
    /// let mut search = MultiModeScheduler::new(&project, 1_000, 42)?;
    /// assert!(!search.step(1));
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn step(&mut self, n: u64) -> bool {
        for _ in 0..n {
            if self.is_proved() || !self.advance() {
                return false;
            }
        }
        !self.is_proved()
    }

    /// The best so far whose modes can be paid, if there is one.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::multi_mode::{Mode, MultiModeProject, MultiModeScheduler, Resources}};
    ///
    /// let mut network = Network::new();
    /// [0, 0].map(|days| network.add_task(days));
    /// // Each alone can be paid, but not both.
    /// let modes = vec![Mode::new(5, [], [2])];
    /// let project = MultiModeProject::new(&network, &Resources::new([], [3]), &[modes.clone(), modes])?;
    /// let mut search = MultiModeScheduler::new(&project, 1_000, 42)?;
    /// while search.step(100) {}
    /// assert!(search.best().is_none());
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn best(&self) -> Option<&MultiModeSchedule> {
        self.best.as_ref()
    }

    /// How many members have been tried.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::multi_mode::{MultiModeProject, MultiModeScheduler, Resources}};
    ///
    /// let project = MultiModeProject::new(&Network::new(), &Resources::default(), &[])?;
    /// assert_eq!(MultiModeScheduler::new(&project, 10, 42)?.steps_taken(), 0);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn steps_taken(&self) -> u64 {
        self.run.evaluations()
    }

    fn is_proved(&self) -> bool {
        self.best.as_ref().is_some_and(|best| best.schedule().is_proved())
    }

    /// Tries one member, if there is one.
    fn advance(&mut self) -> bool {
        let Some(trial) = self.run.ask() else { return false };
        let project = &self.run.method().representation().project;
        // Its members are such as it can make a project of, and so this does not fail.
        let Ok(worth) = worth(project, &trial.candidate, self.horizon, &mut self.best) else { return false };
        self.run.tell(trial.number, worth).is_ok()
    }
}

impl fmt::Debug for MultiModeScheduler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MultiModeScheduler").field("run", &self.run).field("best", &self.best).finish_non_exhaustive()
    }
}

/// The makespan of a member, or above all makespans what it takes too much; keeps the best.
fn worth(
    project: &MultiModeProject,
    member: &Genome,
    horizon: u64,
    best: &mut Option<MultiModeSchedule>,
) -> Result<f64, PlanningError> {
    let excess = excess(&project.consumption(&member.modes)?, &project.resources().nonrenewable);
    if excess > 0 {
        return Ok(horizon as f64 + excess as f64);
    }
    let single = project.single(&member.modes)?;
    let schedule = scheduled(&single, &member.list)?;
    let makespan = schedule.makespan();
    if best.as_ref().is_none_or(|best| makespan < best.schedule().makespan()) {
        *best = Some(MultiModeSchedule::new(project, &member.modes[..], schedule.starts())?);
    }
    Ok(makespan as f64)
}

/// What comes of an order of tasks.
fn scheduled(project: &Project, list: &[usize]) -> Result<Schedule, PlanningError> {
    let view = project.view(Direction::Forward);
    let mut starts = vec![0; project.len()];
    let makespan = Generator::new(project).serial(view, list, &mut starts);
    justify(project, &finished(view, starts, makespan))
}
