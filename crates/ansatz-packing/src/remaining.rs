//! Which positions of a list are still there.

use alloc::vec::Vec;

/// Positions that are removed one by one; the next one that is left is found in nearly constant time.
#[derive(Clone)]
pub(crate) struct Remaining {
    /// A position from which the next one that is left is found; itself, if it is left.
    next: Vec<usize>,
}

impl Remaining {
    /// All positions below `len`.
    pub(crate) fn new(len: usize) -> Self {
        Self { next: (0..=len).collect() }
    }

    pub(crate) fn remove(&mut self, position: usize) {
        self.next[position] = position + 1;
    }

    /// The first that is left at `position` or after it, or the length; halves the way there for those who come later.
    pub(crate) fn first_from(&mut self, mut position: usize) -> usize {
        while self.next[position] != position {
            self.next[position] = self.next[self.next[position]];
            position = self.next[position];
        }
        position
    }
}
