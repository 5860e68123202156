//! From a hash to the places of the entries that have it: open addressing with linear probing.
//!
//! A cell holds the upper half of a hash, its *tag*, and the place of an entry. Probing compares tags in the cell
//! itself and looks at an entry only where they agree, a few times in 2^32 for other keys; the tag's top bits are the
//! cell where the search starts, so that growing needs no entry either. There is no removal of one: evictions come in
//! bulk, and rebuild the index.
//!
//! Many equal hashes make searches long, which only a hasher with a secret key prevents. Growing and rebuilding are
//! kept from it all the same, since a decoder does nothing else: bytes from outside must not cost quadratic time.

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

    /// Replaces what is there: place after place, the entries with these hashes. In O(n log n) steps, whatever they are.
    pub(super) fn rebuild(&mut self, hashes: impl ExactSizeIterator<Item = u64> + Clone) {
        self.clear();
        self.len = hashes.len();
        let least = (2 * self.len).next_power_of_two().max(MIN_CELLS);
        if self.cells.len() < least {
            self.cells = vec![EMPTY; least];
        }
        self.fill(hashes.enumerate().map(|(place, hash)| (hash & TAG) | place as u64));
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
        self.fill(cells.iter().copied().filter(|&cell| cell != EMPTY));
    }

    /// Puts all that an empty index of sufficient size is to hold: one by one, which is fast where hashes are spread,
    /// or in order, if they are found not to be. Returns whether they are spread.
    fn fill(&mut self, cells: impl Iterator<Item = u64> + Clone) -> bool {
        let (mut count, mut steps) = (0, 0);
        for cell in cells.clone() {
            steps += self.put(cell);
            count += 1;
            if steps > STEPS * count + STEPS * STEPS {
                self.cells.fill(EMPTY);
                let mut sorted: Vec<u64> = cells.collect();
                sorted.sort_unstable();
                self.lay_out(&sorted);
                return false;
            }
        }
        true
    }

    /// Puts sorted cells, which are in the order of their homes, in one sweep and the begin of a second: what finds no
    /// cell at the end goes to the free ones at the begin, as it would one by one.
    fn lay_out(&mut self, sorted: &[u64]) {
        let (mut free, mut wrapped) = (0, false);
        for &cell in sorted {
            if !wrapped {
                free = self.home(cell).max(free);
                (free, wrapped) = if free == self.cells.len() { (0, true) } else { (free, false) };
            }
            while self.cells[free] != EMPTY {
                free += 1;
            }
            self.cells[free] = cell;
            free += 1;
        }
    }

    /// Returns how many steps from home it went.
    #[inline]
    fn put(&mut self, cell: u64) -> usize {
        let mut at = self.home(cell);
        let mut steps = 0;
        while self.cells[at] != EMPTY {
            at = self.next(at);
            steps += 1;
        }
        self.cells[at] = cell;
        steps
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

/// No entry has place 2^32 - 1: there are at most 2^31, for a moment in a merge.
const EMPTY: u64 = u64::MAX;

/// One cache line.
const MIN_CELLS: usize = 8;

/// Steps from home that spread hashes stay below on average; half full, 1/2 a step is to be expected (Knuth 1998, *The
/// Art of Computer Programming 3*, section 6.4), and a sum of hundreds is never far from it.
const STEPS: usize = 8;

#[cfg(test)]
mod tests {
    use ansatz_random::{Stream, rand_core::Rng};

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

    /// Every search finds its place, and none other.
    fn assert_finds(index: &Index, hashes: &[u64]) {
        assert_eq!(index.len, hashes.len());
        assert!(2 * index.len <= index.cells.len() && index.cells.len().is_power_of_two());
        for (place, &hash) in hashes.iter().enumerate() {
            assert_eq!(index.find(hash, |found| found == place), Some(place));
        }
    }

    #[test]
    fn crowded_hashes_are_laid_out_in_order() {
        // All at the end, so that most wrap round; two crowds and some between; all alike.
        let crowds: [fn(u64) -> u64; 3] =
            [|i| u64::MAX - (i << 32), |i| if i % 10 == 0 { i << 54 } else { (i % 2) << 63 }, |_| 1 << 60];
        for crowd in crowds {
            for len in [1, 50, 511, 512] {
                let hashes: Vec<u64> = (0..len).map(crowd).collect();
                let mut index = Index::new();
                index.rebuild(hashes.iter().copied());
                assert_finds(&index, &hashes);
                let cells: Vec<u64> = index.cells.iter().copied().filter(|&cell| cell != EMPTY).collect();
                index.cells.fill(EMPTY);
                assert_eq!(index.fill(cells.iter().copied()), len == 1, "{len}");
                assert_finds(&index, &hashes);
                // Adding more goes on from there, through the next growth.
                let more: Vec<u64> = (0..2 * len).map(crowd).collect();
                (hashes.len()..more.len()).for_each(|place| index.insert(more[place], place));
                assert_finds(&index, &more);
            }
        }
    }

    #[test]
    fn spread_hashes_are_put_one_by_one() {
        for len in [1, 8, 100, 512, 100_000] {
            let mut index = Index::new();
            let mut random = Stream::new(11, len as u64);
            let hashes: Vec<u64> = (0..len).map(|_| random.next_u64()).collect();
            index.rebuild(hashes.iter().copied());
            assert_finds(&index, &hashes);
            let cells: Vec<u64> = index.cells.iter().copied().filter(|&cell| cell != EMPTY).collect();
            index.cells.fill(EMPTY);
            assert!(index.fill(cells.into_iter()), "{len}");
        }
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
