//! The rules that say which activity comes first.

use alloc::{collections::BinaryHeap, vec, vec::Vec};
use core::cmp::Reverse;

use super::project::View;

/// Which of the activities that may come next comes first; among equals, the one with the lower number.
///
/// Backward, a rule sees the project from its end: successors are predecessors, and the latest finish is the earliest
/// start.
///
/// # Examples
///
/// ```
/// use ansatz_planning::rcpsp::{Activity, Direction, Precedence, PriorityRule, Project, serial};
///
/// let activities = [Activity::new(1, [1]), Activity::new(2, [1]), Activity::new(4, [1])];
/// let project = Project::new(&[1], &activities, &[Precedence::new(1, 2)])?;
/// let starts = |rule| serial(&project, rule, Direction::Forward).starts().to_vec();
/// assert_eq!(starts(PriorityRule::ShortestTime), [0, 1, 3]);
/// assert_eq!(starts(PriorityRule::MostSuccessors), [2, 0, 3]);
/// # Ok::<(), ansatz_planning::rcpsp::ProjectError>(())
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
    /// MTS: the most successors, immediate or not.
    MostSuccessors,
    /// MIS: the most immediate successors.
    MostImmediateSuccessors,
    /// GRPW: the greatest duration of an activity and its immediate successors.
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
    /// use ansatz_planning::rcpsp::{Activity, Direction, PriorityRule, Project, parallel};
    ///
    /// let project = Project::new(&[2], &[Activity::new(3, [2]), Activity::new(4, [1])], &[])?;
    /// let lengths = PriorityRule::ALL.map(|rule| parallel(&project, rule, Direction::Forward).makespan());
    /// assert_eq!(lengths, [7; 11]);
    /// # Ok::<(), ansatz_planning::rcpsp::ProjectError>(())
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

    /// A key for each activity, of which the lowest comes first.
    pub(super) fn keys(self, view: View<'_>) -> Vec<u128> {
        let project = view.project;
        let n = project.len();
        let duration = |activity: usize| u128::from(project.duration(activity));
        let most_first = |value: &dyn Fn(usize) -> u128| (0..n).map(|activity| u128::MAX - value(activity)).collect();
        match self {
            // From the end, the greatest tail: the end itself is the same for all.
            Self::LatestFinish => tails(view).iter().map(|tail| u128::MAX - u128::from(*tail)).collect(),
            Self::LatestStart => {
                let tails = tails(view);
                most_first(&|activity| u128::from(tails[activity]) + duration(activity))
            }
            Self::EarliestStart => view.heads().into_iter().map(u128::from).collect(),
            Self::LeastSlack => {
                let (heads, tails) = (view.heads(), tails(view));
                most_first(&|activity| u128::from(heads[activity]) + u128::from(tails[activity]) + duration(activity))
            }
            Self::MostSuccessors => {
                let counts = successors(view);
                most_first(&|activity| counts[activity])
            }
            Self::MostImmediateSuccessors => most_first(&|activity| view.after().count(activity) as u128),
            Self::GreatestWeight => most_first(&|activity| {
                duration(activity) + view.after().of(activity).map(|(other, _)| duration(other)).sum::<u128>()
            }),
            Self::GreatestDemand => most_first(&|activity| {
                // At most 2^62 times 2^64: what more there is of resources is not told apart.
                let needed = project.demands(activity).iter().map(|demand| u128::from(*demand)).sum::<u128>();
                duration(activity).saturating_mul(needed)
            }),
            Self::ShortestTime => (0..n).map(duration).collect(),
            Self::LongestTime => most_first(&duration),
            Self::Number => (0..n as u128).collect(),
        }
    }
}

/// The least time from each activity's finish to the end.
pub(super) fn tails(view: View<'_>) -> Vec<u64> {
    View { direction: view.direction.opposite(), ..view }.heads()
}

/// How many activities come after each, immediately or not: for 64 of them at a time, a bit for each.
fn successors(view: View<'_>) -> Vec<u128> {
    let n = view.project.len();
    let mut counts = vec![0_u128; n];
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_unstable_by_key(|activity| Reverse(view.rank(*activity)));
    let mut reached = vec![0_u64; n];
    for first in (0..n).step_by(64) {
        for &activity in &order {
            let bit = |other: usize| if (first..first + 64).contains(&other) { 1 << (other - first) } else { 0 };
            let mask = view.after().of(activity).fold(0, |mask, (other, _)| mask | reached[other] | bit(other));
            reached[activity] = mask;
            counts[activity] += u128::from(mask.count_ones());
        }
    }
    counts
}

/// A list with each activity after those that it waits for; among those that may come next, the one with the lowest key.
pub(super) fn sorted_list<K: Ord + Copy>(view: View<'_>, keys: &[K]) -> Vec<usize> {
    let n = keys.len();
    let mut waits: Vec<usize> = (0..n).map(|activity| view.before().count(activity)).collect();
    let free = (0..n).filter(|activity| waits[*activity] == 0);
    let mut eligible: BinaryHeap<_> = free.map(|activity| Reverse((keys[activity], activity))).collect();
    let mut list = Vec::with_capacity(n);
    while let Some(Reverse((_, activity))) = eligible.pop() {
        list.push(activity);
        for (other, _) in view.after().of(activity) {
            waits[other] -= 1;
            if waits[other] == 0 {
                eligible.push(Reverse((keys[other], other)));
            }
        }
    }
    list
}
