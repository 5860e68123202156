//! Schedule generation: from an order of activities to a schedule.
//!
//! J. E. Kelley, *The critical-path method: resources planning and scheduling* (1963); R. Kolisch, *Serial and parallel
//! resource-constrained project scheduling methods revisited*, European Journal of Operational Research 90 (1996).

use alloc::{
    collections::{BTreeSet, BinaryHeap},
    vec,
    vec::Vec,
};
use core::cmp::Reverse;

use super::{
    Direction, PriorityRule, Project, Schedule, bounds::simple_bound, priority::sorted_list, profile::Profile,
    project::View,
};

/// The serial scheme: one activity after another, in the order of a rule, at the earliest time that its predecessors and
/// the resources allow (backward, at the latest).
///
/// Its schedules are active: no activity can start earlier unless another starts later. One of them is optimal.
///
/// # Examples
///
/// ```
/// use ansatz_planning::rcpsp::{Activity, Direction, Precedence, PriorityRule, Project, serial};
///
/// let activities = [Activity::new(2, [1]), Activity::new(3, [1]), Activity::new(2, [2])];
/// let project = Project::new(&[2], &activities, &[Precedence::new(0, 2)])?;
/// let schedule = serial(&project, PriorityRule::LatestFinish, Direction::Forward);
/// assert_eq!(schedule.starts(), [0, 0, 3]);
/// # Ok::<(), ansatz_planning::rcpsp::ProjectError>(())
/// ```
///
/// # Complexity
///
/// O(n log n + precedences) and, for each activity, the steps of the resource profile between its earliest start and its
/// finish: O(resources x n^2) at worst.
///
/// # References
///
/// J. E. Kelley, "The critical-path method: resources planning and scheduling", in Industrial Scheduling, 1963.
pub fn serial(project: &Project, rule: PriorityRule, direction: Direction) -> Schedule {
    let view = project.view(direction);
    let list = sorted_list(view, &rule.keys(view));
    let mut generator = Generator::new(project);
    let mut starts = vec![0; project.len()];
    let makespan = generator.serial(view, &list, &mut starts);
    finished(view, starts, makespan)
}

/// The parallel scheme: whenever an activity finishes (backward, starts), all that may start and find their resources do, in
/// the order of a rule.
///
/// Its schedules are non-delay: nothing waits that could run. They are good on average; perhaps none of them is optimal.
///
/// # Examples
///
/// ```
/// use ansatz_planning::rcpsp::{Activity, Direction, PriorityRule, Project, parallel};
///
/// let activities = [Activity::new(2, [1]), Activity::new(3, [1]), Activity::new(2, [2])];
/// let project = Project::new(&[2], &activities, &[])?;
/// let schedule = parallel(&project, PriorityRule::ShortestTime, Direction::Forward);
/// assert_eq!(schedule.starts(), [0, 0, 3]);
/// # Ok::<(), ansatz_planning::rcpsp::ProjectError>(())
/// ```
///
/// # Complexity
///
/// O(n log n + precedences) and, at each finish, a look at all activities that may start: O(resources x n^2) at worst.
///
/// # References
///
/// R. Kolisch, "Serial and parallel resource-constrained project scheduling methods revisited: theory and computation",
/// European Journal of Operational Research 90, 1996.
pub fn parallel(project: &Project, rule: PriorityRule, direction: Direction) -> Schedule {
    let view = project.view(direction);
    let list = sorted_list(view, &rule.keys(view));
    let mut starts = vec![0; project.len()];
    let makespan = parallel_list(view, &list, &mut starts);
    finished(view, starts, makespan)
}

/// A schedule of the times that a view has given.
pub(super) fn finished(view: View<'_>, mut starts: Vec<u64>, makespan: u64) -> Schedule {
    if view.direction == Direction::Backward {
        mirror(view.project, &mut starts, makespan);
    }
    Schedule::assemble(starts, makespan, simple_bound(view.project))
}

/// Starts as they are seen from the other end.
pub(super) fn mirror(project: &Project, starts: &mut [u64], makespan: u64) {
    for (activity, start) in starts.iter_mut().enumerate() {
        *start = makespan - (*start + project.duration(activity));
    }
}

/// The serial scheme with the memory that it takes, for one schedule after another.
#[derive(Debug, Clone)]
pub(super) struct Generator {
    profile: Profile,
}

impl Generator {
    pub(super) fn new(project: &Project) -> Self {
        Self { profile: Profile::new(project) }
    }

    /// Starts in the view's time of all activities, from a list with each activity after those that it waits for; gives the
    /// makespan.
    pub(super) fn serial(&mut self, view: View<'_>, list: &[usize], starts: &mut [u64]) -> u64 {
        let project = view.project;
        self.profile.clear(project);
        let mut makespan = 0;
        for &activity in list {
            let ready = |(other, lag): (usize, u64)| starts[other] + project.duration(other) + lag;
            let ready = view.before().of(activity).map(ready).max().unwrap_or(0);
            let duration = project.duration(activity);
            let start = self.profile.place(ready, duration, project.demands(activity));
            starts[activity] = start;
            makespan = makespan.max(start + duration);
        }
        makespan
    }
}

/// What the parallel scheme knows at a time.
struct Running<'a> {
    view: View<'a>,
    free: Vec<u64>,
    /// For each activity how many it still waits for.
    waits: Vec<usize>,
    /// When each activity may start, as far as those that have finished tell.
    ready: Vec<u64>,
    /// Activities under way, and those that only wait for a lag, each until a time.
    until: BinaryHeap<Reverse<(u64, bool, usize)>>,
    /// The places in the list of those that may start.
    eligible: BTreeSet<usize>,
    places: Vec<usize>,
}

pub(super) fn parallel_list(view: View<'_>, list: &[usize], starts: &mut [u64]) -> u64 {
    let project = view.project;
    let n = project.len();
    let mut places = vec![0; n];
    list.iter().enumerate().for_each(|(place, activity)| places[*activity] = place);
    let mut running = Running {
        view,
        free: project.capacities().to_vec(),
        waits: (0..n).map(|activity| view.before().count(activity)).collect(),
        ready: vec![0; n],
        until: BinaryHeap::new(),
        eligible: BTreeSet::new(),
        places,
    };
    for activity in (0..n).filter(|activity| running.waits[*activity] == 0).collect::<Vec<_>>() {
        running.until.push(Reverse((0, true, activity)));
    }
    let mut makespan = 0;
    while let Some(&Reverse((now, ..))) = running.until.peek() {
        makespan = now;
        running.wake(now);
        running.begin(now, list, starts);
    }
    // A lag may end after all activities have: nothing waits for it, and it is no event.
    makespan
}

impl Running<'_> {
    /// Ends all that ends at a time.
    fn wake(&mut self, now: u64) {
        while let Some(&Reverse((time, only_waits, activity))) = self.until.peek() {
            if time > now {
                return;
            }
            self.until.pop();
            if only_waits {
                self.eligible.insert(self.places[activity]);
            } else {
                self.finish(now, activity);
            }
        }
    }

    fn finish(&mut self, now: u64, activity: usize) {
        let project = self.view.project;
        if project.duration(activity) > 0 {
            self.free.iter_mut().zip(project.demands(activity)).for_each(|(free, demand)| *free += demand);
        }
        for (other, lag) in self.view.after().of(activity) {
            self.ready[other] = self.ready[other].max(now + lag);
            self.waits[other] -= 1;
            if self.waits[other] == 0 {
                self.until.push(Reverse((self.ready[other], true, other)));
            }
        }
    }

    /// Starts all that may and can start at a time.
    fn begin(&mut self, now: u64, list: &[usize], starts: &mut [u64]) {
        let project = self.view.project;
        let mut begun = Vec::new();
        for &place in &self.eligible {
            let activity = list[place];
            let (duration, demands) = (project.duration(activity), project.demands(activity));
            if duration > 0 {
                if self.free.iter().zip(demands).any(|(free, demand)| free < demand) {
                    continue;
                }
                self.free.iter_mut().zip(demands).for_each(|(free, demand)| *free -= demand);
            }
            starts[activity] = now;
            self.until.push(Reverse((now + duration, false, activity)));
            begun.push(place);
            if self.free.iter().all(|free| *free == 0) && !self.free.is_empty() {
                break;
            }
        }
        for place in begun {
            self.eligible.remove(&place);
        }
    }
}
