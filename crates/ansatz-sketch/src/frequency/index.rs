//! From a hash to the places of the entries that have it: open addressing with linear probing.
//!
//! A cell holds the upper half of a hash, its *tag*, and the place of an entry. Probing compares tags in the cell
//! itself and looks at an entry only where they agree, a few times in 2^32 for other keys; the tag's top bits are the
//! cell where the search starts, so that growing needs no entry either. There is no removal of one: evictions come in
//! bulk, and rebuild the index.

use alloc::{vec, vec::Vec};

/// Places of entries by their hashes; at most half full.
#[derive(Debug, Clone)]
pub(super) struct Index {
    cells: Vec<u64>,
    len: usize,
}

impl Index {
    pub(super) fn new() -> Self {
        Self { cells: Vec::new(), len: 0 }
    }

    /// Adds the place of an entry that is not in the index.
    #[inline]
    pub(super) fn insert(&mut self, hash: u64, place: usize) {
        if self.len * 2 >= self.cells.len() {
            self.grow();
        }
        self.len += 1;
        self.put((hash & TAG) | place as u64);
    }

    pub(super) fn clear(&mut self) {
        self.cells.fill(EMPTY);
        self.len = 0;
    }

    /// The place of the entry with this hash that `is_match`.
    #[inline]
    pub(super) fn find(&self, hash: u64, mut is_match: impl FnMut(usize) -> bool) -> Option<usize> {
        if self.cells.is_empty() {
            return None;
        }
        let mut at = self.home(hash);
        loop {
            let cell = self.cells[at];
            if cell == EMPTY {
                return None;
            }
            let place = (cell & !TAG) as usize;
            if (cell ^ hash) & TAG == 0 && is_match(place) {
                return Some(place);
            }
            at = self.next(at);
        }
    }

    pub(super) fn memory_bytes(&self) -> usize {
        size_of_val(self.cells.as_slice())
    }

    fn grow(&mut self) {
        let len = (self.cells.len() * 2).max(MIN_CELLS);
        let cells = core::mem::replace(&mut self.cells, vec![EMPTY; len]);
        for cell in cells {
            if cell != EMPTY {
                self.put(cell);
            }
        }
    }

    #[inline]
    fn put(&mut self, cell: u64) {
        let mut at = self.home(cell);
        while self.cells[at] != EMPTY {
            at = self.next(at);
        }
        self.cells[at] = cell;
    }

    /// Where the search for a hash, or for the cell that came from it, starts: the number of cells is a power of two of
    /// at most 2^32, so that this depends on the tag alone.
    #[inline]
    fn home(&self, hash: u64) -> usize {
        ((u128::from(hash) * self.cells.len() as u128) >> 64) as usize
    }

    #[inline]
    fn next(&self, at: usize) -> usize {
        (at + 1) & (self.cells.len() - 1)
    }
}

/// The upper half of a hash.
const TAG: u64 = u64::MAX << 32;

/// No entry has place 2^32 - 1: there are at most 2^30.
const EMPTY: u64 = u64::MAX;

/// One cache line.
const MIN_CELLS: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colliding_hashes_are_told_apart() {
        // All searches start in the last cells and wrap round: the tags agree in their top bits.
        let hash = |place: usize| u64::MAX << 36 | (place as u64 % 16) << 32;
        let mut index = Index::new();
        assert_eq!(index.find(hash(0), |_| true), None);
        for place in 0..100 {
            index.insert(hash(place), place);
            for known in 0..=place {
                assert_eq!(index.find(hash(known), |found| found == known), Some(known));
            }
            assert_eq!(index.find(hash(place), |found| found == place + 1), None);
        }
        index.clear();
        assert_eq!((index.find(hash(5), |_| true), index.len), (None, 0));
    }

    #[test]
    fn entries_with_another_tag_are_not_looked_at() {
        let mut index = Index::new();
        for place in 0..50u64 {
            index.insert(place << 32, place as usize);
        }
        let mut looked_at = 0;
        let found = index.find(50 << 32, |_| {
            looked_at += 1;
            true
        });
        assert_eq!((found, looked_at), (None, 0));
    }
}
