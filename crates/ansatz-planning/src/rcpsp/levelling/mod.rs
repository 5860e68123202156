//! When should tasks start within their float, so that what they use stays level? Resource levelling.

mod bounds;
mod config;
mod exchange;
mod placement;
mod usage;

use alloc::{vec, vec::Vec};
use core::{cmp::Reverse, fmt};

use ansatz_core::ParameterError;
use ansatz_random::Stream;

pub use config::{LevellingConfig, LevellingObjective};

use self::usage::{Cost, Usage, require_squares};
use super::{Direction, Project, Schedule, bounds::Window};
use crate::PlanningError;

/// Resource levelling: tasks are shifted within their float until what is in use varies or peaks as little as can be found.
///
/// All links, dates and capacities are kept, and all tasks finish by a deadline; a task finishes no later than it should, or
/// than it did in the schedule to begin with, if that was later. Where units are hired as needed, let the capacity be more
/// than all tasks need together.
///
/// First come the passes of Burgess and Killebrew: from the last task to the first, each is shifted to where it is best while
/// all others stay, of equally good times the latest, so that those before it get room; until no task moves. Then an
/// iterated greedy search: a few tasks that mostly wait for each other are taken out and put back one by one, each to where
/// it is best, and stay there if that is no worse. The schedule never gets worse.
///
/// # Examples
///
/// ```
/// use ansatz_planning::{LinkKind::FinishToStart, Network, rcpsp::{Levelling, Project, Schedule}};
///
/// let mut network = Network::new();
/// let [walls, roof, garden, path] = [4, 4, 3, 2].map(|days| network.add_task(days));
/// network.link(walls, roof, FinishToStart, 0)?;
/// network.link(garden, path, FinishToStart, 0)?;
/// let project = Project::new(&network, &[9], &[[4], [1], [3], [3]])?;
/// // As early as possible, 7 people come at first, and later a single one.
/// let schedule = Schedule::new(&project, [0, 4, 0, 3])?;
/// let mut levelling = Levelling::new(&project, &schedule, 42)?;
/// assert_eq!(levelling.cost(), 4 * 49 + 16 + 3 * 1);
/// // The clock is yours: as many shifts at a time as you can wait for.
/// while levelling.step(100) && levelling.steps_taken() < 1_000 {}
/// assert_eq!(levelling.best().starts()[..2], [0, 4]);
/// assert_eq!(levelling.cost(), 3 * 16 + 49 + 4 * 16);
/// levelling.best().validate(&project)?;
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
///
/// # Complexity
///
/// A step shifts one task, and later up to eight. To find the best of all its times takes O(resources x s) for the `s` changes
/// of use in its float, and to move it as much for those of the whole schedule, of which there are at most two for each task;
/// to that come its links. To begin with, what [`lower_bound`](super::lower_bound) takes, n such moves, and for the peak of at most 300 tasks O(resources x n^2 log n). Memory
/// O(resources x n + links), whatever the times.
///
/// # References
///
/// A. R. Burgess and J. B. Killebrew, "Variation in activity level on a cyclical arrow diagram", Journal of Industrial
/// Engineering 13, 1962; R. H. Moehring, "Minimizing costs of resource requirements in project networks subject to a fixed
/// completion time", Operations Research 32, 1984 (the peak); F. Ballestin, C. Schwindt and J. Zimmermann, "Resource leveling
/// in make-to-order production", International Journal of Operations Research 4, 2007 (iterated greedy).
#[derive(Clone)]
pub struct Levelling {
    project: Project,
    objective: LevellingObjective,
    usage: Usage,
    /// When each task starts; while it is taken out, when it may start at the earliest and at the latest.
    earliest: Vec<u64>,
    latest: Vec<u64>,
    /// When each task must be finished.
    dues: Vec<u64>,
    /// The tasks that have some float, those that wait for most of the others first.
    movable: Vec<usize>,
    /// Which of them is shifted next in the passes, and how many have been looked at in vain; from all of them on, the search
    /// is at random.
    next: usize,
    settled: usize,
    rng: Stream,
    best: Schedule,
    cost: Cost,
    lower_bound: u128,
    steps: u64,
}

impl Levelling {
    /// Levels a schedule: the least squares within its makespan; `seed` determines all that is random.
    ///
    /// # Errors
    ///
    /// Those of [`Levelling::with_config`].
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::{Levelling, Project, Schedule}};
    ///
    /// let mut network = Network::new();
    /// [4, 2, 2].map(|days| network.add_task(days));
    /// let project = Project::new(&network, &[3], &[[1], [1], [1]])?;
    /// let mut levelling = Levelling::new(&project, &Schedule::new(&project, [0, 0, 0])?, 42)?;
    /// levelling.step(10);
    /// assert_eq!(levelling.best().starts(), [0, 0, 2]);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn new(project: &Project, schedule: &Schedule, seed: u64) -> Result<Self, PlanningError> {
        Self::with_config(project, schedule, &LevellingConfig::default(), seed)
    }

    /// Levels a schedule as the configuration says.
    ///
    /// # Errors
    ///
    /// [`PlanningError`] if the schedule is none of this project; for weights of more or fewer resources than there are; for a
    /// deadline before the schedule's makespan; and if weights, demands and durations are so large that squares do not fit
    /// into 128 bits.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::{Levelling, LevellingConfig, LevellingObjective, Project, Schedule}};
    ///
    /// let mut network = Network::new();
    /// [2, 2].map(|days| network.add_task(days));
    /// let project = Project::new(&network, &[9], &[[3], [1]])?;
    /// let schedule = Schedule::new(&project, [0, 0])?;
    /// // A unit costs 100.
    /// let config = LevellingConfig::default().objective(LevellingObjective::Peak).weights([100]).deadline(4);
    /// let mut levelling = Levelling::with_config(&project, &schedule, &config, 42)?;
    /// assert_eq!(levelling.cost(), 400);
    /// assert!(!levelling.step(10));
    /// assert_eq!((levelling.cost(), levelling.lower_bound()), (300, 300));
    /// let error = Levelling::with_config(&project, &schedule, &config.deadline(1), 42).unwrap_err();
    /// assert_eq!(error.to_string(), "`deadline` is 1, allowed: at least 2, the makespan");
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn with_config(
        project: &Project,
        schedule: &Schedule,
        config: &LevellingConfig,
        seed: u64,
    ) -> Result<Self, PlanningError> {
        // What a schedule says of its makespan and its bound is of the project that it was made for.
        let schedule = &Schedule::new(project, schedule.starts())?;
        let resources = project.capacities().len();
        let weights = config.weights.clone().unwrap_or_else(|| vec![1; resources]);
        if weights.len() != resources {
            let allowed = alloc::format!("{resources}, one for each resource");
            return Err(ParameterError::new("number of weights", weights.len(), allowed).into());
        }
        let (makespan, deadline) = (schedule.makespan(), config.deadline.unwrap_or(schedule.makespan()));
        if deadline < makespan {
            let allowed = alloc::format!("at least {makespan}, the makespan");
            return Err(ParameterError::new("deadline", deadline, allowed).into());
        }
        require_squares(project, &weights)?;
        let mut usage = Usage::new(weights);
        for (task, &start) in schedule.starts().iter().enumerate() {
            usage.add(start, project.duration(task), project.demands(task));
        }
        let due = |(task, start): (usize, &u64)| {
            let finish = start + project.duration(task);
            project.due(task).map_or(deadline, |due| due.clamp(finish, deadline))
        };
        let mut levelling = Self {
            project: project.clone(),
            objective: config.objective,
            cost: usage.cost(config.objective),
            usage,
            dues: schedule.starts().iter().enumerate().map(due).collect(),
            earliest: vec![0; project.len()],
            latest: vec![0; project.len()],
            movable: (0..project.len()).collect(),
            next: 0,
            settled: 0,
            rng: Stream::new(seed, 0),
            best: schedule.clone(),
            lower_bound: 0,
            steps: 0,
        };
        levelling.set_out(schedule.starts());
        Ok(levelling)
    }

    /// Finds out how far each task may be shifted, and puts all to their starts.
    fn set_out(&mut self, starts: &[u64]) {
        let view = self.project.view(Direction::Forward);
        self.movable.sort_unstable_by_key(|task| Reverse(view.rank(*task)));
        let all = self.movable.clone();
        self.widen(&all);
        let windows = |resource: usize| {
            let window = |task: usize| Window {
                duration: self.project.duration(task),
                demand: self.project.demands(task)[resource],
                from: self.earliest[task],
                to: self.latest[task] + self.project.duration(task),
            };
            let windows = (0..starts.len()).map(window);
            windows.filter(|window| window.demand > 0 && window.duration > 0).collect::<Vec<_>>()
        };
        let bounds =
            self.usage.weights.iter().enumerate().map(|(resource, weight)| {
                u128::from(*weight) * bounds::lower_bound(self.objective, &windows(resource))
            });
        self.lower_bound = bounds.sum();
        self.movable.retain(|task| self.earliest[*task] < self.latest[*task]);
        self.earliest.copy_from_slice(starts);
        self.latest.copy_from_slice(starts);
    }

    /// Takes at most `n` steps, and says whether more of them may cost less: not if the cost is proved to be the least, or no
    /// task has any float.
    ///
    /// Whatever the numbers of steps are that are taken at a time, what comes of them is the same.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::{Levelling, Project, Schedule}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(4);
    /// let project = Project::new(&network, &[3], &[[1]])?;
    /// let mut levelling = Levelling::new(&project, &Schedule::new(&project, [0])?, 42)?;
    /// // There is nothing to shift.
    /// assert!(!levelling.step(1_000));
    /// assert_eq!(levelling.steps_taken(), 0);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn step(&mut self, n: u64) -> bool {
        for _ in 0..n {
            if !self.is_open() {
                break;
            }
            self.steps = self.steps.saturating_add(1);
            if self.settled < self.movable.len() { self.shift() } else { self.rearrange() }
        }
        self.is_open()
    }

    fn is_open(&self) -> bool {
        self.cost() > self.lower_bound && !self.movable.is_empty()
    }

    /// The best schedule so far.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::{Levelling, Project, Schedule}};
    ///
    /// let mut network = Network::new();
    /// [4, 2].map(|days| network.add_task(days));
    /// let project = Project::new(&network, &[3], &[[1], [1]])?;
    /// let schedule = Schedule::new(&project, [0, 1])?;
    /// assert_eq!(Levelling::new(&project, &schedule, 42)?.best(), &schedule);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn best(&self) -> &Schedule {
        &self.best
    }

    /// How many steps have been taken.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::{Levelling, Project, Schedule}};
    ///
    /// let mut network = Network::new();
    /// [4, 1, 2].map(|days| network.add_task(days));
    /// let project = Project::new(&network, &[3], &[[1], [1], [1]])?;
    /// let mut levelling = Levelling::new(&project, &Schedule::new(&project, [0, 0, 0])?, 42)?;
    /// levelling.step(1);
    /// assert_eq!(levelling.steps_taken(), 1);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn steps_taken(&self) -> u64 {
        self.steps
    }

    /// What the best schedule so far costs: the weighted sum of squares over all times and resources, or of their peaks.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::{Levelling, Project, Schedule}};
    ///
    /// let mut network = Network::new();
    /// [4, 2].map(|days| network.add_task(days));
    /// let project = Project::new(&network, &[3], &[[1], [2]])?;
    /// let levelling = Levelling::new(&project, &Schedule::new(&project, [0, 1])?, 42)?;
    /// assert_eq!(levelling.cost(), 1 + 9 + 9 + 1);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn cost(&self) -> u128 {
        self.cost.0
    }

    /// A cost below which no schedule is that keeps the links, the dates and the deadline.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::{Levelling, Project, Schedule}};
    ///
    /// let mut network = Network::new();
    /// [4, 2, 1].map(|days| network.add_task(days));
    /// let project = Project::new(&network, &[9], &[[1], [2], [3]])?;
    /// let levelling = Levelling::new(&project, &Schedule::new(&project, [0, 1, 1])?, 42)?;
    /// // 11 days of work in 4 days.
    /// assert_eq!(levelling.lower_bound(), 9 + 9 + 9 + 4);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn lower_bound(&self) -> u128 {
        self.lower_bound
    }

    /// By what share of the lower bound the cost is above it: 0 if it is proved to be the least.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::{Levelling, Project, Schedule}};
    ///
    /// let mut network = Network::new();
    /// [4, 2].map(|days| network.add_task(days));
    /// let project = Project::new(&network, &[3], &[[1], [2]])?;
    /// let levelling = Levelling::new(&project, &Schedule::new(&project, [0, 1])?, 42)?;
    /// // 16 would be that of two a day.
    /// assert_eq!(levelling.gap(), 0.25);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn gap(&self) -> f64 {
        (self.cost() - self.lower_bound) as f64 / self.lower_bound.max(1) as f64
    }

    /// What there is now is the best.
    fn keep(&mut self, cost: Cost) {
        self.cost = cost;
        let finish = |(task, start): (usize, &u64)| start + self.project.duration(task);
        let makespan = self.earliest.iter().enumerate().map(finish).max().unwrap_or(0);
        self.best = Schedule::assemble(self.earliest.clone(), makespan, self.best.lower_bound());
    }
}

impl fmt::Debug for Levelling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Levelling")
            .field("tasks", &self.project.len())
            .field("objective", &self.objective)
            .field("cost", &self.cost())
            .field("lower_bound", &self.lower_bound)
            .field("steps", &self.steps)
            .finish_non_exhaustive()
    }
}
