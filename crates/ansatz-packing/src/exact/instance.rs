//! The items of a problem: alike ones together, and those apart whose bins are certain.

use alloc::vec::Vec;

use super::{
    classes::{Classes, Pattern},
    reduction::reduce,
};
use crate::{Packing, PackingError, descending::Descending};

/// A problem and the smaller one that has to be searched.
#[derive(Clone)]
pub(crate) struct Instance {
    capacity: u64,
    sorted: Descending,
    /// All of them.
    classes: Classes,
    /// Bins that some optimal packing has.
    certain: Vec<Pattern>,
    /// Which class each of `left` is.
    searched: Vec<usize>,
    /// Classes with items in other bins.
    left: Classes,
}

impl Instance {
    pub(crate) fn new(sizes: &[u64], capacity: u64) -> Result<Self, PackingError> {
        let sorted = Descending::new(sizes, capacity)?;
        let classes = Classes::new(&sorted.sizes);
        let mut counts = classes.counts.clone();
        let certain = reduce(&classes.sizes, &mut counts, capacity);
        let searched: Vec<usize> = (0..counts.len()).filter(|&class| counts[class] > 0).collect();
        let left = Classes {
            sizes: searched.iter().map(|&class| classes.sizes[class]).collect(),
            counts: searched.iter().map(|&class| counts[class]).collect(),
        };
        Ok(Self { capacity, sorted, classes, certain, searched, left })
    }

    pub(crate) fn capacity(&self) -> u64 {
        self.capacity
    }

    pub(crate) fn item_count(&self) -> usize {
        self.sorted.items.len()
    }

    /// What has to be searched.
    pub(crate) fn left(&self) -> &Classes {
        &self.left
    }

    /// How many bins are certain.
    pub(crate) fn certain_bins(&self) -> usize {
        self.certain.len()
    }

    /// The packing of all items into the certain bins and into these, which hold what was left.
    pub(super) fn packing(&self, bins: &[&Pattern], lower_bound: usize) -> Packing {
        let mut next = self.classes.starts();
        let mut assignment = alloc::vec![0; self.item_count()];
        let mut free = Vec::with_capacity(self.certain.len() + bins.len());
        let certain = self.certain.iter().map(|pattern| (pattern, None));
        let others = bins.iter().map(|&pattern| (pattern, Some(&self.searched)));
        for (pattern, classes) in certain.chain(others) {
            let mut room = self.capacity;
            for &(class, copies) in pattern {
                let class = classes.map_or(class, |classes| classes[class]);
                for &item in &self.sorted.items[next[class]..next[class] + copies] {
                    assignment[item] = free.len();
                }
                next[class] += copies;
                room -= self.classes.sizes[class] * copies as u64;
            }
            free.push(room);
        }
        Packing::assemble(self.capacity, assignment, free, lower_bound)
    }
}
