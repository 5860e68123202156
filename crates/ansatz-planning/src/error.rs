//! What can be wrong with tasks, links, dates, estimates and schedules.

use alloc::{format, string::String, vec::Vec};
use core::fmt::Write;

use ansatz_core::ParameterError;

/// Tasks that wait for each other, dates that contradict each other, numbers of tasks that are not there, schedules that
/// do not keep to their project.
///
/// Tasks, groups, calendars, resources and modes are counted from 0.
///
/// # Examples
///
/// ```
/// use ansatz_planning::{Cpm, LinkKind::FinishToStart, Network};
///
/// let mut network = Network::new();
/// let tasks: Vec<_> = (0..4).map(|_| network.add_task(5)).collect();
/// for (from, to) in [(0, 1), (1, 2), (2, 3), (3, 1)] {
///     network.link(tasks[from], tasks[to], FinishToStart, 0)?;
/// }
/// let error = Cpm::new(&network).unwrap_err();
/// assert_eq!(error.to_string(), "the links 1 -> 2 -> 3 -> 1 are a cycle, allowed: no task that waits for itself");
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PlanningError {
    /// A parameter that is not about one task.
    #[error(transparent)]
    Parameter(#[from] ParameterError),
    /// A number that no task has.
    #[error("the task is {task}, allowed: below {tasks}, the number of tasks")]
    UnknownTask {
        /// The number.
        task: usize,
        /// How many tasks there are.
        tasks: usize,
    },
    /// A number that no group has.
    #[error("the group is {group}, allowed: below {groups}, the number of groups")]
    UnknownGroup {
        /// The number.
        group: usize,
        /// How many groups there are.
        groups: usize,
    },
    /// Tasks of which each waits for the one before it, and the first for the last.
    #[error("the links {} are a cycle, allowed: no task that waits for itself", chain(tasks))]
    Cycle {
        /// The tasks in the order of the links, from the one with the lowest number.
        tasks: Vec<usize>,
    },
    /// A task that may not start before it has to be finished.
    #[error(
        "task {task} may not start before {start} and must finish by {finish}, allowed: a finish that is not earlier"
    )]
    Dates {
        /// The task.
        task: usize,
        /// It may not start before.
        start: u64,
        /// It must finish by.
        finish: u64,
    },
    /// A date so far away that sums with it could overflow.
    #[error("the date of task {task} is {date}, allowed: at most {limit}")]
    Date {
        /// The task.
        task: usize,
        /// Its date.
        date: u64,
        /// The latest date there may be.
        limit: u64,
    },
    /// A duration with which sums of durations and lags could overflow.
    #[error("all durations and lags come to {total} with {duration} of task {task}, allowed: at most {limit}")]
    Duration {
        /// The task.
        task: usize,
        /// Its duration.
        duration: u64,
        /// The sum of all durations and of the sizes of all lags so far.
        total: u128,
        /// What they may come to.
        limit: u64,
    },
    /// A lag with which sums of durations and lags could overflow.
    #[error("all durations and lags come to {total} with {lag} from task {from} to {to}, allowed: at most {limit}")]
    Lag {
        /// The task that the link leaves.
        from: usize,
        /// The task that it goes to.
        to: usize,
        /// The lag.
        lag: i64,
        /// The sum of all durations and of the sizes of all lags so far.
        total: u128,
        /// What they may come to.
        limit: u64,
    },
    /// More or fewer of something than tasks.
    #[error("there are {found} {what}, allowed: {tasks}, one for each task")]
    Count {
        /// What there should be one of for each task.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// The number of tasks.
        tasks: usize,
    },
    /// A number that no calendar has.
    #[error("the calendar of task {task} is {calendar}, allowed: below {calendars}, the number of calendars")]
    UnknownCalendar {
        /// The task.
        task: usize,
        /// The number.
        calendar: usize,
        /// How many calendars there are.
        calendars: usize,
    },
    /// A task whose calendar has too little working time.
    #[error("task {task} is not done by {limit} on its calendar, allowed: a calendar that opens before that")]
    Unfinished {
        /// The task.
        task: usize,
        /// The latest moment of a plan on calendars.
        limit: u64,
    },
    /// Demands of more or fewer resources than there are.
    #[error("task {task} has {demands} demands, allowed: {resources}, one for each resource")]
    Demands {
        /// The task.
        task: usize,
        /// How many demands it has.
        demands: usize,
        /// How many resources there are.
        resources: usize,
    },
    /// A task that needs more of a resource than there ever is.
    #[error("task {task} needs {demand} of resource {resource}, allowed: at most {capacity}, its capacity")]
    Demand {
        /// The task.
        task: usize,
        /// The resource.
        resource: usize,
        /// What the task needs of it.
        demand: u64,
        /// What there is of it.
        capacity: u64,
    },
    /// A task that cannot be done in any way.
    #[error("task {task} has no mode, allowed: at least one")]
    NoMode {
        /// The task.
        task: usize,
    },
    /// A mode with more or fewer consumptions than there are nonrenewable resources.
    #[error(
        "task {task} has a mode with {amounts} consumptions, allowed: {resources}, one for each nonrenewable resource"
    )]
    Consumption {
        /// The task.
        task: usize,
        /// How many consumptions its mode has.
        amounts: usize,
        /// How many nonrenewable resources there are.
        resources: usize,
    },
    /// A number that no mode of a task has.
    #[error("the mode of task {task} is {mode}, allowed: below {modes}, the number of its modes")]
    UnknownMode {
        /// The task.
        task: usize,
        /// The number.
        mode: usize,
        /// How many modes the task has.
        modes: usize,
    },
    /// More of a nonrenewable resource taken than there is.
    #[error("{spent} of nonrenewable resource {resource} are taken, allowed: at most {budget}, what there is")]
    Overspent {
        /// The resource.
        resource: usize,
        /// What is taken.
        spent: u128,
        /// What there is.
        budget: u64,
    },
    /// A start so late that its finish could not be counted.
    #[error("task {task} starts at {start}, allowed: at most {latest}")]
    Late {
        /// The task.
        task: usize,
        /// When it starts.
        start: u64,
        /// The latest start.
        latest: u64,
    },
    /// A task that starts before its date or before another lets it.
    #[error("task {task} starts at {start}, allowed: {earliest} or later, for {}", holder(*after))]
    Early {
        /// The task.
        task: usize,
        /// When it starts.
        start: u64,
        /// When it may.
        earliest: u128,
        /// The task that it waits for; none if it is its own date.
        after: Option<usize>,
    },
    /// More of a resource in use than there is.
    #[error("{used} of resource {resource} are in use at time {time}, allowed: at most {capacity}, its capacity")]
    Overload {
        /// The resource.
        resource: usize,
        /// A time when it is overloaded.
        time: u64,
        /// What is in use then.
        used: u128,
        /// What there is.
        capacity: u64,
    },
}

/// What holds a task back.
fn holder(after: Option<usize>) -> String {
    after.map_or_else(|| "its date".into(), |task| format!("task {task}"))
}

/// An error unless there is one for each of the tasks.
pub(crate) fn require_count(what: &'static str, found: usize, tasks: usize) -> Result<(), PlanningError> {
    if found == tasks { Ok(()) } else { Err(PlanningError::Count { what, found, tasks }) }
}

/// `task`, if it is one of `tasks`.
pub(crate) fn require_task(task: usize, tasks: usize) -> Result<usize, PlanningError> {
    if task >= tasks {
        return Err(PlanningError::UnknownTask { task, tasks });
    }
    Ok(task)
}

/// The tasks and the first one again; the middle of a long cycle is left out.
fn chain(tasks: &[usize]) -> String {
    let mut text = String::new();
    for (index, task) in tasks.iter().enumerate() {
        // Writing to a string cannot fail.
        let _ = match index {
            SHOWN => write!(text, "... ({} more) -> ", tasks.len() - SHOWN),
            _ if index > SHOWN => Ok(()),
            _ => write!(text, "{task} -> "),
        };
    }
    if let Some(first) = tasks.first() {
        let _ = write!(text, "{first}");
    }
    text
}

/// As many tasks of a cycle as one reads in a line.
const SHOWN: usize = 12;
