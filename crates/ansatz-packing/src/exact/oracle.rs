//! What the parts of the exact solver are tested against, by trying everything.

use alloc::vec::Vec;

use super::classes::{Classes, Pattern};

/// All patterns within `counts` that fit.
pub(super) fn patterns(sizes: &[u64], counts: &[usize], capacity: u64) -> Vec<Pattern> {
    let mut all = Vec::from([(capacity, Pattern::new())]);
    for (class, (&size, &count)) in sizes.iter().zip(counts).enumerate() {
        for (room, pattern) in all.clone() {
            for copies in (1..=count).take_while(|&copies| size * copies as u64 <= room) {
                let mut more = pattern.clone();
                more.push((class, copies));
                all.push((room - size * copies as u64, more));
            }
        }
    }
    all.into_iter().map(|(_, pattern)| pattern).collect()
}

pub(super) fn worth(pattern: &Pattern, values: &[u64]) -> u64 {
    pattern.iter().map(|&(class, copies)| values[class] * copies as u64).sum()
}

/// Whether the items fit into `bins` bins: the largest one shares its bin with each possible set of others in turn.
pub(super) fn fits(sizes: &[u64], counts: &[usize], capacity: u64, bins: usize) -> bool {
    let Some(largest) = counts.iter().position(|&count| count > 0) else { return true };
    bins > 0
        && patterns(sizes, counts, capacity).iter().any(|pattern| {
            let mut left = Vec::from(counts);
            for &(class, copies) in pattern {
                left[class] -= copies;
            }
            left[largest] < counts[largest] && fits(sizes, &left, capacity, bins - 1)
        })
}

/// Classes from a few sizes, each brought into 1 to `capacity`.
pub(super) fn classes(sizes: &[u64], capacity: u64) -> Classes {
    let mut sizes: Vec<u64> = sizes.iter().map(|size| size % capacity + 1).collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    Classes::new(&sizes)
}
