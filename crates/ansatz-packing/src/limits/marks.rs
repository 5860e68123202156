//! Marks that are wiped in one step.

use alloc::vec::Vec;

/// A set of small numbers, bins or items: those with the number of the present round.
#[derive(Debug, Clone, Default)]
pub(crate) struct Marks {
    round: usize,
    rounds: Vec<usize>,
}

impl Marks {
    /// Takes all marks away.
    pub(crate) fn clear(&mut self) {
        self.round += 1;
    }

    /// Marks what has the number `index`; only after a `clear`, since rounds count from 1. Memory for `index` of them.
    pub(crate) fn insert(&mut self, index: usize) {
        if index >= self.rounds.len() {
            self.rounds.resize(index + 1, 0);
        }
        self.rounds[index] = self.round;
    }

    pub(crate) fn contains(&self, index: usize) -> bool {
        self.rounds.get(index) == Some(&self.round)
    }
}
