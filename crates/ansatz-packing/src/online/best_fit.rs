//! Best fit by an ordered set: the bins with room, by what is free in them.

use alloc::collections::BTreeSet;

use crate::{
    Online,
    online::rule::{Sealed, SealedSkipping},
};

/// Best fit: an item goes into the fullest open bin with room for it, the first of equals, or else into a new one.
///
/// At most 1.7 OPT bins, rounded down.
///
/// # Examples
///
/// ```
/// use ansatz_packing::BestFit;
///
/// let mut packer = BestFit::new(10)?;
/// assert_eq!((packer.assign(6)?, packer.assign(7)?, packer.assign(3)?), (0, 1, 1));
/// # Ok::<(), ansatz_packing::PackingError>(())
/// ```
///
/// # Complexity
///
/// O(log bins) time an item, O(bins) memory.
///
/// # References
///
/// G. Dosa and J. Sgall, "Optimal analysis of Best Fit bin packing", ICALP 2014.
pub type BestFit = Online<Best>;

/// The rule of [`BestFit`].
#[derive(Debug, Clone, Default)]
pub struct Best {
    /// What is free, and the bin; not those that are full.
    open: BTreeSet<(u64, usize)>,
}

impl Sealed for Best {
    fn select(&self, size: u64) -> Option<usize> {
        self.open.range((size, 0)..).next().map(|&(_, bin)| bin)
    }

    fn open(&mut self, bin: usize, free: u64) {
        if free > 0 {
            self.open.insert((free, bin));
        }
    }

    fn fill(&mut self, bin: usize, before: u64, free: u64) {
        self.open.remove(&(before, bin));
        self.open(bin, free);
    }
}

impl SealedSkipping for Best {
    fn select_unless(&self, size: u64, is_barred: impl Fn(usize) -> bool) -> Option<usize> {
        self.open.range((size, 0)..).map(|&(_, bin)| bin).find(|&bin| !is_barred(bin))
    }
}
