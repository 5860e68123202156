//! First fit by a tournament: each node of a binary tree over the bins knows the most that is free below it, and the way
//! down takes the left child wherever that has enough.

use alloc::{vec, vec::Vec};

use crate::{
    Online,
    online::rule::{Sealed, SealedSkipping},
};

/// First fit: an item goes into the first open bin with room for it, or else into a new one.
///
/// At most 1.7 OPT bins, rounded down.
///
/// # Examples
///
/// ```
/// use ansatz_packing::FirstFit;
///
/// let mut packer = FirstFit::new(10)?;
/// assert_eq!((packer.assign(6)?, packer.assign(7)?, packer.assign(3)?), (0, 1, 0));
/// # Ok::<(), ansatz_packing::PackingError>(())
/// ```
///
/// # Complexity
///
/// O(log bins) time an item, O(bins) memory.
///
/// # References
///
/// G. Dosa and J. Sgall, "First Fit bin packing: a tight analysis", STACS 2013; the tree is in D. S. Johnson, "Fast
/// algorithms for bin packing", Journal of Computer and System Sciences 8, 1974.
pub type FirstFit = Online<First>;

/// The rule of [`FirstFit`].
///
/// The root is at 1, the children of node i at 2 i and 2 i + 1, the leaves in the second half. A leaf without a bin has
/// nothing free, so that no item goes there.
#[derive(Debug, Clone, Default)]
pub struct First {
    most: Vec<u64>,
}

impl First {
    fn leaves(&self) -> usize {
        self.most.len() / 2
    }

    /// Doubles the leaves; the old tree becomes the left half of the new one.
    fn grow(&mut self) {
        let leaves = self.leaves();
        let mut most = vec![0; (4 * leaves).max(4)];
        let half = most.len() / 2;
        most[half..half + leaves].copy_from_slice(&self.most[leaves..]);
        for node in (1..half).rev() {
            most[node] = most[2 * node].max(most[2 * node + 1]);
        }
        self.most = most;
    }

    /// The first bin with room for `size` below `node`, where there is one.
    fn first_below(&self, mut node: usize, size: u64) -> usize {
        let leaves = self.leaves();
        while node < leaves {
            node = 2 * node + usize::from(self.most[2 * node] < size);
        }
        node - leaves
    }

    /// The first bin with room for `size` after `bin`.
    fn first_after(&self, bin: usize, size: u64) -> Option<usize> {
        let mut node = self.leaves() + bin;
        loop {
            // The largest part of the tree that begins behind what has been seen.
            node += 1;
            node >>= node.trailing_zeros();
            if node == 1 {
                return None;
            }
            if self.most[node] >= size {
                return Some(self.first_below(node, size));
            }
        }
    }

    fn set(&mut self, bin: usize, free: u64) {
        let mut node = self.leaves() + bin;
        self.most[node] = free;
        while node > 1 {
            node /= 2;
            let most = self.most[2 * node].max(self.most[2 * node + 1]);
            // What is above depends on this node alone.
            if self.most[node] == most {
                break;
            }
            self.most[node] = most;
        }
    }
}

impl Sealed for First {
    fn select(&self, size: u64) -> Option<usize> {
        self.most.get(1).filter(|&&most| most >= size)?;
        Some(self.first_below(1, size))
    }

    fn open(&mut self, bin: usize, free: u64) {
        if bin == self.leaves() {
            self.grow();
        }
        self.set(bin, free);
    }

    fn fill(&mut self, bin: usize, _before: u64, free: u64) {
        self.set(bin, free);
    }
}

impl SealedSkipping for First {
    fn select_unless(&self, size: u64, is_barred: impl Fn(usize) -> bool) -> Option<usize> {
        let mut bin = self.select(size)?;
        while is_barred(bin) {
            bin = self.first_after(bin, size)?;
        }
        Some(bin)
    }
}
