//! What has to be scheduled: a network and the resources that its tasks share.

use alloc::{vec, vec::Vec};
use core::fmt;

use crate::{
    Network, PlanningError,
    error::require_count,
    network::{Arc, Graph, require_total},
};

/// A resource-constrained project: a network whose tasks share what there is of each resource.
///
/// Resources are renewable: what a task uses is there again when it has finished. Once begun, a task runs to its end. A task
/// without a duration uses nothing. Links of all kinds, lags, leads and the dates before which tasks may not start are kept;
/// dates to finish by do not make a schedule, see [`Schedule::overruns`](super::Schedule::overruns).
///
/// Times are working time, the same for all resources: a [`Calendar`](crate::Calendar) says when that is. For resources on
/// calendars of their own there is [`CalendarCpm`](crate::CalendarCpm), which does not count what is in use.
///
/// # Examples
///
/// ```
/// use ansatz_planning::{LinkKind::FinishToStart, Network, rcpsp::Project};
///
/// let mut network = Network::new();
/// let [dig, pour, wall] = [2, 1, 4].map(|days| network.add_task(days));
/// network.link(dig, pour, FinishToStart, 0)?;
/// // Three people are there; digging takes two of them, pouring all.
/// let project = Project::new(&network, &[3], &[[2], [3], [1]])?;
/// assert_eq!((project.len(), project.duration(wall), project.critical_path()), (3, 4, 4));
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Project {
    capacities: Vec<u64>,
    durations: Vec<u64>,
    /// Before these no task starts.
    dates: Vec<u64>,
    /// By these they should finish.
    dues: Vec<Option<u64>>,
    /// What a task needs, resource by resource, task by task.
    demands: Vec<u64>,
    before: Waits,
    after: Waits,
    /// All tasks, each after all that it waits for.
    order: Vec<usize>,
    /// The place of each task in that order.
    ranks: Vec<usize>,
    /// Whether none may start before one that it waits for, or finish before it.
    is_in_order: bool,
}

impl Project {
    /// A project of these tasks, with these capacities of its resources and, for each task, a demand for each of them.
    ///
    /// # Errors
    ///
    /// [`PlanningError`] for more or fewer demands than tasks, or than resources; for a task that needs more than there is;
    /// and those of [`Cpm::new`](crate::Cpm::new).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::Project};
    ///
    /// let mut network = Network::new();
    /// network.add_task(3);
    /// let error = Project::new(&network, &[4], &[[5]]).unwrap_err();
    /// assert_eq!(error.to_string(), "task 0 needs 5 of resource 0, allowed: at most 4, its capacity");
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(tasks x resources + links) time and memory.
    pub fn new(network: &Network, capacities: &[u64], demands: &[impl AsRef<[u64]>]) -> Result<Self, PlanningError> {
        let n = network.len();
        require_count("lists of demands", demands.len(), n)?;
        for (task, demands) in demands.iter().enumerate() {
            require_demands(task, demands.as_ref(), capacities)?;
        }
        require_total(network.durations(), network.links())?;
        let graph = Graph::new(n, network.links())?;
        let duration = |task: usize| network.durations[task] as i64;
        let lag = |from: usize, to: usize, arc: &Arc| {
            arc.kind.between_starts(arc.lag, duration(from), duration(to)) - duration(from)
        };
        let before = Waits::of_each(n, |task| {
            graph.before(task).iter().map(move |arc| (arc.task(), lag(arc.task(), task, arc)))
        });
        let after =
            Waits::of_each(n, |task| graph.after(task).iter().map(move |arc| (arc.task(), lag(task, arc.task(), arc))));
        let keeps = |task: usize| before.of(task).all(|(other, lag)| lag >= -duration(other).min(duration(task)));
        Ok(Self {
            capacities: capacities.to_vec(),
            durations: network.durations.clone(),
            dates: network.starts.clone(),
            dues: network.finishes.clone(),
            demands: demands.iter().flat_map(AsRef::as_ref).copied().collect(),
            is_in_order: (0..n).all(keeps),
            before,
            after,
            order: graph.order().collect(),
            ranks: (0..n).map(|task| graph.position(task)).collect(),
        })
    }

    /// The number of tasks.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::Project};
    ///
    /// let mut network = Network::new();
    /// network.add_task(3);
    /// assert_eq!(Project::new(&network, &[1], &[[1]])?.len(), 1);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn len(&self) -> usize {
        self.durations.len()
    }

    /// Whether there are no tasks.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::Project};
    ///
    /// assert!(Project::new(&Network::new(), &[1], &[[0]; 0])?.is_empty());
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn is_empty(&self) -> bool {
        self.durations.is_empty()
    }

    /// The capacity of each resource.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::Project};
    ///
    /// assert_eq!(Project::new(&Network::new(), &[4, 2], &[[0; 2]; 0])?.capacities(), [4, 2]);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn capacities(&self) -> &[u64] {
        &self.capacities
    }

    /// How long a task takes.
    ///
    /// # Panics
    ///
    /// If there is no such task.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::Project};
    ///
    /// let mut network = Network::new();
    /// let task = network.add_task(6);
    /// assert_eq!(Project::new(&network, &[1], &[[1]])?.duration(task), 6);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn duration(&self, task: usize) -> u64 {
        self.durations[task]
    }

    /// What a task needs of each resource.
    ///
    /// # Panics
    ///
    /// If there is no such task.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::Project};
    ///
    /// let mut network = Network::new();
    /// let task = network.add_task(6);
    /// assert_eq!(Project::new(&network, &[3, 3], &[[2, 1]])?.demands(task), [2, 1]);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn demands(&self, task: usize) -> &[u64] {
        let count = self.capacities.len();
        &self.demands[task * count..][..count]
    }

    /// The tasks that one waits for, each with the least time from its start to that of the one.
    ///
    /// # Panics
    ///
    /// If there is no such task.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{LinkKind::FinishToStart, Network, rcpsp::Project};
    ///
    /// let mut network = Network::new();
    /// let (floor, walls) = (network.add_task(3), network.add_task(4));
    /// // The floor has to dry for two days.
    /// network.link(floor, walls, FinishToStart, 2)?;
    /// let project = Project::new(&network, &[1], &[[1], [1]])?;
    /// assert!(project.predecessors(walls).eq([(floor, 5)]));
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn predecessors(&self, task: usize) -> impl Iterator<Item = (usize, i64)> + '_ {
        self.before.of(task).map(|(other, lag)| (other, lag + self.durations[other] as i64))
    }

    /// The date before which a task may not start: 0 if it has none.
    ///
    /// # Panics
    ///
    /// If there is no such task.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::Project};
    ///
    /// let mut network = Network::new();
    /// let task = network.add_task(3);
    /// network.start_no_earlier_than(task, 5)?;
    /// assert_eq!(Project::new(&network, &[1], &[[1]])?.date(task), 5);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn date(&self, task: usize) -> u64 {
        self.dates[task]
    }

    /// The date by which a task should finish, if it has one.
    ///
    /// # Panics
    ///
    /// If there is no such task.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::Project};
    ///
    /// let mut network = Network::new();
    /// let task = network.add_task(3);
    /// network.finish_by(task, 5)?;
    /// assert_eq!(Project::new(&network, &[1], &[[1]])?.due(task), Some(5));
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn due(&self, task: usize) -> Option<u64> {
        self.dues[task]
    }

    /// The length of the longest path: no schedule is shorter, whatever there is of the resources.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{LinkKind::FinishToStart, Network, rcpsp::Project};
    ///
    /// let mut network = Network::new();
    /// let (floor, walls) = (network.add_task(3), network.add_task(4));
    /// network.link(floor, walls, FinishToStart, 2)?;
    /// assert_eq!(Project::new(&network, &[1], &[[1], [1]])?.critical_path(), 9);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(tasks + links).
    pub fn critical_path(&self) -> u64 {
        let heads = self.view(Direction::Forward).heads();
        heads.iter().zip(&self.durations).map(|(head, duration)| head + duration).max().unwrap_or(0)
    }

    pub(super) fn view(&self, direction: Direction) -> View<'_> {
        View { project: self, direction }
    }

    /// Whether an order of starts is one in which no task comes before one that it waits for, in both directions.
    pub(super) fn is_in_order(&self) -> bool {
        self.is_in_order
    }
}

impl fmt::Debug for Project {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Project")
            .field("tasks", &self.len())
            .field("links", &self.before.waits.len())
            .field("capacities", &self.capacities)
            .finish_non_exhaustive()
    }
}

/// Whether tasks are placed from the start on, as early as possible, or from the end back, as late as possible.
///
/// # Examples
///
/// ```
/// use ansatz_planning::{Network, rcpsp::{Direction, PriorityRule, Project, serial}};
///
/// let mut network = Network::new();
/// network.add_task(3);
/// network.add_task(1);
/// let project = Project::new(&network, &[2], &[[1], [1]])?;
/// let starts = |direction| serial(&project, PriorityRule::LatestFinish, direction).starts().to_vec();
/// assert_eq!(starts(Direction::Forward), [0, 0]);
/// assert_eq!(starts(Direction::Backward), [0, 2]);
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From the start on.
    Forward,
    /// From the end back.
    Backward,
}

impl Direction {
    pub(super) fn opposite(self) -> Self {
        match self {
            Self::Forward => Self::Backward,
            Self::Backward => Self::Forward,
        }
    }
}

/// A project as one direction sees it: backward, time runs from the end, and all links are turned round.
#[derive(Debug, Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) project: &'a Project,
    pub(super) direction: Direction,
}

impl<'a> View<'a> {
    pub(super) fn before(self) -> &'a Waits {
        match self.direction {
            Direction::Forward => &self.project.before,
            Direction::Backward => &self.project.after,
        }
    }

    pub(super) fn after(self) -> &'a Waits {
        match self.direction {
            Direction::Forward => &self.project.after,
            Direction::Backward => &self.project.before,
        }
    }

    /// Before this a task does not start.
    pub(super) fn date(self, task: usize) -> u64 {
        match self.direction {
            Direction::Forward => self.project.dates[task],
            Direction::Backward => 0,
        }
    }

    /// When all is done, as far as a task knows that starts at a time: backward, it must leave room for its date.
    pub(super) fn end(self, task: usize, start: u64) -> u64 {
        let finish = start + self.project.durations[task];
        match self.direction {
            Direction::Forward => finish,
            Direction::Backward => finish + self.project.dates[task],
        }
    }

    /// When a task may start, for the starts of those that it waits for.
    pub(super) fn ready(self, task: usize, starts: &[u64]) -> u64 {
        let durations = &self.project.durations;
        let ready = |(other, lag): (usize, i64)| (starts[other] + durations[other]).saturating_add_signed(lag);
        self.before().of(task).map(ready).fold(self.date(task), u64::max)
    }

    /// A number for each task that is higher than those of all that it waits for.
    pub(super) fn rank(self, task: usize) -> usize {
        let rank = self.project.ranks[task];
        match self.direction {
            Direction::Forward => rank,
            Direction::Backward => self.project.len() - 1 - rank,
        }
    }

    /// The earliest starts, if there were enough of all resources.
    pub(super) fn heads(self) -> Vec<u64> {
        let mut heads = vec![0; self.project.len()];
        self.raise(&mut heads);
        heads
    }

    /// Raises starts to what the starts of those that each task waits for allow.
    pub(super) fn raise(self, starts: &mut [u64]) {
        let mut set = |task: usize| starts[task] = self.ready(task, starts).max(starts[task]);
        match self.direction {
            Direction::Forward => self.project.order.iter().for_each(|task| set(*task)),
            Direction::Backward => self.project.order.iter().rev().for_each(|task| set(*task)),
        }
    }
}

/// What each task waits for, in one direction: another one, and the least time from its finish; a lead is negative.
///
/// Every kind of link is one from finish to start with another lag, and the lag is the same in both directions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Waits {
    /// Where those of each task begin, and where the last ones end.
    begins: Vec<usize>,
    waits: Vec<(usize, i64)>,
}

impl Waits {
    fn of_each<I: Iterator<Item = (usize, i64)>>(n: usize, of: impl Fn(usize) -> I) -> Self {
        let (mut begins, mut waits) = (vec![0], Vec::new());
        for task in 0..n {
            waits.extend(of(task));
            begins.push(waits.len());
        }
        Self { begins, waits }
    }

    pub(super) fn of(&self, task: usize) -> impl Iterator<Item = (usize, i64)> + '_ {
        self.waits[self.begins[task]..self.begins[task + 1]].iter().copied()
    }

    pub(super) fn count(&self, task: usize) -> usize {
        self.begins[task + 1] - self.begins[task]
    }
}

/// Whether these are one for each of the resources, and no more than there is.
pub(super) fn require_demands(task: usize, demands: &[u64], capacities: &[u64]) -> Result<(), PlanningError> {
    let resources = capacities.len();
    if demands.len() != resources {
        return Err(PlanningError::Demands { task, demands: demands.len(), resources });
    }
    for (resource, (&demand, &capacity)) in demands.iter().zip(capacities).enumerate() {
        if demand > capacity {
            return Err(PlanningError::Demand { task, resource, demand, capacity });
        }
    }
    Ok(())
}
