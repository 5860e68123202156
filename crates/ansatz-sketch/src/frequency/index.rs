//! From a hash to the places of the entries that have it: open addressing with linear probing.
//!
//! A cell holds the upper half of a hash, its *tag*, and the place of an entry. Probing compares tags in the cell
//! itself and looks at an entry only where they agree, a few times in 2^32 for other keys; the tag's top bits are the
//! cell where the search starts, so that growing and removing need no entry either. Removal moves later cells back
//! instead of leaving tombstones (Knuth, *The art of computer programming* 3, 6.4, algorithm R): an eviction for each
//! update must not slow down what follows.

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
    pub(super) fn insert(&mut self, hash: u64, place: usize) {
        if self.len * 2 >= self.cells.len() {
            self.grow();
        }
        self.len += 1;
        self.put(pack(hash, place));
    }

    /// Removes the place of an entry that is in the index.
    pub(super) fn remove(&mut self, hash: u64, place: usize) {
        let packed = pack(hash, place);
        let mut hole = self.home(packed);
        while self.cells[hole] != packed {
            if self.cells[hole] == EMPTY {
                return;
            }
            hole = self.next(hole);
        }
        self.len -= 1;
        let mut at = hole;
        loop {
            at = self.next(at);
            let cell = self.cells[at];
            if cell == EMPTY {
                break;
            }
            // A cell may move back to the hole unless its search starts behind it.
            if self.distance(self.home(cell), at) >= self.distance(hole, at) {
                self.cells[hole] = cell;
                hole = at;
            }
        }
        self.cells[hole] = EMPTY;
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
            if cell >> 32 == hash >> 32 && is_match(place_of(cell)) {
                return Some(place_of(cell));
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

    fn put(&mut self, packed: u64) {
        let mut at = self.home(packed);
        while self.cells[at] != EMPTY {
            at = self.next(at);
        }
        self.cells[at] = packed;
    }

    /// Where the search for a hash, or for the packed cell that came from it, starts: the number of cells is a power of
    /// two of at most 2^32, so that this depends on the tag alone.
    #[inline]
    fn home(&self, hash: u64) -> usize {
        ((u128::from(hash) * self.cells.len() as u128) >> 64) as usize
    }

    #[inline]
    fn next(&self, at: usize) -> usize {
        (at + 1) & (self.cells.len() - 1)
    }

    /// The steps from one cell to another.
    fn distance(&self, from: usize, to: usize) -> usize {
        to.wrapping_sub(from) & (self.cells.len() - 1)
    }
}

#[inline]
fn pack(hash: u64, place: usize) -> u64 {
    (hash & TAG) | place as u64
}

#[inline]
fn place_of(cell: u64) -> usize {
    (cell & !TAG) as usize
}

/// The upper half of a hash.
const TAG: u64 = u64::MAX << 32;

/// No entry has place 2^32 - 1: capacities are at most 2^30.
const EMPTY: u64 = u64::MAX;

/// One cache line.
const MIN_CELLS: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_behaves_like_a_map_under_collisions() {
        // All searches start in the last cells and wrap round: the tags agree in their top bits.
        let hash = |place: u64| u64::MAX << 36 | (place % 16) << 32 | place;
        let mut index = Index::new();
        let mut model = Vec::new();
        let mut state = 1u64;
        for step in 0..20_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let place = (state >> 33) % 40;
            if let Some(known) = model.iter().position(|&known| known == place) {
                model.swap_remove(known);
                index.remove(hash(place), place as usize);
            } else {
                model.push(place);
                index.insert(hash(place), place as usize);
            }
            assert_eq!(index.len, model.len());
            for place in 0..40 {
                let found = index.find(hash(place), |found| found == place as usize);
                assert_eq!(found.is_some(), model.contains(&place), "step {step}, place {place}");
            }
        }
    }

    #[test]
    fn what_is_not_there_is_not_removed() {
        let mut index = Index::new();
        index.insert(1 << 63, 0);
        index.remove(1 << 63, 1);
        assert_eq!(index.find(1 << 63, |_| true), Some(0));
    }
}
