//! The best exchange of at most two items of a bin for one or two that are in none.

use ansatz_random::{Stream, rand_core::Rng};

/// None, one or two items.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Few {
    items: [usize; 2],
    count: usize,
}

impl Few {
    pub(super) fn as_slice(&self) -> &[usize] {
        &self.items[..self.count]
    }

    const fn one(item: usize) -> Self {
        Self { items: [item, 0], count: 1 }
    }

    const fn two(one: usize, other: usize) -> Self {
        Self { items: [one, other], count: 2 }
    }
}

/// What leaves a bin, what comes in, and what is free then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Exchange {
    pub(super) out: Few,
    pub(super) into: Few,
    pub(super) free: u64,
}

/// The exchange that leaves the least free of those that leave at most `most`, if there is one.
///
/// Of equals it is the one that leaves more and thereby smaller items without a bin, which are easier to place; of those,
/// any. Items are positions in `sizes`, descending, and both lists ascend. An exchange of equal sizes is none.
pub(super) fn best_exchange(
    sizes: &[u64],
    bin: &[usize],
    pool: &[usize],
    free: u64,
    most: u64,
    rng: &mut Stream,
) -> Option<Exchange> {
    let mut best: Option<(Exchange, u64)> = None;
    let mut consider = |out: Few, into: Few, left: u64| {
        let found = (Exchange { out, into, free: left }, rng.next_u64());
        let is_better = best.is_none_or(|best| key(&found) < key(&best));
        if left <= most && is_better {
            best = Some(found);
        }
    };
    let mut consider_all = |out: Few, room: u64| {
        if let Some((into, left)) = best_single(sizes, pool, out, room) {
            consider(out, into, left);
        }
        if let Some((into, left)) = best_pair(sizes, pool, out, room) {
            consider(out, into, left);
        }
    };
    consider_all(Few::default(), free);
    for (place, &one) in bin.iter().enumerate() {
        let room = free + sizes[one];
        consider_all(Few::one(one), room);
        for &other in &bin[place + 1..] {
            consider_all(Few::two(one, other), room + sizes[other]);
        }
    }
    best.map(|(exchange, _)| exchange)
}

/// The order of exchanges: the least is the best.
fn key((exchange, tie): &(Exchange, u64)) -> (u64, usize, u64) {
    (exchange.free, 2 + exchange.into.count - exchange.out.count, *tie)
}

/// The largest item that fits, but of the size of a single one that leaves.
fn best_single(sizes: &[u64], pool: &[usize], out: Few, room: u64) -> Option<(Few, u64)> {
    let fits = pool.partition_point(|&item| sizes[item] > room);
    let leaving = if let [item] = out.as_slice() { sizes[*item] } else { 0 };
    let item = pool[fits..].iter().find(|&&item| sizes[item] != leaving)?;
    Some((Few::one(*item), room - sizes[*item]))
}

/// The two that fit and need the most together, but of the sizes of a pair that leaves.
fn best_pair(sizes: &[u64], pool: &[usize], out: Few, room: u64) -> Option<(Few, u64)> {
    let leaving = if let [one, other] = out.as_slice() { [sizes[*one], sizes[*other]] } else { [0; 2] };
    let fits = pool.partition_point(|&item| sizes[item] > room);
    let mut pool = &pool[fits..];
    let mut best: Option<(Few, u64)> = None;
    // From both ends: the largest with the smallest, and whichever has no better partner left is done with.
    while let [one, .., other] = pool {
        let (large, small) = (sizes[*one], sizes[*other]);
        let Some(left) = (room - large).checked_sub(small) else {
            pool = &pool[1..];
            continue;
        };
        if best.is_none_or(|(_, least)| left < least) && [large, small] != leaving {
            best = Some((Few::two(*one, *other), left));
        }
        pool = &pool[..pool.len() - 1];
    }
    best
}

#[cfg(test)]
mod tests {
    use alloc::{vec, vec::Vec};

    use super::*;

    /// Beside all exchanges: nothing that is allowed leaves less free.
    #[test]
    fn nothing_leaves_less() {
        let mut rng = Stream::new(1, 0);
        for _ in 0..300 {
            let mut sizes: Vec<u64> = (0..12).map(|_| 1 + rng.next_u64() % 20).collect();
            sizes.sort_unstable_by(|a, b| b.cmp(a));
            let (bin, pool): (Vec<usize>, Vec<usize>) = (0..12).partition(|_| rng.next_u64().is_multiple_of(2));
            let (free, most) = (rng.next_u64() % 6, rng.next_u64() % 8);
            let sum = |items: &[usize]| items.iter().map(|&item| sizes[item]).sum::<u64>();
            let of = |items: &[usize]| items.iter().map(|&item| sizes[item]).collect::<Vec<_>>();
            let few = |items: &[usize]| {
                let ones = items.iter().map(|&one| vec![one]);
                let twos = items.iter().flat_map(|&a| items.iter().filter(move |b| a < **b).map(move |&b| vec![a, b]));
                ones.chain(twos).collect::<Vec<_>>()
            };
            let lefts = few(&bin).into_iter().chain([vec![]]).flat_map(|out| {
                let into = few(&pool).into_iter().filter(|into| of(into) != of(&out)).collect::<Vec<_>>();
                into.into_iter().filter_map(move |into| (free + sum(&out)).checked_sub(sum(&into)))
            });
            let least = lefts.filter(|left| *left <= most).min();
            let found = best_exchange(&sizes, &bin, &pool, free, most, &mut rng);
            assert_eq!(found.map(|found| found.free), least, "{sizes:?} {bin:?} {pool:?} {free} {most}");
            if let Some(found) = found {
                assert_eq!(free + sum(found.out.as_slice()), found.free + sum(found.into.as_slice()));
            }
        }
    }
}
