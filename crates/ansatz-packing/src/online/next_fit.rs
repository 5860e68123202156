//! Next fit: the bin that was opened last, or a new one. D. S. Johnson, "Fast algorithms for bin packing", 1974.

use crate::{
    Online,
    online::rule::{Sealed, SealedSkipping},
};

/// Next fit: an item goes into the bin that was opened last, or else into a new one.
///
/// Bins before the last are closed, so they may be shipped. At most 2 OPT - 1 bins: what two neighbours hold together
/// is above one capacity.
///
/// # Examples
///
/// ```
/// use ansatz_packing::NextFit;
///
/// let mut packer = NextFit::new(10)?;
/// assert_eq!((packer.assign(6)?, packer.assign(5)?, packer.assign(4)?), (0, 1, 1));
/// # Ok::<(), ansatz_packing::PackingError>(())
/// ```
///
/// # Complexity
///
/// O(1) time an item.
///
/// # References
///
/// D. S. Johnson, "Fast algorithms for bin packing", Journal of Computer and System Sciences 8, 1974.
pub type NextFit = Online<Next>;

/// The rule of [`NextFit`].
#[derive(Debug, Clone, Default)]
pub struct Next {
    last: Option<(usize, u64)>,
}

impl Sealed for Next {
    fn select(&self, size: u64) -> Option<usize> {
        self.last.filter(|&(_, free)| free >= size).map(|(bin, _)| bin)
    }

    fn open(&mut self, bin: usize, free: u64) {
        self.last = Some((bin, free));
    }

    fn fill(&mut self, bin: usize, _before: u64, free: u64) {
        self.last = Some((bin, free));
    }
}

impl SealedSkipping for Next {
    fn select_unless(&self, size: u64, is_barred: impl Fn(usize) -> bool) -> Option<usize> {
        self.select(size).filter(|&bin| !is_barred(bin))
    }
}
