//! Small cases by hand.

use ansatz_packing::{
    Packing, PackingError, best_fit_decreasing, dual_feasible_bound, first_fit_decreasing, martello_toth_bound,
    modified_first_fit_decreasing, next_fit_decreasing, volume_bound, worst_fit_decreasing,
};

use crate::methods::{METHODS, best_fit, first_fit, next_fit, worst_fit};

#[test]
fn each_rule_on_the_same_items() -> Result<(), PackingError> {
    let sizes = [5, 7, 4, 3, 1, 6, 2, 2];
    // 5 | 7 | then 4 into the first, the fullest or the emptiest bin that has room.
    assert_eq!(next_fit(&sizes, 10)?.assignment(), [0, 1, 2, 2, 2, 3, 3, 3]);
    assert_eq!(first_fit(&sizes, 10)?.assignment(), [0, 1, 0, 1, 0, 2, 2, 2]);
    assert_eq!(best_fit(&sizes, 10)?.assignment(), [0, 1, 0, 1, 0, 2, 2, 2]);
    assert_eq!(worst_fit(&sizes, 10)?.assignment(), [0, 1, 0, 1, 0, 2, 2, 2]);
    // 3 goes to the first, best and worst of the bins with 4, 3 and 5 left.
    let sizes = [6, 7, 5, 3];
    assert_eq!(first_fit(&sizes, 10)?.assignment(), [0, 1, 2, 0]);
    assert_eq!(best_fit(&sizes, 10)?.assignment(), [0, 1, 2, 1]);
    assert_eq!(worst_fit(&sizes, 10)?.assignment(), [0, 1, 2, 2]);
    Ok(())
}

#[test]
fn ties_go_to_the_bin_that_was_opened_first_and_to_the_earlier_item() -> Result<(), PackingError> {
    for method in [first_fit, best_fit, worst_fit] {
        assert_eq!(method(&[6, 6, 6, 3], 10)?.assignment(), [0, 1, 2, 0]);
    }
    for method in [first_fit_decreasing, best_fit_decreasing, worst_fit_decreasing, modified_first_fit_decreasing] {
        assert_eq!(method(&[6, 6, 4, 4], 10)?.assignment(), [0, 1, 0, 1]);
    }
    Ok(())
}

#[test]
fn decreasing_forms_on_the_same_items() -> Result<(), PackingError> {
    // In order: 7 (3), 6 (0), 3 (1), 2 (2), 2 (4).
    let sizes = [6, 3, 2, 7, 2];
    assert_eq!(next_fit_decreasing(&sizes, 10)?.to_bins(), [vec![3], vec![0, 1], vec![2, 4]]);
    assert_eq!(first_fit_decreasing(&sizes, 10)?.to_bins(), [vec![1, 3], vec![0, 2, 4]]);
    assert_eq!(worst_fit_decreasing(&sizes, 10)?.to_bins(), [vec![2, 3], vec![0, 1], vec![4]]);
    // The first bin with room for 2 has 4 left, the fullest has 3.
    let sizes = [6, 7, 5, 5, 2];
    assert_eq!(best_fit_decreasing(&sizes, 10)?.assignment(), [1, 0, 2, 2, 0]);
    let sizes = [14, 13, 13, 3, 3];
    assert_eq!(first_fit_decreasing(&sizes, 20)?.assignment(), [0, 1, 2, 0, 0]);
    assert_eq!(best_fit_decreasing(&sizes, 20)?.assignment(), [0, 1, 2, 0, 0]);
    assert_eq!(worst_fit_decreasing(&sizes, 20)?.assignment(), [0, 1, 2, 1, 2]);
    Ok(())
}

/// Johnson's example where first fit decreasing takes 11 bins instead of 9: a half, a quarter and a bit each, capacity 100.
#[test]
fn modified_first_fit_finds_partners() -> Result<(), PackingError> {
    let sizes = [[51; 6], [27; 6], [26; 6], [23; 6], [23; 6]].concat();
    assert_eq!(first_fit_decreasing(&sizes, 100)?.bin_count(), 11);
    let packing = modified_first_fit_decreasing(&sizes, 100)?;
    // 51 + 26 + 23 six times; 27 three times, twice; 23 four times and twice.
    assert_eq!(packing.free(), [0, 0, 0, 0, 0, 0, 19, 19, 8, 54]);
    // The best: 51 + 26 + 23 six times, 27 + 27 + 23 + 23 three times.
    assert_eq!(packing.lower_bound(), 9);
    Ok(())
}

/// Every way through the items above half: a partner above a third, the largest that fits; two above a sixth on the way
/// back; and anything on the third.
#[test]
fn modified_first_fit_step_by_step() -> Result<(), PackingError> {
    // Capacity 60: large above 30, medium above 20, small above 10.
    let sizes = [42, 36, 34, 22, 21, 14, 13, 12, 11, 5];
    // 42 has 18 left, no medium. 36 has 24: takes 22, and 2 are left. 34 has 26: takes 21, and 5 are left.
    // On the way back 42 alone has no partner, and 11 + 12 do not fit.
    // Third: 42 takes 14; 36 nothing; 34 takes 5. The rest is 13, 12, 11.
    let packing = modified_first_fit_decreasing(&sizes, 60)?;
    assert_eq!(packing.assignment(), [0, 1, 2, 1, 2, 0, 3, 3, 3, 2]);

    // Without medium items: 31 has 29, takes 11 and then 18, the largest that fits; 34 has 26: 12 and 14. 42 has 18.
    let sizes = [42, 34, 31, 18, 14, 13, 12, 11];
    let packing = modified_first_fit_decreasing(&sizes, 60)?;
    assert_eq!(packing.assignment(), [0, 1, 2, 2, 1, 0, 1, 2]);
    assert_eq!(packing.free(), [5, 0, 0]);

    // One small item has no second one: it waits for the third way.
    let packing = modified_first_fit_decreasing(&[40, 35, 15], 60)?;
    assert_eq!(packing.assignment(), [0, 1, 0]);
    Ok(())
}

#[test]
fn bounds_by_hand() -> Result<(), PackingError> {
    // L1: 260 of 100.
    let sizes = [70, 70, 40, 40, 40];
    assert_eq!(volume_bound(&sizes, 100)?, 3);
    assert_eq!(martello_toth_bound(&sizes, 100)?, 4);
    // K = 30: 71 is alone, 60 offers 40, and three 30s need 90 - 40, one bin more.
    assert_eq!(martello_toth_bound(&[71, 60, 30, 30, 30], 100)?, 3);
    // Half is not above half: two of them share a bin.
    assert_eq!(martello_toth_bound(&[50, 50, 50], 100)?, 2);
    assert_eq!(martello_toth_bound(&[51, 51, 51], 100)?, 3);
    // Above a third two fit, and above a quarter three: u(2) and u(3) see it, u(2) alone does not.
    assert_eq!(dual_feasible_bound(&[34; 9], 100, 2)?, 5);
    assert_eq!(dual_feasible_bound(&[26; 12], 100, 2)?, 4);
    assert_eq!(dual_feasible_bound(&[26; 16], 100, 3)?, 6);
    assert_eq!((martello_toth_bound(&[26; 16], 100)?, dual_feasible_bound(&[26; 16], 100, 2)?), (5, 5));
    // A third stays a third.
    assert_eq!(dual_feasible_bound(&[33; 9], 99, 20)?, 3);
    Ok(())
}

#[test]
fn no_items_take_no_bins() -> Result<(), PackingError> {
    for (name, method) in METHODS {
        let packing = method(&[], 7)?;
        assert_eq!((packing.bin_count(), packing.lower_bound(), packing.gap()), (0, 0, 0.0), "{name}");
        assert!(packing.is_proved() && packing.to_bins().is_empty() && packing.validate(&[]).is_ok(), "{name}");
    }
    assert_eq!((volume_bound(&[], 7)?, martello_toth_bound(&[], 7)?, dual_feasible_bound(&[], 7, 20)?), (0, 0, 0));
    assert_eq!(Packing::from_assignment(&[], 7, vec![])?.bin_count(), 0);
    Ok(())
}

#[test]
fn what_a_packing_and_a_packer_tell() -> Result<(), PackingError> {
    let packing = Packing::from_assignment(&[4, 4, 4, 4], 10, vec![1, 0, 1, 2])?;
    assert_eq!((packing.capacity(), packing.bin_count(), packing.free()), (10, 3, &[6, 2, 6][..]));
    assert!(packing.loads().eq([4, 8, 4]));
    assert_eq!((packing.lower_bound(), packing.gap(), packing.is_proved()), (2, 0.5, false));
    assert_eq!(format!("{packing:?}"), "Packing { capacity: 10, items: 4, bins: 3, lower_bound: 2, .. }");
    // A bound below the one that is known changes nothing.
    assert_eq!(packing.clone().with_lower_bound(1)?, packing);

    let mut packer = ansatz_packing::BestFit::new(10)?;
    assert!(packer.is_empty());
    packer.assign(4)?;
    assert_eq!((packer.len(), packer.bin_count(), packer.capacity()), (1, 1, 10));
    assert_eq!((packer.assignment(), packer.free()), (&[0][..], &[6][..]));
    assert_eq!(format!("{packer:?}"), r#"Online { rule: "Best", capacity: 10, items: 1, bins: 1, .. }"#);
    Ok(())
}
