//! Who hands resources over to whom in a schedule.
//!
//! C. Artigues, P. Michelon and S. Reusser, "Insertion techniques for static and dynamic resource-constrained project
//! scheduling", European Journal of Operational Research 149, 2003: a flow of each resource from tasks that finish to
//! tasks that start. Any starts that keep the links and let each task wait for those it takes over from are a schedule.

use alloc::{collections::BinaryHeap, vec, vec::Vec};
use core::cmp::Reverse;

use crate::rcpsp::Project;

/// All pairs of a task and one that takes over from it, each once, in ascending order.
///
/// A task takes what nobody has used yet, then from those that it waits for anyway, and then from those that have been
/// finished for the longest time, so that it waits for few that it need not wait for.
pub(super) fn handovers(project: &Project, starts: &[u64]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut order: Vec<usize> = (0..project.len()).collect();
    order.sort_unstable_by_key(|task| (starts[*task], *task));
    for (resource, &capacity) in project.capacities().iter().enumerate() {
        let mut pool = Pool { unused: capacity, held: vec![0; project.len()], finished: BinaryHeap::new() };
        for &task in &order {
            let demand = project.demands(task)[resource];
            if project.duration(task) > 0 && demand > 0 {
                pool.take(project, starts, task, demand, &mut pairs);
                pool.held[task] = demand;
                pool.finished.push(Reverse((starts[task] + project.duration(task), task)));
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// Who has how much of a resource.
struct Pool {
    unused: u64,
    held: Vec<u64>,
    /// Those that may hold some, the first to finish first.
    finished: BinaryHeap<Reverse<(u64, usize)>>,
}

impl Pool {
    fn take(
        &mut self,
        project: &Project,
        starts: &[u64],
        task: usize,
        mut needed: u64,
        pairs: &mut Vec<(usize, usize)>,
    ) {
        let unused = needed.min(self.unused);
        self.unused -= unused;
        needed -= unused;
        let is_finished = |other: usize| starts[other] + project.duration(other) <= starts[task];
        for (other, _) in project.predecessors(task).filter(|(other, _)| is_finished(*other)) {
            needed -= self.take_from(other, task, needed, pairs);
        }
        // In a schedule, those that have finished hold what is left to be taken.
        while let Some(&Reverse((_, other))) = self.finished.peek().filter(|_| needed > 0) {
            needed -= self.take_from(other, task, needed, pairs);
            if self.held[other] == 0 {
                self.finished.pop();
            }
        }
    }

    fn take_from(&mut self, other: usize, task: usize, needed: u64, pairs: &mut Vec<(usize, usize)>) -> u64 {
        let taken = needed.min(self.held[other]);
        if taken > 0 {
            self.held[other] -= taken;
            pairs.push((other, task));
        }
        taken
    }
}
