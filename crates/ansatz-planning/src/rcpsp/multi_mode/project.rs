//! Tasks that can be done in several ways.

use alloc::{vec, vec::Vec};
use core::fmt;

use crate::{
    Network, PlanningError,
    error::require_count,
    network::{Graph, require_total},
    rcpsp::{Project, project::require_demands},
};

/// One way to do a task.
///
/// # Examples
///
/// ```
/// use ansatz_planning::rcpsp::multi_mode::Mode;
///
/// // Three days, two masons, 600 of money.
/// let mode = Mode::new(3, [2], [600]);
/// assert_eq!((mode.duration, mode.consumption[0]), (3, 600));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Mode {
    /// How long it takes.
    pub duration: u64,
    /// What it needs of each renewable resource from its start to its finish.
    pub demands: Vec<u64>,
    /// What it takes of each nonrenewable resource, once and for all.
    pub consumption: Vec<u64>,
}

impl Mode {
    /// A way that takes this time, needs this of each renewable resource and takes that of each nonrenewable one.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_planning::rcpsp::multi_mode::Mode::new(3, [2], []).demands, [2]);
    /// ```
    pub fn new(duration: u64, demands: impl Into<Vec<u64>>, consumption: impl Into<Vec<u64>>) -> Self {
        Self { duration, demands: demands.into(), consumption: consumption.into() }
    }
}

/// What there is of each resource.
///
/// # Examples
///
/// ```
/// use ansatz_planning::rcpsp::multi_mode::Resources;
///
/// let resources = Resources::new([2], [700]);
/// assert_eq!((&resources.renewable[..], &resources.nonrenewable[..]), (&[2][..], &[700][..]));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Resources {
    /// What there is at any time.
    pub renewable: Vec<u64>,
    /// What there is for all tasks together.
    pub nonrenewable: Vec<u64>,
}

impl Resources {
    /// These capacities of what is there again, and of what is spent.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_planning::rcpsp::multi_mode::Resources::new([2], []).nonrenewable.is_empty());
    /// ```
    pub fn new(renewable: impl Into<Vec<u64>>, nonrenewable: impl Into<Vec<u64>>) -> Self {
        Self { renewable: renewable.into(), nonrenewable: nonrenewable.into() }
    }
}

/// A project whose tasks can each be done in one of several modes (MRCPSP).
///
/// # Examples
///
/// ```
/// use ansatz_planning::{Network, rcpsp::multi_mode::{Mode, MultiModeProject, Resources}};
///
/// let mut network = Network::new();
/// network.add_task(0);
/// let modes = [vec![Mode::new(6, [1], []), Mode::new(3, [2], [])]];
/// let project = MultiModeProject::new(&network, &Resources::new([2], []), &modes)?;
/// assert_eq!(project.single(&[1])?.duration(0), 3);
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
///
/// # References
///
/// F. B. Talbot, "Resource-constrained project scheduling with time-resource tradeoffs: the nonpreemptive case", Management
/// Science 28, 1982.
#[derive(Clone, PartialEq, Eq)]
pub struct MultiModeProject {
    network: Network,
    resources: Resources,
    modes: Vec<Vec<Mode>>,
    lower_bound: u64,
    /// A makespan that no active schedule exceeds, whatever the modes.
    horizon: u64,
}

impl MultiModeProject {
    /// A project of the tasks of a network, with at least one mode for each; the network's own durations do not count.
    ///
    /// # Errors
    ///
    /// [`PlanningError`] for more or fewer lists of modes than tasks, a task without a mode, a mode with more or fewer
    /// demands or consumptions than resources or with a demand that exceeds what there is, and those of
    /// [`Project::new`] with the longest modes. A mode that takes more of a nonrenewable resource than there is can just not
    /// be paid.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::multi_mode::{Mode, MultiModeProject, Resources}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(0);
    /// let error = MultiModeProject::new(&network, &Resources::new([2], []), &[vec![]]).unwrap_err();
    /// assert_eq!(error.to_string(), "task 0 has no mode, allowed: at least one");
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(all numbers of all modes + links) time and memory.
    pub fn new(network: &Network, resources: &Resources, modes: &[Vec<Mode>]) -> Result<Self, PlanningError> {
        require_count("lists of modes", modes.len(), network.len())?;
        let mut longest = Vec::with_capacity(modes.len());
        for (task, modes) in modes.iter().enumerate() {
            let duration = modes.iter().map(|mode| mode.duration).max().ok_or(PlanningError::NoMode { task })?;
            longest.push(duration);
            for mode in modes {
                require_demands(task, &mode.demands, &resources.renewable)?;
                let (amounts, resources) = (mode.consumption.len(), resources.nonrenewable.len());
                if amounts != resources {
                    return Err(PlanningError::Consumption { task, amounts, resources });
                }
            }
        }
        let total = require_total(&longest, network.links())?;
        let graph = Graph::new(network.len(), network.links())?;
        let mut project = Self {
            network: network.clone(),
            resources: resources.clone(),
            modes: modes.to_vec(),
            lower_bound: 0,
            horizon: total + network.starts.iter().copied().max().unwrap_or(0),
        };
        project.lower_bound = project.bound(&graph);
        Ok(project)
    }

    /// The number of tasks.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::multi_mode::{MultiModeProject, Resources}};
    ///
    /// assert_eq!(MultiModeProject::new(&Network::new(), &Resources::default(), &[])?.len(), 0);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn len(&self) -> usize {
        self.modes.len()
    }

    /// Whether there are no tasks.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::multi_mode::{MultiModeProject, Resources}};
    ///
    /// assert!(MultiModeProject::new(&Network::new(), &Resources::default(), &[])?.is_empty());
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn is_empty(&self) -> bool {
        self.modes.is_empty()
    }

    /// The modes of a task.
    ///
    /// # Panics
    ///
    /// If there is no such task.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::multi_mode::{Mode, MultiModeProject, Resources}};
    ///
    /// let mut network = Network::new();
    /// let task = network.add_task(0);
    /// let project = MultiModeProject::new(&network, &Resources::default(), &[vec![Mode::new(6, [], [])]])?;
    /// assert_eq!(project.modes(task).len(), 1);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn modes(&self, task: usize) -> &[Mode] {
        &self.modes[task]
    }

    /// What there is of each resource.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::multi_mode::{MultiModeProject, Resources}};
    ///
    /// let resources = Resources::new([3], [100]);
    /// assert_eq!(MultiModeProject::new(&Network::new(), &resources, &[])?.resources(), &resources);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn resources(&self) -> &Resources {
        &self.resources
    }

    /// The project in which each task is done in the mode of that number, whether that can be paid or not.
    ///
    /// # Errors
    ///
    /// [`PlanningError`] if there is not one number for each task, and for a number that no mode has.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::multi_mode::{Mode, MultiModeProject, Resources}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(0);
    /// let project = MultiModeProject::new(&network, &Resources::default(), &[vec![Mode::new(6, [], [])]])?;
    /// assert_eq!(project.single(&[0])?.critical_path(), 6);
    /// let error = project.single(&[1]).unwrap_err();
    /// assert_eq!(error.to_string(), "the mode of task 0 is 1, allowed: below 1, the number of its modes");
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn single(&self, choice: &[usize]) -> Result<Project, PlanningError> {
        let chosen = self.chosen(choice)?;
        let network = self.network.with_durations(chosen.iter().map(|mode| mode.duration).collect());
        let demands: Vec<&[u64]> = chosen.iter().map(|mode| &mode.demands[..]).collect();
        Project::new(&network, &self.resources.renewable, &demands)
    }

    /// What is taken of each nonrenewable resource in the modes of these numbers.
    ///
    /// # Errors
    ///
    /// Those of [`single`](Self::single).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::multi_mode::{Mode, MultiModeProject, Resources}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(0);
    /// let modes = [vec![Mode::new(6, [], [100]), Mode::new(3, [], [600])]];
    /// let project = MultiModeProject::new(&network, &Resources::new([], [700]), &modes)?;
    /// assert_eq!(project.consumption(&[1])?, [600]);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn consumption(&self, choice: &[usize]) -> Result<Vec<u128>, PlanningError> {
        let chosen = self.chosen(choice)?;
        let mut sums = vec![0_u128; self.resources.nonrenewable.len()];
        for mode in chosen {
            sums.iter_mut().zip(&mode.consumption).for_each(|(sum, amount)| *sum += u128::from(*amount));
        }
        Ok(sums)
    }

    /// A makespan below which there is no schedule, whatever the modes: the longest path with the shortest ones, and the
    /// least work on each renewable resource.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::multi_mode::{Mode, MultiModeProject, Resources}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(0);
    /// let modes = [vec![Mode::new(6, [1], []), Mode::new(3, [2], [])]];
    /// assert_eq!(MultiModeProject::new(&network, &Resources::new([2], []), &modes)?.lower_bound(), 3);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn lower_bound(&self) -> u64 {
        self.lower_bound
    }

    pub(super) fn horizon(&self) -> u64 {
        self.horizon
    }

    pub(super) fn network(&self) -> &Network {
        &self.network
    }

    fn chosen(&self, choice: &[usize]) -> Result<Vec<&Mode>, PlanningError> {
        require_count("modes", choice.len(), self.len())?;
        let choose = |(task, &mode): (usize, &usize)| {
            let modes = &self.modes[task];
            modes.get(mode).ok_or(PlanningError::UnknownMode { task, mode, modes: modes.len() })
        };
        choice.iter().enumerate().map(choose).collect()
    }

    fn bound(&self, graph: &Graph) -> u64 {
        let durations = |task: usize| self.modes[task].iter().map(|mode| mode.duration);
        let shortest = |task: usize| durations(task).min().unwrap_or(0);
        let longest = |task: usize| durations(task).max().unwrap_or(0);
        // A link that leaves a finish leaves it at the earliest in the shortest mode, one that enters a finish lets its
        // task start at the earliest in the longest.
        let mut heads = self.network.starts.clone();
        for task in graph.order() {
            let ready = graph.before(task).iter().map(|arc| {
                let from = shortest(arc.task()) as i64;
                heads[arc.task()].saturating_add_signed(arc.kind.between_starts(arc.lag, from, longest(task) as i64))
            });
            heads[task] = ready.fold(heads[task], u64::max);
        }
        let path = (0..self.len()).map(|task| heads[task] + shortest(task)).max().unwrap_or(0);
        let work = |(resource, &capacity): (usize, &u64)| {
            let least = |modes: &Vec<Mode>| {
                let energies = modes.iter().map(|mode| u128::from(mode.duration) * u128::from(mode.demands[resource]));
                energies.min().unwrap_or(0)
            };
            let energy = self.modes.iter().map(least).fold(0, u128::saturating_add);
            u64::try_from(energy.div_ceil(u128::from(capacity.max(1)))).unwrap_or(u64::MAX)
        };
        self.resources.renewable.iter().enumerate().map(work).fold(path, u64::max)
    }
}

impl fmt::Debug for MultiModeProject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MultiModeProject")
            .field("tasks", &self.len())
            .field("modes", &self.modes.iter().map(Vec::len).sum::<usize>())
            .field("resources", &self.resources)
            .field("lower_bound", &self.lower_bound)
            .finish_non_exhaustive()
    }
}
