//! The parallel scheme of schedule generation: time goes on, and at each moment what can start does.

use alloc::{collections::BinaryHeap, vec, vec::Vec};
use core::cmp::Reverse;

use super::{
    Direction, PriorityRule, Project, Schedule, eligible::Eligible, generation::finished, priority::sorted_list,
    project::View,
};

/// The parallel scheme: at each moment (backward, from the end on), all that may start and find their resources do, in the
/// order of a rule.
///
/// Its schedules are non-delay: nothing waits that could run. They are good on average; perhaps none of them is optimal.
/// With leads and links between other ends, a task may be allowed to start before one that it waits for; here it does not.
///
/// # Examples
///
/// ```
/// use ansatz_planning::{Network, rcpsp::{Direction, PriorityRule, Project, parallel}};
///
/// let mut network = Network::new();
/// [2, 3, 2].map(|days| network.add_task(days));
/// let project = Project::new(&network, &[2], &[[1], [1], [2]])?;
/// let schedule = parallel(&project, PriorityRule::ShortestTime, Direction::Forward);
/// assert_eq!(schedule.starts(), [0, 0, 3]);
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
///
/// # Complexity
///
/// O((n log n + links) x resources) where one resource is scarce, and more for [`PriorityRule::MostSuccessors`]. With several, a task may be looked at in vain at each
/// moment at which it finds enough of each, but less than another needs of all: O(resources x n^2) at worst.
///
/// # References
///
/// R. Kolisch, "Serial and parallel resource-constrained project scheduling methods revisited: theory and computation",
/// European Journal of Operational Research 90, 1996.
pub fn parallel(project: &Project, rule: PriorityRule, direction: Direction) -> Schedule {
    let view = project.view(direction);
    let (starts, makespan) = in_parallel(view, &sorted_list(view, &rule.keys(view)));
    finished(view, starts, makespan)
}

/// The starts in the view's time, for tasks in the order of their priority, and the makespan.
pub(super) fn in_parallel(view: View<'_>, list: &[usize]) -> (Vec<u64>, u64) {
    let mut running = Running::new(view, list);
    while let Some(&Reverse((now, ..))) = running.until.peek() {
        running.wake(now);
        running.begin(now);
    }
    (running.starts, running.makespan)
}

/// What the scheme knows at a time.
struct Running<'a> {
    view: View<'a>,
    /// The tasks in the order of the rule, and the place of each in it.
    list: &'a [usize],
    places: Vec<usize>,
    free: Vec<u64>,
    /// For each task how many it waits for that have not started.
    waits: Vec<usize>,
    /// When each task may start, as far as those that have started tell.
    ready: Vec<u64>,
    /// Tasks that may not start before a time, and those under way until one.
    until: BinaryHeap<Reverse<(u64, Event, usize)>>,
    eligible: Eligible,
    starts: Vec<u64>,
    makespan: u64,
}

/// What happens to a task at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    MayStart,
    Finishes,
}

impl<'a> Running<'a> {
    fn new(view: View<'a>, list: &'a [usize]) -> Self {
        let n = list.len();
        let mut places = vec![0; n];
        list.iter().enumerate().for_each(|(place, task)| places[*task] = place);
        let waits: Vec<usize> = (0..n).map(|task| view.before().count(task)).collect();
        let ready: Vec<u64> = (0..n).map(|task| view.date(task)).collect();
        let free = (0..n).filter(|task| waits[*task] == 0);
        Self {
            view,
            list,
            places,
            free: view.project.capacities().to_vec(),
            until: free.map(|task| Reverse((ready[task], Event::MayStart, task))).collect(),
            waits,
            ready,
            eligible: Eligible::new(n, view.project.capacities().len()),
            starts: vec![0; n],
            makespan: 0,
        }
    }

    /// Lets happen what happens up to a time.
    fn wake(&mut self, now: u64) {
        while let Some(&Reverse((time, event, task))) = self.until.peek() {
            if time > now {
                return;
            }
            self.until.pop();
            match event {
                Event::MayStart => self.eligible.insert(self.places[task], self.view.project, task),
                Event::Finishes => {
                    let demands = self.view.project.demands(task);
                    self.free.iter_mut().zip(demands).for_each(|(free, demand)| *free += demand);
                }
            }
        }
    }

    /// Starts all that may and can start at a time. What may start because of them is an event at the same time.
    fn begin(&mut self, now: u64) {
        let mut from = 0;
        while let Some(place) = self.eligible.next(from, &self.free) {
            self.eligible.remove(place);
            self.start(now, self.list[place]);
            from = place + 1;
        }
    }

    fn start(&mut self, now: u64, task: usize) {
        let project = self.view.project;
        let finish = now + project.duration(task);
        if finish > now {
            self.free.iter_mut().zip(project.demands(task)).for_each(|(free, demand)| *free -= demand);
            self.until.push(Reverse((finish, Event::Finishes, task)));
        }
        for (other, lag) in self.view.after().of(task) {
            self.ready[other] = self.ready[other].max(finish.saturating_add_signed(lag));
            self.waits[other] -= 1;
            if self.waits[other] == 0 {
                self.until.push(Reverse((self.ready[other].max(now), Event::MayStart, other)));
            }
        }
        self.starts[task] = now;
        self.makespan = self.makespan.max(self.view.end(task, now));
    }
}
