//! A kind of bin.

use alloc::vec::Vec;

use super::Sizes;

/// Bins of one capacity and cost, and how many of them there are.
///
/// # Examples
///
/// ```
/// use ansatz_packing::vector::BinKind;
///
/// // One dimension: boxes of 60 litres. Several: machines with cores and GiB, three of them.
/// let boxes = BinKind::new(60, 9);
/// let machines = BinKind::new([16, 64], 250).with_count(3);
/// assert_eq!((boxes.capacity(), boxes.cost(), boxes.count()), (&[60][..], 9, None));
/// assert_eq!((machines.capacity(), machines.cost(), machines.count()), (&[16, 64][..], 250, Some(3)));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BinKind {
    capacity: Vec<u64>,
    cost: u64,
    count: Option<usize>,
}

impl BinKind {
    /// Bins that hold `capacity` in each dimension and cost `cost` each, as many as are needed.
    ///
    /// With a cost of 1 for the only kind, the cost of a packing is its number of bins. A cost of 0 is that of a bin
    /// which is there anyway.
    pub fn new(capacity: impl Sizes, cost: u64) -> Self {
        Self { capacity: Vec::from(capacity.sizes()), cost, count: None }
    }

    /// The same, and there are no more than `count` of them.
    #[must_use]
    pub fn with_count(mut self, count: usize) -> Self {
        self.count = Some(count);
        self
    }

    /// What a bin holds in each dimension.
    pub fn capacity(&self) -> &[u64] {
        &self.capacity
    }

    /// What a bin costs.
    pub fn cost(&self) -> u64 {
        self.cost
    }

    /// How many there are; `None` for as many as are needed.
    pub fn count(&self) -> Option<usize> {
        self.count
    }

    /// How many there are, where no limit is one beyond reach.
    pub(super) fn limit(&self) -> usize {
        self.count.unwrap_or(usize::MAX)
    }
}

/// Whether what is `free` is enough for `sizes` in each dimension.
pub(super) fn holds(free: &[u64], sizes: &[u64]) -> bool {
    free.iter().zip(sizes).all(|(free, size)| free >= size)
}
