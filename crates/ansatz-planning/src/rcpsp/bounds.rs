//! Lengths below which there is no schedule.

use alloc::vec::Vec;

use super::{Direction, Project, priority::tails, refutation::Refutation};

/// A makespan below which there is no schedule: the largest of the critical path, the work on each resource, and a
/// destructive bound.
///
/// Destructive: a makespan is assumed, and what each task may do in it is narrowed: of two tasks that cannot run at the same
/// time, one comes first if the other cannot, and where a task runs for certain the others find less. The makespan is
/// refuted if a task may do nothing, or if in some interval the tasks need more of a resource than there is (or of
/// tasks of which no two can run at the same time more than one has to), even if each of them is shifted out of the interval
/// as far as it may be. For more than 300 tasks only those intervals are tried that reach to the end of the schedule and
/// hold whole tasks.
///
/// # Examples
///
/// ```
/// use ansatz_planning::{LinkKind::FinishToStart, Network, rcpsp::{Project, lower_bound}};
///
/// let mut network = Network::new();
/// let [first, a, b, c, last] = [1, 4, 4, 4, 1].map(|days| network.add_task(days));
/// for middle in [a, b, c] {
///     network.link(first, middle, FinishToStart, 0)?;
///     network.link(middle, last, FinishToStart, 0)?;
/// }
/// // Two of the three that are in the middle can go at a time.
/// let project = Project::new(&network, &[2], &[[0], [1], [1], [1], [0]])?;
/// assert_eq!((project.critical_path(), lower_bound(&project)), (6, 10));
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
///
/// # Complexity
///
/// O(resources x n log n), and for at most 300 tasks O((resources + n) x n^2 log n log(total duration)) at worst; for 120 tasks
/// about two milliseconds, and fifteen at most, on PSPLIB.
///
/// # References
///
/// R. Klein and A. Scholl, "Computing lower bounds by destructive improvement", European Journal of Operational Research
/// 112, 1999; J. Erschler and P. Lopez, "Energy-based approach for task scheduling under time and resources constraints",
/// 1990.
pub fn lower_bound(project: &Project) -> u64 {
    let view = project.view(Direction::Forward);
    let (heads, tails) = (view.heads(), tails(view));
    let mut bound = simple_bound(project);
    for resource in 0..project.capacities().len() {
        bound = bound.max(tail_bound(project, resource, &heads, &tails));
    }
    if project.len() <= MOST_DESTROYED { destroy(project, bound, &heads, &tails) } else { bound }
}

/// The critical path and the work on each resource.
pub(super) fn simple_bound(project: &Project) -> u64 {
    let work = |resource: usize| {
        let energy = (0..project.len()).map(|task| energy(project, task, resource, project.duration(task)));
        length(energy.fold(0, u128::saturating_add), project.capacities()[resource])
    };
    (0..project.capacities().len()).map(work).max().unwrap_or(0).max(project.critical_path())
}

/// What a task takes of a resource in a time.
fn energy(project: &Project, task: usize, resource: usize, time: u64) -> u128 {
    u128::from(time) * u128::from(project.demands(task)[resource])
}

/// The time that work takes at least.
fn length(energy: u128, capacity: u64) -> u64 {
    let least = energy.div_ceil(u128::from(capacity.max(1)));
    u64::try_from(least).unwrap_or(u64::MAX)
}

/// For each set of the tasks with the latest starts: the first of these, their work, and the shortest of their tails.
fn tail_bound(project: &Project, resource: usize, heads: &[u64], tails: &[u64]) -> u64 {
    let needs = |task: &usize| energy(project, *task, resource, project.duration(*task)) > 0;
    let mut order: Vec<usize> = (0..project.len()).filter(needs).collect();
    order.sort_unstable_by_key(|task| core::cmp::Reverse(heads[*task]));
    let (mut work, mut tail, mut bound) = (0_u128, u64::MAX, 0);
    for task in order {
        work = work.saturating_add(energy(project, task, resource, project.duration(task)));
        tail = tail.min(tails[task]);
        bound = bound.max(heads[task] + length(work, project.capacities()[resource]) + tail);
    }
    bound
}

/// The first makespan from `bound` on that is not refuted.
fn destroy(project: &Project, bound: u64, heads: &[u64], tails: &[u64]) -> u64 {
    let refutation = Refutation::new(project);
    let is_refuted = |makespan: u64| refutation.refutes(makespan, heads, tails);
    if !is_refuted(bound) {
        return bound;
    }
    // No schedule is shorter than a refuted makespan or as short: in a longer one, tasks may do all that they may in it.
    let (mut refuted, mut step) = (bound, 1);
    while is_refuted(refuted + step) {
        refuted += step;
        step *= 2;
    }
    let mut open = refuted + step;
    while open - refuted > 1 {
        let middle = refuted + (open - refuted) / 2;
        *(if is_refuted(middle) { &mut refuted } else { &mut open }) = middle;
    }
    open
}

/// Whether something is true of what the tasks need at least in some interval, and of how long that is.
///
/// Intervals are tried that begin where a task may start at the earliest or at the latest, and of these all ends that
/// matter. What is needed in one that begins elsewhere may be more: that nothing is found proves nothing.
pub(super) fn any_interval(windows: &[Window], mut is_true: impl FnMut(u128, u64) -> bool) -> bool {
    let mut changes = Vec::new();
    let begins = windows.iter().flat_map(|window| [window.from, window.to - window.duration]);
    begins.into_iter().any(|from| any_interval_from(windows, from, &mut changes, &mut is_true))
}

/// Whether that is so in some interval that begins at a time.
///
/// The least that a task takes in it grows with the interval's end, at one rate, between two times; so does the sum,
/// between all of these times.
fn any_interval_from(
    windows: &[Window],
    from: u64,
    changes: &mut Vec<(u64, bool, u64)>,
    is_true: &mut impl FnMut(u128, u64) -> bool,
) -> bool {
    changes.clear();
    for window in windows {
        let early = (window.from + window.duration).saturating_sub(from).min(window.duration);
        if early > 0 {
            let begin = from.max(window.to - window.duration);
            changes.push((begin, true, window.demand));
            changes.push((begin + early, false, window.demand));
        }
    }
    changes.sort_unstable();
    let (mut needed, mut rate, mut last) = (0_u128, 0_u128, from);
    for &(time, grows, demand) in &*changes {
        needed += rate * u128::from(time - last);
        if is_true(needed, time - from) {
            return true;
        }
        last = time;
        rate = if grows { rate + u128::from(demand) } else { rate - u128::from(demand) };
    }
    false
}

/// What a task may do.
pub(super) struct Window {
    pub(super) duration: u64,
    pub(super) demand: u64,
    /// Its earliest start.
    pub(super) from: u64,
    /// Its latest finish.
    pub(super) to: u64,
}

/// A quarter of a second or so at most, for two resources and projects at random.
pub(super) const MOST_DESTROYED: usize = 300;
