//! Beside the optimum of few items, by trying everything.

use ansatz_packing::{Conflicts, Limits, PackingError};
use proptest::prelude::*;

use super::{are_apart, conflicts, limited};

/// The fewest bins, whatever their limit: each item in turn goes into each bin that may have it, or into a new one.
fn optimum(sizes: &[u64], capacity: u64, items_per_bin: usize, pairs: &[(usize, usize)]) -> usize {
    fn place(item: usize, bins: &mut Vec<Vec<usize>>, fits: &dyn Fn(&[usize], usize) -> bool, items: usize) -> usize {
        if item == items {
            return bins.len();
        }
        let mut best = usize::MAX;
        for bin in 0..bins.len() {
            if fits(&bins[bin], item) {
                bins[bin].push(item);
                best = best.min(place(item + 1, bins, fits, items));
                bins[bin].pop();
            }
        }
        bins.push(vec![item]);
        best = best.min(place(item + 1, bins, fits, items));
        bins.pop();
        best
    }
    let fits = |bin: &[usize], item: usize| {
        let load: u128 = bin.iter().chain([&item]).map(|&other| u128::from(sizes[other])).sum();
        load <= u128::from(capacity)
            && bin.len() < items_per_bin
            && !bin.iter().any(|&other| are_apart(pairs, item, other))
    };
    place(0, &mut Vec::new(), &fits, sizes.len())
}

#[test]
fn the_oracle_by_hand() {
    assert_eq!(optimum(&[], 10, 1, &[]), 0);
    assert_eq!(optimum(&[1; 5], 10, 2, &[]), 3);
    assert_eq!(optimum(&[6, 5, 4, 5], 10, usize::MAX, &[]), 2);
    assert_eq!(optimum(&[6, 5, 4, 5], 10, usize::MAX, &[(0, 2)]), 3);
    // An odd ring takes three, and has no clique of three.
    assert_eq!(optimum(&[1; 5], 10, 5, &[(0, 1), (1, 2), (2, 3), (3, 4), (4, 0)]), 3);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn bounds_and_packings_enclose_it((sizes, capacity, limits, pairs) in limited(8)) {
        let best = optimum(&sizes, capacity, limits.items_per_bin, &pairs);
        let conflicts = conflicts(&sizes, &pairs);
        let bound = limits.lower_bound(&sizes, capacity, &conflicts).unwrap();
        prop_assert!(bound <= best);
        for method in [Limits::first_fit_decreasing, Limits::best_fit_decreasing] {
            let free = limits.bins(usize::MAX);
            let packing = method(free, &sizes, capacity, &conflicts).unwrap();
            packing.validate(&sizes).unwrap();
            free.validate(&packing, &conflicts).unwrap();
            prop_assert!(packing.bin_count() >= best);
            prop_assert_eq!(packing.lower_bound(), bound);
            // A limit of bins changes nothing, or it is an error.
            match method(limits, &sizes, capacity, &conflicts) {
                Ok(same) => prop_assert_eq!(same, packing),
                Err(PackingError::NoBin { bins, .. }) => {
                    prop_assert_eq!(bins, limits.bins);
                    prop_assert!(packing.bin_count() > bins);
                    let refused = limits.validate(&packing, &conflicts);
                    prop_assert_eq!(refused, Err(PackingError::Bins { bins: packing.bin_count(), limit: bins }));
                }
                Err(error) => prop_assert!(false, "{error}"),
            }
        }
    }

    #[test]
    fn no_worse_than_promised((sizes, capacity, limits, _) in limited(9)) {
        let limits = limits.bins(usize::MAX);
        let best = optimum(&sizes, capacity, limits.items_per_bin, &[]);
        let packing = limits.first_fit_decreasing(&sizes, capacity, &Conflicts::default()).unwrap();
        prop_assert!(packing.bin_count() <= (3 * best).saturating_sub(1));
    }
}
