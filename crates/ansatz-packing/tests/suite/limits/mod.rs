//! Limits of items and bins, and conflicts between items.

mod by_hand;
mod cliques;
mod exact;
mod hostile;
mod naive;

use ansatz_packing::{Conflicts, Limits};
use proptest::prelude::*;

use crate::methods::items;

/// Items, a capacity, limits that bind and some that do not, and pairs in conflict.
pub(crate) fn limited(count: usize) -> impl Strategy<Value = (Vec<u64>, u64, Limits, Vec<(usize, usize)>)> {
    let limit = || prop_oneof![1 => Just(usize::MAX), 2 => 1..=6usize];
    let pairs = proptest::collection::vec(any::<(u16, u16)>(), 0..=2 * count);
    (items(count), limit(), limit(), pairs).prop_map(|((sizes, capacity), items, bins, pairs)| {
        let modulus = sizes.len().max(1);
        let pairs = pairs.into_iter().map(|(a, b)| (usize::from(a) % modulus, usize::from(b) % modulus));
        let pairs = pairs.filter(|(a, b)| a != b).collect();
        (sizes, capacity, Limits::default().items_per_bin(items).bins(bins), pairs)
    })
}

pub(crate) fn conflicts(sizes: &[u64], pairs: &[(usize, usize)]) -> Conflicts {
    Conflicts::new(sizes.len(), pairs.iter().copied()).unwrap()
}

/// Whether two items are among the pairs, apart from how `Conflicts` keeps them.
pub(crate) fn are_apart(pairs: &[(usize, usize)], a: usize, b: usize) -> bool {
    pairs.contains(&(a, b)) || pairs.contains(&(b, a))
}
