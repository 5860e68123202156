//! Items from the largest to the smallest.

use alloc::vec::Vec;
use core::cmp::Reverse;

use crate::{PackingError, error::require_items};

/// Sizes in descending order, and which item each of them is; equal sizes stay in the items' order.
#[derive(Clone)]
pub(crate) struct Descending {
    pub(crate) sizes: Vec<u64>,
    pub(crate) items: Vec<usize>,
}

impl Descending {
    pub(crate) fn new(sizes: &[u64], capacity: u64) -> Result<Self, PackingError> {
        require_items(sizes, capacity)?;
        // Pairs, so that a comparison reads nothing from elsewhere in memory.
        let mut pairs: Vec<_> = sizes.iter().enumerate().map(|(item, &size)| (Reverse(size), item)).collect();
        pairs.sort_unstable();
        Ok(Self {
            sizes: pairs.iter().map(|&(Reverse(size), _)| size).collect(),
            items: pairs.iter().map(|&(_, item)| item).collect(),
        })
    }
}

/// `sizes` from the largest to the smallest, when it does not matter which is which.
pub(crate) fn descending(mut sizes: Vec<u64>) -> Vec<u64> {
    sizes.sort_unstable_by_key(|&size| Reverse(size));
    sizes
}
