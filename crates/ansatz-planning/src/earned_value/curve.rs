//! Planned value over time: lines between points, with a step where a milestone has a budget.

use alloc::vec::Vec;

use super::money::UNIT;

/// Times from the start of the baseline and the amounts planned by then, in ascending order; the first point is at 0 with
/// nothing, the last one at the finish with everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Curve {
    points: Vec<Point>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Point {
    time: u64,
    value: u128,
}

/// What changes at a time.
struct Change {
    time: u64,
    /// How much more, or less, is spent in each unit of time from then on.
    rate: i128,
    /// What is spent at once: a milestone's budget.
    step: u128,
    /// What of a budget its rate, which is rounded down, has not spent by the finish of its task.
    rest: u128,
}

impl Curve {
    /// Of tasks with a start from the start of the baseline, a duration and a budget, until `finish`.
    pub(super) fn new(tasks: impl Iterator<Item = (u64, u64, u64)>, finish: u64) -> Self {
        let mut changes = Vec::new();
        for (start, duration, budget) in tasks {
            let budget = u128::from(budget) * UNIT;
            if duration == 0 {
                changes.push(Change { time: start, rate: 0, step: budget, rest: 0 });
                continue;
            }
            // At most 2^117, and so is the sum of all rates.
            let rate = (budget / u128::from(duration)) as i128;
            let rest = budget % u128::from(duration);
            changes.push(Change { time: start, rate, step: 0, rest: 0 });
            changes.push(Change { time: start + duration, rate: -rate, step: 0, rest });
        }
        changes.sort_unstable_by_key(|change| change.time);
        Self::through(&changes, finish)
    }

    fn through(changes: &[Change], finish: u64) -> Self {
        let mut points = Vec::new();
        let mut last = Point { time: 0, value: 0 };
        let mut rate = 0_i128;
        points.push(last);
        for at_once in changes.chunk_by(|one, other| one.time == other.time) {
            let time = at_once.first().map_or(finish, |change| change.time);
            // What is spent by a rate is at most the budgets of the tasks in progress: no product overflows.
            let by_rate = rate as u128 * u128::from(time - last.time);
            let rests: u128 = at_once.iter().map(|change| change.rest).sum();
            let steps: u128 = at_once.iter().map(|change| change.step).sum();
            last = Point { time, value: last.value + by_rate + rests };
            points.push(last);
            last.value += steps;
            points.push(last);
            rate += at_once.iter().map(|change| change.rate).sum::<i128>();
        }
        points.push(Point { time: finish, value: last.value });
        points.dedup();
        points.shrink_to_fit();
        Self { points }
    }

    /// What is planned by `time`, steps at that time included.
    pub(super) fn value(&self, time: u64) -> u128 {
        let next = self.points.partition_point(|point| point.time <= time);
        let before = self.before(next);
        let Some(after) = self.points.get(next) else { return before.value };
        let (rise, run) = (after.value - before.value, u128::from(after.time - before.time));
        // Quotient and remainder apart: rise x time could be longer than 128 bits.
        let passed = u128::from(time - before.time);
        before.value + rise / run * passed + rise % run * passed / run
    }

    /// The first and the last time at which `value` is planned: the same one unless the curve is level there.
    pub(super) fn times(&self, value: u128) -> (f64, f64) {
        let first = self.points.partition_point(|point| point.value < value);
        let last = self.points.partition_point(|point| point.value <= value);
        (self.crossing(first, value), self.crossing(last, value))
    }

    /// When the line that ends at point `next`, the first one of so much or of more, comes to `value`.
    fn crossing(&self, next: usize, value: u128) -> f64 {
        let before = self.before(next);
        match self.points.get(next) {
            Some(after) if after.value > before.value => {
                let share = (value - before.value) as f64 / (after.value - before.value) as f64;
                before.time as f64 + share * (after.time - before.time) as f64
            }
            _ => before.time as f64,
        }
    }

    /// The point before `next`, or the first one.
    fn before(&self, next: usize) -> Point {
        self.points.get(next.saturating_sub(1)).copied().unwrap_or(Point { time: 0, value: 0 })
    }
}
