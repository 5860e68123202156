//! A schedule with buffers.

use alloc::{vec, vec::Vec};
use core::{cmp::Reverse, fmt};

use ansatz_core::ParameterError;

use super::{Buffer, BufferSizing, BufferStatus, CriticalChain, buffer::Cut};
use crate::{
    PlanningError,
    error::require_count,
    network::{Arc, require_duration},
    rcpsp::{Project, Schedule},
};

/// A schedule in which every path that meets the critical chain is done a buffer earlier, and a buffer comes after all.
///
/// A feeding buffer is for the longest path of tasks not on the chain, through links and resources that are handed over, that
/// ends where the chain waits for it, or that nothing waits for and so ends with the project. Where there is no room for it,
/// the chain is pushed on. All tasks start as late as the buffers and the end of the schedule allow, and those hand over to
/// each other that did before, so that nothing is needed twice.
///
/// # Examples
///
/// ```
/// use ansatz_planning::{LinkKind::FinishToStart, Network, critical_chain::{BufferSizing, CriticalChain}};
/// use ansatz_planning::rcpsp::{Project, Schedule};
///
/// let mut network = Network::new();
/// let [long, short, last] = [6, 5, 4].map(|days| network.add_task(days));
/// network.link(long, last, FinishToStart, 0)?;
/// network.link(short, last, FinishToStart, 0)?;
/// let project = Project::new(&network, &[], &[[0; 0]; 3])?;
/// let chain = CriticalChain::new(&project, &Schedule::new(&project, [0, 0, 6])?)?;
/// let plan = chain.buffered(&[12, 10, 8], BufferSizing::CutAndPaste)?;
/// // The buffer of the short one is 3 days long, which pushes the last one and, as late as possible, the long one.
/// assert_eq!(plan.schedule().starts(), [2, 0, 8]);
/// assert_eq!((plan.schedule().makespan(), plan.promise()), (12, 17));
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct BufferedPlan {
    /// Of each task, the one before it: on the chain, or on the longest path of tasks that are not on it.
    before: Vec<Option<usize>>,
    durations: Vec<u64>,
    schedule: Schedule,
    project: Buffer,
    feeding: Vec<Buffer>,
}

impl BufferedPlan {
    pub(super) fn new(chain: &CriticalChain, safe: &[u64], sizing: BufferSizing) -> Result<Self, PlanningError> {
        let project = &chain.project;
        let cuts = cuts(project, safe)?;
        let feeders = Feeders::new(chain, &cuts, sizing);
        let feeding = feeders.buffers();
        let reserve = sizing.size(chain.tasks().iter().map(|task| cuts[*task]));
        require_reserves(feeding.iter().map(|(buffer, _)| buffer.size).chain([reserve]))?;
        let (starts, end) = feeders.latest_starts();
        let placed = |(buffer, gap): (Buffer, i64)| {
            let start = buffer.after.map_or(0, |after| starts[after].saturating_add_signed(gap));
            Buffer { start, ..buffer }
        };
        let feeding = feeding.into_iter().map(placed).collect();
        let last = Buffer { after: chain.tasks().last().copied(), into: None, start: end, size: reserve };
        let durations = (0..project.len()).map(|task| project.duration(task)).collect();
        Ok(Self {
            before: feeders.before,
            durations,
            schedule: Schedule::new(project, starts)?,
            project: last,
            feeding,
        })
    }

    /// When each task starts.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, critical_chain::{BufferSizing, CriticalChain}, rcpsp::{Project, Schedule}};
    ///
    /// let mut network = Network::new();
    /// [4, 2].map(|days| network.add_task(days));
    /// let project = Project::new(&network, &[2], &[[1], [1]])?;
    /// let chain = CriticalChain::new(&project, &Schedule::new(&project, [0, 0])?)?;
    /// let plan = chain.buffered(&[8, 4], BufferSizing::CutAndPaste)?;
    /// // As late as possible, for a buffer of a day at the end.
    /// assert_eq!(plan.schedule().starts(), [0, 1]);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// The buffer after the chain.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, critical_chain::{BufferSizing, CriticalChain}, rcpsp::{Project, Schedule}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(4);
    /// let project = Project::new(&network, &[1], &[[1]])?;
    /// let chain = CriticalChain::new(&project, &Schedule::new(&project, [0])?)?;
    /// let plan = chain.buffered(&[8], BufferSizing::CutAndPaste)?;
    /// assert_eq!((plan.project_buffer().start(), plan.project_buffer().size()), (4, 2));
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn project_buffer(&self) -> Buffer {
        self.project
    }

    /// The buffers before tasks of the chain, in the chain's order, and then those at the project's end; none where nothing has
    /// been cut.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{LinkKind::FinishToStart, Network, critical_chain::{BufferSizing, CriticalChain}};
    /// use ansatz_planning::rcpsp::{Project, Schedule};
    ///
    /// let mut network = Network::new();
    /// let [long, short, last] = [6, 2, 1].map(|days| network.add_task(days));
    /// network.link(long, last, FinishToStart, 0)?;
    /// network.link(short, last, FinishToStart, 0)?;
    /// let project = Project::new(&network, &[], &[[0; 0]; 3])?;
    /// let chain = CriticalChain::new(&project, &Schedule::new(&project, [0, 0, 6])?)?;
    /// assert_eq!(chain.buffered(&[12, 4, 2], BufferSizing::CutAndPaste)?.feeding_buffers().len(), 1);
    /// assert_eq!(chain.buffered(&[12, 2, 2], BufferSizing::CutAndPaste)?.feeding_buffers(), []);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn feeding_buffers(&self) -> &[Buffer] {
        &self.feeding
    }

    /// The path that a buffer of this plan is for, from its first task to its last: the chain for the project buffer.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{LinkKind::FinishToStart, Network, critical_chain::{BufferSizing, CriticalChain}};
    /// use ansatz_planning::rcpsp::{Project, Schedule};
    ///
    /// let mut network = Network::new();
    /// let [long, one, other, last] = [6, 1, 2, 1].map(|days| network.add_task(days));
    /// for (from, to) in [(long, last), (one, other), (other, last)] {
    ///     network.link(from, to, FinishToStart, 0)?;
    /// }
    /// let project = Project::new(&network, &[], &[[0; 0]; 4])?;
    /// let chain = CriticalChain::new(&project, &Schedule::new(&project, [0, 0, 1, 6])?)?;
    /// let plan = chain.buffered(&[12, 2, 4, 2], BufferSizing::CutAndPaste)?;
    /// assert_eq!(plan.path(plan.feeding_buffers()[0]), [one, other]);
    /// assert_eq!(plan.path(plan.project_buffer()), [long, last]);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn path(&self, buffer: Buffer) -> Vec<usize> {
        let before = |task: &usize| self.before.get(*task).copied().flatten();
        let mut path: Vec<usize> = core::iter::successors(buffer.after, before).collect();
        path.reverse();
        path
    }

    /// When the project buffer ends: what can be promised.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, critical_chain::{BufferSizing, CriticalChain}, rcpsp::{Project, Schedule}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(4);
    /// let project = Project::new(&network, &[1], &[[1]])?;
    /// let chain = CriticalChain::new(&project, &Schedule::new(&project, [0])?)?;
    /// assert_eq!(chain.buffered(&[8], BufferSizing::CutAndPaste)?.promise(), 6);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn promise(&self) -> u64 {
        self.project.end()
    }

    /// How much of the chain is done and of the project buffer used up at `now`, if each task still takes as long as
    /// `remaining` says: 0 if it is finished.
    ///
    /// The chain is expected to go on now with its first task that is not finished, and from there as planned, but for tasks
    /// that take longer or shorter than planned: gaps where it has been pushed count as no reserve. A chain that is finished
    /// counts as finished now. Where tasks of the chain overlap, by leads or links between other ends, what remains of each is
    /// added up nevertheless.
    ///
    /// # Errors
    ///
    /// [`PlanningError`] if there is not one remaining duration for each task.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{LinkKind::FinishToStart, Network, critical_chain::{BufferSizing, CriticalChain}};
    /// use ansatz_planning::rcpsp::{Project, Schedule};
    ///
    /// let mut network = Network::new();
    /// let (first, second) = (network.add_task(4), network.add_task(6));
    /// network.link(first, second, FinishToStart, 0)?;
    /// let project = Project::new(&network, &[1], &[[1], [1]])?;
    /// let chain = CriticalChain::new(&project, &Schedule::new(&project, [0, 4])?)?;
    /// let plan = chain.buffered(&[8, 12], BufferSizing::CutAndPaste)?;
    /// // At 5 the first one is done, a day late.
    /// let status = plan.project_status(5, &[0, 6])?;
    /// assert_eq!((status.completion(), status.used(), status.size()), (0.4, 1, 5));
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn project_status(&self, now: u64, remaining: &[u64]) -> Result<BufferStatus, PlanningError> {
        require_count("remaining durations", remaining.len(), self.durations.len())?;
        Ok(self.status(self.project, now, remaining))
    }

    /// The same for each of the feeding buffers and its path, in their order; a path that is finished uses nothing any more.
    ///
    /// # Errors
    ///
    /// [`PlanningError`] if there is not one remaining duration for each task.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{LinkKind::FinishToStart, Network, critical_chain::{BufferSizing, CriticalChain}};
    /// use ansatz_planning::rcpsp::{Project, Schedule};
    ///
    /// let mut network = Network::new();
    /// let [long, short, last] = [6, 2, 1].map(|days| network.add_task(days));
    /// network.link(long, last, FinishToStart, 0)?;
    /// network.link(short, last, FinishToStart, 0)?;
    /// let project = Project::new(&network, &[], &[[0; 0]; 3])?;
    /// let chain = CriticalChain::new(&project, &Schedule::new(&project, [0, 0, 6])?)?;
    /// let plan = chain.buffered(&[12, 6, 2], BufferSizing::CutAndPaste)?;
    /// // The short one was to be done at 4; at 4 it takes a day more.
    /// let statuses = plan.feeding_statuses(4, &[2, 1, 1])?;
    /// assert_eq!((statuses[0].used(), statuses[0].size()), (1, 2));
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn feeding_statuses(&self, now: u64, remaining: &[u64]) -> Result<Vec<BufferStatus>, PlanningError> {
        require_count("remaining durations", remaining.len(), self.durations.len())?;
        Ok(self.feeding.iter().map(|buffer| self.status(*buffer, now, remaining)).collect())
    }

    fn status(&self, buffer: Buffer, now: u64, remaining: &[u64]) -> BufferStatus {
        let path = self.path(buffer);
        let total: u128 = path.iter().map(|task| u128::from(self.durations[*task])).sum();
        let left = |task: &usize| remaining[*task].min(self.durations[*task]);
        let undone: u128 = path.iter().map(|task| u128::from(left(task))).sum();
        let completion = if total == 0 { 1.0 } else { (total - undone) as f64 / total as f64 };
        BufferStatus { completion, used: self.used(buffer, &path, now, remaining), size: buffer.size }
    }

    /// By how much the end of a path will be later than planned.
    fn used(&self, buffer: Buffer, path: &[usize], now: u64, remaining: &[u64]) -> u64 {
        let Some(next) = path.iter().position(|task| remaining[*task] > 0) else {
            // When a feeding path was finished is not known, only that it can no longer be late.
            return if buffer == self.project { now.saturating_sub(buffer.start) } else { 0 };
        };
        let planned = self.schedule.starts()[path[next]] + self.durations[path[next]];
        let more = |task: &usize| i128::from(remaining[*task]) - i128::from(self.durations[*task]);
        let longer: i128 = path[next + 1..].iter().map(more).sum();
        let late = i128::from(now) + i128::from(remaining[path[next]]) + longer - i128::from(planned);
        u64::try_from(late.max(0)).unwrap_or(u64::MAX)
    }
}

impl fmt::Debug for BufferedPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BufferedPlan")
            .field("schedule", &self.schedule)
            .field("feeding_buffers", &self.feeding.len())
            .field("promise", &self.promise())
            .finish_non_exhaustive()
    }
}

/// The paths that meet the chain or end with the project, and what is kept in reserve after them.
struct Feeders<'a> {
    chain: &'a CriticalChain,
    is_on_chain: Vec<bool>,
    before: Vec<Option<usize>>,
    /// How long before a task of the chain, or the project's end, each task is to be done: 0 for the chain's own.
    sizes: Vec<u64>,
}

impl<'a> Feeders<'a> {
    fn new(chain: &'a CriticalChain, cuts: &[u64], sizing: BufferSizing) -> Self {
        let (mut is_on_chain, mut before) = (vec![false; cuts.len()], vec![None; cuts.len()]);
        chain.tasks().iter().for_each(|task| is_on_chain[*task] = true);
        chain.tasks().windows(2).for_each(|pair| before[pair[1]] = Some(pair[0]));
        let (mut lengths, mut paths) = (vec![0_i64; cuts.len()], vec![Cut::default(); cuts.len()]);
        for task in chain.graph.order().filter(|task| !is_on_chain[*task]) {
            for arc in chain.graph.before(task).iter().filter(|arc| !is_on_chain[arc.task()]) {
                let length = lengths[arc.task()] + chain.gap(arc.task(), task, *arc);
                if length > lengths[task] || length == lengths[task] && before[task].is_none() {
                    (lengths[task], before[task]) = (length, Some(arc.task()));
                }
            }
            paths[task] = before[task].map_or(Cut::default(), |before| paths[before]).and(cuts[task]);
        }
        let sizes = paths.into_iter().map(|cut| sizing.size_of(cut)).collect();
        Self { chain, is_on_chain, before, sizes }
    }

    /// The buffers, without their starts, and the least time from the starts of their last tasks to them.
    fn buffers(&self) -> Vec<(Buffer, i64)> {
        let mut buffers = Vec::new();
        let buffer = |after: usize, into| Buffer { after: Some(after), into, start: 0, size: self.sizes[after] };
        for &into in self.chain.tasks() {
            let arcs = self.chain.graph.before(into).iter().filter(|arc| self.sizes[arc.task()] > 0);
            let mut gaps: Vec<_> = arcs.map(|arc| (arc.task(), self.chain.gap(arc.task(), into, *arc))).collect();
            // Of several links between the same tasks, the one that lets the chain wait longest.
            gaps.sort_unstable_by_key(|(task, gap)| (*task, Reverse(*gap)));
            gaps.dedup_by_key(|(task, _)| *task);
            buffers.extend(gaps.into_iter().map(|(task, gap)| (buffer(task, Some(into)), gap)));
        }
        let ends = (0..self.sizes.len()).filter(|task| self.at_end(*task) > 0);
        buffers.extend(ends.map(|task| (buffer(task, None), self.chain.duration(task))));
        buffers
    }

    /// How long before the project's end a task is to be done: not at all, if what waits for it is not done before it.
    fn at_end(&self, task: usize) -> i64 {
        let finish = self.chain.duration(task);
        let is_after = |arc: &Arc| self.chain.gap(task, arc.task(), *arc) + self.chain.duration(arc.task()) >= finish;
        if self.chain.graph.after(task).iter().any(is_after) { 0 } else { self.sizes[task] as i64 }
    }

    /// The latest starts with which the project ends when it does with the earliest, and that end.
    fn latest_starts(&self) -> (Vec<u64>, u64) {
        let chain = self.chain;
        let more = |from: usize, to: usize| if self.is_on_chain[to] { self.sizes[from] as i64 } else { 0 };
        let after = |task: usize| chain.duration(task) + self.at_end(task);
        let mut latest = chain.heads(more);
        let end = latest.iter().enumerate().map(|(task, head)| head + after(task)).max().unwrap_or(0);
        for task in chain.graph.order().rev() {
            let arcs = chain.graph.after(task).iter();
            let ways = arcs.map(|arc| latest[arc.task()] - chain.gap(task, arc.task(), *arc) - more(task, arc.task()));
            latest[task] = ways.fold(end - after(task), i64::min);
        }
        // None is before the earliest, which is not before 0.
        (latest.into_iter().map(|start| start as u64).collect(), end as u64)
    }
}

/// What has been cut off each task.
fn cuts(project: &Project, safe: &[u64]) -> Result<Vec<u64>, PlanningError> {
    let mut total = 0;
    let mut cuts = Vec::with_capacity(safe.len());
    for (task, &safe) in safe.iter().enumerate() {
        total = require_duration(total, task, safe)?;
        let duration = project.duration(task);
        let Some(cut) = safe.checked_sub(duration) else {
            let allowed = alloc::format!("at least {duration}, its duration");
            return Err(ParameterError::new("safe", alloc::format!("{safe} of task {task}"), allowed).into());
        };
        cuts.push(cut);
    }
    Ok(cuts)
}

fn require_reserves(sizes: impl Iterator<Item = u64>) -> Result<(), PlanningError> {
    let total = sizes.map(u128::from).sum::<u128>();
    if total > u128::from(MOST_RESERVED) {
        return Err(ParameterError::new("sum of all buffers", total, alloc::format!("at most {MOST_RESERVED}")).into());
    }
    Ok(())
}

/// A path with all buffers is below 2^62, and the difference of two such times fits into 63 bits.
const MOST_RESERVED: u64 = 1 << 61;
