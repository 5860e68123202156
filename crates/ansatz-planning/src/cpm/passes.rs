//! The passes along the links and against them.
//!
//! A link is a least time between the starts of its tasks, whatever its kind. Three numbers for each task then say all:
//! its head (the longest way to its start), its tail (the longest way from its start to the end of the plan) and its due
//! (the latest start for the dates that it and those after it must finish by). Late dates are not stored, since they all
//! move with the plan's finish, while heads, tails and dues change for tasks after or before a change only.

use alloc::vec::Vec;

use crate::{
    Network,
    network::{Arc, Graph},
};

/// Of each task what is given and the three numbers.
#[derive(Debug, Clone)]
pub(crate) struct Dates {
    pub(crate) durations: Vec<i64>,
    /// It may not start before.
    pub(crate) starts: Vec<i64>,
    /// It must finish by.
    finishes: Vec<i64>,
    pub(crate) heads: Vec<i64>,
    pub(crate) tails: Vec<i64>,
    pub(crate) dues: Vec<i64>,
}

impl Dates {
    /// All dates of a network, whose durations, lags and dates are within the limits.
    pub(crate) fn new(network: &Network, graph: &Graph) -> Self {
        let durations: Vec<_> = network.durations.iter().map(|&duration| duration as i64).collect();
        let starts: Vec<_> = network.starts.iter().map(|&date| date as i64).collect();
        let finishes = network.finishes.iter().map(|date| date.map_or(NEVER, |date| date as i64)).collect();
        let zeros = alloc::vec![0; durations.len()];
        let mut dates = Self { durations, starts, finishes, heads: zeros.clone(), tails: zeros.clone(), dues: zeros };
        graph.order().for_each(|task| dates.heads[task] = dates.head(graph, task));
        for task in graph.order().rev() {
            (dates.tails[task], dates.dues[task]) = dates.tail_and_due(graph, task);
        }
        dates
    }

    /// The earliest finish.
    pub(crate) fn finish(&self, task: usize) -> i64 {
        self.heads[task] + self.durations[task]
    }

    /// The least time from what `task` waits for to `task`.
    pub(crate) fn gap_before(&self, task: usize, arc: Arc) -> i64 {
        arc.kind.between_starts(arc.lag, self.durations[arc.task()], self.durations[task])
    }

    /// The least time from `task` to what waits for it.
    pub(crate) fn gap_after(&self, task: usize, arc: Arc) -> i64 {
        arc.kind.between_starts(arc.lag, self.durations[task], self.durations[arc.task()])
    }

    /// The earliest start, from those of the tasks before.
    pub(crate) fn head(&self, graph: &Graph, task: usize) -> i64 {
        let ways = graph.before(task).iter().map(|&arc| self.heads[arc.task()] + self.gap_before(task, arc));
        ways.fold(self.starts[task], i64::max)
    }

    /// The tail and the due, from those of the tasks after.
    pub(crate) fn tail_and_due(&self, graph: &Graph, task: usize) -> (i64, i64) {
        let duration = self.durations[task];
        let own = (duration, self.finishes[task].saturating_sub(duration));
        graph.after(task).iter().fold(own, |(tail, due), &arc| {
            let gap = self.gap_after(task, arc);
            // What comes from `NEVER` stays far above every date and may saturate.
            (tail.max(gap + self.tails[arc.task()]), due.min(self.dues[arc.task()].saturating_sub(gap)))
        })
    }
}

/// No date to finish by. A path's gaps come to 6 x 2^58 in size at most (PERT counts in sixths), and what is left of this is
/// later than any date.
const NEVER: i64 = i64::MAX;
