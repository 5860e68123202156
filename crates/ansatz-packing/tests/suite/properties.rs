//! What holds for all items: nothing is lost, no bin is overfull, and no bound is above any packing.

use ansatz_packing::{Packing, dual_feasible_bound, martello_toth_bound, volume_bound};
use proptest::prelude::*;

use crate::methods::{METHODS, items};

proptest! {
    /// By the assignment alone, apart from what `validate` does.
    #[test]
    fn every_item_is_in_one_bin_and_none_is_overfull((sizes, capacity) in items(80)) {
        for (name, method) in METHODS {
            let packing = method(&sizes, capacity).unwrap();
            let mut seen = vec![0; sizes.len()];
            let bins = packing.to_bins();
            prop_assert_eq!(bins.len(), packing.bin_count(), "{}", name);
            for (bin, items) in bins.iter().enumerate() {
                let load: u128 = items.iter().map(|&item| u128::from(sizes[item])).sum();
                prop_assert!(load > 0 && load <= u128::from(capacity), "{name}: bin {bin}");
                prop_assert_eq!(load + u128::from(packing.free()[bin]), u128::from(capacity), "{}", name);
                for &item in items {
                    seen[item] += 1;
                }
            }
            prop_assert!(seen.iter().all(|&times| times == 1), "{name}");
            prop_assert_eq!(packing.validate(&sizes), Ok(()), "{}", name);
            let again = Packing::from_assignment(&sizes, capacity, packing.assignment().to_vec());
            prop_assert_eq!(again, Ok(packing), "{}", name);
        }
    }

    #[test]
    fn no_bound_is_above_a_packing((sizes, capacity) in items(80), degree in 0..40u64) {
        let l1 = volume_bound(&sizes, capacity).unwrap();
        let l2 = martello_toth_bound(&sizes, capacity).unwrap();
        let rounded = dual_feasible_bound(&sizes, capacity, degree).unwrap();
        prop_assert!(l1 <= l2 && l2 <= rounded);
        for (name, method) in METHODS {
            let packing = method(&sizes, capacity).unwrap();
            prop_assert_eq!(packing.lower_bound(), l2, "{}", name);
            prop_assert!(rounded <= packing.bin_count(), "{name}");
        }
    }

    /// The packings here are optimal by construction: bins that are full to the brim.
    #[test]
    fn bounds_of_full_bins(bins in proptest::collection::vec(proptest::collection::vec(1..=20u64, 1..6), 1..20)) {
        let capacity = 100;
        let sizes: Vec<u64> = bins.iter().flat_map(|cuts| {
            let rest = capacity - cuts.iter().sum::<u64>();
            cuts.iter().copied().chain([rest]).filter(|&size| size > 0)
        }).collect();
        prop_assert_eq!(volume_bound(&sizes, capacity).unwrap(), bins.len());
        prop_assert_eq!(dual_feasible_bound(&sizes, capacity, 50).unwrap(), bins.len());
    }
}
