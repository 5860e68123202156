//! Genetic scheduling: two populations that hand their schedules to each other, from the end and from the start.

use alloc::{vec, vec::Vec};
use core::fmt;

use ansatz_random::{Stream, below, unit};

use super::{
    Direction, PriorityRule, Project, Schedule,
    crossover::two_point,
    generation::{Generator, mirror},
    justification::list_of,
    lower_bound,
    priority::sorted_list,
};

/// A bi-population genetic algorithm: every child is a forward-backward improvement of what it inherits.
///
/// One population holds schedules that are built from the start on, the other such that are built from the end back. A
/// child's order of tasks is Hartmann's two-point crossover of two members of one population, changed at a few places;
/// it is built in the other direction and competes for a place in the other population. So each child costs one
/// schedule, and half a double justification is part of it. Of parents and children those with the shortest makespans
/// survive, each schedule once. A population that has not become better for a while is dropped for another at random.
///
/// It does not stand on the engine of `ansatz-optimize`: what is inherited there is the candidate as it was proposed, and
/// not what building a schedule has made of it; there is one population, and children are made by the pair.
///
/// # Examples
///
/// ```
/// use ansatz_planning::{LinkKind::FinishToStart, Network, rcpsp::{GeneticScheduler, Project}};
///
/// let mut network = Network::new();
/// let tasks = [2, 3, 2, 1, 4].map(|days| network.add_task(days));
/// network.link(tasks[0], tasks[2], FinishToStart, 0)?;
/// network.link(tasks[3], tasks[4], FinishToStart, 0)?;
/// let project = Project::new(&network, &[2], &[[1], [1], [2], [1], [1]])?;
/// let mut search = GeneticScheduler::new(&project, 42);
/// // The clock is yours: as many schedules at a time as you can wait for.
/// while search.step(100) && search.steps_taken() < 5_000 {}
/// assert_eq!(search.best().makespan(), 7);
/// assert!(search.best().is_proved());
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
///
/// # Complexity
///
/// To begin with, what [`lower_bound`] takes. A step is one schedule of the serial scheme, and every thirtieth also ranks a
/// population. Memory for 90 schedules.
///
/// # References
///
/// D. Debels and M. Vanhoucke, "A bi-population based genetic algorithm for the resource-constrained project scheduling
/// problem", ICCSA 2005; S. Hartmann, "A competitive genetic algorithm for resource-constrained project scheduling", Naval
/// Research Logistics 45, 1998.
#[derive(Clone)]
pub struct GeneticScheduler {
    project: Project,
    generator: Generator,
    rng: Stream,
    /// The schedules that are built forward, and those that are built backward; none before the first generation is
    /// complete.
    populations: [Vec<Member>; 2],
    children: Vec<Member>,
    /// The direction in which children are built.
    direction: Direction,
    /// The tail of each task, from which the first lists come.
    tails: Vec<u64>,
    /// How far these may be off there.
    spread: u64,
    /// The least sum of makespans of a population, and for how many generations there has been no less.
    record: u128,
    stale: u64,
    best: Schedule,
    steps: u64,
}

/// A schedule, as the direction sees it in which its children are built.
#[derive(Clone)]
struct Member {
    list: Vec<usize>,
    makespan: u64,
}

impl GeneticScheduler {
    /// A search that has not begun, for a shortest schedule of this project; `seed` determines all that is random.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::{GeneticScheduler, Project}};
    ///
    /// let mut network = Network::new();
    /// [3, 4].map(|days| network.add_task(days));
    /// let project = Project::new(&network, &[2], &[[2], [1]])?;
    /// let search = GeneticScheduler::new(&project, 42);
    /// assert_eq!((search.best().makespan(), search.steps_taken()), (7, 0));
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn new(project: &Project, seed: u64) -> Self {
        let start = super::serial(project, PriorityRule::LatestFinish, Direction::Forward);
        let best = Schedule::assemble(start.starts().to_vec(), start.makespan(), lower_bound(project));
        Self {
            project: project.clone(),
            generator: Generator::new(project),
            rng: Stream::new(seed, 0),
            populations: [Vec::new(), Vec::new()],
            children: Vec::new(),
            direction: Direction::Forward,
            tails: project.view(Direction::Backward).heads(),
            spread: project.critical_path() + 1,
            record: u128::MAX,
            stale: 0,
            best,
            steps: 0,
        }
    }

    /// Generates at most `n` schedules, and says whether more of them may be shorter: not if the best is proved to be the
    /// shortest.
    ///
    /// Whatever the numbers of steps are that are taken at a time, what comes of them is the same.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::{GeneticScheduler, Project}};
    ///
    /// let mut network = Network::new();
    /// [3, 4].map(|days| network.add_task(days));
    /// let project = Project::new(&network, &[2], &[[1], [1]])?;
    /// let mut search = GeneticScheduler::new(&project, 42);
    /// // The first schedule is proved.
    /// assert!(!search.step(1_000));
    /// assert_eq!(search.steps_taken(), 0);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn step(&mut self, n: u64) -> bool {
        for _ in 0..n {
            if self.best.is_proved() {
                break;
            }
            self.steps = self.steps.saturating_add(1);
            self.advance();
        }
        !self.best.is_proved()
    }

    /// The best schedule so far.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::{GeneticScheduler, Project}};
    ///
    /// let mut network = Network::new();
    /// [3, 4].map(|days| network.add_task(days));
    /// let project = Project::new(&network, &[2], &[[1], [1]])?;
    /// assert_eq!(GeneticScheduler::new(&project, 42).best().starts(), [0, 0]);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn best(&self) -> &Schedule {
        &self.best
    }

    /// How many schedules have been generated.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, rcpsp::{GeneticScheduler, Project}};
    ///
    /// let mut search = GeneticScheduler::new(&Project::new(&Network::new(), &[2], &[[0]; 0])?, 42);
    /// assert!(!search.step(10));
    /// assert_eq!(search.steps_taken(), 0);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn steps_taken(&self) -> u64 {
        self.steps
    }

    /// One schedule.
    fn advance(&mut self) {
        let view = self.project.view(self.direction);
        let parents = &self.populations[place(self.direction.opposite())];
        let list = if parents.is_empty() {
            // As far from the rule of the latest finish as the critical path is long: better than 0.3 and 0.6 of it.
            let keys: Vec<u64> =
                self.tails.iter().map(|tail| MOST - tail + below(&mut self.rng, self.spread)).collect();
            sorted_list(view, &keys)
        } else {
            let parents = [(); 2].map(|()| &parents[tournament(parents, &mut self.rng)].list[..]);
            let mut list = two_point(parents, &mut self.rng);
            self.mutate(&mut list);
            list
        };
        let mut starts = vec![0; self.project.len()];
        let makespan = self.generator.serial(self.project.view(self.direction), &list, &mut starts);
        let mut seen = starts.clone();
        mirror(&self.project, &mut seen, makespan);
        let list = list_of(self.project.view(self.direction.opposite()), &seen);
        if makespan < self.best.makespan() {
            let starts = if self.direction == Direction::Forward { starts } else { seen };
            self.best = Schedule::assemble(starts, makespan, self.best.lower_bound());
        }
        self.children.push(Member { list, makespan });
        if self.children.len() == POPULATION {
            self.survive();
        }
    }

    /// Moves some tasks a few places to the front, but none before one that it waits for.
    fn mutate(&mut self, list: &mut [usize]) {
        let before = self.project.view(self.direction).before();
        let rate = MUTATIONS / list.len() as f64;
        for from in 1..list.len() {
            if unit(&mut self.rng) >= rate {
                continue;
            }
            let most = from.min(FARTHEST) as u64;
            let to = from - 1 - below(&mut self.rng, most) as usize;
            let blocks = |at: usize, list: &[usize]| before.of(list[at]).any(|(other, _)| other == list[at - 1]);
            let mut at = from;
            while at > to && !blocks(at, list) {
                list.swap(at, at - 1);
                at -= 1;
            }
        }
    }

    /// Makes the next population of the direction in which the children have been built, and turns round.
    fn survive(&mut self) {
        let population = &mut self.populations[place(self.direction)];
        self.children.append(population);
        core::mem::swap(&mut self.children, population);
        // Stable: among equals the children come before their parents, so that a population does not stand still.
        population.sort_by_key(|member| member.makespan);
        for member in core::mem::take(population) {
            let mut equals = population.iter().rev().take_while(|other| other.makespan == member.makespan);
            if population.len() < POPULATION && !equals.any(|other| other.list == member.list) {
                population.push(member);
            }
        }
        let sum = population.iter().map(|member| u128::from(member.makespan)).sum();
        self.stale = if sum < self.record { 0 } else { self.stale + 1 };
        self.record = self.record.min(sum);
        self.direction = self.direction.opposite();
        if self.stale > MOST_STALE {
            self.populations.iter_mut().for_each(Vec::clear);
            (self.record, self.stale, self.direction) = (u128::MAX, 0, Direction::Forward);
        }
    }
}

impl fmt::Debug for GeneticScheduler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GeneticScheduler")
            .field("tasks", &self.project.len())
            .field("makespan", &self.best.makespan())
            .field("lower_bound", &self.best.lower_bound())
            .field("steps", &self.steps)
            .finish_non_exhaustive()
    }
}

/// Which of the two populations is that of a direction.
fn place(direction: Direction) -> usize {
    usize::from(direction == Direction::Backward)
}

/// The better one of two members.
fn tournament(members: &[Member], rng: &mut Stream) -> usize {
    let mut draw = || below(rng, members.len() as u64) as usize;
    let (one, other) = (draw(), draw());
    if members[one].makespan <= members[other].makespan { one } else { other }
}

/// Of 20, 30, 40 and 50, about the best one at 1,000 to 5,000 schedules for 30 to 120 tasks.
const POPULATION: usize = 30;

/// How many tasks are moved in a child, on average: 2 and 3 were better than 0 and 5.
const MUTATIONS: f64 = 2.0;

/// How many places a task is moved at most.
const FARTHEST: usize = 30;

/// For how many generations a population may become no better.
const MOST_STALE: u64 = 10;

/// More than any tail: from it, the greatest tails come first.
const MOST: u64 = 1 << 62;
