//! What holds for all items and kinds of bins.

use ansatz_packing::{
    dual_feasible_bound, martello_toth_bound,
    vector::{BinKind, Measure, VectorError, VectorPacking, first_fit_decreasing, lower_bound},
};
use proptest::prelude::*;

use super::methods::{METHODS, Rows, instance};

/// By the items and kinds alone, apart from what `validate` does.
fn check(name: &str, items: &Rows, kinds: &[BinKind], packing: &VectorPacking) -> Result<(), TestCaseError> {
    prop_assert_eq!(packing.assignment().len(), items.len(), "{}", name);
    let (mut cost, mut seen) = (0u128, vec![0; items.len()]);
    prop_assert_eq!(packing.to_bins().len(), packing.bin_kinds().len(), "{}", name);
    prop_assert_eq!(packing.free().len(), packing.bin_kinds().len(), "{}", name);
    for ((items_here, &kind), free) in packing.to_bins().iter().zip(packing.bin_kinds()).zip(packing.free()) {
        prop_assert!(!items_here.is_empty(), "{name}");
        cost += u128::from(kinds[kind].cost());
        for (dimension, &capacity) in kinds[kind].capacity().iter().enumerate() {
            let load: u128 = items_here.iter().map(|&item| u128::from(items[item][dimension])).sum();
            prop_assert_eq!(load + u128::from(free[dimension]), u128::from(capacity), "{}", name);
        }
        for &item in items_here {
            seen[item] += 1;
        }
    }
    prop_assert!(seen.iter().all(|&times| times == 1), "{name}");
    for (index, kind) in kinds.iter().enumerate() {
        let bins = packing.bin_kinds().iter().filter(|&&kind| kind == index).count();
        prop_assert_eq!(packing.kind_counts()[index], bins, "{}", name);
        prop_assert!(kind.count().is_none_or(|count| bins <= count), "{name}");
    }
    prop_assert_eq!(packing.cost(), cost, "{}", name);
    prop_assert_eq!(packing.validate(items), Ok(()), "{}", name);
    let again =
        VectorPacking::from_assignment(items, kinds, packing.bin_kinds().to_vec(), packing.assignment().to_vec());
    prop_assert_eq!(&again.unwrap(), packing, "{}", name);
    Ok(())
}

fn fits(kind: &BinKind, item: &[u64]) -> bool {
    kind.count() != Some(0) && kind.capacity().iter().zip(item).all(|(most, size)| most >= size)
}

/// The quarters of a bin that is full to the brim, and where it is cut.
fn full_bins() -> impl Strategy<Value = Vec<(u64, Vec<u64>)>> {
    proptest::collection::vec((1..=4u64, proptest::collection::vec(1..=25u64, 0..4)), 1..40)
}

proptest! {
    #[test]
    fn every_item_is_in_one_bin_that_holds_it((items, kinds) in instance(40, true), degree in 0..40u64) {
        let bound = lower_bound(&items, &kinds, degree).unwrap();
        for (name, method) in METHODS {
            let packing = method(&items, &kinds).unwrap();
            check(name, &items, &kinds, &packing)?;
            prop_assert!(bound <= packing.cost(), "{name}");
            prop_assert!(packing.lower_bound() <= bound, "{name}");
            prop_assert_eq!(packing, method(&items, &kinds).unwrap(), "{}", name);
        }
    }

    /// Counts that need not suffice: a packing, or all items that are left, or the first that fits into no kind at all.
    #[test]
    fn what_is_left_is_named((items, mut kinds) in instance(20, true), count in 0..4usize) {
        let last = kinds.pop().unwrap();
        kinds.push(last.with_count(count));
        let unfit = items.iter().position(|item| !kinds.iter().any(|kind| fits(kind, item)));
        for (name, method) in METHODS {
            match method(&items, &kinds) {
                Ok(packing) => check(name, &items, &kinds, &packing)?,
                Err(VectorError::Exhausted { items: left }) => {
                    prop_assert!(left.is_sorted() && left.iter().all(|&item| item < items.len()), "{name}");
                    prop_assert!(!left.is_empty() && unfit.is_none(), "{name}");
                }
                Err(VectorError::Size { item, .. } | VectorError::Unfit { item }) => {
                    prop_assert_eq!(Some(item), unfit, "{}", name);
                }
                Err(error) => panic!("{name}: {error}"),
            }
        }
    }

    /// One kind in one dimension is what the rest of the crate is about.
    #[test]
    fn one_dimension_is_as_before((sizes, capacity) in crate::methods::items(80), degree in 0..40u64, cost in 1..99u64) {
        let kinds = [BinKind::new(capacity, cost)];
        let packing = first_fit_decreasing(&sizes, &kinds, Measure::Sum).unwrap();
        let before = ansatz_packing::first_fit_decreasing(&sizes, capacity).unwrap();
        prop_assert_eq!(packing.assignment(), before.assignment());
        prop_assert!(packing.free().flatten().eq(before.free()));
        let cost = u128::from(cost);
        prop_assert_eq!(packing.lower_bound(), martello_toth_bound(&sizes, capacity).unwrap() as u128 * cost);
        let bound = dual_feasible_bound(&sizes, capacity, degree).unwrap() as u128 * cost;
        prop_assert_eq!(lower_bound(&sizes, &kinds, degree).unwrap(), bound);
    }

    /// A dimension that nobody needs, and dimensions in another order, change nothing but the sums' last digits: so
    /// sizes are equal in all dimensions here, or 0.
    #[test]
    fn dimensions_that_say_nothing((sizes, capacity) in crate::methods::items(60)) {
        let flat = first_fit_decreasing(&sizes, &[BinKind::new(capacity, 1)], Measure::Sum).unwrap();
        let rows: Rows = sizes.iter().map(|&size| vec![0, size]).collect();
        let wide = first_fit_decreasing(&rows, &[BinKind::new([5, capacity], 1)], Measure::Sum).unwrap();
        prop_assert_eq!(wide.assignment(), flat.assignment());
        prop_assert_eq!(wide.lower_bound(), flat.lower_bound());
    }

    /// Friesen and Langston's bound, where bins cost what they hold, beside full ones.
    #[test]
    fn first_fit_is_within_three_halves(bins in full_bins()) {
        let kinds = [25, 50, 75, 100].map(|size| BinKind::new(size, size));
        let mut sizes = Vec::new();
        for (quarters, cuts) in &bins {
            let mut left = 25 * quarters;
            for &cut in cuts {
                sizes.push(cut.min(left));
                left -= cut.min(left);
            }
            sizes.push(left);
        }
        sizes.retain(|&size| size > 0);
        let best: u64 = bins.iter().map(|(quarters, _)| 25 * quarters).sum();
        let packing = first_fit_decreasing(&sizes, &kinds, Measure::Sum).unwrap();
        prop_assert_eq!(packing.lower_bound(), u128::from(best));
        prop_assert!(2 * packing.cost() <= 3 * u128::from(best) + 2 * 100);
    }
}
