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

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::Prices;

    #[test]
    fn what_prices_tell() {
        // 3 of 40 and 2 of 35 are worth 190; a bin holds 80 at most.
        let prices = Prices { values: vec![40, 35], limit: 80 };
        assert_eq!(prices.bound(&[3, 2]), 3);
        assert_eq!(prices.bound(&[0, 0]), 0);
        // Two other bins hold 160 at most, and so the third holds 30; of four bins one may be empty.
        assert_eq!((prices.least(&[3, 2], 3), prices.least(&[3, 2], 4)), (30, 0));
        // One bin would have to hold all of it.
        assert_eq!(prices.least(&[3, 2], 1), 190);
        let prices = Prices { values: vec![u64::MAX], limit: u64::MAX };
        assert_eq!((prices.bound(&[7]), prices.least(&[7], 2)), (7, u64::MAX));
    }
}
