//! Items of one size are alike: what is searched is how many of each size share a bin.

use alloc::{vec, vec::Vec};

use crate::{FirstFit, PackingError};

/// What a bin holds: classes, in ascending order, and how many items of each.
pub(super) type Pattern = Vec<(usize, usize)>;

/// The different sizes, from the largest to the smallest, and how many items have each.
#[derive(Clone)]
pub(crate) struct Classes {
    pub(crate) sizes: Vec<u64>,
    pub(crate) counts: Vec<usize>,
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

    /// First fit decreasing.
    pub(super) fn first_fit(&self, capacity: u64) -> Result<Vec<Pattern>, PackingError> {
        let mut packer = FirstFit::new(capacity)?;
        let mut bins: Vec<Pattern> = Vec::new();
        for (class, (&size, &count)) in self.sizes.iter().zip(&self.counts).enumerate() {
            for _ in 0..count {
                let bin = packer.assign(size)?;
                if bin == bins.len() {
                    bins.push(Pattern::new());
                }
                match bins[bin].last_mut() {
                    Some((last, copies)) if *last == class => *copies += 1,
                    _ => bins[bin].push((class, 1)),
                }
            }
        }
        Ok(bins)
    }

    /// Where the items of each class begin in descending order.
    pub(super) fn starts(&self) -> Vec<usize> {
        let mut starts = vec![0; self.counts.len()];
        for class in 1..starts.len() {
            starts[class] = starts[class - 1] + self.counts[class - 1];
        }
        starts
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
