//! No step looks at more items than these.

use alloc::vec::Vec;

use ansatz_random::{Stream, below};

/// All of `items`, or about `most` of them at random, in ascending order in `sample`.
pub(super) fn sample(items: &[usize], most: usize, rng: &mut Stream, sample: &mut Vec<usize>) {
    sample.clear();
    if items.len() <= most {
        sample.extend_from_slice(items);
    } else {
        sample.extend((0..most).map(|_| items[below(rng, items.len() as u64) as usize]));
    }
    sample.sort_unstable();
    sample.dedup();
}

pub(super) const MOST_OF_BIN: usize = 24;

pub(super) const MOST_OF_POOL: usize = 64;
