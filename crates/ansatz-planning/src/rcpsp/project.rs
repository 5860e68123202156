//! What has to be scheduled: activities, resources and who waits for whom.

use alloc::{vec, vec::Vec};

use super::ProjectError;

/// A piece of work that, once begun, runs to its end.
///
/// # Examples
///
/// ```
/// use ansatz_planning::rcpsp::Activity;
///
/// // Three days, two people, no crane.
/// let activity = Activity::new(3, [2, 0]);
/// assert_eq!((activity.duration, activity.demands.len()), (3, 2));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Activity {
    /// How long it takes.
    pub duration: u64,
    /// What it needs of each resource from its start to its finish.
    pub demands: Vec<u64>,
}

impl Activity {
    /// An activity of this duration and these demands, one for each resource of the project.
    ///
    /// # Examples
    ///
    /// ```
    /// let milestone = ansatz_planning::rcpsp::Activity::new(0, [0]);
    /// assert_eq!(milestone.duration, 0);
    /// ```
    pub fn new(duration: u64, demands: impl Into<Vec<u64>>) -> Self {
        Self { duration, demands: demands.into() }
    }
}

/// One activity that may not start before another has finished and a lag has passed.
///
/// # Examples
///
/// ```
/// use ansatz_planning::rcpsp::Precedence;
///
/// // The walls come after the floor, which has to dry for two days.
/// let (floor, walls) = (0, 1);
/// let precedence = Precedence::new(floor, walls).lag(2);
/// assert_eq!((precedence.before, precedence.after, precedence.lag), (0, 1, 2));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Precedence {
    /// The activity that finishes first.
    pub before: usize,
    /// The activity that waits for it.
    pub after: usize,
    /// The least time from that finish to this start.
    pub lag: u64,
}

impl Precedence {
    /// `after` starts when `before` has finished, or later.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_planning::rcpsp::Precedence::new(0, 1).lag, 0);
    /// ```
    pub const fn new(before: usize, after: usize) -> Self {
        Self { before, after, lag: 0 }
    }

    /// With this least time in between.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_planning::rcpsp::Precedence::new(0, 1).lag(7).lag, 7);
    /// ```
    #[must_use]
    pub const fn lag(self, lag: u64) -> Self {
        Self { lag, ..self }
    }
}

/// A resource-constrained project: activities that wait for each other and share what there is of each resource.
///
/// Resources are renewable: what an activity uses is there again when it has finished. An activity without a duration
/// uses nothing.
///
/// # Examples
///
/// ```
/// use ansatz_planning::rcpsp::{Activity, Precedence, Project};
///
/// let [dig, pour, wall] = [0, 1, 2];
/// let activities = [Activity::new(2, [2]), Activity::new(1, [3]), Activity::new(4, [1])];
/// let project = Project::new(&[3], &activities, &[Precedence::new(dig, pour)])?;
/// assert_eq!((project.len(), project.duration(wall), project.critical_path()), (3, 4, 4));
/// # Ok::<(), ansatz_planning::rcpsp::ProjectError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    capacities: Vec<u64>,
    durations: Vec<u64>,
    /// What an activity needs, resource by resource, activity by activity.
    demands: Vec<u64>,
    before: Links,
    after: Links,
    /// All activities, each after all that it waits for.
    order: Vec<usize>,
    /// The place of each activity in that order.
    ranks: Vec<usize>,
}

impl Project {
    /// A project with these capacities of its resources, activities and precedences.
    ///
    /// # Errors
    ///
    /// [`ProjectError`] for an activity with more or fewer demands than there are resources, or one that needs more than
    /// there is; for a precedence of an unknown activity, and precedences in a circle; and for times that add up to more
    /// than 2^62.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::rcpsp::{Activity, Precedence, Project};
    ///
    /// let links = [Precedence::new(0, 1), Precedence::new(1, 0)];
    /// let error = Project::new(&[], &[Activity::new(1, []), Activity::new(1, [])], &links).unwrap_err();
    /// assert_eq!(error.to_string(), "activities [0, 1] wait for each other in a circle, allowed: no circle");
    /// ```
    ///
    /// # Complexity
    ///
    /// O(activities x resources + precedences) time and memory.
    pub fn new(capacities: &[u64], activities: &[Activity], precedences: &[Precedence]) -> Result<Self, ProjectError> {
        let n = activities.len();
        for (index, activity) in activities.iter().enumerate() {
            require_demands(index, activity, capacities)?;
        }
        for activity in precedences.iter().flat_map(|link| [link.before, link.after]) {
            if activity >= n {
                return Err(ProjectError::Activity { activity, activities: n });
            }
        }
        let before = Links::new(n, precedences.iter().map(|link| (link.after, link.before, link.lag)));
        let after = Links::new(n, precedences.iter().map(|link| (link.before, link.after, link.lag)));
        let durations: Vec<u64> = activities.iter().map(|activity| activity.duration).collect();
        let longest = |activity| before.of(activity).map(|(_, lag)| u128::from(lag)).max().unwrap_or(0);
        let total = durations.iter().enumerate().map(|(at, time)| u128::from(*time) + longest(at)).sum::<u128>();
        if total > u128::from(MOST_TIME) {
            return Err(ProjectError::Horizon { total, most: MOST_TIME });
        }
        let order = topological(&before, &after, n)?;
        let mut ranks = vec![0; n];
        order.iter().enumerate().for_each(|(rank, activity)| ranks[*activity] = rank);
        let demands = activities.iter().flat_map(|activity| &activity.demands).copied().collect();
        Ok(Self { capacities: capacities.to_vec(), durations, demands, before, after, order, ranks })
    }

    /// The number of activities.
    ///
    /// # Examples
    ///
    /// ```
    /// let project = ansatz_planning::rcpsp::Project::new(&[1], &[], &[])?;
    /// assert_eq!(project.len(), 0);
    /// # Ok::<(), ansatz_planning::rcpsp::ProjectError>(())
    /// ```
    pub fn len(&self) -> usize {
        self.durations.len()
    }

    /// Whether there are no activities.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_planning::rcpsp::Project::new(&[1], &[], &[])?.is_empty());
    /// # Ok::<(), ansatz_planning::rcpsp::ProjectError>(())
    /// ```
    pub fn is_empty(&self) -> bool {
        self.durations.is_empty()
    }

    /// The capacity of each resource.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_planning::rcpsp::Project::new(&[4, 2], &[], &[])?.capacities(), [4, 2]);
    /// # Ok::<(), ansatz_planning::rcpsp::ProjectError>(())
    /// ```
    pub fn capacities(&self) -> &[u64] {
        &self.capacities
    }

    /// How long an activity takes.
    ///
    /// # Panics
    ///
    /// If there is no such activity.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::rcpsp::{Activity, Project};
    ///
    /// assert_eq!(Project::new(&[], &[Activity::new(6, [])], &[])?.duration(0), 6);
    /// # Ok::<(), ansatz_planning::rcpsp::ProjectError>(())
    /// ```
    pub fn duration(&self, activity: usize) -> u64 {
        self.durations[activity]
    }

    /// What an activity needs of each resource.
    ///
    /// # Panics
    ///
    /// If there is no such activity.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::rcpsp::{Activity, Project};
    ///
    /// assert_eq!(Project::new(&[3, 3], &[Activity::new(6, [2, 1])], &[])?.demands(0), [2, 1]);
    /// # Ok::<(), ansatz_planning::rcpsp::ProjectError>(())
    /// ```
    pub fn demands(&self, activity: usize) -> &[u64] {
        let count = self.capacities.len();
        &self.demands[activity * count..][..count]
    }

    /// The activities that one waits for, each with the lag.
    ///
    /// # Panics
    ///
    /// If there is no such activity.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::rcpsp::{Activity, Precedence, Project};
    ///
    /// let activities = [Activity::new(1, []), Activity::new(1, [])];
    /// let project = Project::new(&[], &activities, &[Precedence::new(0, 1).lag(5)])?;
    /// assert_eq!(project.predecessors(1).collect::<Vec<_>>(), [(0, 5)]);
    /// # Ok::<(), ansatz_planning::rcpsp::ProjectError>(())
    /// ```
    pub fn predecessors(&self, activity: usize) -> impl Iterator<Item = (usize, u64)> + '_ {
        self.before.of(activity)
    }

    /// The length of the longest path: no schedule is shorter, whatever there is of the resources.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::rcpsp::{Activity, Precedence, Project};
    ///
    /// let activities = [Activity::new(3, []), Activity::new(4, [])];
    /// let project = Project::new(&[], &activities, &[Precedence::new(0, 1).lag(2)])?;
    /// assert_eq!(project.critical_path(), 9);
    /// # Ok::<(), ansatz_planning::rcpsp::ProjectError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(activities + precedences).
    pub fn critical_path(&self) -> u64 {
        let heads = self.view(Direction::Forward).heads();
        heads.iter().zip(&self.durations).map(|(head, duration)| head + duration).max().unwrap_or(0)
    }

    pub(super) fn view(&self, direction: Direction) -> View<'_> {
        View { project: self, direction }
    }
}

/// Whether activities are placed from the start on, as early as possible, or from the end back, as late as possible.
///
/// # Examples
///
/// ```
/// use ansatz_planning::rcpsp::{Activity, Direction, PriorityRule, Project, serial};
///
/// let project = Project::new(&[2], &[Activity::new(3, [1]), Activity::new(1, [1])], &[])?;
/// let starts = |direction| serial(&project, PriorityRule::LatestFinish, direction).starts().to_vec();
/// assert_eq!(starts(Direction::Forward), [0, 0]);
/// assert_eq!(starts(Direction::Backward), [0, 2]);
/// # Ok::<(), ansatz_planning::rcpsp::ProjectError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From the start on.
    Forward,
    /// From the end back.
    Backward,
}

impl Direction {
    pub(super) fn opposite(self) -> Self {
        match self {
            Self::Forward => Self::Backward,
            Self::Backward => Self::Forward,
        }
    }
}

/// A project as one direction sees it: backward, time runs from the end, and all precedences are turned round.
#[derive(Debug, Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) project: &'a Project,
    pub(super) direction: Direction,
}

impl<'a> View<'a> {
    pub(super) fn before(self) -> &'a Links {
        match self.direction {
            Direction::Forward => &self.project.before,
            Direction::Backward => &self.project.after,
        }
    }

    pub(super) fn after(self) -> &'a Links {
        match self.direction {
            Direction::Forward => &self.project.after,
            Direction::Backward => &self.project.before,
        }
    }

    /// A number for each activity that is higher than those of all that it waits for.
    pub(super) fn rank(self, activity: usize) -> usize {
        let rank = self.project.ranks[activity];
        match self.direction {
            Direction::Forward => rank,
            Direction::Backward => self.project.len() - 1 - rank,
        }
    }

    /// The earliest starts, if there were enough of all resources.
    pub(super) fn heads(self) -> Vec<u64> {
        let mut heads = vec![0_u64; self.project.len()];
        let mut set = |activity: usize| {
            let ready = |(other, lag): (usize, u64)| heads[other] + self.project.durations[other] + lag;
            heads[activity] = self.before().of(activity).map(ready).max().unwrap_or(0);
        };
        match self.direction {
            Direction::Forward => self.project.order.iter().for_each(|activity| set(*activity)),
            Direction::Backward => self.project.order.iter().rev().for_each(|activity| set(*activity)),
        }
        heads
    }
}

/// The links of all activities in one direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Links {
    /// Where the links of each activity begin, and where the last ones end.
    begins: Vec<usize>,
    links: Vec<(usize, u64)>,
}

impl Links {
    fn new(n: usize, links: impl Iterator<Item = (usize, usize, u64)> + Clone) -> Self {
        let mut begins = vec![0; n + 1];
        links.clone().for_each(|(from, ..)| begins[from + 1] += 1);
        for at in 0..n {
            begins[at + 1] += begins[at];
        }
        let mut next = begins.clone();
        let mut sorted = vec![(0, 0); begins[n]];
        for (from, to, lag) in links {
            sorted[next[from]] = (to, lag);
            next[from] += 1;
        }
        Self { begins, links: sorted }
    }

    pub(super) fn of(&self, activity: usize) -> impl Iterator<Item = (usize, u64)> + '_ {
        self.links[self.begins[activity]..self.begins[activity + 1]].iter().copied()
    }

    pub(super) fn count(&self, activity: usize) -> usize {
        self.begins[activity + 1] - self.begins[activity]
    }
}

fn require_demands(index: usize, activity: &Activity, capacities: &[u64]) -> Result<(), ProjectError> {
    let (demands, resources) = (activity.demands.len(), capacities.len());
    if demands != resources {
        return Err(ProjectError::Demands { activity: index, demands, resources });
    }
    for (resource, (&demand, &capacity)) in activity.demands.iter().zip(capacities).enumerate() {
        if demand > capacity {
            return Err(ProjectError::Demand { activity: index, resource, demand, capacity });
        }
    }
    Ok(())
}

/// All activities, each after those that it waits for.
fn topological(before: &Links, after: &Links, n: usize) -> Result<Vec<usize>, ProjectError> {
    let mut waits: Vec<usize> = (0..n).map(|activity| before.count(activity)).collect();
    let mut order: Vec<usize> = (0..n).filter(|activity| waits[*activity] == 0).collect();
    let mut next = 0;
    while next < order.len() {
        for (other, _) in after.of(order[next]) {
            waits[other] -= 1;
            if waits[other] == 0 {
                order.push(other);
            }
        }
        next += 1;
    }
    if order.len() == n { Ok(order) } else { Err(ProjectError::Cycle { activities: circle(before, &waits) }) }
}

/// A circle among the activities that still wait: each of them waits for another such.
fn circle(before: &Links, waits: &[usize]) -> Vec<usize> {
    let mut path = Vec::new();
    let mut places = vec![None; waits.len()];
    let mut next = waits.iter().position(|waits| *waits > 0);
    while let Some(activity) = next {
        if let Some(place) = places[activity] {
            path.drain(..place);
            break;
        }
        places[activity] = Some(path.len());
        path.push(activity);
        next = before.of(activity).map(|(other, _)| other).find(|other| waits[*other] > 0);
    }
    path.reverse();
    // From its lowest number on, wherever it was found.
    let lowest = path.iter().enumerate().min_by_key(|(_, activity)| **activity).map_or(0, |(place, _)| place);
    path.rotate_left(lowest);
    path
}

/// So that sums of a few times stay far below what a `u64` holds.
const MOST_TIME: u64 = 1 << 62;
