//! The rules within limits as they are stated, bin by bin.

use ansatz_packing::{BestFit, FirstFit, Limits, NextFit, Online, PackingError, SkippingRule, WorstFit};
use proptest::prelude::*;

use super::{are_apart, conflicts, limited};
use crate::differential::naive::{BEST, Choice, FIRST, WORST};

/// The bin of each item in `order`, or the first item without one.
fn naive(
    (sizes, capacity, limits): (&[u64], u64, Limits),
    pairs: &[(usize, usize)],
    order: &[usize],
    choice: Choice,
) -> Result<Vec<usize>, usize> {
    let mut bins: Vec<Vec<usize>> = Vec::new();
    for &item in order {
        let free = |bin: &[usize]| capacity - bin.iter().map(|&other| sizes[other]).sum::<u64>();
        let may_join = |bin: &[usize]| {
            free(bin) >= sizes[item]
                && bin.len() < limits.items_per_bin
                && !bin.iter().any(|&other| are_apart(pairs, item, other))
        };
        let open: Vec<_> =
            bins.iter().enumerate().filter(|(_, bin)| may_join(bin)).map(|(at, bin)| (at, free(bin))).collect();
        match choice(&open) {
            Some(bin) => bins[bin].push(item),
            None if bins.len() < limits.bins => bins.push(vec![item]),
            None => return Err(item),
        }
    }
    let mut assignment = vec![0; sizes.len()];
    bins.iter().enumerate().for_each(|(at, bin)| bin.iter().for_each(|&item| assignment[item] = at));
    Ok(assignment)
}

/// The last bin or a new one.
fn naive_next((sizes, capacity, limits): (&[u64], u64, Limits), pairs: &[(usize, usize)]) -> Result<Vec<usize>, usize> {
    let (mut assignment, mut last, mut bins) = (Vec::new(), Vec::<usize>::new(), 0);
    for (item, &size) in sizes.iter().enumerate() {
        let load: u64 = last.iter().map(|&other| sizes[other]).sum();
        let is_barred = last.iter().any(|&other| are_apart(pairs, item, other));
        if bins == 0 || capacity - load < size || last.len() == limits.items_per_bin || is_barred {
            if bins == limits.bins {
                return Err(item);
            }
            last.clear();
            bins += 1;
        }
        last.push(item);
        assignment.push(bins - 1);
    }
    Ok(assignment)
}

/// One by one, each apart from those before that it is in conflict with.
fn apart<R: SkippingRule>(
    mut packer: Online<R>,
    sizes: &[u64],
    pairs: &[(usize, usize)],
) -> Result<Vec<usize>, PackingError> {
    let conflicts = conflicts(sizes, pairs);
    for (item, &size) in sizes.iter().enumerate() {
        packer.assign_apart(size, conflicts.earlier(item))?;
    }
    Ok(packer.into_packing().assignment().to_vec())
}

fn no_bin(result: Result<Vec<usize>, usize>, limits: Limits) -> Result<Vec<usize>, PackingError> {
    result.map_err(|item| PackingError::NoBin { item, bins: limits.bins })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn one_by_one((sizes, capacity, limits, pairs) in limited(40)) {
        let order: Vec<usize> = (0..sizes.len()).collect();
        let model = |choice| no_bin(naive((&sizes, capacity, limits), &pairs, &order, choice), limits);
        let first = FirstFit::with_limits(capacity, limits).unwrap();
        prop_assert_eq!(apart(first, &sizes, &pairs), model(FIRST));
        let best = BestFit::with_limits(capacity, limits).unwrap();
        prop_assert_eq!(apart(best, &sizes, &pairs), model(BEST));
        let next = NextFit::with_limits(capacity, limits).unwrap();
        prop_assert_eq!(apart(next, &sizes, &pairs), no_bin(naive_next((&sizes, capacity, limits), &pairs), limits));
    }

    #[test]
    fn one_by_one_without_conflicts((sizes, capacity, limits, _) in limited(40)) {
        let order: Vec<usize> = (0..sizes.len()).collect();
        let mut packer = WorstFit::with_limits(capacity, limits).unwrap();
        let packed = sizes.iter().map(|&size| packer.assign(size)).collect();
        prop_assert_eq!(no_bin(naive((&sizes, capacity, limits), &[], &order, WORST), limits), packed);
    }

    #[test]
    fn from_the_largest((sizes, capacity, limits, pairs) in limited(40)) {
        let mut order: Vec<usize> = (0..sizes.len()).collect();
        order.sort_by_key(|&item| core::cmp::Reverse(sizes[item]));
        let model = |choice| no_bin(naive((&sizes, capacity, limits), &pairs, &order, choice), limits);
        let conflicts = conflicts(&sizes, &pairs);
        let first = limits.first_fit_decreasing(&sizes, capacity, &conflicts);
        prop_assert_eq!(first.map(|packing| packing.assignment().to_vec()), model(FIRST));
        let best = limits.best_fit_decreasing(&sizes, capacity, &conflicts);
        prop_assert_eq!(best.map(|packing| packing.assignment().to_vec()), model(BEST));
    }
}
