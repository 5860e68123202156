//! When a plan is done, and which tasks decide that.

mod drag;
mod passes;
mod paths;
mod times;
mod tournament;
mod update;

use alloc::vec::Vec;
use core::fmt;

use crate::{
    Network, PlanningError,
    error::require_task,
    network::{Graph, require_total},
};

use passes::Dates;
pub use times::{Span, Times};
use tournament::Tournament;

/// The critical path method: the dates and floats of every task, and what decides the finish.
///
/// A pass along the links gives the earliest dates, a pass against them the latest ones with which the plan is done as
/// soon, and in time. Tasks without float are critical. A task is not interrupted: its start and its finish are its
/// duration apart, and whichever end a link holds back takes the other one with it. So with other links than from finish
/// to start a shorter task can make a plan longer; [`drags`](Cpm::drags) says so.
///
/// # Examples
///
/// ```
/// use ansatz_planning::{Cpm, LinkKind::FinishToStart, Network};
///
/// let mut network = Network::new();
/// let [frame, roof, wires, paint] = [6, 3, 4, 2].map(|days| network.add_task(days));
/// for (from, to) in [(frame, roof), (frame, wires), (roof, paint), (wires, paint)] {
///     network.link(from, to, FinishToStart, 0)?;
/// }
/// let mut cpm = Cpm::new(&network)?;
/// assert_eq!(cpm.finish(), 12);
/// assert!(cpm.critical_paths().eq([vec![frame, wires, paint]]));
/// assert_eq!(cpm.times(roof)?.total_float, 1);
/// // Without the wires the roof decides.
/// assert_eq!(cpm.drags(), [6, 0, 1, 2]);
///
/// cpm.set_duration(roof, 5)?;
/// assert_eq!(cpm.finish(), 13);
/// assert!(cpm.critical().eq([frame, roof, paint]));
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
///
/// # Complexity
///
/// O(n + m) time and memory for n tasks and m links.
///
/// # References
///
/// J. E. Kelley and M. R. Walker, "Critical-path planning and scheduling", Eastern Joint Computer Conference, 1959. Links
/// of four kinds with lags: J. W. Fondahl, "A non-computer approach to the critical path method for the construction
/// industry", Stanford University, 1961, and S. E. Elmaghraby and J. Kamburowski, "The analysis of activity networks under
/// generalized precedence relations", Management Science 38 (1992).
#[derive(Clone)]
pub struct Cpm {
    pub(crate) graph: Graph,
    pub(crate) dates: Dates,
    groups: Vec<Vec<usize>>,
    /// The earliest finish of each task.
    finishes: Tournament,
    /// The sum of all durations and of the sizes of all lags.
    total: u64,
}

impl Cpm {
    /// The dates of all tasks.
    ///
    /// # Errors
    ///
    /// [`PlanningError::Cycle`] with the tasks of a cycle; [`PlanningError::Duration`] and [`PlanningError::Lag`] where all
    /// durations and lags together come to more than 2^58.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Cpm, Network};
    ///
    /// let mut network = Network::new();
    /// network.add_task(3);
    /// network.add_task(5);
    /// assert_eq!(Cpm::new(&network)?.finish(), 5);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn new(network: &Network) -> Result<Self, PlanningError> {
        Self::within(network, require_total(network.durations(), network.links())?)
    }

    /// The dates of a network that is within the limits, with that sum of all durations and lags.
    pub(crate) fn within(network: &Network, total: u64) -> Result<Self, PlanningError> {
        let graph = Graph::new(network.len(), network.links())?;
        let dates = Dates::new(network, &graph);
        let finishes = Tournament::new((0..network.len()).map(|task| dates.finish(task)));
        Ok(Self { graph, dates, groups: network.groups.clone(), finishes, total })
    }

    /// When all is done; 0 without a task.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Cpm, Network};
    ///
    /// assert_eq!(Cpm::new(&Network::new())?.finish(), 0);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn finish(&self) -> u64 {
        // No task finishes before 0.
        self.end() as u64
    }

    /// The number of tasks.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Cpm, Network};
    ///
    /// assert_eq!(Cpm::new(&Network::new())?.len(), 0);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn len(&self) -> usize {
        self.dates.durations.len()
    }

    /// Whether there is no task.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Cpm, Network};
    ///
    /// assert!(Cpm::new(&Network::new())?.is_empty());
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The dates and floats of a task.
    ///
    /// # Errors
    ///
    /// [`PlanningError::UnknownTask`].
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Cpm, Network};
    ///
    /// let mut network = Network::new();
    /// let (short, long) = (network.add_task(3), network.add_task(5));
    /// let cpm = Cpm::new(&network)?;
    /// let times = cpm.times(short)?;
    /// assert_eq!((times.early_start, times.early_finish), (0, 3));
    /// assert_eq!((times.late_start, times.late_finish), (2, 5));
    /// assert_eq!((times.total_float, times.free_float), (2, 2));
    /// assert!(cpm.times(long)?.is_critical());
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// A step for each link that leaves the task, for the free float.
    pub fn times(&self, task: usize) -> Result<Times, PlanningError> {
        require_task(task, self.len()).map(|task| self.times_of(task))
    }

    /// The earliest start of each task: a schedule and a baseline, where nothing is scarce.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Cpm, LinkKind::FinishToStart, Network, earned_value::Baseline};
    ///
    /// let mut network = Network::new();
    /// let [dig, pour, plan] = [3, 5, 2].map(|days| network.add_task(days));
    /// network.link(dig, pour, FinishToStart, 1)?;
    /// let starts = Cpm::new(&network)?.early_starts();
    /// assert_eq!(starts, [0, 4, 0]);
    /// assert_eq!(Baseline::new(&starts, network.durations(), &[900, 4_000, 400])?.finish(), 9);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n).
    pub fn early_starts(&self) -> Vec<u64> {
        self.dates.heads.iter().map(|&start| start as u64).collect()
    }

    /// The latest start of each task, which is before 0 where a date to finish by cannot be kept.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Cpm, LinkKind::FinishToStart, Network};
    ///
    /// let mut network = Network::new();
    /// let [dig, pour, plan] = [3, 5, 2].map(|days| network.add_task(days));
    /// network.link(dig, pour, FinishToStart, 1)?;
    /// assert_eq!(Cpm::new(&network)?.late_starts(), [0, 4, 7]);
    /// network.finish_by(pour, 7)?;
    /// assert_eq!(Cpm::new(&network)?.late_starts(), [-2, 2, 7]);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n).
    pub fn late_starts(&self) -> Vec<i64> {
        (0..self.len()).map(|task| self.late_start(task)).collect()
    }

    /// From the first start to the last finish of a group's tasks.
    ///
    /// # Errors
    ///
    /// [`PlanningError::UnknownGroup`].
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Cpm, Network};
    ///
    /// let mut network = Network::new();
    /// let tasks = [3, 5, 9].map(|days| network.add_task(days));
    /// let group = network.add_group(&tasks[..2])?;
    /// let span = Cpm::new(&network)?.span(group)?;
    /// assert_eq!((span.early_start, span.early_finish, span.total_float), (0, 5, 4));
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// A step for each of its tasks and of the links that leave them.
    pub fn span(&self, group: usize) -> Result<Span, PlanningError> {
        Span::of_group(&self.groups, group, |task| self.times_of(task))
    }

    /// The tasks without float, in ascending order: those that delay the finish or break a date if they are late.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Cpm, Network};
    ///
    /// let mut network = Network::new();
    /// let tasks = [3, 5, 5].map(|days| network.add_task(days));
    /// assert!(Cpm::new(&network)?.critical().eq([tasks[1], tasks[2]]));
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn critical(&self) -> impl Iterator<Item = usize> + '_ {
        self.near_critical(0)
    }

    /// The tasks with a total float of at most `float`, in ascending order.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Cpm, Network};
    ///
    /// let mut network = Network::new();
    /// let tasks = [3, 4, 5].map(|days| network.add_task(days));
    /// assert!(Cpm::new(&network)?.near_critical(1).eq([tasks[1], tasks[2]]));
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn near_critical(&self, float: i64) -> impl Iterator<Item = usize> + '_ {
        (0..self.len()).filter(move |&task| self.late_start(task) - self.dates.heads[task] <= float)
    }

    /// The finish, to be added to and subtracted from.
    pub(crate) fn end(&self) -> i64 {
        self.finishes.max().unwrap_or(0)
    }

    /// The dates and floats of a task that is there.
    fn times_of(&self, task: usize) -> Times {
        let (start, late_start) = (self.dates.heads[task], self.late_start(task));
        let duration = self.dates.durations[task];
        Times {
            early_start: start as u64,
            early_finish: (start + duration) as u64,
            late_start,
            late_finish: late_start + duration,
            total_float: late_start - start,
            free_float: self.free_float(task) as u64,
        }
    }

    /// The latest start with which all is done as soon as it can be, and in time.
    fn late_start(&self, task: usize) -> i64 {
        self.dates.dues[task].min(self.end() - self.dates.tails[task])
    }

    /// How much later than at the earliest a task can be without any effect on others or on the finish.
    fn free_float(&self, task: usize) -> i64 {
        let to_end = self.end() - self.dates.finish(task);
        let to_others = self
            .graph
            .after(task)
            .iter()
            .map(|arc| self.dates.heads[arc.task()] - self.dates.heads[task] - self.dates.gap_after(task, *arc));
        to_others.fold(to_end, i64::min)
    }
}

impl fmt::Debug for Cpm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cpm")
            .field("tasks", &self.len())
            .field("groups", &self.groups.len())
            .field("finish", &self.finish())
            .finish_non_exhaustive()
    }
}
