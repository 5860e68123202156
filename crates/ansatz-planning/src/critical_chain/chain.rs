//! The longest path of a schedule, through links and resources.

use alloc::vec::Vec;
use core::fmt;

use super::{BufferSizing, BufferedPlan, handover::handovers};
use crate::{
    Link, LinkKind, PlanningError,
    error::require_count,
    network::{Arc, Graph},
    rcpsp::{Project, Schedule},
};

/// The critical chain of a schedule: the longest path through links and through resources that one task hands over to
/// another.
///
/// Who hands over to whom is read from the schedule: a task takes what nobody has used yet, then from tasks that it waits for
/// anyway, and then from those that have been finished for the longest time. With these waits added to the links, all tasks
/// as early as possible are a schedule again, and the chain is as long as that. It is as long as the schedule given if in that
/// no task could be moved alone towards the start, or none towards the end, as in those of
/// [`serial`](crate::rcpsp::serial) and [`justify`](crate::rcpsp::justify); else it may be shorter. It goes on to the last
/// milestone; of several such longest paths, it is the one of the lowest numbers, from the end on.
///
/// # Examples
///
/// ```
/// use ansatz_planning::{LinkKind::FinishToStart, Network, critical_chain::CriticalChain};
/// use ansatz_planning::rcpsp::{Direction, PriorityRule, Project, serial};
///
/// let mut network = Network::new();
/// let [dig, paint, pour] = [3, 4, 2].map(|days| network.add_task(days));
/// network.link(dig, pour, FinishToStart, 0)?;
/// // One person does it all: the longest path of links is 5 days, and the chain 9.
/// let project = Project::new(&network, &[1], &[[1], [1], [1]])?;
/// let schedule = serial(&project, PriorityRule::LatestFinish, Direction::Forward);
/// let chain = CriticalChain::new(&project, &schedule)?;
/// assert_eq!((chain.tasks(), chain.length()), (&[dig, paint, pour][..], 9));
/// assert_eq!(chain.handovers(), [(dig, paint), (paint, pour)]);
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
///
/// # Complexity
///
/// O(resources x (n log n + links)) time, O(resources x n + links) memory.
///
/// # References
///
/// E. M. Goldratt, *Critical Chain*, 1997; the pages of this [module](super) name more.
#[derive(Clone)]
pub struct CriticalChain {
    pub(super) project: Project,
    pub(super) graph: Graph,
    handovers: Vec<(usize, usize)>,
    tasks: Vec<usize>,
    length: u64,
}

impl CriticalChain {
    /// The critical chain of a schedule.
    ///
    /// # Errors
    ///
    /// [`PlanningError`] if the schedule is none of this project, and [`PlanningError::Cycle`] if a task hands over to one
    /// that it waits for, which only leads and links from starts or to finishes allow.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, critical_chain::CriticalChain, rcpsp::{Project, Schedule}};
    ///
    /// let mut network = Network::new();
    /// let [long, _] = [4, 2].map(|days| network.add_task(days));
    /// let project = Project::new(&network, &[2], &[[1], [1]])?;
    /// let chain = CriticalChain::new(&project, &Schedule::new(&project, [0, 1])?)?;
    /// assert_eq!(chain.tasks(), [long]);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn new(project: &Project, schedule: &Schedule) -> Result<Self, PlanningError> {
        schedule.validate(project)?;
        let handovers = handovers(project, schedule.starts());
        let link = |to: usize| {
            let link = move |(from, gap)| Link { from, to, kind: LinkKind::StartToStart, lag: gap };
            project.predecessors(to).map(link)
        };
        let mut links: Vec<Link> = (0..project.len()).flat_map(link).collect();
        let handover = |&(from, to): &(usize, usize)| Link { from, to, kind: LinkKind::FinishToStart, lag: 0 };
        links.extend(handovers.iter().map(handover));
        let graph = Graph::new(project.len(), &links)?;
        let mut chain = Self { project: project.clone(), graph, handovers, tasks: Vec::new(), length: 0 };
        let heads = chain.heads(|_, _| 0);
        let finish = |task: usize| heads[task] + chain.duration(task);
        let length = (0..project.len()).map(finish).max().unwrap_or(0);
        let goes_on = |task: usize| chain.graph.after(task).iter().any(|arc| finish(arc.task()) == length);
        let last = (0..project.len()).find(|task| finish(*task) == length && !goes_on(*task));
        (chain.length, chain.tasks) = (length as u64, chain.path_to(last, &heads));
        Ok(chain)
    }

    /// The tasks of the chain, from the first to the last.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, critical_chain::CriticalChain, rcpsp::{Project, Schedule}};
    ///
    /// let mut network = Network::new();
    /// [4, 2].map(|days| network.add_task(days));
    /// let project = Project::new(&network, &[1], &[[1], [1]])?;
    /// let chain = CriticalChain::new(&project, &Schedule::new(&project, [2, 0])?)?;
    /// assert_eq!(chain.tasks(), [1, 0]);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn tasks(&self) -> &[usize] {
        &self.tasks
    }

    /// How long it takes from time 0 to the chain's end; dates before which tasks may not start count.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, critical_chain::CriticalChain, rcpsp::{Project, Schedule}};
    ///
    /// let mut network = Network::new();
    /// [4, 2].map(|days| network.add_task(days));
    /// let project = Project::new(&network, &[1], &[[1], [1]])?;
    /// // The schedule leaves a gap of a day, the chain none.
    /// let chain = CriticalChain::new(&project, &Schedule::new(&project, [3, 0])?)?;
    /// assert_eq!(chain.length(), 6);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn length(&self) -> u64 {
        self.length
    }

    /// The pairs of a task and one that takes over some of its resources, in ascending order.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, critical_chain::CriticalChain, rcpsp::{Project, Schedule}};
    ///
    /// let mut network = Network::new();
    /// [4, 2, 1].map(|days| network.add_task(days));
    /// let project = Project::new(&network, &[3], &[[2], [1], [2]])?;
    /// let chain = CriticalChain::new(&project, &Schedule::new(&project, [0, 0, 4])?)?;
    /// // One comes from the task that has finished first, and one is still needed.
    /// assert_eq!(chain.handovers(), [(0, 2), (1, 2)]);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn handovers(&self) -> &[(usize, usize)] {
        &self.handovers
    }

    /// The plan with buffers after the chain and wherever another path meets it or ends with it; `safe` are the durations that
    /// are nearly always kept, while those of the project are kept half of the time.
    ///
    /// # Errors
    ///
    /// [`PlanningError`] for more or fewer safe durations than tasks, one that is shorter than the task's, and durations or
    /// buffers so long that times with them could overflow.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, critical_chain::{BufferSizing, CriticalChain}, rcpsp::{Project, Schedule}};
    ///
    /// let mut network = Network::new();
    /// [4, 2].map(|days| network.add_task(days));
    /// let project = Project::new(&network, &[1], &[[1], [1]])?;
    /// let chain = CriticalChain::new(&project, &Schedule::new(&project, [0, 4])?)?;
    /// assert_eq!(chain.buffered(&[8, 5], BufferSizing::CutAndPaste)?.promise(), 6 + 4);
    /// assert_eq!(chain.buffered(&[8, 5], BufferSizing::RootSquareError)?.promise(), 6 + 5);
    /// let error = chain.buffered(&[3, 5], BufferSizing::CutAndPaste).unwrap_err();
    /// assert_eq!(error.to_string(), "`safe` is 3 of task 0, allowed: at least 4, its duration");
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n + links log n), and what [`Schedule::new`] takes to check the plan and to find its lower bound.
    pub fn buffered(&self, safe: &[u64], sizing: BufferSizing) -> Result<BufferedPlan, PlanningError> {
        require_count("safe durations", safe.len(), self.project.len())?;
        BufferedPlan::new(self, safe, sizing)
    }

    pub(super) fn duration(&self, task: usize) -> i64 {
        self.project.duration(task) as i64
    }

    /// The least time from the start of one task to that of another, for an arc between them.
    pub(super) fn gap(&self, from: usize, to: usize, arc: Arc) -> i64 {
        arc.kind.between_starts(arc.lag, self.duration(from), self.duration(to))
    }

    /// The earliest starts, if some tasks wait longer for some.
    pub(super) fn heads(&self, more: impl Fn(usize, usize) -> i64) -> Vec<i64> {
        let mut heads = alloc::vec![0; self.project.len()];
        for task in self.graph.order() {
            let way = |arc: &Arc| heads[arc.task()] + self.gap(arc.task(), task, *arc) + more(arc.task(), task);
            let ways = self.graph.before(task).iter().map(way);
            heads[task] = ways.fold(self.project.date(task) as i64, i64::max);
        }
        heads
    }

    /// A longest path to a task.
    fn path_to(&self, last: Option<usize>, heads: &[i64]) -> Vec<usize> {
        let mut path = Vec::new();
        let mut next = last;
        while let Some(task) = next {
            path.push(task);
            let arcs = self.graph.before(task).iter();
            let tight = arcs.filter(|arc| heads[arc.task()] + self.gap(arc.task(), task, **arc) == heads[task]);
            next = tight.map(|arc| arc.task()).min();
        }
        path.reverse();
        path
    }
}

impl fmt::Debug for CriticalChain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CriticalChain")
            .field("of", &self.project.len())
            .field("tasks", &self.tasks.len())
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}
