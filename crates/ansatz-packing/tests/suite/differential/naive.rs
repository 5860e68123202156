//! The rules as they are stated, bin by bin.

use ansatz_packing::{
    best_fit_decreasing, first_fit_decreasing, martello_toth_bound, modified_first_fit_decreasing, next_fit_decreasing,
    worst_fit_decreasing,
};
use proptest::prelude::*;

use crate::methods::{Method, best_fit, first_fit, items, next_fit, worst_fit};

/// Bins with room and what they have left, to the one that is taken.
pub(crate) type Choice = fn(&[(usize, u64)]) -> Option<usize>;

pub(crate) const FIRST: Choice = |open| open.first().map(|&(bin, _)| bin);
pub(crate) const BEST: Choice = |open| open.iter().min_by_key(|(bin, free)| (*free, *bin)).map(|&(bin, _)| bin);
pub(crate) const WORST: Choice =
    |open| open.iter().min_by_key(|(bin, free)| (u64::MAX - *free, *bin)).map(|&(bin, _)| bin);

fn naive(sizes: &[u64], capacity: u64, choice: Choice) -> Vec<usize> {
    let mut free: Vec<u64> = Vec::new();
    sizes
        .iter()
        .map(|&size| {
            let open: Vec<_> = free.iter().copied().enumerate().filter(|&(_, free)| free >= size).collect();
            let bin = choice(&open).unwrap_or_else(|| {
                free.push(capacity);
                free.len() - 1
            });
            free[bin] -= size;
            bin
        })
        .collect()
}

fn naive_next(sizes: &[u64], capacity: u64) -> Vec<usize> {
    let (mut bin, mut free) = (0, capacity);
    sizes
        .iter()
        .map(|&size| {
            if free < size {
                (bin, free) = (bin + 1, capacity);
            }
            free -= size;
            bin
        })
        .collect()
}

/// `rule` on the items from the largest to the smallest, in the items' own order.
fn decreasing(sizes: &[u64], rule: impl Fn(&[u64]) -> Vec<usize>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|&item| core::cmp::Reverse(sizes[item]));
    let sorted: Vec<u64> = order.iter().map(|&item| sizes[item]).collect();
    let mut assignment = vec![0; sizes.len()];
    for (item, bin) in order.into_iter().zip(rule(&sorted)) {
        assignment[item] = bin;
    }
    assignment
}

/// Modified first fit decreasing as it is stated, on lists of what remains; the items of each bin, in ascending order.
fn naive_modified(sizes: &[u64], capacity: u64) -> Vec<Vec<usize>> {
    let wide = |item: usize| u128::from(sizes[item]);
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|&item| core::cmp::Reverse(sizes[item]));
    let (large, mut left): (Vec<usize>, Vec<usize>) =
        order.into_iter().partition(|&item| 2 * wide(item) > u128::from(capacity));
    let mut bins: Vec<Vec<usize>> = large.into_iter().map(|item| vec![item]).collect();
    let free = |bin: &[usize]| capacity - bin.iter().map(|&item| sizes[item]).sum::<u64>();
    let is_medium = |item: usize| 3 * wide(item) > u128::from(capacity);
    let is_small = |item: usize| !is_medium(item) && 6 * wide(item) > u128::from(capacity);

    for bin in &mut bins {
        if let Some(at) = left.iter().position(|&item| is_medium(item) && sizes[item] <= free(bin)) {
            bin.push(left.remove(at));
        }
    }
    for bin in bins.iter_mut().rev().filter(|bin| bin.len() == 1) {
        let small: Vec<usize> = left.iter().copied().filter(|&item| is_small(item)).collect();
        let [.., second, last] = small[..] else { break };
        if sizes[second] + sizes[last] <= free(bin) {
            bin.push(last);
            left.retain(|&item| item != last);
            let at = left.iter().position(|&item| is_small(item) && sizes[item] <= free(bin)).unwrap();
            bin.push(left.remove(at));
        }
    }
    for bin in &mut bins {
        while let Some(at) = left.iter().position(|&item| sizes[item] <= free(bin)) {
            bin.push(left.remove(at));
        }
    }
    let large = bins.len();
    for item in left {
        if let Some(bin) = bins[large..].iter_mut().find(|bin| sizes[item] <= free(bin)) {
            bin.push(item);
        } else {
            bins.push(vec![item]);
        }
    }
    for bin in &mut bins {
        bin.sort_unstable();
    }
    bins
}

/// L2 as it is stated, with every limit that there is among small capacities.
fn naive_l2(sizes: &[u64], capacity: u64) -> usize {
    (0..=capacity / 2)
        .map(|limit| {
            let of = |keep: &dyn Fn(u64) -> bool| sizes.iter().copied().filter(|&size| keep(size)).collect::<Vec<_>>();
            let alone = of(&|size| size > capacity - limit);
            let large = of(&|size| size <= capacity - limit && 2 * size > capacity);
            let middle = of(&|size| 2 * size <= capacity && size >= limit);
            let offered = large.len() as u64 * capacity - large.iter().sum::<u64>();
            let beyond = middle.iter().sum::<u64>().saturating_sub(offered).div_ceil(capacity);
            alone.len() + large.len() + beyond as usize
        })
        .max()
        .unwrap_or(0)
}

proptest! {
    #[test]
    fn each_rule_is_the_naive_one((sizes, capacity) in items(120)) {
        let rules: [(&str, Method, Method, Choice); 3] = [
            ("first", first_fit, first_fit_decreasing, FIRST),
            ("best", best_fit, best_fit_decreasing, BEST),
            ("worst", worst_fit, worst_fit_decreasing, WORST),
        ];
        for (name, online, offline, choice) in rules {
            let rule = |sizes: &[u64]| naive(sizes, capacity, choice);
            prop_assert_eq!(online(&sizes, capacity).unwrap().assignment().to_vec(), rule(&sizes), "{}", name);
            prop_assert_eq!(offline(&sizes, capacity).unwrap().assignment().to_vec(), decreasing(&sizes, rule), "{}", name);
        }
        let rule = |sizes: &[u64]| naive_next(sizes, capacity);
        prop_assert_eq!(next_fit(&sizes, capacity).unwrap().assignment().to_vec(), rule(&sizes));
        prop_assert_eq!(next_fit_decreasing(&sizes, capacity).unwrap().assignment().to_vec(), decreasing(&sizes, rule));
    }

    #[test]
    fn modified_first_fit_is_the_naive_one((sizes, capacity) in items(120)) {
        let packing = modified_first_fit_decreasing(&sizes, capacity).unwrap();
        prop_assert_eq!(packing.to_bins(), naive_modified(&sizes, capacity));
    }

    #[test]
    fn l2_is_the_naive_one(sizes in proptest::collection::vec(1..=60u64, 0..60), capacity in 60..=80u64) {
        prop_assert_eq!(martello_toth_bound(&sizes, capacity).unwrap(), naive_l2(&sizes, capacity));
    }
}
