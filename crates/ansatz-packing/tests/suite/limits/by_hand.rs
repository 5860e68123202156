//! Small cases by hand.

use ansatz_packing::{BestFit, Conflicts, FirstFit, Limits, NextFit, PackingError, WorstFit};

#[test]
fn a_full_number_of_items_closes_a_bin() -> Result<(), PackingError> {
    let limits = Limits::default().items_per_bin(2);
    let sizes = [3, 3, 3, 9, 1, 1];
    let mut first = FirstFit::with_limits(10, limits)?;
    let mut best = BestFit::with_limits(10, limits)?;
    let mut worst = WorstFit::with_limits(10, limits)?;
    let mut next = NextFit::with_limits(10, limits)?;
    for size in sizes {
        first.assign(size)?;
        best.assign(size)?;
        worst.assign(size)?;
        next.assign(size)?;
    }
    // The first bin has 4 left, but two items.
    assert_eq!(first.assignment(), [0, 0, 1, 2, 1, 2]);
    assert_eq!(best.assignment(), [0, 0, 1, 2, 2, 1]);
    assert_eq!(worst.assignment(), [0, 0, 1, 2, 1, 2]);
    assert_eq!(next.assignment(), [0, 0, 1, 2, 2, 3]);
    assert_eq!(first.free(), [4, 6, 0]);
    let packing = first.into_packing();
    // By volume two bins would do.
    assert_eq!((packing.lower_bound(), packing.is_proved()), (3, true));
    Ok(())
}

#[test]
fn barred_bins_are_passed_over_in_the_rule_s_order() -> Result<(), PackingError> {
    // Bins 0 to 4 have 5, 3, 4, 1 and 6 left.
    let fill = [5, 7, 6, 9, 4];
    let (mut first, mut best) = (FirstFit::new(10)?, BestFit::new(10)?);
    for (item, size) in fill.into_iter().enumerate() {
        let earlier: Vec<usize> = (0..item).collect();
        assert_eq!((first.assign_apart(size, &earlier)?, best.assign_apart(size, &earlier)?), (item, item));
    }
    let places = |conflicts: &[usize]| -> Result<_, PackingError> {
        Ok((first.clone().assign_apart(3, conflicts)?, best.clone().assign_apart(3, conflicts)?))
    };
    assert_eq!(places(&[])?, (0, 1));
    assert_eq!(places(&[0])?, (1, 1));
    assert_eq!(places(&[0, 1])?, (2, 2));
    assert_eq!(places(&[1])?, (0, 2));
    assert_eq!(places(&[2, 1, 0])?, (4, 4));
    assert_eq!(places(&[1, 2, 1])?, (0, 0));
    assert_eq!(places(&[0, 1, 2, 4])?, (5, 5));
    Ok(())
}

#[test]
fn next_fit_opens_a_bin_for_a_conflict() -> Result<(), PackingError> {
    let mut packer = NextFit::new(10)?;
    assert_eq!((packer.assign(1)?, packer.assign_apart(1, &[0])?, packer.assign_apart(1, &[0])?), (0, 1, 1));
    Ok(())
}

/// A crown: 2k items in two rows, each in conflict with all of the other row but the one across. Two bins do, and first
/// fit takes k on items that come across by across.
#[test]
fn first_fit_on_a_crown() -> Result<(), PackingError> {
    let rows = 5;
    let pairs = (0..rows).flat_map(|a| (0..rows).filter(move |&b| a != b).map(move |b| (2 * a, 2 * b + 1)));
    let conflicts = Conflicts::new(2 * rows, pairs)?;
    let packing = Limits::default().first_fit_decreasing(&vec![1; 2 * rows], 100, &conflicts)?;
    assert_eq!((packing.bin_count(), packing.lower_bound()), (5, 2));
    assert!((0..rows).all(|a| packing.assignment()[2 * a] == a && packing.assignment()[2 * a + 1] == a));
    Ok(())
}

#[test]
fn each_bound_where_it_is_the_best() -> Result<(), PackingError> {
    let conflicts = Conflicts::new(6, [(0, 1), (1, 2), (2, 0), (3, 4)])?;
    let bound = |sizes: &[u64; 6], limits: Limits| limits.lower_bound(sizes, 10, &conflicts);
    assert_eq!(bound(&[1; 6], Limits::default())?, 3);
    assert_eq!(bound(&[1, 1, 1, 9, 9, 9], Limits::default())?, 3);
    assert_eq!(bound(&[1, 6, 6, 9, 9, 9], Limits::default())?, 5);
    assert_eq!(bound(&[1; 6], Limits::default().items_per_bin(1))?, 6);
    assert_eq!(bound(&[1; 6], Limits::default().items_per_bin(2))?, 3);
    assert_eq!(Limits::default().lower_bound(&[], 10, &Conflicts::default())?, 0);
    Ok(())
}

#[test]
fn conflicts_are_kept_once_each() -> Result<(), PackingError> {
    let conflicts = Conflicts::new(6, [(4, 1), (1, 4), (0, 4), (4, 0), (2, 1)])?;
    assert_eq!((conflicts.items(), conflicts.len(), conflicts.is_empty()), (6, 3, false));
    assert_eq!((conflicts.of(4), conflicts.of(1), conflicts.of(3)), (&[0, 1][..], &[2, 4][..], &[][..]));
    assert_eq!((conflicts.of(5), conflicts.of(6), conflicts.of(usize::MAX)), (&[][..], &[][..], &[][..]));
    assert_eq!((conflicts.earlier(1), conflicts.earlier(4)), (&[][..], &[0, 1][..]));
    assert_eq!(conflicts, Conflicts::new(6, [(0, 4), (1, 2), (1, 4)])?);
    assert_eq!(format!("{conflicts:?}"), "Conflicts { items: 6, pairs: 3, .. }");
    assert!(Conflicts::default().is_empty() && Conflicts::new(3, [])?.clique().is_empty());
    Ok(())
}

#[test]
fn intervals_that_touch_do_not_meet() -> Result<(), PackingError> {
    let conflicts = Conflicts::of_intervals(&[5..9, 0..5, 3..6, 4..4, 0..u64::MAX, 9..9])?;
    let pairs: Vec<_> =
        (0..6).flat_map(|item| conflicts.earlier(item).iter().map(move |&other| (other, item))).collect();
    assert_eq!(pairs, [(0, 2), (1, 2), (0, 4), (1, 4), (2, 4)]);
    assert_eq!(conflicts.items(), 6);
    assert_eq!(Conflicts::of_intervals(&[])?, Conflicts::default());
    Ok(())
}
