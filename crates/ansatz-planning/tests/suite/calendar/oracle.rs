//! Plans on calendars by trying one moment after the other.

use ansatz_planning::LinkKind;

use super::{Parts, is_open};
use crate::plan::Plan;

/// A plan, and the calendar of each task.
#[derive(Debug, Clone)]
pub(crate) struct Oracle {
    pub(crate) plan: Plan,
    pub(crate) calendars: Vec<Parts>,
}

/// Start and finish.
pub(crate) type Ends = (i64, i64);

impl Oracle {
    /// How many moments of a task's calendar are worked between two.
    pub(crate) fn worked(&self, task: usize, from: i64, to: i64) -> i64 {
        (from..to).filter(|&moment| self.is_worked(task, moment)).count() as i64
    }

    fn is_worked(&self, task: usize, moment: i64) -> bool {
        moment < 0 || is_open(&self.calendars[task], moment as u64)
    }

    /// The ends of a task that starts at a moment, if it can.
    fn ends(&self, task: usize, start: i64) -> Option<Ends> {
        let mut left = self.plan.durations[task];
        if left == 0 {
            return Some((start, start));
        }
        let mut moment = start;
        if !self.is_worked(task, start) {
            return None;
        }
        while left > 0 {
            left -= u64::from(self.is_worked(task, moment));
            moment += 1;
        }
        Some((start, moment))
    }

    /// Whether all links from and to a task hold.
    fn holds(&self, ends: &[Ends], is_link: impl Fn(usize, usize) -> bool) -> bool {
        self.plan.links.iter().filter(|link| is_link(link.from, link.to)).all(|link| {
            let (from, to) = (ends[link.from], ends[link.to]);
            let (waited_for, waits) = match link.kind {
                LinkKind::FinishToStart => (from.1, to.0),
                LinkKind::StartToStart => (from.0, to.0),
                LinkKind::FinishToFinish => (from.1, to.1),
                LinkKind::StartToFinish => (from.0, to.1),
            };
            if link.lag >= 0 {
                waits >= waited_for && self.worked(link.to, waited_for, waits) >= link.lag
            } else {
                self.worked(link.to, waits, waited_for) <= -link.lag
            }
        })
    }

    /// The first ends of each task, each pushed on for as long as a link to it does not hold.
    pub(crate) fn early(&self) -> Vec<Ends> {
        let tasks = self.plan.durations.len();
        let mut ends: Vec<_> = (0..tasks).map(|task| self.next(task, self.plan.starts[task] as i64)).collect();
        while let Some(task) = (0..tasks).find(|&task| !self.holds(&ends, |_, to| to == task)) {
            ends[task] = self.next(task, ends[task].0 + 1);
        }
        ends
    }

    fn next(&self, task: usize, start: i64) -> Ends {
        (start..).find_map(|start| self.ends(task, start)).unwrap()
    }

    pub(crate) fn finish(&self) -> i64 {
        self.early().iter().map(|ends| ends.1).max().unwrap_or(0)
    }

    /// The last ends of each task for that finish and the deadlines, each pulled back for as long as a link from it does
    /// not hold.
    pub(crate) fn late(&self) -> Vec<Ends> {
        let (tasks, finish) = (self.plan.durations.len(), self.finish());
        let by = |task: usize| self.plan.deadlines[task].map_or(finish, |date| finish.min(date as i64));
        let last = |task: usize, from: i64, by: i64| {
            (0..).find_map(|back| self.ends(task, from - back).filter(|ends| ends.1 <= by)).unwrap()
        };
        let mut ends: Vec<_> = (0..tasks).map(|task| last(task, finish, by(task))).collect();
        while let Some(task) = (0..tasks).find(|&task| !self.holds(&ends, |from, _| from == task)) {
            ends[task] = last(task, ends[task].0 - 1, by(task));
        }
        ends
    }

    /// The last moment from which a task can be let start with nothing that `is_kept` changed.
    pub(crate) fn last_start(&self, task: usize, is_kept: impl Fn(&[Ends], &[Ends]) -> bool) -> i64 {
        let early = self.early();
        let finish = self.finish();
        let is_free = |start: i64| {
            let mut later = self.clone();
            later.plan.starts[task] = start as u64;
            let ends = later.early();
            is_kept(&early, &ends).then_some(ends[task].0)
        };
        (early[task].0..=finish).map_while(is_free).last().unwrap()
    }
}
