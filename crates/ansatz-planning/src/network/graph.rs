//! Links from both of their ends, and an order in which no task comes before one that it waits for.
//!
//! A. B. Kahn, "Topological sorting of large networks", Communications of the ACM 5 (1962). Links are in flat arrays, all
//! of one task side by side: a million tasks are three arrays rather than a million lists.

use alloc::{vec, vec::Vec};

use ansatz_core::ParameterError;

use super::{Link, LinkKind, cycle::cycle_among};
use crate::PlanningError;

/// A link, seen from one of its tasks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Arc {
    /// The other task.
    task: u32,
    pub(crate) kind: LinkKind,
    pub(crate) lag: i64,
}

impl Arc {
    /// The other task.
    pub(crate) fn task(self) -> usize {
        self.task as usize
    }
}

/// The arcs of each task, one task's after the other's.
#[derive(Debug, Clone)]
struct Arcs {
    /// Where those of each task begin, and the end of the last ones.
    starts: Vec<usize>,
    arcs: Vec<Arc>,
}

impl Arcs {
    /// Each arc at the task that stands beside it, in their order.
    fn grouped(tasks: usize, arcs: impl Iterator<Item = (usize, Arc)> + Clone) -> Self {
        let mut starts = vec![0; tasks + 1];
        arcs.clone().for_each(|(task, _)| starts[task + 1] += 1);
        for task in 0..tasks {
            starts[task + 1] += starts[task];
        }
        let mut next = starts.clone();
        let mut sorted = vec![Arc { task: 0, kind: LinkKind::FinishToStart, lag: 0 }; starts[tasks]];
        for (task, arc) in arcs {
            sorted[next[task]] = arc;
            next[task] += 1;
        }
        Self { starts, arcs: sorted }
    }

    fn of(&self, task: usize) -> &[Arc] {
        &self.arcs[self.starts[task]..self.starts[task + 1]]
    }
}

/// The links of a network without a cycle.
#[derive(Debug, Clone)]
pub(crate) struct Graph {
    before: Arcs,
    after: Arcs,
    order: Vec<u32>,
    position: Vec<u32>,
}

impl Graph {
    /// The graph of `links` between `tasks`.
    pub(crate) fn new(tasks: usize, links: &[Link]) -> Result<Self, PlanningError> {
        if u32::try_from(tasks).is_err() {
            return Err(ParameterError::new("tasks", tasks, "at most 2^32 - 1").into());
        }
        let before = Arcs::grouped(
            tasks,
            links.iter().map(|link| (link.to, Arc { task: link.from as u32, kind: link.kind, lag: link.lag })),
        );
        // Of tasks in ascending order, so that the arcs that leave a task are in the order of the tasks they go to.
        let after = Arcs::grouped(
            tasks,
            (0..tasks)
                .flat_map(|to| before.of(to).iter().map(move |arc| (arc.task(), Arc { task: to as u32, ..*arc }))),
        );
        let mut graph = Self { before, after, order: Vec::with_capacity(tasks), position: vec![0; tasks] };
        graph.sort()?;
        Ok(graph)
    }

    /// Fills in the order.
    fn sort(&mut self) -> Result<(), PlanningError> {
        let tasks = self.position.len();
        let mut waiting: Vec<usize> = (0..tasks).map(|task| self.before(task).len()).collect();
        self.order.extend((0..tasks).filter(|&task| waiting[task] == 0).map(|task| task as u32));
        let mut next = 0;
        while let Some(&task) = self.order.get(next) {
            self.position[task as usize] = next as u32;
            next += 1;
            for arc in self.after.of(task as usize) {
                waiting[arc.task()] -= 1;
                if waiting[arc.task()] == 0 {
                    self.order.push(arc.task);
                }
            }
        }
        if next < tasks {
            return Err(PlanningError::Cycle { tasks: cycle_among(self, &waiting) });
        }
        Ok(())
    }

    /// What `task` waits for.
    pub(crate) fn before(&self, task: usize) -> &[Arc] {
        self.before.of(task)
    }

    /// What waits for `task`, in the order of the tasks.
    pub(crate) fn after(&self, task: usize) -> &[Arc] {
        self.after.of(task)
    }

    /// All tasks, each after those that it waits for.
    pub(crate) fn order(&self) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.order.iter().map(|&task| task as usize)
    }

    /// Where a task is in the order.
    pub(crate) fn position(&self, task: usize) -> usize {
        self.position[task] as usize
    }

    /// The task at a place of the order.
    pub(crate) fn at(&self, position: usize) -> usize {
        self.order[position] as usize
    }
}
