//! Limits and conflicts that cannot be, and many of them.

use ansatz_packing::{BestFit, Conflicts, FirstFit, Limits, NextFit, Packing, PackingError, WorstFit};

#[test]
fn limits_of_nothing_are_named() {
    let none = Conflicts::default();
    for (limits, message) in [
        (Limits::default().items_per_bin(0), "`items_per_bin` is 0, allowed: at least 1"),
        (Limits::default().bins(0), "`bins` is 0, allowed: at least 1"),
    ] {
        let packing = ansatz_packing::first_fit_decreasing(&[1], 5).unwrap();
        for error in [
            limits.first_fit_decreasing(&[1], 5, &none).unwrap_err(),
            limits.best_fit_decreasing(&[1], 5, &none).unwrap_err(),
            limits.lower_bound(&[1], 5, &none).unwrap_err(),
            limits.validate(&packing, &none).unwrap_err(),
            FirstFit::with_limits(5, limits).unwrap_err(),
            BestFit::with_limits(5, limits).unwrap_err(),
            WorstFit::with_limits(5, limits).unwrap_err(),
            NextFit::with_limits(5, limits).unwrap_err(),
        ] {
            assert_eq!(error.to_string(), message);
        }
    }
}

#[test]
fn bad_items_and_pairs_are_named() -> Result<(), PackingError> {
    let none = Conflicts::default();
    for (sizes, capacity, message) in [
        (&[1][..], 0, "`capacity` is 0, allowed: at least 1"),
        (&[1, 6], 5, "the size of item 1 is 6, allowed: 1..=5, the capacity of a bin"),
        (&[1, 0], 5, "the size of item 1 is 0, allowed: 1..=5, the capacity of a bin"),
    ] {
        let limits = Limits::default();
        assert_eq!(limits.first_fit_decreasing(sizes, capacity, &none).unwrap_err().to_string(), message);
        assert_eq!(limits.best_fit_decreasing(sizes, capacity, &none).unwrap_err().to_string(), message);
        assert_eq!(limits.lower_bound(sizes, capacity, &none).unwrap_err().to_string(), message);
    }
    for (items, pair) in [(3, (0, 3)), (3, (3, 0)), (3, (1, 1)), (0, (0, 1)), (3, (usize::MAX, 0))] {
        let message = format!(
            "the conflict is between items {} and {}, allowed: two different items below {items}",
            pair.0, pair.1
        );
        assert_eq!(Conflicts::new(items, [pair]).unwrap_err().to_string(), message);
    }
    // A number of items takes no memory.
    assert_eq!(Conflicts::new(usize::MAX, [(0, 1)])?.clique(), [0, 1]);
    // Lists of so many do, and that is told.
    for items in [usize::MAX, 1 << 60] {
        let error = Conflicts::new(items, [(0, items - 1)]).unwrap_err();
        assert_eq!(error.to_string(), format!("`items` is {items}, allowed: as many as there is memory for"));
    }
    let conflicts = Conflicts::new(3, [(0, 1)])?;
    let message = "the conflicts are those of 3 items, allowed: 2, as many as there are";
    for error in [
        Limits::default().first_fit_decreasing(&[1, 1], 5, &conflicts).unwrap_err(),
        Limits::default().lower_bound(&[1, 1], 5, &conflicts).unwrap_err(),
        Limits::default().lower_bound(&[1, 1], 5, &Conflicts::new(3, [])?).unwrap_err(),
        Limits::default().validate(&Packing::from_assignment(&[1, 1], 5, vec![0, 1])?, &conflicts).unwrap_err(),
    ] {
        assert_eq!(error.to_string(), message);
    }
    let error = Conflicts::of_intervals(&[0..1, core::ops::Range { start: 7, end: 5 }]).unwrap_err();
    assert_eq!(error.to_string(), "`intervals` is 7..5 at 1, allowed: no end before its start");
    Ok(())
}

#[test]
fn packings_that_break_a_limit() -> Result<(), PackingError> {
    let packing = Packing::from_assignment(&[1; 6], 10, vec![1, 0, 1, 1, 2, 0])?;
    let none = Conflicts::default();
    for (limits, pairs, message) in [
        (Limits::default().bins(2), &[][..], "there are 3 bins, allowed: at most 2"),
        (Limits::default().items_per_bin(2), &[], "there are 3 items in bin 1, allowed: at most 2 in a bin"),
        (Limits::default(), &[(1, 3), (3, 2)], "items 2 and 3 are in bin 1, allowed: no two items in conflict"),
        (Limits::default(), &[(5, 1)], "items 1 and 5 are in bin 0, allowed: no two items in conflict"),
    ] {
        let conflicts = Conflicts::new(6, pairs.iter().copied())?;
        assert_eq!(limits.validate(&packing, &conflicts).unwrap_err().to_string(), message);
    }
    Limits::default().items_per_bin(3).bins(3).validate(&packing, &none)?;
    Limits::default().validate(&packing, &Conflicts::new(6, [(0, 1), (4, 5)])?)
}

#[test]
fn a_refused_item_changes_nothing() -> Result<(), PackingError> {
    let mut packer = BestFit::with_limits(5, Limits::default().bins(1))?;
    packer.assign(2)?;
    let no_bin = Err(PackingError::NoBin { item: 1, bins: 1 });
    assert_eq!(packer.assign(4), no_bin);
    assert_eq!(packer.assign_apart(1, &[0]), no_bin);
    assert_eq!(packer.assign_apart(6, &[0]), Err(PackingError::Size { item: 1, size: 6, capacity: 5 }));
    assert_eq!(packer.assign_apart(1, &[0, 1]), Err(PackingError::Pair { item: 1, other: 1, items: 2 }));
    assert_eq!(packer.assign_apart(1, &[usize::MAX]), Err(PackingError::Pair { item: 1, other: usize::MAX, items: 2 }));
    assert_eq!((packer.len(), packer.free()), (1, &[3][..]));
    assert_eq!(packer.assign(3)?, 0);
    Ok(())
}

/// Would take minutes if an item cost more than its own conflicts.
#[test]
fn many_conflicts() -> Result<(), PackingError> {
    let items = 200_000;
    let sizes = vec![1; items];
    // One in conflict with all, and each with its two neighbours.
    let pairs = (1..items).map(|item| (0, item)).chain((2..items).map(|item| (item - 1, item)));
    let conflicts = Conflicts::new(items, pairs)?;
    let limits = Limits::default().items_per_bin(2);
    let packing = limits.first_fit_decreasing(&sizes, 1_000, &conflicts)?;
    limits.validate(&packing, &conflicts)?;
    assert_eq!(conflicts.clique().len(), 3);
    // Alone, then two and two.
    assert_eq!((packing.bin_count(), packing.lower_bound()), (items / 2 + 1, items / 2));
    Ok(())
}
