//! The serial scheme of schedule generation: from an order of tasks to a schedule.

use alloc::{vec, vec::Vec};

use super::{
    Direction, PriorityRule, Project, Schedule, bounds::simple_bound, priority::sorted_list, profile::Profile,
    project::View,
};

/// The serial scheme: one task after another, in the order of a rule, at the earliest time that its predecessors and
/// the resources allow (backward, at the latest).
///
/// Its schedules are active: no task can start earlier unless another starts later. If no task may start before one that it
/// waits for, one of them is optimal (a rule need not find it).
///
/// # Examples
///
/// ```
/// use ansatz_planning::{LinkKind::FinishToStart, Network, rcpsp::{Direction, PriorityRule, Project, serial}};
///
/// let mut network = Network::new();
/// let [plan, _, build] = [2, 3, 2].map(|days| network.add_task(days));
/// network.link(plan, build, FinishToStart, 0)?;
/// let project = Project::new(&network, &[2], &[[1], [1], [2]])?;
/// let schedule = serial(&project, PriorityRule::LatestFinish, Direction::Forward);
/// assert_eq!(schedule.starts(), [0, 0, 3]);
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
///
/// # Complexity
///
/// O(n log n + links), more for [`PriorityRule::MostSuccessors`], and, for each task, the steps of the resource profile between its earliest start and its
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

/// A schedule of the times that a view has given.
pub(super) fn finished(view: View<'_>, mut starts: Vec<u64>, makespan: u64) -> Schedule {
    if view.direction == Direction::Backward {
        mirror(view.project, &mut starts, makespan);
    }
    Schedule::assemble(starts, makespan, simple_bound(view.project))
}

/// Starts as they are seen from the other end.
pub(super) fn mirror(project: &Project, starts: &mut [u64], makespan: u64) {
    for (task, start) in starts.iter_mut().enumerate() {
        *start = makespan - (*start + project.duration(task));
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

    /// Starts in the view's time of all tasks, from a list with each task after those that it waits for; gives the
    /// makespan.
    pub(super) fn serial(&mut self, view: View<'_>, list: &[usize], starts: &mut [u64]) -> u64 {
        let project = view.project;
        self.profile.clear(project);
        let mut makespan = 0;
        for &task in list {
            let ready = view.ready(task, starts);
            let start = self.profile.place(ready, project.duration(task), project.demands(task));
            starts[task] = start;
            makespan = makespan.max(view.end(task, start));
        }
        makespan
    }
}
