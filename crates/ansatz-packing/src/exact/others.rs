//! What else could stand in a bin's place.

use alloc::vec::Vec;

use super::{classes::Pattern, completions::Completions, prices::Prices};

/// Other patterns with the largest item of the first one, the most valuable first as far as they have been found.
#[derive(Clone)]
pub(super) struct Others {
    first: Pattern,
    completions: Completions,
    /// Found and not tried, the most valuable last.
    waiting: Vec<(u64, Pattern)>,
    tried: usize,
}

impl Others {
    /// Of patterns that are worth at least `least` and within `counts`.
    pub(super) fn new(
        first: &Pattern,
        sizes: &[u64],
        counts: &[usize],
        capacity: u64,
        prices: &Prices,
        least: u64,
    ) -> Self {
        let class = first.first().map_or(0, |&(class, _)| class);
        let completions = Completions::new(sizes, counts, capacity, class, prices, least);
        Self { first: first.clone(), completions, waiting: Vec::new(), tried: 0 }
    }

    /// How many were returned.
    pub(super) fn tried(&self) -> usize {
        self.tried
    }

    /// Whether there are no more.
    pub(super) fn is_exhausted(&self) -> bool {
        self.waiting.is_empty() && self.completions.is_exhausted()
    }

    /// The next one, if it is found without looking for long.
    pub(super) fn next(&mut self) -> Option<Pattern> {
        if self.waiting.is_empty() {
            let mut steps = STEPS;
            while self.waiting.len() < MOST_WAITING
                && let Some((pattern, value)) = self.completions.next(&mut steps)
            {
                if pattern != self.first {
                    self.waiting.push((value, pattern));
                }
            }
            self.waiting.sort_unstable();
        }
        let (_, pattern) = self.waiting.pop()?;
        self.tried += 1;
        Some(pattern)
    }
}

/// Choices of a good at a time, which take about a millisecond.
const STEPS: usize = 100_000;

/// Patterns that wait at one level.
const MOST_WAITING: usize = 1_000;
