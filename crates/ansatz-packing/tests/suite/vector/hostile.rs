//! Items, kinds and assignments that cannot be, and the largest numbers there are.

use ansatz_packing::vector::{
    BinKind, Fit, Measure, VectorError, VectorPacking, bin_by_bin, first_fit_decreasing, lower_bound,
};

use super::methods::METHODS;

#[test]
fn bad_items_and_kinds_are_named() {
    let kinds = || vec![BinKind::new([8, 32], 10), BinKind::new([16, 8], 7)];
    for (items, kinds, message) in [
        (vec![], vec![], "`kinds` is 0, allowed: at least 1"),
        (vec![vec![1]], vec![BinKind::new([], 1)], "`dimensions` is 0, allowed: at least 1"),
        (vec![vec![]], vec![BinKind::new([], 1)], "`dimensions` is 0, allowed: at least 1"),
        (
            vec![],
            vec![BinKind::new(1, 1), BinKind::new([1, 2], 1)],
            "kind 1 of bins has 2 dimensions, allowed: 1, as kind 0 has",
        ),
        (vec![vec![1, 1], vec![1]], kinds(), "item 1 has 1 dimensions, allowed: 2, as the bins have"),
        (vec![vec![1, 1, 1]], kinds(), "item 0 has 3 dimensions, allowed: 2, as the bins have"),
        (vec![vec![1, 0], vec![0, 0]], kinds(), "the sizes of item 1 are all 0, allowed: at least one above 0"),
        (
            vec![vec![1, 33]],
            kinds(),
            "the size of item 0 in dimension 1 is 33, allowed: at most 32, the largest capacity of a bin",
        ),
        (
            vec![vec![1, 9]],
            vec![kinds()[0].clone().with_count(0), kinds()[1].clone()],
            "the size of item 0 in dimension 1 is 9, allowed: at most 8, the largest capacity of a bin",
        ),
        (
            vec![vec![9, 9]],
            kinds(),
            "item 0 fits into no kind of bin: each of its sizes is within the capacity of some, all of them of none",
        ),
        (
            vec![vec![1]],
            vec![BinKind::new(0, 1)],
            "the size of item 0 in dimension 0 is 1, allowed: at most 0, the largest capacity of a bin",
        ),
        (vec![vec![4]; 3], vec![BinKind::new(4, 1).with_count(1)], "no bin is left for 2 items, such as item 1"),
    ] {
        for (name, method) in METHODS {
            assert_eq!(method(&items, &kinds).unwrap_err().to_string(), message, "{name}");
        }
        let from = VectorPacking::from_assignment(&items, &kinds, vec![], vec![]);
        if !message.starts_with("no bin") {
            assert_eq!(lower_bound(&items, &kinds, 20).unwrap_err().to_string(), message);
            assert_eq!(from.unwrap_err().to_string(), message);
        }
    }
    let error = lower_bound(&[1], &[BinKind::new(1, 1)], 1_001).unwrap_err();
    assert_eq!(error.to_string(), "`degree` is 1001, allowed: 0..=1000");
}

/// A capacity of 0 harms nobody who needs nothing of it.
#[test]
fn a_dimension_without_capacity() -> Result<(), VectorError> {
    for (name, method) in METHODS {
        let packing = method(&[vec![3, 0], vec![4, 0], vec![5, 0]], &[BinKind::new([8, 0], 1)])?;
        assert_eq!((packing.cost(), packing.lower_bound()), (2, 2), "{name}");
    }
    Ok(())
}

#[test]
fn sums_and_costs_beyond_u64() -> Result<(), VectorError> {
    let half = u64::MAX / 2;
    let items = vec![vec![half, u64::MAX], vec![half + 1, 0], vec![half + 1, 0], vec![u64::MAX, 1]];
    let kinds = [BinKind::new([u64::MAX, u64::MAX], u64::MAX)];
    for (name, method) in METHODS {
        let packing = method(&items, &kinds)?;
        packing.validate(&items)?;
        assert_eq!(packing.cost(), 3 * u128::from(u64::MAX), "{name}");
        assert!(packing.is_proved(), "{name}");
    }
    assert_eq!(lower_bound(&items, &kinds, 1_000)?, 3 * u128::from(u64::MAX));
    // The dearest bins for the smallest capacity: 1 each.
    let kinds = [BinKind::new(1, u64::MAX), BinKind::new(u64::MAX, u64::MAX - 1)];
    assert_eq!(lower_bound(&[u64::MAX; 5], &kinds, 20)?, 5 * u128::from(u64::MAX - 1));
    assert_eq!(lower_bound(&[1; 5], &kinds[..1], 20)?, 5 * u128::from(u64::MAX));
    let error = VectorPacking::from_assignment(&[u64::MAX; 3], &kinds, vec![1], vec![0; 3]).unwrap_err();
    let load = 3 * u128::from(u64::MAX);
    assert_eq!(error, VectorError::Overfull { bin: 0, dimension: 0, load, capacity: u64::MAX });
    Ok(())
}

#[test]
fn assignments_that_are_none() {
    let kinds = [BinKind::new([10, 5], 3).with_count(2), BinKind::new([10, 10], 4)];
    let items = [[4, 4]; 3];
    for (bins, assignment, message) in [
        (vec![0], vec![0, 0], "there are 3 items, allowed: 2, as many as are packed"),
        (vec![0, 2], vec![0, 0, 1], "the kind of bin 1 is 2, allowed: below 2, the number of kinds"),
        (vec![0, 0, 0], vec![0, 1, 2], "3 bins are of kind 0, allowed: at most 2, as many as there are"),
        (vec![0, 1], vec![0, 1, 2], "the bin of item 2 is 2, allowed: below 2, the number of bins"),
        (
            vec![0, 1],
            vec![0, 1, usize::MAX],
            "the bin of item 2 is 18446744073709551615, allowed: below 2, the number of bins",
        ),
        (vec![0, 1, 1], vec![0, 2, 2], "bin 1 is empty, allowed: at least one item in each bin"),
        (
            vec![0, 1],
            vec![1, 0, 0],
            "the load of bin 0 in dimension 1 is 8, allowed: at most 5, the capacity of its kind",
        ),
        (vec![0, 1], vec![0, 1, 1], ""),
    ] {
        let result = VectorPacking::from_assignment(&items, &kinds, bins, assignment);
        assert_eq!(result.err().map(|error| error.to_string()).unwrap_or_default(), message);
    }
    // Bins without items take no rows.
    let wide = [vec![1; 100_000]];
    let kinds = [BinKind::new(vec![1; 100_000], 1)];
    let error = VectorPacking::from_assignment(&wide, &kinds, vec![0; 10_000_000], vec![7]).unwrap_err();
    assert_eq!(error, VectorError::Empty { bin: 0 });
}

#[test]
fn a_packing_of_other_items() -> Result<(), VectorError> {
    let kinds = [BinKind::new([10, 10], 3)];
    let packing = VectorPacking::from_assignment(&[[4, 4]; 3], &kinds, vec![0, 0], vec![0, 0, 1])?;
    for (items, message) in [
        (vec![[4, 4]; 2], "there are 2 items, allowed: 3, as many as are packed"),
        (
            vec![[4, 4], [4, 4], [4, 11]],
            "the size of item 2 in dimension 1 is 11, allowed: at most 10, the largest capacity of a bin",
        ),
        (
            vec![[4, 4], [7, 4], [4, 4]],
            "the load of bin 0 in dimension 0 is 11, allowed: at most 10, the capacity of its kind",
        ),
        (
            vec![[4, 4], [4, 4], [4, 5]],
            "the load of bin 1 in dimension 1 is 5, allowed: 4, the sizes that were packed there",
        ),
    ] {
        assert_eq!(packing.validate(&items).unwrap_err().to_string(), message);
    }
    let error = packing.with_lower_bound(7).unwrap_err();
    assert_eq!(error.to_string(), "`bound` is 7, allowed: at most 6, the cost of this packing");
    Ok(())
}

#[test]
fn many_items_and_many_dimensions() -> Result<(), VectorError> {
    // A million sizes of 1 to 1,000 in an order without a pattern.
    let sizes: Vec<u64> = (0..1_000_000u64).map(|item| item * 7_919 % 1_000 + 1).collect();
    let kinds = [BinKind::new(1_000, 1)];
    let packing = first_fit_decreasing(&sizes, &kinds, Measure::Sum)?;
    packing.validate(&sizes)?;
    // 1 + 999, 2 + 998, ..., and 1,000 by itself.
    assert_eq!((packing.cost(), packing.is_proved()), (500_500, true));

    let wide: Vec<Vec<u64>> =
        (0..300u64).map(|item| (0..100).map(|dimension| (item * dimension) % 17 + 1).collect()).collect();
    let kinds = [BinKind::new([40; 100], 2), BinKind::new([80; 100], 3)];
    for packing in [first_fit_decreasing(&wide, &kinds, Measure::Product)?, bin_by_bin(&wide, &kinds, Fit::Norm)?] {
        packing.validate(&wide)?;
    }
    Ok(())
}
