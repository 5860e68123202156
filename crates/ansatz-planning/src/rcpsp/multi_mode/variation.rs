//! What is inherited: an order of the tasks, and a mode for each.

use alloc::{vec, vec::Vec};

use ansatz_optimize::Representation;
use ansatz_random::{Stream, below};

use super::MultiModeProject;
use crate::{network::Graph, rcpsp::crossover::two_point};

/// An order of all tasks, each after those that it waits for, and the number of each task's mode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Genome {
    pub(super) list: Vec<usize>,
    pub(super) modes: Vec<usize>,
}

/// Hartmann's representation.
///
/// S. Hartmann, "Project scheduling with multiple modes: a genetic algorithm", Annals of Operations Research 102 (2001).
#[derive(Debug, Clone)]
pub(super) struct ListsAndModes {
    pub(super) project: MultiModeProject,
    pub(super) graph: Graph,
}

impl Representation for ListsAndModes {
    type Genome = Genome;

    /// Tasks in a random order and modes at random, as far as they can be paid.
    fn sample(&self, rng: &mut Stream) -> Genome {
        let mut list: Vec<usize> = self.graph.order().collect();
        for _ in 0..2 {
            self.shuffle(&mut list, rng);
        }
        let modes = (0..list.len()).map(|task| below(rng, self.project.modes(task).len() as u64) as usize);
        let mut modes: Vec<usize> = modes.collect();
        self.save(&mut modes, rng);
        Genome { list, modes }
    }

    /// Two-point crossovers of the orders and of the modes in these orders.
    fn recombine(&self, a: &Genome, b: &Genome, rng: &mut Stream) -> (Genome, Genome) {
        (self.child(a, b, rng), self.child(b, a, rng))
    }

    /// Moves a task towards the front, gives another one a mode at random, and saves what cannot be paid.
    fn mutate(&self, genome: &mut Genome, rng: &mut Stream) {
        let n = genome.list.len() as u64;
        if n == 0 {
            return;
        }
        let from = below(rng, n) as usize;
        let to = below(rng, from as u64 + 1) as usize;
        self.advance(&mut genome.list, from, to);
        let task = below(rng, n) as usize;
        genome.modes[task] = below(rng, self.project.modes(task).len() as u64) as usize;
        self.save(&mut genome.modes, rng);
    }
}

impl ListsAndModes {
    fn child(&self, a: &Genome, b: &Genome, rng: &mut Stream) -> Genome {
        let list = two_point([&a.list, &b.list], rng);
        let n = list.len() as u64;
        let (one, other) = (below(rng, n + 1) as usize, below(rng, n + 1) as usize);
        let mut modes = a.modes.clone();
        for &task in &list[one.min(other)..one.max(other)] {
            modes[task] = b.modes[task];
        }
        self.save(&mut modes, rng);
        Genome { list, modes }
    }

    /// Moves each task to a place at random among those before it, as far as it may.
    fn shuffle(&self, list: &mut [usize], rng: &mut Stream) {
        for from in 1..list.len() {
            let to = below(rng, from as u64 + 1) as usize;
            self.advance(list, from, to);
        }
    }

    /// Moves a task from a place to one before it, but not before one that it waits for.
    fn advance(&self, list: &mut [usize], from: usize, to: usize) {
        let task = list[from];
        let mut at = from;
        while at > to && self.graph.before(task).iter().all(|arc| arc.task() != list[at - 1]) {
            list[at] = list[at - 1];
            at -= 1;
        }
        list[at] = task;
    }

    /// Changes modes at random, where that takes less of what is taken too much of.
    fn save(&self, modes: &mut [usize], rng: &mut Stream) {
        let budgets = &self.project.resources().nonrenewable;
        let mut spent = vec![0_u128; budgets.len()];
        for (task, &mode) in modes.iter().enumerate() {
            add(&mut spent, &self.project.modes(task)[mode].consumption);
        }
        for _ in 0..4 * modes.len() {
            let excess = excess(&spent, budgets);
            if excess == 0 {
                return;
            }
            let task = below(rng, modes.len() as u64) as usize;
            let all = self.project.modes(task);
            let mode = below(rng, all.len() as u64) as usize;
            let mut changed = spent.clone();
            changed.iter_mut().zip(&all[modes[task]].consumption).for_each(|(sum, less)| *sum -= u128::from(*less));
            add(&mut changed, &all[mode].consumption);
            if self::excess(&changed, budgets) < excess {
                (modes[task], spent) = (mode, changed);
            }
        }
    }
}

fn add(sums: &mut [u128], amounts: &[u64]) {
    sums.iter_mut().zip(amounts).for_each(|(sum, more)| *sum += u128::from(*more));
}

/// What is taken of all resources beyond what there is.
pub(super) fn excess(spent: &[u128], budgets: &[u64]) -> u128 {
    spent.iter().zip(budgets).map(|(spent, budget)| spent.saturating_sub(u128::from(*budget))).sum()
}
