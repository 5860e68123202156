//! Beside the cheapest packing of few items, by trying everything.

use ansatz_packing::vector::{BinKind, VectorError, lower_bound};
use proptest::prelude::*;

use super::{
    methods::{METHODS, instance},
    oracle::optimum,
};

#[test]
fn the_oracle_by_hand() {
    let rows = |sizes: &[[u64; 2]]| sizes.iter().map(|row| row.to_vec()).collect::<Vec<_>>();
    let kinds = [BinKind::new([10, 10], 5), BinKind::new([5, 5], 2)];
    assert_eq!(optimum(&[], &kinds), Some(0));
    // Two fives in small bins are cheaper than both in a large one.
    assert_eq!(optimum(&rows(&[[5, 5], [5, 5]]), &kinds), Some(4));
    assert_eq!(optimum(&rows(&[[6, 1], [4, 9]]), &kinds), Some(5));
    assert_eq!(optimum(&rows(&[[6, 2], [4, 9]]), &kinds), Some(10));
    let kinds = kinds.map(|kind| kind.with_count(1));
    assert_eq!(optimum(&rows(&[[5, 5], [5, 5]]), &kinds), Some(5));
    assert_eq!(optimum(&rows(&[[5, 5], [6, 5]]), &kinds), Some(7));
    assert_eq!(optimum(&rows(&[[6, 5], [6, 5]]), &kinds), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn no_bound_is_above_the_optimum_and_no_packing_below((items, kinds) in instance(6, true), degree in 0..40u64) {
        let best = optimum(&items, &kinds).unwrap();
        prop_assert!(lower_bound(&items, &kinds, degree).unwrap() <= best);
        for (name, method) in METHODS {
            let packing = method(&items, &kinds).unwrap();
            prop_assert!(packing.cost() >= best && packing.lower_bound() <= best, "{name}");
            prop_assert!(!packing.is_proved() || packing.cost() == best, "{name}");
        }
    }

    /// With few bins of every kind: a bound is one of all packings there are, and a method finds none where there is
    /// none.
    #[test]
    fn few_bins((items, mut kinds) in instance(6, true), count in 1..4usize) {
        let last = kinds.pop().unwrap();
        kinds.push(last.with_count(count));
        match optimum(&items, &kinds) {
            Some(best) => prop_assert!(lower_bound(&items, &kinds, 20).unwrap() <= best),
            None => {
                for (name, method) in METHODS {
                    prop_assert!(matches!(method(&items, &kinds), Err(VectorError::Exhausted { .. })), "{name}");
                }
            }
        }
    }
}
