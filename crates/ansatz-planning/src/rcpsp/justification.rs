//! Forward-backward improvement: shifting all activities to the end and back to the start.

use alloc::vec::Vec;

use super::{
    Direction, Project, ProjectError, Schedule,
    generation::{Generator, mirror},
    project::View,
};

/// Double justification: all activities go as far to the end as they can, those that finish last first, and then as far
/// to the start, those that start first first. The schedule never gets longer, and often shorter.
///
/// # Errors
///
/// [`ProjectError`] if the schedule is none of this project.
///
/// # Examples
///
/// ```
/// use ansatz_planning::rcpsp::{Activity, Precedence, Project, Schedule, justify};
///
/// let activities = [Activity::new(1, [1]), Activity::new(1, [1]), Activity::new(3, [1])];
/// let project = Project::new(&[1], &activities, &[Precedence::new(0, 2)])?;
/// let schedule = Schedule::new(&project, [1, 0, 4])?;
/// assert_eq!(justify(&project, &schedule)?.makespan(), 5);
/// # Ok::<(), ansatz_planning::rcpsp::ProjectError>(())
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
pub fn justify(project: &Project, schedule: &Schedule) -> Result<Schedule, ProjectError> {
    schedule.validate(project)?;
    let mut generator = Generator::new(project);
    let (mut starts, mut makespan) = (schedule.starts().to_vec(), schedule.makespan());
    for direction in [Direction::Backward, Direction::Forward] {
        mirror(project, &mut starts, makespan);
        let view = project.view(direction);
        let list = list_of(view, &starts);
        makespan = generator.serial(view, &list, &mut starts);
    }
    Ok(Schedule::assemble(starts, makespan, schedule.lower_bound()))
}

/// The activities in the order of their starts, each after those that it waits for.
pub(super) fn list_of(view: View<'_>, starts: &[u64]) -> Vec<usize> {
    let mut list: Vec<usize> = (0..starts.len()).collect();
    list.sort_unstable_by_key(|activity| (starts[*activity], view.rank(*activity)));
    list
}
