//! Of the critical paths the one with the largest variance.
//!
//! A path comes to a task at its start or at its finish, and leaves it at either. It takes the task's duration on the way
//! from one end to the other, forwards or (from finish to start) backwards; either way it takes its variance. So there
//! are two numbers for each task, the largest variance with which its start and its finish are reached.

use alloc::{vec, vec::Vec};

use super::ThreePoint;
use crate::Cpm;

/// One end of a task: where a link comes to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct End {
    task: usize,
    /// 1 for the finish, 0 for the start.
    side: usize,
}

/// How an end is reached on a critical path.
#[derive(Debug, Clone, Copy)]
struct Reach {
    /// The variance up to there.
    variance: u128,
    /// Where the task before was reached.
    from: Option<End>,
}

/// The tasks of the path, and its variance in squares of a sixth; `cpm` has the mean durations.
pub(super) fn most_uncertain_path(cpm: &Cpm, estimates: &[ThreePoint]) -> (Vec<usize>, u128) {
    let mut reached: Vec<[Option<Reach>; 2]> = vec![[None; 2]; cpm.len()];
    let dates = &cpm.dates;
    let mut last: Option<Reach> = None;
    for task in cpm.graph.order() {
        if dates.heads[task] == dates.starts[task] {
            better(&mut reached[task][0], Reach { variance: 0, from: None });
        }
        let variance = estimates[task].variance();
        if let Some(reach) =
            leave(&reached, End { task, side: 1 }, variance).filter(|_| dates.finish(task) == cpm.end())
        {
            better(&mut last, reach);
        }
        for &arc in cpm.graph.after(task) {
            let to = arc.task();
            let is_critical = dates.heads[task] + dates.gap_after(task, arc) + dates.tails[to] == cpm.end();
            let side = usize::from(arc.kind.leaves_finish());
            if let Some(reach) = leave(&reached, End { task, side }, variance).filter(|_| is_critical) {
                better(&mut reached[to][usize::from(arc.kind.enters_finish())], reach);
            }
        }
    }
    let mut path = Vec::new();
    let mut next = last.and_then(|reach| reach.from);
    while let Some(end) = next {
        path.push(end.task);
        next = reached[end.task][end.side].and_then(|reach| reach.from);
    }
    path.reverse();
    (path, last.map_or(0, |reach| reach.variance))
}

/// The best way to leave a task at an end: having come there, or having come to the other end and through the task.
fn leave(reached: &[[Option<Reach>; 2]], end: End, variance: u128) -> Option<Reach> {
    let come = |side: usize, more: u128| {
        let from = End { task: end.task, side };
        reached[end.task][side].map(|reach| Reach { variance: reach.variance + more, from: Some(from) })
    };
    let mut best = come(end.side, 0);
    if let Some(reach) = come(1 - end.side, variance) {
        better(&mut best, reach);
    }
    best
}

/// Keeps the larger variance, and of equal ones the one that came first.
fn better(best: &mut Option<Reach>, reach: Reach) {
    if best.is_none_or(|best| reach.variance > best.variance) {
        *best = Some(reach);
    }
}
