//! What the items are worth, for a bound that is right whatever the rounding errors.

use alloc::vec::Vec;

/// Prices of the classes in whole numbers, and the most that any pattern is worth by them.
///
/// However the prices came about, no bin holds more than `limit` of them, and so all items need at least as many bins as
/// the limit goes into what they are worth together.
#[derive(Clone)]
pub(super) struct Prices {
    pub(super) values: Vec<u64>,
    pub(super) limit: u64,
}

impl Prices {
    /// The sizes themselves, of which a bin holds its capacity.
    pub(super) fn volume(sizes: &[u64], capacity: u64) -> Self {
        Self { values: Vec::from(sizes), limit: capacity }
    }

    /// What all items are worth.
    fn total(&self, counts: &[usize]) -> u128 {
        self.values.iter().zip(counts).map(|(&value, &count)| u128::from(value) * count as u128).sum()
    }

    /// How many bins these items need at least.
    pub(super) fn bound(&self, counts: &[usize]) -> usize {
        // At most one bin for each item, since no price is above the limit.
        self.total(counts).div_ceil(u128::from(self.limit.max(1))) as usize
    }

    /// What each of `bins` bins is worth at least when they hold all these items: the others hold no more than the limit.
    pub(super) fn least(&self, counts: &[usize], bins: usize) -> u64 {
        let others = u128::from(self.limit) * bins.saturating_sub(1) as u128;
        // Above the limit if there are too many items, and then no pattern is worth so much.
        self.total(counts).saturating_sub(others).try_into().unwrap_or(u64::MAX)
    }
}
