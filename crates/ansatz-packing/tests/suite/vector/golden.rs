//! Small cases by hand.

use ansatz_packing::vector::{
    BinKind, Fit, Measure, Sizes, VectorError, VectorPacking, best_fit_decreasing, bin_by_bin, first_fit_decreasing,
    lower_bound,
};

use super::methods::METHODS;

#[test]
fn first_fit_by_both_measures() -> Result<(), VectorError> {
    // The means are 7/20 and 9/20, so by sum: [1, 7] 0.35, [5, 3] 0.31, [4, 4] 0.32, [4, 4]; by product 16, 16, 15, 7.
    let items = [[5, 3], [1, 7], [4, 4], [4, 4]];
    let kinds = [BinKind::new([10, 10], 1)];
    let packing = first_fit_decreasing(&items, &kinds, Measure::Sum)?;
    assert_eq!(packing.to_bins(), [vec![0, 1], vec![2, 3]]);
    let packing = first_fit_decreasing(&items, &kinds, Measure::Product)?;
    assert_eq!(packing.to_bins(), [vec![2, 3], vec![0, 1]]);
    assert!(packing.free().eq([[2, 2], [4, 0]]));
    Ok(())
}

/// As fractions all of these are a half.
#[test]
fn the_largest_sizes_are_told_apart() -> Result<(), VectorError> {
    let half = u64::MAX / 2;
    let sizes = [half, half + 1, half - 5, half + 6];
    let packing = first_fit_decreasing(&sizes, &[BinKind::new(u64::MAX, 1)], Measure::Sum)?;
    assert_eq!(packing.assignment(), [1, 1, 0, 0]);
    Ok(())
}

#[test]
fn ties_go_to_the_earlier_item_bin_and_kind() -> Result<(), VectorError> {
    let items = vec![vec![6, 6], vec![6, 6], vec![4, 4], vec![4, 4]];
    let kinds = [BinKind::new([10, 10], 3), BinKind::new([10, 10], 3)];
    for (name, method) in METHODS {
        let packing = method(&items, &kinds)?;
        assert_eq!((packing.assignment(), packing.bin_kinds()), (&[0, 1, 0, 1][..], &[0, 0][..]), "{name}");
    }
    Ok(())
}

#[test]
fn best_fit_by_both_rules() -> Result<(), VectorError> {
    // After [7, 7] and [6, 6]: [3, 3] fills the first, and more is free in the second.
    let (items, kinds) = ([[7, 7], [6, 6], [3, 3]], [BinKind::new([10, 10], 1)]);
    assert_eq!(best_fit_decreasing(&items, &kinds, Fit::Norm)?.assignment(), [0, 1, 0]);
    assert_eq!(best_fit_decreasing(&items, &kinds, Fit::DotProduct)?.assignment(), [0, 1, 1]);
    Ok(())
}

/// Sums 13 and 13 of 20, so both dimensions weigh the same.
#[test]
fn bin_by_bin_by_both_rules() -> Result<(), VectorError> {
    let (items, kinds) = ([[7, 3], [1, 4], [3, 3], [2, 3]], [BinKind::new([10, 10], 1)]);
    // [7, 3] has the largest sum and leaves [3, 7]: 1 * 3 + 4 * 7 = 31, 3 * 3 + 3 * 7 = 30, 2 * 3 + 3 * 7 = 27. After
    // [1, 4] it is [2, 3], which [2, 3] fills.
    assert_eq!(bin_by_bin(&items, &kinds, Fit::DotProduct)?.to_bins(), [vec![0, 1, 3], vec![2]]);
    // Empty: squares of what is left, 9 + 49, 81 + 36, 49 + 49, 64 + 49. Then of [3, 7]: 4 + 9, 0 + 16, 1 + 16. After
    // [1, 4] as before.
    assert_eq!(bin_by_bin(&items, &kinds, Fit::Norm)?.to_bins(), [vec![0, 1, 3], vec![2]]);
    Ok(())
}

#[test]
fn kinds_by_their_cost() -> Result<(), VectorError> {
    // By hand: 60 + 40 in a large crate, 35 in a small one.
    let kinds = [BinKind::new(40, 4), BinKind::new(100, 9)];
    for packing in [
        first_fit_decreasing(&[60, 40, 35], &kinds, Measure::Sum)?,
        best_fit_decreasing(&[60, 40, 35], &kinds, Fit::Norm)?,
        bin_by_bin(&[60, 40, 35], &kinds, Fit::DotProduct)?,
    ] {
        assert_eq!((packing.to_bins(), packing.bin_kinds()), (vec![vec![0, 1], vec![2]], &[1, 0][..]));
        // 135 at 9 for 100.
        assert_eq!((packing.cost(), packing.lower_bound(), packing.is_proved()), (13, 13, true));
    }
    // A small crate is dear: everything in large ones.
    let kinds = [BinKind::new(40, 9), BinKind::new(100, 9)];
    assert_eq!(first_fit_decreasing(&[60, 40, 35], &kinds, Measure::Sum)?.kind_counts(), [0, 2]);
    // What is there anyway is used first, and then it is taken.
    let kinds = [BinKind::new(100, 9), BinKind::new(70, 0).with_count(1)];
    let packing = bin_by_bin(&[60, 40, 35], &kinds, Fit::DotProduct)?;
    assert_eq!((packing.to_bins(), packing.cost()), (vec![vec![0], vec![1, 2]], 9));
    Ok(())
}

/// Memory-rich and CPU-rich machines: an item goes where it is cheap, and counts are kept.
#[test]
fn kinds_in_two_dimensions() -> Result<(), VectorError> {
    let items = [[8, 4], [1, 30], [8, 4], [1, 30]];
    let kinds = [BinKind::new([16, 16], 10), BinKind::new([4, 64], 10)];
    for packing in [first_fit_decreasing(&items, &kinds, Measure::Sum)?, bin_by_bin(&items, &kinds, Fit::DotProduct)?] {
        assert_eq!((packing.kind_counts(), packing.cost()), (vec![1, 1], 20));
        assert_eq!(packing.assignment()[0], packing.assignment()[2]);
    }
    // Without memory-rich machines, a pair in each of two dear ones is cheaper than one item alone in a third.
    let few = [kinds[0].clone().with_count(1), kinds[1].clone().with_count(0), BinKind::new([9, 40], 50).with_count(2)];
    let packing = first_fit_decreasing(&items, &few, Measure::Sum)?;
    assert_eq!((packing.kind_counts(), packing.cost()), (vec![0, 0, 2], 100));
    let few = [kinds[0].clone().with_count(2), kinds[1].clone().with_count(1)];
    let packing = bin_by_bin(&[[8, 4], [1, 30], [9, 4], [1, 30]], &few, Fit::Norm)?;
    assert_eq!(packing.kind_counts(), [2, 1]);
    Ok(())
}

/// [4, 1] would take the bin that is there anyway, and [0, 8] fits nowhere else. Then two are larger than that, and there
/// is no kind that has room for both.
#[test]
fn what_fits_into_few_bins_comes_first_if_need_be() -> Result<(), VectorError> {
    let cheap = BinKind::new([4, 8], 0).with_count(1);
    let dear = BinKind::new([7, 7], 4).with_count(1);
    for items in [vec![vec![4, 1], vec![0, 8]], vec![vec![4, 7], vec![0, 8], vec![4, 7]]] {
        for (name, method) in METHODS {
            let packing = method(&items, &[cheap.clone(), dear.clone(), dear.clone()])?;
            assert_eq!(packing.bin_kinds()[packing.assignment()[1]], 0, "{name}");
            assert_eq!(packing.cost(), 4 * (items.len() as u128 - 1), "{name}");
        }
    }
    Ok(())
}

/// Both kinds would be full at the same price.
#[test]
fn of_two_full_bins_the_larger_is_kept() -> Result<(), VectorError> {
    let packing = bin_by_bin(&[5, 5], &[BinKind::new(5, 5), BinKind::new(10, 10)], Fit::Norm)?;
    assert_eq!(packing.kind_counts(), [0, 1]);
    Ok(())
}

#[test]
fn bounds_by_hand() -> Result<(), VectorError> {
    // One kind: whole bins, by the dimension that asks for most.
    assert_eq!(lower_bound(&[[3, 1], [3, 1], [3, 9]], &[BinKind::new([10, 10], 7)], 0)?, 14);
    // Large items apart, though the sums are 1.2 bins.
    assert_eq!(lower_bound(&[[6, 1], [6, 1]], &[BinKind::new([10, 10], 7)], 0)?, 14);
    // 9 of a third and a bit, by rounding alone.
    assert_eq!(lower_bound(&[34; 9], &[BinKind::new(100, 2)], 0)?, 8);
    assert_eq!(lower_bound(&[34; 9], &[BinKind::new(100, 2)], 2)?, 10);
    // 130 at the price of the large crate, 9 for 100: 11.7.
    let kinds = [BinKind::new(40, 4), BinKind::new(100, 9)];
    assert_eq!(lower_bound(&[50, 40, 40], &kinds, 0)?, 12);
    // Small crates are cheaper, 3 for 40, and do not hold the 50: 50 * 0.09 + 80 * 0.075 = 10.5.
    let kinds = [BinKind::new(40, 3), BinKind::new(100, 9)];
    assert_eq!(lower_bound(&[50, 40, 40], &kinds, 0)?, 12);
    // There is one of them: 3, and 90 more of 130 at 0.09 make 11.1. With costs of even numbers that is 12 as well.
    let kinds = [BinKind::new(40, 3).with_count(1), BinKind::new(100, 9)];
    assert_eq!(lower_bound(&[30, 30, 40, 30], &kinds, 0)?, 12);
    // Three items above half of the largest: the two cheapest bins at 1, then one at 5.
    let kinds = [BinKind::new(9, 1).with_count(2), BinKind::new(10, 5)];
    assert_eq!(lower_bound(&[6, 6, 6], &kinds, 0)?, 7);
    // 555 of 150 in each dimension, and three items never fit: 333 of 300 in both together.
    let items = [[[70, 41], [41, 70]]; 5].concat();
    assert_eq!(lower_bound(&items, &[BinKind::new([150, 150], 1)], 1)?, 4);
    assert_eq!(lower_bound(&items, &[BinKind::new([150, 150], 1)], 2)?, 5);
    // Two above half of the only bins that hold them: 10, and a kind of which there is none changes nothing.
    let kinds = [BinKind::new(10, 5), BinKind::new(5, 2), BinKind::new(10, 1).with_count(0)];
    assert_eq!(lower_bound(&[6, 6, 4], &kinds, 1)?, 10);
    // A kind that holds nothing makes nothing cheaper, and one that costs nothing all.
    assert_eq!(lower_bound(&[6, 6, 6], &[BinKind::new(5, 1), BinKind::new(10, 5)], 0)?, 15);
    assert_eq!(lower_bound(&[6, 6, 6], &[BinKind::new(10, 0), BinKind::new(10, 5)], 0)?, 0);
    Ok(())
}

#[test]
fn no_items_take_no_bins() -> Result<(), VectorError> {
    let kinds = [BinKind::new([3, 4], 5), BinKind::new([0, 0], 0).with_count(0)];
    for (name, method) in METHODS {
        let packing = method(&[], &kinds)?;
        assert_eq!(
            (packing.bin_count(), packing.cost(), packing.lower_bound(), packing.gap()),
            (0, 0, 0, 0.0),
            "{name}"
        );
        assert!(packing.is_proved() && packing.to_bins().is_empty() && packing.free().len() == 0, "{name}");
        assert_eq!(packing.validate::<[u64; 2]>(&[]), Ok(()));
    }
    assert_eq!(lower_bound::<u64>(&[], &[BinKind::new(1, 1)], 20)?, 0);
    Ok(())
}

#[test]
fn what_a_packing_tells() -> Result<(), VectorError> {
    let kinds = [BinKind::new([8, 32], 10), BinKind::new([4, 32], 0)];
    let items: [&[u64]; 3] = [&[4, 16], &[4, 4], &[2, 24]];
    let packing = VectorPacking::from_assignment(&items, &kinds, vec![0, 1], vec![0, 0, 1])?;
    assert_eq!((packing.kinds(), packing.bin_kinds(), packing.bin_count()), (&kinds[..], &[0, 1][..], 2));
    assert_eq!((packing.kind_counts(), packing.cost()), (vec![1, 1], 10));
    assert!(packing.free().eq([[0, 12], [2, 8]]));
    // All of them fit into bins that cost nothing.
    assert_eq!((packing.lower_bound(), packing.gap(), packing.is_proved()), (0, 10.0, false));
    let summary = "VectorPacking { kinds: 2, items: 3, bins: 2, cost: 10, lower_bound: 0, .. }";
    assert_eq!(format!("{packing:?}"), summary);
    assert_eq!(packing.clone().with_lower_bound(0)?, packing);
    assert_eq!(packing.with_lower_bound(10)?.gap(), 0.0);
    assert_eq!(
        (7u64.sizes(), [1, 2].sizes(), vec![3].sizes(), [4][..].sizes()),
        (&[7][..], &[1, 2][..], &[3][..], &[4][..])
    );
    Ok(())
}
