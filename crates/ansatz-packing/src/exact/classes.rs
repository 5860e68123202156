//! Items of one size are alike: what is searched is how many of each size share a bin.

use alloc::{vec, vec::Vec};

use crate::{Packing, descending::Descending};

/// What a bin holds: classes, in ascending order, and how many items of each.
pub(super) type Pattern = Vec<(usize, usize)>;

/// The different sizes, from the largest to the smallest, and how many items have each.
#[derive(Clone)]
pub(super) struct Classes {
    pub(super) sizes: Vec<u64>,
    pub(super) counts: Vec<usize>,
}

impl Classes {
    /// Of sizes in descending order.
    pub(super) fn new(descending: &[u64]) -> Self {
        let mut classes = Self { sizes: Vec::new(), counts: Vec::new() };
        for alike in descending.chunk_by(|a, b| a == b) {
            classes.sizes.extend(alike.first());
            classes.counts.push(alike.len());
        }
        classes
    }

    /// The packing of all items into bins of these patterns.
    pub(super) fn packing<'a>(
        &self,
        sorted: &Descending,
        capacity: u64,
        bins: impl Iterator<Item = &'a Pattern>,
        lower_bound: usize,
    ) -> Packing {
        // Where the next item of each class stands.
        let mut next = vec![0; self.counts.len()];
        for class in 1..next.len() {
            next[class] = next[class - 1] + self.counts[class - 1];
        }
        let mut assignment = vec![0; sorted.items.len()];
        let mut free = Vec::new();
        for pattern in bins {
            let mut room = capacity;
            for &(class, copies) in pattern {
                for &item in &sorted.items[next[class]..next[class] + copies] {
                    assignment[item] = free.len();
                }
                next[class] += copies;
                room -= self.sizes[class] * copies as u64;
            }
            free.push(room);
        }
        Packing::assemble(capacity, assignment, free, lower_bound)
    }
}

/// How many times the items of `counts` make up the pattern.
pub(super) fn times_within(counts: &[usize], pattern: &Pattern) -> usize {
    pattern.iter().map(|&(class, copies)| counts[class] / copies).min().unwrap_or(0)
}

/// Takes the items of so many bins of one pattern out of `counts`.
pub(super) fn remove(counts: &mut [usize], pattern: &Pattern, times: usize) {
    for &(class, copies) in pattern {
        counts[class] -= copies * times;
    }
}

/// Gives them back.
pub(super) fn restore(counts: &mut [usize], pattern: &Pattern, times: usize) {
    for &(class, copies) in pattern {
        counts[class] += copies * times;
    }
}
