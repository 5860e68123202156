//! The rules that say which task comes first.

use alloc::{collections::BinaryHeap, vec, vec::Vec};
use core::cmp::Reverse;

use super::project::View;

/// Which of the tasks that may come next comes first; among equals, the one with the lower number.
///
/// Backward, a rule sees the project from its end: successors are predecessors, and the latest finish is the earliest
/// start.
///
/// # Examples
///
/// ```
/// use ansatz_planning::{LinkKind::FinishToStart, Network, rcpsp::{Direction, PriorityRule, Project, serial}};
///
/// let mut network = Network::new();
/// let [_, floor, walls] = [1, 2, 4].map(|days| network.add_task(days));
/// network.link(floor, walls, FinishToStart, 0)?;
/// let project = Project::new(&network, &[1], &[[1], [1], [1]])?;
/// let starts = |rule| serial(&project, rule, Direction::Forward).starts().to_vec();
/// assert_eq!(starts(PriorityRule::ShortestTime), [0, 1, 3]);
/// assert_eq!(starts(PriorityRule::MostSuccessors), [2, 0, 3]);
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
///
/// # References
///
/// R. Kolisch, "Efficient priority rules for the resource-constrained project scheduling problem", Journal of Operations
/// Management 14, 1996.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PriorityRule {
    /// LFT: the earliest latest finish, if there were enough of all resources. The best single rule on average.
    LatestFinish,
    /// LST: the earliest latest start.
    LatestStart,
    /// EST: the earliest start.
    EarliestStart,
    /// MSLK: the least slack, the latest start less the earliest.
    LeastSlack,
    /// MTS: the most successors, immediate or not. To count them takes O(n x (n + links) / 64), on top of what a scheme
    /// takes.
    MostSuccessors,
    /// MIS: the most immediate successors.
    MostImmediateSuccessors,
    /// GRPW: the greatest duration of a task and its immediate successors.
    GreatestWeight,
    /// GRD: the greatest demand, duration times what is needed of all resources.
    GreatestDemand,
    /// SPT: the shortest duration.
    ShortestTime,
    /// LPT: the longest duration.
    LongestTime,
    /// FIFO: the lowest number.
    Number,
}

impl PriorityRule {
    /// All rules.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::{Direction, PriorityRule, Project, parallel}};
    ///
    /// let mut network = Network::new();
    /// [3, 4].map(|days| network.add_task(days));
    /// let project = Project::new(&network, &[2], &[[2], [1]])?;
    /// let lengths = PriorityRule::ALL.map(|rule| parallel(&project, rule, Direction::Forward).makespan());
    /// assert_eq!(lengths, [7; 11]);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub const ALL: [Self; 11] = [
        Self::LatestFinish,
        Self::LatestStart,
        Self::EarliestStart,
        Self::LeastSlack,
        Self::MostSuccessors,
        Self::MostImmediateSuccessors,
        Self::GreatestWeight,
        Self::GreatestDemand,
        Self::ShortestTime,
        Self::LongestTime,
        Self::Number,
    ];

    /// A key for each task, of which the lowest comes first.
    pub(super) fn keys(self, view: View<'_>) -> Vec<u128> {
        let project = view.project;
        let n = project.len();
        let duration = |task: usize| u128::from(project.duration(task));
        let most_first = |value: &dyn Fn(usize) -> u128| (0..n).map(|task| u128::MAX - value(task)).collect();
        match self {
            // From the end, the greatest tail: the end itself is the same for all.
            Self::LatestFinish => tails(view).iter().map(|tail| u128::MAX - u128::from(*tail)).collect(),
            Self::LatestStart => {
                let tails = tails(view);
                most_first(&|task| u128::from(tails[task]) + duration(task))
            }
            Self::EarliestStart => view.heads().into_iter().map(u128::from).collect(),
            Self::LeastSlack => {
                let (heads, tails) = (view.heads(), tails(view));
                most_first(&|task| u128::from(heads[task]) + u128::from(tails[task]) + duration(task))
            }
            Self::MostSuccessors => {
                let counts = successors(view);
                most_first(&|task| counts[task])
            }
            Self::MostImmediateSuccessors => most_first(&|task| view.after().count(task) as u128),
            Self::GreatestWeight => most_first(&|task| {
                duration(task) + view.after().of(task).map(|(other, _)| duration(other)).sum::<u128>()
            }),
            Self::GreatestDemand => most_first(&|task| {
                // Below 2^58 times 2^64 for one resource; with very many of the largest, what is above 2^128 is not told apart.
                let needed = project.demands(task).iter().map(|demand| u128::from(*demand)).sum::<u128>();
                duration(task).saturating_mul(needed)
            }),
            Self::ShortestTime => (0..n).map(duration).collect(),
            Self::LongestTime => most_first(&duration),
            Self::Number => (0..n as u128).collect(),
        }
    }
}

/// The least time from each task's finish to the end.
pub(super) fn tails(view: View<'_>) -> Vec<u64> {
    View { direction: view.direction.opposite(), ..view }.heads()
}

/// How many tasks come after each, immediately or not: for 64 of them at a time, a bit for each.
fn successors(view: View<'_>) -> Vec<u128> {
    let n = view.project.len();
    let mut counts = vec![0_u128; n];
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_unstable_by_key(|task| Reverse(view.rank(*task)));
    let mut reached = vec![0_u64; n];
    for first in (0..n).step_by(64) {
        for &task in &order {
            let bit = |other: usize| if (first..first + 64).contains(&other) { 1 << (other - first) } else { 0 };
            let mask = view.after().of(task).fold(0, |mask, (other, _)| mask | reached[other] | bit(other));
            reached[task] = mask;
            counts[task] += u128::from(mask.count_ones());
        }
    }
    counts
}

/// A list with each task after those that it waits for; among those that may come next, the one with the lowest key.
pub(super) fn sorted_list<K: Ord + Copy>(view: View<'_>, keys: &[K]) -> Vec<usize> {
    let n = keys.len();
    let mut waits: Vec<usize> = (0..n).map(|task| view.before().count(task)).collect();
    let free = (0..n).filter(|task| waits[*task] == 0);
    let mut eligible: BinaryHeap<_> = free.map(|task| Reverse((keys[task], task))).collect();
    let mut list = Vec::with_capacity(n);
    while let Some(Reverse((_, task))) = eligible.pop() {
        list.push(task);
        for (other, _) in view.after().of(task) {
            waits[other] -= 1;
            if waits[other] == 0 {
                eligible.push(Reverse((keys[other], other)));
            }
        }
    }
    list
}
