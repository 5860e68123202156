//! The tasks of a cycle, where there is one.

use alloc::{vec, vec::Vec};

use super::graph::Graph;

/// A cycle among the tasks that still wait for some, in the order of its links and from its lowest number.
///
/// Each of them waits for another of them, so that a walk from any one back to what it waits for comes round.
pub(super) fn cycle_among(graph: &Graph, waiting: &[usize]) -> Vec<usize> {
    let mut seen = vec![false; waiting.len()];
    let mut walk = Vec::new();
    let mut next = waiting.iter().position(|&count| count > 0);
    while let Some(task) = next {
        walk.push(task);
        if core::mem::replace(&mut seen[task], true) {
            break;
        }
        next = graph.before(task).iter().map(|arc| arc.task()).find(|&task| waiting[task] > 0);
    }
    // The walk ends at the task where the cycle was entered.
    let last = walk.pop();
    let entered = walk.iter().position(|&task| Some(task) == last).unwrap_or(0);
    let mut cycle = walk.split_off(entered);
    cycle.reverse();
    let lowest = cycle.iter().enumerate().min_by_key(|&(_, task)| task).map_or(0, |(index, _)| index);
    cycle.rotate_left(lowest);
    cycle
}
