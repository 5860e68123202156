//! The passes along the links and against them, in calendar time.
//!
//! A link is a function here, from the earliest moment of one end to that of another, and back from the latest; each pass
//! takes the ends of a task as soon, or as late, as all of them let it.

use alloc::{vec, vec::Vec};

use super::{
    Calendar,
    clock::{Clock, Ends, LATEST, NEVER},
};
use crate::{Network, PlanningError, Times, network::Graph};

/// What the passes read; each task has one of the calendars.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passes<'a> {
    pub(super) network: &'a Network,
    pub(super) graph: &'a Graph,
    pub(super) calendars: &'a [Calendar],
    pub(super) of_tasks: &'a [usize],
}

impl<'a> Passes<'a> {
    /// The earliest ends of each task.
    pub(super) fn forward(self) -> Result<Vec<Ends>, PlanningError> {
        let mut early = vec![Ends { start: 0, finish: 0 }; self.network.len()];
        for task in self.graph.order() {
            let clock = self.clock(task);
            let mut bounds = Ends { start: self.network.starts[task] as i64, finish: 0 };
            for arc in self.graph.before(task) {
                let from = early[arc.task()];
                let moment = clock.after(if arc.kind.leaves_finish() { from.finish } else { from.start }, arc.lag);
                let bound = if arc.kind.enters_finish() { &mut bounds.finish } else { &mut bounds.start };
                *bound = moment.max(*bound);
            }
            let ends = clock.earliest(bounds, self.duration(task));
            early[task] = ends.ok_or(PlanningError::Unfinished { task, limit: LATEST as u64 })?;
        }
        Ok(early)
    }

    /// The latest ends of each task with which all is done by `end`, and in time.
    pub(super) fn backward(self, end: i64) -> Vec<Ends> {
        let mut late = vec![Ends { start: 0, finish: 0 }; self.network.len()];
        for task in self.graph.order().rev() {
            let by = self.network.finishes[task].map_or(end, |date| end.min(date as i64));
            late[task] = self.latest(task, by, &late);
        }
        late
    }

    /// The dates and floats of a task, from the ends that the passes found.
    pub(super) fn times(self, task: usize, early: &[Ends], late: &[Ends], end: i64) -> Times {
        let clock = self.clock(task);
        let (soon, latest) = (early[task], late[task]);
        let float = |ends: Ends| clock.working(ends.start) - clock.working(soon.start);
        Times {
            early_start: soon.start as u64,
            early_finish: soon.finish as u64,
            late_start: latest.start,
            late_finish: latest.finish,
            total_float: float(latest),
            free_float: float(self.latest(task, end, early)) as u64,
        }
    }

    /// The latest ends of a task that is to be finished by a date, if those after it are at `ends`.
    fn latest(self, task: usize, by: i64, ends: &[Ends]) -> Ends {
        let mut bounds = Ends { start: NEVER, finish: by };
        for arc in self.graph.after(task) {
            let to = ends[arc.task()];
            let moment = if arc.kind.enters_finish() { to.finish } else { to.start };
            let moment = self.clock(arc.task()).before(moment, arc.lag);
            let bound = if arc.kind.leaves_finish() { &mut bounds.finish } else { &mut bounds.start };
            *bound = moment.min(*bound);
        }
        self.clock(task).latest(bounds, self.duration(task))
    }

    fn clock(self, task: usize) -> Clock<'a> {
        Clock(&self.calendars[self.of_tasks[task]])
    }

    fn duration(self, task: usize) -> i64 {
        self.network.durations[task] as i64
    }
}
