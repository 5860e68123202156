//! The two populations, as a method of the engine.

use alloc::{vec, vec::Vec};

use ansatz_optimize::{Budget, Evaluation, Method};
use ansatz_random::{Stream, below};

use super::mutation::mutate;
use crate::rcpsp::{
    Direction, PriorityRule, Project, Schedule,
    crossover::two_point,
    generation::{Generator, mirror},
    justification::list_of,
    lower_bound,
    parallel::in_parallel,
    priority::{sorted_list, tails},
};

/// Schedules that are built from the start on, and such that are built from the end back: a child of one population is
/// built in the other direction, and competes for a place in the other population.
#[derive(Clone)]
pub(super) struct BiPopulation {
    project: Project,
    generator: Generator,
    bound: u64,
    /// How many schedules a population has.
    size: usize,
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
    /// The least mean of what a population is worth, and for how many generations there has been no less.
    record: f64,
    stale: u64,
    /// The candidate that is to be observed, and its list.
    candidate: Option<(u64, Schedule)>,
    list: Vec<usize>,
}

/// A schedule, as the direction sees it in which its children are built.
#[derive(Clone)]
struct Member {
    list: Vec<usize>,
    /// What it is worth; the lower, the better.
    value: f64,
}

impl BiPopulation {
    pub(super) fn new(project: &Project) -> Self {
        Self {
            project: project.clone(),
            generator: Generator::new(project),
            bound: lower_bound(project),
            size: LEAST,
            populations: [Vec::new(), Vec::new()],
            children: Vec::new(),
            direction: Direction::Forward,
            tails: tails(project.view(Direction::Forward)),
            spread: project.critical_path() + 1,
            record: f64::INFINITY,
            stale: 0,
            candidate: None,
            list: Vec::new(),
        }
    }

    pub(super) fn bound(&self) -> u64 {
        self.bound
    }

    /// The starts of the next schedule, in the time of the direction, and its makespan.
    fn build(&mut self, number: u64, rng: &mut Stream) -> (Vec<u64>, u64) {
        let view = self.project.view(self.direction);
        let parents = &self.populations[place(self.direction.opposite())];
        if number > 0 && parents.is_empty() {
            // As far from the rule of the latest finish as the critical path is long.
            let keys: Vec<u64> = self.tails.iter().map(|tail| LATEST - tail + below(rng, self.spread)).collect();
            return in_parallel(view, &sorted_list(view, &keys));
        }
        let list = if number == 0 {
            sorted_list(view, &PriorityRule::LatestFinish.keys(view))
        } else {
            let parents = [(); 2].map(|()| &parents[tournament(parents, rng)].list[..]);
            let mut list = two_point(parents, rng);
            mutate(view, &mut list, rng);
            list
        };
        let mut starts = vec![0; self.project.len()];
        let makespan = self.generator.serial(view, &list, &mut starts);
        (starts, makespan)
    }

    /// Makes the next population of the direction in which the children have been built, and turns round.
    fn survive(&mut self) {
        let population = &mut self.populations[place(self.direction)];
        self.children.append(population);
        // Stable: among equals the children come before their parents, so that a population does not stand still.
        self.children.sort_by(|one, other| one.value.total_cmp(&other.value));
        for member in self.children.drain(..) {
            let mut equals = population.iter().rev().take_while(|other| other.value == member.value);
            if population.len() < self.size && !equals.any(|other| other.list == member.list) {
                population.push(member);
            }
        }
        // A population of few different schedules may be smaller.
        let mean = population.iter().map(|member| member.value).sum::<f64>() / population.len() as f64;
        self.stale = if mean < self.record { 0 } else { self.stale + 1 };
        self.record = self.record.min(mean);
        self.direction = self.direction.opposite();
        if self.stale > MOST_STALE {
            self.populations.iter_mut().for_each(Vec::clear);
            (self.record, self.stale, self.direction) = (f64::INFINITY, 0, Direction::Forward);
        }
    }
}

impl Method for BiPopulation {
    const NAME: &'static str = "BiPopulation";
    type Candidate = Schedule;

    fn begin(&mut self, budget: &Budget) {
        self.size = size(budget.limit(), self.project.len());
    }

    /// The schedule itself: what a child inherits is what building one has made of its list.
    fn propose(&mut self, number: u64, rng: &mut Stream) -> bool {
        if self.candidate.is_some() {
            return false;
        }
        let (starts, makespan) = self.build(number, rng);
        let mut seen = starts.clone();
        mirror(&self.project, &mut seen, makespan);
        self.list = list_of(self.project.view(self.direction.opposite()), &seen);
        let starts = if self.direction == Direction::Forward { starts } else { seen };
        self.candidate = Some((number, Schedule::assemble(starts, makespan, self.bound)));
        true
    }

    fn candidate(&self, number: u64) -> Option<&Schedule> {
        self.candidate.as_ref().filter(|(proposed, _)| *proposed == number).map(|(_, schedule)| schedule)
    }

    fn observe(&mut self, _: u64, evaluation: Evaluation) {
        self.candidate = None;
        self.children.push(Member { list: core::mem::take(&mut self.list), value: evaluation.value() });
        if self.children.len() >= self.size {
            self.survive();
        }
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
    if members[one].value <= members[other].value { one } else { other }
}

/// How many schedules a population has, if so many are generated for so many tasks.
///
/// Fitted to what was best of 15 to 400: 28 and 80 for 60 tasks and 1,000 and 5,000 schedules, 20 and 50 for 120 tasks.
fn size(schedules: u64, tasks: usize) -> usize {
    let tasks = tasks.max(1);
    let size = 3.8 * libm::pow(schedules as f64 / tasks as f64, 0.7);
    // A float that is too large becomes the largest number.
    (size as usize).min(MOST_PLACES / tasks).clamp(LEAST, MOST)
}

const LEAST: usize = 10;

/// As for 50,000 schedules of 60 tasks.
const MOST: usize = 300;

/// In the lists of a population, 32 MB.
const MOST_PLACES: usize = 1 << 22;

/// For how many generations a population may become no better.
const MOST_STALE: u64 = 20;

/// More than any tail: from it, the greatest tails come first.
const LATEST: u64 = 1 << 62;
