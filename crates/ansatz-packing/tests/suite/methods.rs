//! All methods, for what must hold for each.

use ansatz_packing::{
    BestFit, FirstFit, NextFit, Online, Packing, PackingError, Rule, WorstFit, best_fit_decreasing,
    first_fit_decreasing, modified_first_fit_decreasing, next_fit_decreasing, worst_fit_decreasing,
};
use proptest::prelude::*;

pub(crate) type Method = fn(&[u64], u64) -> Result<Packing, PackingError>;

fn online<R: Rule>(mut packer: Online<R>, sizes: &[u64]) -> Result<Packing, PackingError> {
    for &size in sizes {
        packer.assign(size)?;
    }
    Ok(packer.into_packing())
}

pub(crate) fn next_fit(sizes: &[u64], capacity: u64) -> Result<Packing, PackingError> {
    online(NextFit::new(capacity)?, sizes)
}

pub(crate) fn first_fit(sizes: &[u64], capacity: u64) -> Result<Packing, PackingError> {
    online(FirstFit::new(capacity)?, sizes)
}

pub(crate) fn best_fit(sizes: &[u64], capacity: u64) -> Result<Packing, PackingError> {
    online(BestFit::new(capacity)?, sizes)
}

pub(crate) fn worst_fit(sizes: &[u64], capacity: u64) -> Result<Packing, PackingError> {
    online(WorstFit::new(capacity)?, sizes)
}

pub(crate) const METHODS: [(&str, Method); 9] = [
    ("next fit", next_fit),
    ("first fit", first_fit),
    ("best fit", best_fit),
    ("worst fit", worst_fit),
    ("next fit decreasing", next_fit_decreasing),
    ("first fit decreasing", first_fit_decreasing),
    ("best fit decreasing", best_fit_decreasing),
    ("worst fit decreasing", worst_fit_decreasing),
    ("modified first fit decreasing", modified_first_fit_decreasing),
];

/// Items and a capacity: small ones that fit together exactly, and the largest that there are.
///
/// Sizes are drawn apart from the capacity and brought below it afterwards: drawn from it, a failing case still shrank
/// after a minute.
pub(crate) fn items(count: usize) -> impl Strategy<Value = (Vec<u64>, u64)> {
    let capacity = prop_oneof![4 => 1..=12u64, 4 => 13..=120u64, 1 => Just(u64::MAX)];
    let size = prop_oneof![2 => any::<u64>().prop_map(|size| (size, 0)), 1 => (0..=2u64, 1..=12u64)];
    (capacity, proptest::collection::vec(size, 0..=count)).prop_map(|(capacity, sizes)| {
        // A share of the capacity and up to 2 more, or anything.
        let size = |(rest, share)| match share {
            0 => rest % capacity + 1,
            _ => (capacity / share).saturating_add(rest).clamp(1, capacity),
        };
        (sizes.into_iter().map(size).collect(), capacity)
    })
}
