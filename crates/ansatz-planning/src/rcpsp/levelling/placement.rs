//! The best start of one task, while all others stay where they are.
//!
//! Between two starts at which the task's own start or finish meets a change of what is in use, the squares grow at one
//! rate, and the peak stays as it is or is lower at the ends. So only such starts are tried, in ascending order, with a
//! window of steps that moves along: each step enters it once and leaves it once.

use alloc::{collections::VecDeque, vec, vec::Vec};
use core::ops::RangeInclusive;

use super::{LevellingObjective, usage::Usage};

/// A task to be placed.
pub(super) struct Task<'a> {
    pub(super) duration: u64,
    pub(super) demands: &'a [u64],
    /// What there is of each resource.
    pub(super) capacities: &'a [u64],
    /// When it may start.
    pub(super) starts: RangeInclusive<u64>,
}

/// The start at which the objective is least, of equals the earliest or the latest; none if no start finds the resources.
pub(super) fn best_start(usage: &Usage, objective: LevellingObjective, task: &Task<'_>, late: bool) -> Option<u64> {
    if task.duration == 0 || task.demands.iter().all(|demand| *demand == 0) {
        return Some(if late { *task.starts.end() } else { *task.starts.start() });
    }
    let mut window = Window::new(usage, objective, task);
    let mut best: Option<((u128, u128), u64)> = None;
    loop {
        if window.blocked == 0 {
            let cost = window.cost();
            if best.is_none_or(|(least, _)| cost < least || late && cost == least) {
                best = Some((cost, window.start));
            }
        }
        if window.start >= *task.starts.end() {
            return best.map(|(_, start)| start);
        }
        window.advance();
    }
}

/// The steps that a task would run in, from a start on.
struct Window<'a> {
    usage: &'a Usage,
    task: &'a Task<'a>,
    start: u64,
    /// The step that the start is in, and the first one that begins at the finish or later.
    first: usize,
    end: usize,
    /// In how many of the steps there is not enough.
    blocked: usize,
    /// The sum over the task's time of what is in use times what it needs, weighted: half of what the squares grow by, but
    /// for what does not depend on the start.
    product: u128,
    /// For the peak: the most in use of each resource, without the task; and the steps of the window none of which is
    /// followed by one that uses as much.
    peaks: Vec<u64>,
    highest: Vec<VecDeque<usize>>,
}

impl<'a> Window<'a> {
    fn new(usage: &'a Usage, objective: LevellingObjective, task: &'a Task<'a>) -> Self {
        let start = *task.starts.start();
        let (peaks, highest) = match objective {
            LevellingObjective::Squares => (Vec::new(), Vec::new()),
            LevellingObjective::Peak => (usage.peaks(), vec![VecDeque::new(); task.demands.len()]),
        };
        let first = usage.step_at(start);
        let mut window = Self { usage, task, start, first, end: first, blocked: 0, product: 0, peaks, highest };
        window.enter();
        for step in first..window.end {
            let end = usage.times.get(step + 1).map_or(window.finish(), |end| window.finish().min(*end));
            window.product += u128::from(end - start.max(usage.times[step])) * window.rate(step);
        }
        window
    }

    fn finish(&self) -> u64 {
        self.start + self.task.duration
    }

    /// The peak, and half of what the squares grow by.
    fn cost(&self) -> (u128, u128) {
        let peaks = self.peaks.iter().zip(&self.highest).zip(self.task.demands).enumerate();
        let peaks = peaks.map(|(resource, ((peak, highest), demand))| {
            let used = highest.front().map_or(0, |step| self.usage.row(*step)[resource]);
            u64::max(*peak, used + demand)
        });
        (self.usage.weighted(peaks), self.product)
    }

    /// To the next start at which something changes, or the last.
    fn advance(&mut self) {
        let times = &self.usage.times;
        let finish = self.finish();
        // A step that begins at the finish is entered from now on.
        let entering = if times.get(self.end) == Some(&finish) { self.end } else { self.end - 1 };
        let leave = times.get(self.first + 1).map(|time| time - self.start);
        let enter = times.get(entering + 1).map(|time| time - finish);
        let by = [leave, enter].into_iter().flatten().fold(self.task.starts.end() - self.start, u64::min);
        self.product += u128::from(by) * self.rate(entering);
        self.product -= u128::from(by) * self.rate(self.first);
        self.start += by;
        self.enter();
        if leave == Some(by) {
            self.leave();
        }
    }

    /// Takes in the steps that begin before the finish.
    fn enter(&mut self) {
        while self.usage.times.get(self.end).is_some_and(|begin| *begin < self.finish()) {
            let row = self.usage.row(self.end);
            self.blocked += usize::from(self.is_blocked(self.end));
            for (resource, highest) in self.highest.iter_mut().enumerate() {
                while highest.back().is_some_and(|step| self.usage.row(*step)[resource] <= row[resource]) {
                    highest.pop_back();
                }
                highest.push_back(self.end);
            }
            self.end += 1;
        }
    }

    /// Lets the first step go.
    fn leave(&mut self) {
        self.blocked -= usize::from(self.is_blocked(self.first));
        let first = self.first;
        for highest in self.highest.iter_mut().filter(|highest| highest.front() == Some(&first)) {
            highest.pop_front();
        }
        self.first += 1;
    }

    /// Whether a step has not enough for the task.
    fn is_blocked(&self, step: usize) -> bool {
        let mut row = self.usage.row(step).iter().zip(self.task.demands).zip(self.task.capacities);
        row.any(|((used, demand), capacity)| *demand > 0 && capacity - used < *demand)
    }

    /// What is in use in a step times what the task needs, weighted.
    fn rate(&self, step: usize) -> u128 {
        let row = self.usage.row(step).iter().zip(self.task.demands).zip(&self.usage.weights);
        row.map(|((used, demand), weight)| u128::from(*weight) * u128::from(*used) * u128::from(*demand)).sum()
    }
}
