//! How items that are in no bin get into one: replacement first, best fit decreasing for what remains.

use alloc::{vec, vec::Vec};

use ansatz_optimize::{Repair, operators::UNASSIGNED};
use ansatz_random::Stream;

use super::{
    exchange::best_exchange,
    sample::{MOST_OF_BIN, MOST_OF_POOL, sample},
};
use crate::online::{
    Sealed,
    rules::{Best, First},
};

/// Falkenauer's repair, after Martello and Toth's dominance: one or two items without a bin go in the place of up to two
/// that need less, as long as that fills bins further; then the rest is packed.
///
/// Items are positions in descending order of their sizes.
#[derive(Debug, Clone)]
pub(super) struct Replacement {
    pub(super) capacity: u64,
    pub(super) sizes: Vec<u64>,
}

impl Replacement {
    /// What is free in each bin.
    pub(super) fn free(&self, bins: &[usize]) -> Vec<u64> {
        let count = bins.iter().filter(|&&bin| bin != UNASSIGNED).max().map_or(0, |last| last + 1);
        let mut free = vec![self.capacity; count];
        for (&bin, &size) in bins.iter().zip(&self.sizes) {
            if let Some(free) = free.get_mut(bin) {
                *free -= size;
            }
        }
        free
    }

    /// Exchanges items of the pool for smaller ones, once for each bin; whether there was anything to exchange.
    fn replace(&self, bins: &mut [usize], free: &mut [u64], pool: &mut Vec<usize>, rng: &mut Stream) -> bool {
        let mut members = vec![Vec::new(); free.len()];
        for (item, &bin) in bins.iter().enumerate().filter(|(_, bin)| **bin != UNASSIGNED) {
            members[bin].push(item);
        }
        let (mut looked_at, mut has_changed) = (Vec::new(), false);
        for (bin, free) in free.iter_mut().enumerate() {
            let Some(most) = free.checked_sub(1) else { continue };
            sample(&members[bin], MOST_OF_BIN, rng, &mut looked_at);
            let Some(found) = best_exchange(&self.sizes, &looked_at, pool, *free, most, rng) else { continue };
            for &item in found.out.as_slice() {
                bins[item] = UNASSIGNED;
                pool.insert(pool.partition_point(|&other| other < item), item);
            }
            for &item in found.into.as_slice() {
                bins[item] = bin;
                pool.retain(|&other| other != item);
            }
            *free = found.free;
            has_changed = true;
        }
        has_changed
    }

    /// Puts each item into a bin by the rule, in the order in which they come.
    fn pack<R: Sealed + Default>(&self, bins: &mut [usize], mut free: Vec<u64>, items: &[usize]) {
        let mut rule = R::default();
        for (bin, &free) in free.iter().enumerate() {
            rule.open(bin, free);
        }
        for &item in items {
            let size = self.sizes[item];
            bins[item] = if let Some(bin) = rule.select(size) {
                rule.fill(bin, free[bin], free[bin] - size);
                free[bin] -= size;
                bin
            } else {
                rule.open(free.len(), self.capacity - size);
                free.push(self.capacity - size);
                free.len() - 1
            };
        }
    }
}

impl Repair for Replacement {
    fn repair(&self, bins: &mut [usize], unassigned: &[usize], rng: &mut Stream) {
        let mut free = self.free(bins);
        if free.is_empty() {
            // A first member: another one for each order.
            return self.pack::<First>(bins, free, unassigned);
        }
        // They come in an order at random, so these are a sample.
        let (pool, others) = unassigned.split_at(unassigned.len().min(MOST_OF_POOL));
        let mut pool = pool.to_vec();
        pool.sort_unstable();
        for _ in 0..MOST_PASSES {
            if !self.replace(bins, &mut free, &mut pool, rng) {
                break;
            }
        }
        pool.extend_from_slice(others);
        pool.sort_unstable();
        self.pack::<Best>(bins, free, &pool);
    }
}

/// Each pass fills bins further, so that there is an end; a limit keeps a step short.
const MOST_PASSES: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    /// Two of 6 in a bin of 13.
    #[test]
    fn every_exchange_fills_a_bin_further() {
        let replaced = |others: [usize; 2], sizes: &[u64]| {
            let replacement = Replacement { capacity: 13, sizes: Vec::from(sizes) };
            let (mut bins, mut free, mut pool) = (vec![0; 4], vec![1], Vec::from(others));
            bins[others[0]] = UNASSIGNED;
            bins[others[1]] = UNASSIGNED;
            let has_changed = replacement.replace(&mut bins, &mut free, &mut pool, &mut Stream::new(1, 0));
            (has_changed, bins, free[0], pool)
        };
        let none = UNASSIGNED;
        // 8 and 5 are more than they are; 8 and 4 are as much.
        assert_eq!(replaced([0, 3], &[8, 6, 6, 5]), (true, vec![0, none, none, 0], 0, vec![1, 2]));
        assert_eq!(replaced([0, 3], &[8, 6, 6, 4]), (false, vec![none, 0, 0, none], 1, vec![0, 3]));
    }
}
