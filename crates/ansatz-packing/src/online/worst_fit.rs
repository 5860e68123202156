//! Worst fit by a heap: the emptiest bin is at its top.

use alloc::collections::BinaryHeap;
use core::cmp::Reverse;

use crate::{Online, online::rule::Sealed};

/// Worst fit: an item goes into the emptiest open bin, the first of equals, or else into a new one.
///
/// At most 2 OPT - 1 bins, as with [`NextFit`](crate::NextFit), and evenly filled ones.
///
/// # Examples
///
/// ```
/// use ansatz_packing::WorstFit;
///
/// let mut packer = WorstFit::new(10)?;
/// assert_eq!((packer.assign(7)?, packer.assign(6)?, packer.assign(3)?), (0, 1, 1));
/// # Ok::<(), ansatz_packing::PackingError>(())
/// ```
///
/// # Complexity
///
/// O(log bins) time an item, O(bins) memory.
///
/// # References
///
/// D. S. Johnson, "Fast algorithms for bin packing", Journal of Computer and System Sciences 8, 1974.
pub type WorstFit = Online<Worst>;

/// The rule of [`WorstFit`].
#[derive(Debug, Clone, Default)]
pub struct Worst {
    /// What is free, and the bin.
    open: BinaryHeap<(u64, Reverse<usize>)>,
}

impl Sealed for Worst {
    fn select(&self, size: u64) -> Option<usize> {
        self.open.peek().filter(|(free, _)| *free >= size).map(|(_, Reverse(bin))| *bin)
    }

    fn open(&mut self, bin: usize, free: u64) {
        self.open.push((free, Reverse(bin)));
    }

    fn fill(&mut self, bin: usize, _before: u64, free: u64) {
        // `select` names the top and no other.
        if let Some(mut top) = self.open.peek_mut() {
            *top = (free, Reverse(bin));
        }
    }
}
