//! Forward-backward improvement: shifting all tasks to the end and back to the start.

use alloc::vec::Vec;

use super::{
    Direction, Project, Schedule,
    bounds::simple_bound,
    generation::{Generator, finished, mirror},
    priority::sorted_list,
    project::View,
};
use crate::PlanningError;

/// Double justification: all tasks go as far to the end as they can, those that finish last first, and then as far
/// to the start, those that start first first. The schedule never gets longer, and often shorter.
///
/// # Errors
///
/// [`PlanningError`] if the schedule is none of this project.
///
/// # Examples
///
/// ```
/// use ansatz_planning::{LinkKind::FinishToStart, Network, rcpsp::{Project, Schedule, justify}};
///
/// let mut network = Network::new();
/// let [plan, _, build] = [1, 1, 3].map(|days| network.add_task(days));
/// network.link(plan, build, FinishToStart, 0)?;
/// let project = Project::new(&network, &[1], &[[1], [1], [1]])?;
/// let schedule = Schedule::new(&project, [1, 0, 4])?;
/// assert_eq!(justify(&project, &schedule)?.makespan(), 5);
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
///
/// # Complexity
///
/// That of two times the serial scheme.
///
/// # References
///
/// V. Valls, F. Ballestin and S. Quintanilla, "Justification and RCPSP: a technique that pays", European Journal of
/// Operational Research 165, 2005.
pub fn justify(project: &Project, schedule: &Schedule) -> Result<Schedule, PlanningError> {
    // What a schedule says of its makespan and its bound is of the project that it was made for.
    let given = Schedule::checked(project, schedule.starts().to_vec(), simple_bound(project))?;
    let mut generator = Generator::new(project);
    let (mut starts, mut makespan) = (given.starts().to_vec(), given.makespan());
    for direction in [Direction::Backward, Direction::Forward] {
        mirror(project, &mut starts, makespan);
        let view = project.view(direction);
        let list = list_of(view, &starts);
        makespan = generator.serial(view, &list, &mut starts);
    }
    // With tasks that may start before those that they wait for, an order of starts is not always one that can be kept.
    let justified = finished(project.view(Direction::Forward), starts, makespan);
    Ok(if justified.makespan() <= given.makespan() { justified } else { given })
}

/// The tasks in the order of their starts, as far as each comes after those that it waits for.
pub(super) fn list_of(view: View<'_>, starts: &[u64]) -> Vec<usize> {
    if !view.project.is_in_order() {
        return sorted_list(view, starts);
    }
    let mut list: Vec<usize> = (0..starts.len()).collect();
    list.sort_unstable_by_key(|task| (starts[*task], view.rank(*task)));
    list
}
