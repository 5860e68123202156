//! Items, capacities and assignments that cannot be, and the largest numbers there are.

use ansatz_packing::{
    BranchAndPrice, FirstFit, Packing, PackingError, column_generation_bound, dual_feasible_bound, martello_toth_bound,
    volume_bound,
};

use crate::methods::METHODS;

#[test]
fn bad_items_are_named() {
    for (name, method) in METHODS {
        for (sizes, capacity, message) in [
            (&[1][..], 0, "`capacity` is 0, allowed: at least 1"),
            (&[][..], 0, "`capacity` is 0, allowed: at least 1"),
            (&[1, 0], 5, "the size of item 1 is 0, allowed: 1..=5, the capacity of a bin"),
            (&[5, 5, 6], 5, "the size of item 2 is 6, allowed: 1..=5, the capacity of a bin"),
            (
                &[u64::MAX],
                u64::MAX - 1,
                &format!("the size of item 0 is {}, allowed: 1..={}, the capacity of a bin", u64::MAX, u64::MAX - 1),
            ),
        ] {
            assert_eq!(method(sizes, capacity).unwrap_err().to_string(), message, "{name}");
            assert_eq!(volume_bound(sizes, capacity).unwrap_err().to_string(), message);
            assert_eq!(martello_toth_bound(sizes, capacity).unwrap_err().to_string(), message);
            assert_eq!(dual_feasible_bound(sizes, capacity, 2).unwrap_err().to_string(), message);
            assert_eq!(column_generation_bound(sizes, capacity, 2).unwrap_err().to_string(), message);
            assert_eq!(BranchAndPrice::new(sizes, capacity).unwrap_err().to_string(), message);
            let assignment = vec![0; sizes.len()];
            assert_eq!(Packing::from_assignment(sizes, capacity, assignment).unwrap_err().to_string(), message);
        }
    }
    let error = dual_feasible_bound(&[1], 5, 1_001).unwrap_err();
    assert_eq!(error.to_string(), "`degree` is 1001, allowed: 0..=1000");
}

#[test]
fn a_refused_item_changes_nothing() -> Result<(), PackingError> {
    let mut packer = FirstFit::new(5)?;
    packer.assign(3)?;
    for size in [0, 6] {
        assert_eq!(packer.assign(size), Err(PackingError::Size { item: 1, size, capacity: 5 }));
    }
    assert_eq!((packer.len(), packer.free()), (1, &[2][..]));
    assert_eq!(packer.assign(2)?, 0);
    Ok(())
}

#[test]
fn sums_beyond_u64() -> Result<(), PackingError> {
    let half = u64::MAX / 2;
    // Two halves of an odd number fit, and one unit stays free; a half and one more do not fit together.
    let sizes = [half, half, half + 1, half + 1, half, u64::MAX];
    for (name, method) in METHODS {
        let packing = method(&sizes, u64::MAX)?;
        packing.validate(&sizes)?;
        assert!(packing.bin_count() >= 4, "{name}");
    }
    assert_eq!(volume_bound(&sizes, u64::MAX)?, 4);
    assert_eq!(martello_toth_bound(&sizes, u64::MAX)?, 4);
    assert_eq!(dual_feasible_bound(&sizes, u64::MAX, 1_000)?, 4);
    // Three items of a third and a bit.
    assert_eq!(dual_feasible_bound(&[u64::MAX / 3 + 1; 3], u64::MAX, 2)?, 2);
    assert_eq!(dual_feasible_bound(&[u64::MAX / 3; 3], u64::MAX, 1_000)?, 1);
    let error = Packing::from_assignment(&[u64::MAX; 3], u64::MAX, vec![0; 3]).unwrap_err();
    assert_eq!(error, PackingError::Overfull { bin: 0, load: 3 * u128::from(u64::MAX), capacity: u64::MAX });
    Ok(())
}

#[test]
fn assignments_that_are_none() {
    for (assignment, message) in [
        (vec![0, 0], "there are 3 items, allowed: 2, as many as are packed"),
        (vec![0, 0, 1, 1], "there are 3 items, allowed: 4, as many as are packed"),
        (vec![0, 0, 0], "the load of bin 0 is 12, allowed: at most 10, the capacity of a bin"),
        (vec![0, 0, 2], "bin 1 is empty, allowed: at least one item in each of the 3 bins"),
        (vec![1, 1, 2], "bin 0 is empty, allowed: at least one item in each of the 3 bins"),
    ] {
        assert_eq!(Packing::from_assignment(&[4, 4, 4], 10, assignment).unwrap_err().to_string(), message);
    }
    // A bin's number takes no memory.
    let error = Packing::from_assignment(&[4, 4, 4], 10, vec![0, 1, usize::MAX]).unwrap_err();
    assert_eq!(error, PackingError::Empty { bin: 2, bins: usize::MAX });
}

#[test]
fn a_packing_of_other_items() -> Result<(), PackingError> {
    let packing = Packing::from_assignment(&[4, 4, 4], 10, vec![0, 0, 1])?;
    for (sizes, message) in [
        (&[4, 4][..], "there are 2 items, allowed: 3, as many as are packed"),
        (&[4, 4, 11], "the size of item 2 is 11, allowed: 1..=10, the capacity of a bin"),
        (&[4, 7, 4], "the load of bin 0 is 11, allowed: at most 10, the capacity of a bin"),
        (&[4, 4, 5], "the load of bin 1 is 5, allowed: 4, the sizes that were packed there"),
    ] {
        assert_eq!(packing.validate(sizes).unwrap_err().to_string(), message);
    }
    let error = packing.with_lower_bound(3).unwrap_err();
    assert_eq!(error.to_string(), "`bound` is 3, allowed: at most 2, the bins of this packing");
    Ok(())
}

/// Numbers that look random, the same ones each time.
fn scattered(count: u64) -> impl Iterator<Item = u64> {
    (1..=count)
        .map(|index| index.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29).wrapping_mul(0xbf58_476d_1ce4_e5b9))
}

#[test]
fn exact_with_the_largest_numbers() -> Result<(), PackingError> {
    // Three of a third and two of a half fill a bin; a bit more than a third goes twice.
    let third = u64::MAX / 3;
    let sizes = [third, third, third, third + 1, third + 1, third + 1, u64::MAX / 2, u64::MAX / 2, u64::MAX];
    let mut solver = BranchAndPrice::new(&sizes, u64::MAX)?;
    while solver.step(1_000) {}
    // By volume 4 and a unit above.
    assert_eq!((solver.best().bin_count(), solver.best().lower_bound()), (5, 5));
    solver.best().validate(&sizes)?;

    // No two sums are alike, so that no knapsack is ever full.
    let sizes: Vec<u64> = scattered(60).map(|number| number / 3 + 1).collect();
    let mut solver = BranchAndPrice::new(&sizes, u64::MAX)?;
    solver.step(200);
    solver.best().validate(&sizes)?;
    assert!(solver.best().lower_bound() >= martello_toth_bound(&sizes, u64::MAX)?);
    assert!(column_generation_bound(&sizes, u64::MAX, 100)? <= solver.best().bin_count());
    Ok(())
}

#[test]
fn exact_with_many_items() -> Result<(), PackingError> {
    // All alike: no search at all.
    let mut solver = BranchAndPrice::new(&vec![34; 100_000], 100)?;
    assert!(!solver.step(10));
    assert_eq!((solver.best().bin_count(), solver.steps_taken()), (50_000, 0));

    // A hundred sizes: the search begins, and columns are used hundreds of times.
    let sizes: Vec<u64> = scattered(100_000).map(|number| 150 + number % 100).collect();
    let mut solver = BranchAndPrice::new(&sizes, 1_000)?;
    while solver.step(1_000) && solver.steps_taken() < 100_000 {}
    solver.best().validate(&sizes)?;
    assert!(solver.best().is_proved(), "{:?}", solver.best().gap());

    // All different: too many for a linear program, so that bins are filled one by one.
    let sizes: Vec<u64> = scattered(100_000).map(|number| (1 << 31) + (number >> 33)).collect();
    let mut solver = BranchAndPrice::new(&sizes, 1 << 33)?;
    let before = solver.best().bin_count();
    assert!(solver.step(20));
    assert_eq!(solver.steps_taken(), 20);
    assert!(solver.best().bin_count() <= before);
    solver.best().validate(&sizes)?;
    Ok(())
}
