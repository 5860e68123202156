//! The links of a network, as both passes walk them.
//!
//! Tasks stand in an order in which none comes before one that it waits for. Each has two rows of times, its starts and
//! its finishes, and a link is "that row, so much later": which of the four kinds it is shows only in which row it is and
//! in whether it is listed with the starts or the finishes of the task that waits.

use alloc::{vec, vec::Vec};

use super::lanes::{LANES, Row};
use crate::{
    Network, PlanningError,
    network::{Arc, Graph, require_total},
};

/// A time that another waits for, and by how much.
#[derive(Debug, Clone, Copy)]
struct Hop {
    row: u32,
    lag: f64,
}

/// What the start and the finish of each task wait for, or what waits for them.
#[derive(Debug, Clone)]
struct Hops {
    /// Where those of each row end, after a 0.
    ends: Vec<usize>,
    hops: Vec<Hop>,
}

impl Hops {
    /// Those of the tasks in their order; `arcs` are those of a task, `sides` says on which side of it an arc is and on
    /// which side of the other task.
    fn new<'a>(graph: &'a Graph, arcs: impl Fn(usize) -> &'a [Arc], sides: impl Fn(Arc) -> (bool, bool)) -> Self {
        let mut ends = vec![0];
        let mut hops = Vec::new();
        for task in graph.order() {
            for finish in [false, true] {
                for &arc in arcs(task) {
                    let (here, there) = sides(arc);
                    if here == finish {
                        let row = 2 * graph.position(arc.task()) as u32 + u32::from(there);
                        hops.push(Hop { row, lag: arc.lag as f64 });
                    }
                }
                ends.push(hops.len());
            }
        }
        Self { ends, hops }
    }

    fn of(&self, row: usize) -> &[Hop] {
        &self.hops[self.ends[row]..self.ends[row + 1]]
    }
}

/// Tasks in their order, with links and dates.
#[derive(Debug, Clone)]
pub(super) struct Topology {
    /// Where each task stands in the order.
    positions: Vec<u32>,
    /// Before which date the task at each position may not start.
    earliest: Vec<f64>,
    before: Hops,
    after: Hops,
}

impl Topology {
    pub(super) fn new(network: &Network) -> Result<Self, PlanningError> {
        // Rows are numbered in 32 bits, two a task.
        if network.len() > MOST_TASKS {
            return Err(ansatz_core::ParameterError::new("tasks", network.len(), "at most 2^31 - 1").into());
        }
        require_total(&[], network.links())?;
        let graph = Graph::new(network.len(), network.links())?;
        Ok(Self {
            positions: (0..network.len()).map(|task| graph.position(task) as u32).collect(),
            earliest: graph.order().map(|task| network.starts[task] as f64).collect(),
            before: Hops::new(
                &graph,
                |task| graph.before(task),
                |arc| (arc.kind.enters_finish(), arc.kind.leaves_finish()),
            ),
            after: Hops::new(
                &graph,
                |task| graph.after(task),
                |arc| (arc.kind.leaves_finish(), arc.kind.enters_finish()),
            ),
        })
    }

    /// The number of tasks.
    pub(super) fn len(&self) -> usize {
        self.positions.len()
    }

    /// Where a task stands in the order.
    pub(super) fn position(&self, task: usize) -> usize {
        self.positions[task] as usize
    }

    /// The finish of the last task, for the durations of the tasks in their order; `times` become their earliest starts
    /// and finishes, in turn.
    pub(super) fn forward(&self, durations: &[Row], times: &mut [Row]) -> Row {
        let mut last = [0.0; LANES];
        for (position, duration) in durations.iter().enumerate() {
            let (done, rest) = times.split_at_mut(2 * position);
            let mut start = [self.earliest[position]; LANES];
            for hop in self.before.of(2 * position) {
                raise(&mut start, &done[hop.row as usize], hop.lag);
            }
            let enters_finish = self.before.of(2 * position + 1);
            if !enters_finish.is_empty() {
                let mut finish = [f64::NEG_INFINITY; LANES];
                for hop in enters_finish {
                    raise(&mut finish, &done[hop.row as usize], hop.lag);
                }
                for lane in 0..LANES {
                    start[lane] = larger(start[lane], finish[lane] - duration[lane]);
                }
            }
            for lane in 0..LANES {
                let finish = start[lane] + duration[lane];
                rest[0][lane] = start[lane];
                rest[1][lane] = finish;
                last[lane] = larger(last[lane], finish);
            }
        }
        last
    }

    /// Shows `visit` each task's position, its earliest starts and its total floats, from the last task to the first;
    /// `times` are those of the forward pass, in whose place the latest ones come.
    pub(super) fn backward(
        &self,
        durations: &[Row],
        times: &mut [Row],
        last: &Row,
        mut visit: impl FnMut(usize, &Row, &Row),
    ) {
        for (position, duration) in durations.iter().enumerate().rev() {
            let (todo, done) = times.split_at_mut(2 * position + 2);
            let row_of = |hop: &Hop| hop.row as usize - (2 * position + 2);
            let mut late = *last;
            for hop in self.after.of(2 * position + 1) {
                lower(&mut late, &done[row_of(hop)], hop.lag);
            }
            for lane in 0..LANES {
                late[lane] -= duration[lane];
            }
            for hop in self.after.of(2 * position) {
                lower(&mut late, &done[row_of(hop)], hop.lag);
            }
            let [start, finish] = &mut todo[2 * position..] else { continue };
            let mut float = [0.0; LANES];
            for lane in 0..LANES {
                float[lane] = late[lane] - start[lane];
            }
            visit(position, start, &float);
            for lane in 0..LANES {
                start[lane] = late[lane];
                finish[lane] = late[lane] + duration[lane];
            }
        }
    }
}

#[inline]
fn raise(times: &mut Row, others: &Row, lag: f64) {
    for lane in 0..LANES {
        times[lane] = larger(times[lane], others[lane] + lag);
    }
}

#[inline]
fn lower(times: &mut Row, others: &Row, lag: f64) {
    for lane in 0..LANES {
        let other = others[lane] - lag;
        times[lane] = if other < times[lane] { other } else { times[lane] };
    }
}

/// One instruction, where `f64::max` takes several for NaN, of which there is none.
#[inline]
fn larger(one: f64, other: f64) -> f64 {
    if other > one { other } else { one }
}

const MOST_TASKS: usize = (1 << 31) - 1;
