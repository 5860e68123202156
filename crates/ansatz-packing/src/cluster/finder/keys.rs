//! The best of many numbers that change now and then.

use alloc::vec::Vec;

/// A score for each place in the order of nodes, and the highest of each block of them.
///
/// A tournament tree would find the highest in fewer steps, but takes as many for every change as this takes for the
/// search: blocks of 64 make both cheap up to some thousand nodes.
#[derive(Debug, Clone)]
pub(super) struct Keys {
    keys: Vec<f64>,
    tops: Vec<f64>,
}

const BLOCK: usize = 64;

/// The key of a node that is out of the question.
pub(super) const OUT: f64 = f64::NEG_INFINITY;

impl Keys {
    /// The keys of all places.
    pub(super) fn new(keys: Vec<f64>) -> Self {
        let tops = keys.chunks(BLOCK).map(highest).collect();
        Self { keys, tops }
    }

    /// Another key for a place.
    pub(super) fn set(&mut self, place: usize, key: f64) {
        let old = core::mem::replace(&mut self.keys[place], key);
        let block = place / BLOCK;
        if key >= self.tops[block] {
            self.tops[block] = key;
        } else if old == self.tops[block] {
            self.tops[block] = self.keys.chunks(BLOCK).nth(block).map_or(OUT, highest);
        }
    }

    /// The first of the places with the highest key among those that pass.
    pub(super) fn best(&self, mut passes: impl FnMut(usize) -> bool) -> Option<usize> {
        let mut best: Option<usize> = None;
        let mut high = OUT;
        // The block with the highest key first: it mostly has the place, and then no other block is looked into.
        let top = self.tops.iter().copied().fold(OUT, f64::max);
        let first = self.tops.iter().position(|&other| other == top)?;
        for block in core::iter::once(first).chain(0..self.tops.len()) {
            let better = |key: f64, place: usize| key > high || key == high && best.is_some_and(|best| place < best);
            let start = block * BLOCK;
            if !better(self.tops[block], start) {
                continue;
            }
            for (place, &key) in (start..).zip(self.keys.chunks(BLOCK).nth(block).unwrap_or_default()) {
                let better = key > high || key == high && best.is_some_and(|best| place < best);
                if better && passes(place) {
                    (high, best) = (key, Some(place));
                }
            }
        }
        best
    }

    /// The places that are in question, ascending.
    pub(super) fn places(&self) -> impl Iterator<Item = usize> {
        let blocks = self.tops.iter().zip(self.keys.chunks(BLOCK)).enumerate();
        let blocks = blocks.filter(|(_, (top, _))| **top > OUT);
        blocks.flat_map(|(block, (_, keys))| {
            (block * BLOCK..).zip(keys).filter(|(_, key)| **key > OUT).map(|(place, _)| place)
        })
    }

    /// The key of a place.
    pub(super) fn key(&self, place: usize) -> f64 {
        self.keys[place]
    }
}

fn highest(keys: &[f64]) -> f64 {
    keys.iter().copied().fold(OUT, |high, key| if key > high { key } else { high })
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::{Keys, OUT};

    #[test]
    fn the_first_of_the_highest_that_pass() {
        let keys: Vec<f64> = (0..200).map(|place| f64::from(place * 7 % 50)).collect();
        let mut table = Keys::new(keys.clone());
        for forbidden in 1..9 {
            let passes = |place: &usize| !place.is_multiple_of(forbidden);
            let high = (0..200).filter(passes).map(|place| keys[place]).fold(OUT, f64::max);
            let naive = (0..200).filter(passes).find(|&place| keys[place] == high && high > OUT);
            assert_eq!(table.best(|place| passes(&place)), naive, "all but multiples of {forbidden}");
        }
        for place in 0..200 {
            table.set(place, OUT);
            assert_eq!(table.places().count(), 199 - place);
        }
        assert_eq!(table.best(|_| true), None);
        table.set(130, -1.0);
        assert_eq!(table.best(|_| true), Some(130));
    }
}
