//! What can be wrong with a project and its schedules.

use alloc::vec::Vec;

/// A project that cannot be scheduled, or a schedule that does not keep to its project.
///
/// Activities and resources are counted from 0.
///
/// # Examples
///
/// ```
/// use ansatz_planning::rcpsp::{Activity, Project};
///
/// let error = Project::new(&[4], &[Activity::new(3, [5])], &[]).unwrap_err();
/// assert_eq!(error.to_string(), "activity 0 needs 5 of resource 0, allowed: at most 4, its capacity");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProjectError {
    /// A link from or to an activity that is not there.
    #[error("the precedence names activity {activity}, allowed: below {activities}, the number of activities")]
    Activity {
        /// The activity that is named.
        activity: usize,
        /// How many there are.
        activities: usize,
    },
    /// Demands of more or fewer resources than there are.
    #[error("activity {activity} has {demands} demands, allowed: {resources}, one for each resource")]
    Demands {
        /// The activity.
        activity: usize,
        /// How many demands it has.
        demands: usize,
        /// How many resources there are.
        resources: usize,
    },
    /// An activity that needs more of a resource than there ever is.
    #[error("activity {activity} needs {demand} of resource {resource}, allowed: at most {capacity}, its capacity")]
    Demand {
        /// The activity.
        activity: usize,
        /// The resource.
        resource: usize,
        /// What the activity needs of it.
        demand: u64,
        /// What there is of it.
        capacity: u64,
    },
    /// Activities that wait for each other in a circle.
    #[error("activities {activities:?} wait for each other in a circle, allowed: no circle")]
    Cycle {
        /// The activities of the circle, each before the next, and the last before the first.
        activities: Vec<usize>,
    },
    /// Times so long that a schedule could not be counted.
    #[error("durations and lags add up to {total}, allowed: at most {most}")]
    Horizon {
        /// All durations, and each activity's longest lag.
        total: u128,
        /// The most that they may be.
        most: u64,
    },
    /// Starts of more or fewer activities than there are.
    #[error("there are {starts} starts, allowed: {activities}, one for each activity")]
    Starts {
        /// How many starts there are.
        starts: usize,
        /// How many activities there are.
        activities: usize,
    },
    /// An activity that would finish after the last time that can be counted.
    #[error("activity {activity} starts at {start} and takes {duration}, allowed: a finish of at most {}", u64::MAX)]
    Finish {
        /// The activity.
        activity: usize,
        /// When it starts.
        start: u64,
        /// How long it takes.
        duration: u64,
    },
    /// An activity that starts before another lets it.
    #[error("activity {after} starts at {start}, allowed: {earliest} or later, after activity {before} and the lag")]
    Early {
        /// The activity that comes first.
        before: usize,
        /// The one that starts too early.
        after: usize,
        /// When it starts.
        start: u64,
        /// When it may.
        earliest: u128,
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
