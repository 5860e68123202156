//! The highest of indices that are dear to compute, most of which need not be.
//!
//! An index that is concave in time lies below each of its tangents, at all times. So a tangent from an earlier decision
//! tells that an arm is not the best, and few indices have to be computed anew: those of arms whose tangent is above the
//! best. Arms that have the same statistics have the same index for good: all but the first of them are set aside.

use alloc::vec::Vec;

use crate::argmax::Polynomials;

/// An index at some time, and its derivative.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Score {
    pub(crate) value: f64,
    pub(crate) slope: f64,
}

/// What earlier decisions tell of indices, as long as time does not go back. Nothing but speed depends on it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Screen {
    /// For each arm, a line that is nowhere below its index.
    bounds: Polynomials<2>,
    /// For each arm, a number that its index is not below, as it rises with time.
    floors: Vec<f64>,
    /// Arms whose statistics have changed since their line was drawn.
    stale: Vec<usize>,
    /// A number that arms with the same statistics share; [`ALONE`] is none. All but the first of them are excluded. No number
    /// is used twice: 64 bits last longer than any policy does.
    twins: Vec<u64>,
    last_number: u64,
}

impl Screen {
    /// For so many arms of which nothing is known.
    pub(crate) fn new(arms: usize) -> Self {
        let (floors, twins) = (alloc::vec![f64::NEG_INFINITY; arms], alloc::vec![ALONE; arms]);
        Self { bounds: Polynomials::new(arms), floors, stale: Vec::new(), twins, last_number: ALONE }
    }

    /// The statistics of an arm have changed, or are known for the first time.
    pub(crate) fn change(&mut self, position: usize) {
        let number = core::mem::replace(&mut self.twins[position], ALONE);
        let line = self.bounds.get(position);
        if number != ALONE && line[0] != f64::NEG_INFINITY {
            // The first of the others takes its place.
            let others = self.twins[position..].iter().position(|other| *other == number);
            if let Some(heir) = others.map(|other| position + other) {
                self.bounds.set(heir, line);
                self.floors[heir] = self.floors[position];
            }
        }
        self.floors[position] = f64::NEG_INFINITY;
        // An arm whose line is above all is found without being on the list.
        if line[0] != f64::INFINITY {
            self.bounds.set(position, ABOVE_ALL);
            self.stale.push(position);
        }
    }

    /// The lowest position with the highest index at this time.
    ///
    /// `score` is the index of an arm, and `same` says whether two arms have the same statistics.
    pub(crate) fn highest(
        &mut self,
        time: f64,
        score: impl Fn(usize) -> Score,
        same: impl Fn(usize, usize) -> bool,
    ) -> usize {
        while let Some(position) = self.stale.pop() {
            self.draw(position, time, score(position));
        }
        let first = self.bounds.highest(time);
        if self.next_rival(first, self.floors[first], time, 0).is_none() {
            return first;
        }
        let bound = self.bounds.value(first, time);
        let mut best = (self.draw(first, time, score(first)), first);
        // A line without slope is the index itself.
        if best.0 == bound {
            return first;
        }
        let mut from = 0;
        while let Some(position) = self.next_rival(best.1, best.0, time, from) {
            from = position + 1;
            if same(position, best.1) {
                best.1 = self.set_aside(position, best.1);
                continue;
            }
            let value = self.draw(position, time, score(position));
            if value > best.0 || (value == best.0 && position < best.1) {
                best = (value, position);
            }
        }
        best.1
    }

    /// The next arm besides `best` whose line is not below `level`.
    fn next_rival(&self, best: usize, level: f64, time: f64, from: usize) -> Option<usize> {
        match self.bounds.next_at_least(level, time, from) {
            Some(position) if position == best => self.bounds.next_at_least(level, time, position + 1),
            found => found,
        }
    }

    /// Draws the tangent of an arm whose index this is.
    fn draw(&mut self, position: usize, time: f64, Score { value, slope }: Score) -> f64 {
        let rise = slope * time;
        // A line without slope is exact.
        let rounding = if slope == 0.0 { 0.0 } else { ROUNDING * (libm::fabs(value) + rise) };
        let (line, floor) = if rounding.is_finite() && value.is_finite() {
            ([value - rise + rounding, slope], value - rounding)
        } else if value == f64::NEG_INFINITY {
            ([value, 0.0], value)
        } else {
            // As early as can be, the index rises like a square root, which has no tangent.
            (ABOVE_ALL, f64::NEG_INFINITY)
        };
        self.bounds.set(position, line);
        self.floors[position] = floor;
        value
    }

    /// Of two arms with the same statistics, leaves the first in play, and returns it; `drawn` has its tangent at this time.
    fn set_aside(&mut self, position: usize, drawn: usize) -> usize {
        let (first, second) = (position.min(drawn), position.max(drawn));
        self.bounds.set(first, self.bounds.get(drawn));
        self.floors[first] = self.floors[drawn];
        let number = match (self.twins[first], self.twins[second]) {
            (ALONE, ALONE) => {
                self.last_number += 1;
                self.last_number
            }
            (number, ALONE) | (ALONE, number) => number,
            // Both have others behind them: they stay apart.
            _ => ALONE,
        };
        if number != ALONE {
            self.twins[first] = number;
            self.twins[second] = number;
            self.bounds.exclude(second);
        }
        first
    }
}

/// A line that says nothing.
const ABOVE_ALL: [f64; 2] = [f64::INFINITY, 0.0];

/// An index is off by a few units in the last place, and so is what is reckoned from its tangent; this is 16 of them.
const ROUNDING: f64 = 16.0 * f64::EPSILON;

const ALONE: u64 = 0;

#[cfg(test)]
mod tests {
    use super::*;
    use ansatz_random::{Stream, below};

    /// Indices that are lines: a tangent from an earlier decision is as high as one of now, which brings together groups of
    /// twins that curved indices keep apart.
    #[test]
    fn the_highest_is_that_of_a_plain_loop_though_twins_come_and_go() {
        for seed in 0..300 {
            let mut rng = Stream::new(seed, 0);
            let arms = 2 + below(&mut rng, 9) as usize;
            let mut statistics = alloc::vec![0.0; arms];
            let mut screen = Screen::new(arms);
            (0..arms).for_each(|position| screen.change(position));
            for step in 0..200 {
                // Some decisions are made at the same time, as with rewards that come late.
                let time = f64::from(step / 2);
                let value = |position: usize| statistics[position] + time;
                let score = |position| Score { value: value(position), slope: 1.0 };
                let found = screen.highest(time, score, |a, b| statistics[a] == statistics[b]);
                let expected = (1..arms).fold(0, |best, arm| if value(arm) > value(best) { arm } else { best });
                assert_eq!(found, expected, "seed {seed}, step {step}: {statistics:?}");
                for _ in 0..below(&mut rng, 4) {
                    let position = below(&mut rng, arms as u64) as usize;
                    statistics[position] = below(&mut rng, 3) as f64;
                    screen.change(position);
                }
            }
        }
    }
}
