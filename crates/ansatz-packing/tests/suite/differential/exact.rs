//! Beside the optimum of few items, by trying everything.

use ansatz_packing::{
    BranchAndPrice, best_fit_decreasing, column_generation_bound, dual_feasible_bound, first_fit_decreasing,
    martello_toth_bound, modified_first_fit_decreasing, next_fit_decreasing, worst_fit_decreasing,
};
use proptest::prelude::*;

use super::oracle::optimum;
use crate::methods::{METHODS, best_fit, first_fit, items, next_fit, worst_fit};

#[test]
fn the_oracle_by_hand() {
    assert_eq!(optimum(&[], 10), 0);
    assert_eq!(optimum(&[6, 5, 4, 5], 10), 2);
    // First fit decreasing takes three: 4 + 3, 3 + 2 + 2.
    assert_eq!(optimum(&[4, 3, 3, 2, 2, 2], 8), 2);
    assert_eq!(first_fit_decreasing(&[4, 3, 3, 2, 2, 2], 8).unwrap().bin_count(), 3);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// Each ratio in whole numbers, as the page of the method has it.
    #[test]
    fn no_method_is_worse_than_promised((sizes, capacity) in items(10)) {
        let best = optimum(&sizes, capacity);
        for (name, method) in METHODS {
            let packing = method(&sizes, capacity).unwrap();
            prop_assert!(packing.bin_count() >= best, "{name}");
            prop_assert!(!packing.is_proved() || packing.bin_count() == best, "{name}");
        }
        let bins = |method: crate::methods::Method| method(&sizes, capacity).unwrap().bin_count();
        prop_assert!(10 * bins(first_fit) <= 17 * best);
        prop_assert!(10 * bins(best_fit) <= 17 * best);
        prop_assert!(bins(next_fit) <= (2 * best).saturating_sub(1));
        prop_assert!(bins(worst_fit) <= (2 * best).saturating_sub(1));
        prop_assert!(bins(next_fit_decreasing) <= (2 * best).saturating_sub(1));
        prop_assert!(bins(worst_fit_decreasing) <= (2 * best).saturating_sub(1));
        prop_assert!(9 * bins(first_fit_decreasing) <= 11 * best + 6);
        prop_assert!(9 * bins(best_fit_decreasing) <= 11 * best + 36);
        prop_assert!(60 * bins(modified_first_fit_decreasing) <= 71 * best + 60);
    }

    #[test]
    fn no_bound_is_above_the_optimum((sizes, capacity) in items(10), degree in 0..100u64) {
        let best = optimum(&sizes, capacity);
        let bound = martello_toth_bound(&sizes, capacity).unwrap();
        prop_assert!(bound <= best);
        // Two thirds at least, as its page says.
        prop_assert!(3 * bound >= 2 * best);
        prop_assert!(dual_feasible_bound(&sizes, capacity, degree).unwrap() <= best);
    }

    #[test]
    fn branch_and_price_is_optimal((sizes, capacity) in items(12)) {
        let best = optimum(&sizes, capacity);
        let mut solver = BranchAndPrice::new(&sizes, capacity).unwrap();
        while solver.step(1) {
            prop_assert!(solver.best().lower_bound() <= best && solver.best().bin_count() >= best);
        }
        prop_assert_eq!(solver.best().validate(&sizes), Ok(()));
        prop_assert!(solver.best().is_proved());
        prop_assert_eq!(solver.best().bin_count(), best);
    }

    #[test]
    fn column_generation_is_not_above_the_optimum((sizes, capacity) in items(12), iterations in 0..40u64) {
        let best = optimum(&sizes, capacity);
        let bound = column_generation_bound(&sizes, capacity, iterations).unwrap();
        let last = column_generation_bound(&sizes, capacity, u64::MAX).unwrap();
        prop_assert!(martello_toth_bound(&sizes, capacity).unwrap() <= bound && bound <= last && last <= best);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// The ratios on more items than can be tried one by one.
    #[test]
    fn ratios_against_proved_packings((sizes, capacity) in items(60)) {
        let mut solver = BranchAndPrice::new(&sizes, capacity).unwrap();
        solver.step(20_000);
        // Only a proved optimum is one to compare with.
        prop_assume!(solver.best().is_proved());
        let best = solver.best().bin_count();
        for (name, method) in METHODS {
            prop_assert!(method(&sizes, capacity).unwrap().bin_count() >= best, "{name}");
        }
        let bins = |method: crate::methods::Method| method(&sizes, capacity).unwrap().bin_count();
        prop_assert!(10 * bins(first_fit) <= 17 * best);
        prop_assert!(10 * bins(best_fit) <= 17 * best);
        prop_assert!(9 * bins(first_fit_decreasing) <= 11 * best + 6);
        prop_assert!(60 * bins(modified_first_fit_decreasing) <= 71 * best + 60);
    }

    /// However the steps are counted out, the way is the same.
    #[test]
    fn steps_one_by_one_are_steps_at_once((sizes, capacity) in items(60), n in 0..200u64) {
        let mut one_by_one = BranchAndPrice::new(&sizes, capacity).unwrap();
        let mut more = !one_by_one.best().is_proved();
        for _ in 0..n {
            let before = one_by_one.best().clone();
            more = one_by_one.step(1);
            prop_assert!(one_by_one.best().bin_count() <= before.bin_count());
            prop_assert!(one_by_one.best().lower_bound() >= before.lower_bound());
        }
        let mut at_once = BranchAndPrice::new(&sizes, capacity).unwrap();
        prop_assert_eq!(at_once.step(n), more);
        prop_assert_eq!(at_once.best(), one_by_one.best());
        prop_assert_eq!(at_once.steps_taken(), one_by_one.steps_taken());
        prop_assert!(at_once.steps_taken() <= n);
    }
}
