//! A packing of some of the items, and the pool of the others.

use alloc::{vec, vec::Vec};

use super::fullest::fullest;
use crate::Packing;

/// Bins, none of which is overfull, and a pool of items that want one of the bins that are still to be opened.
///
/// Items are positions in descending order of their sizes.
#[derive(Clone)]
pub(super) struct Partial {
    capacity: u64,
    bins: Vec<Vec<usize>>,
    free: Vec<u64>,
    /// Ascending positions, hence descending sizes.
    pool: Vec<usize>,
    pool_load: u128,
    /// How many bins the pool may fill.
    open: usize,
}

/// The bin of each position, and what is free in each bin.
pub(super) struct Complete {
    pub(super) bins: Vec<usize>,
    pub(super) free: Vec<u64>,
}

impl Partial {
    /// `packing` with a bin less: its emptiest bins are dissolved, and their items may fill one bin fewer.
    ///
    /// `items` says which item is at a position.
    pub(super) fn below(packing: &Packing, sizes: &[u64], items: &[usize]) -> Self {
        let mut order: Vec<usize> = (0..packing.bin_count()).collect();
        order.sort_by_key(|&bin| packing.free()[bin]);
        let target = order.len().saturating_sub(1);
        let open = OPEN.min(target.saturating_sub(1)).max(1);
        let kept = target.saturating_sub(open);
        let mut places = vec![0; order.len()];
        for (place, &bin) in order.iter().enumerate() {
            places[bin] = place;
        }
        let (mut bins, mut pool) = (vec![Vec::new(); kept], Vec::new());
        for (position, &item) in items.iter().enumerate() {
            bins.get_mut(places[packing.assignment()[item]]).unwrap_or(&mut pool).push(position);
        }
        let free = order[..kept].iter().map(|&bin| packing.free()[bin]).collect();
        let pool_load = pool.iter().map(|&item| u128::from(sizes[item])).sum();
        Self { capacity: packing.capacity(), bins, free, pool, pool_load, open }
    }

    /// Moves items of a bin to the pool and others from there to the bin; there is room for them.
    pub(super) fn exchange(&mut self, sizes: &[u64], bin: usize, out: &[usize], into: &[usize]) {
        let load = |items: &[usize]| items.iter().map(|&item| sizes[item]).sum::<u64>();
        let (leaving, coming) = (load(out), load(into));
        self.free[bin] = self.free[bin] + leaving - coming;
        self.pool_load = self.pool_load + u128::from(leaving) - u128::from(coming);
        self.bins[bin].retain(|item| !out.contains(item));
        self.bins[bin].extend_from_slice(into);
        for item in into {
            if let Ok(place) = self.pool.binary_search(item) {
                self.pool.remove(place);
            }
        }
        for &item in out {
            let place = self.pool.partition_point(|&other| other < item);
            self.pool.insert(place, item);
        }
    }

    /// The packing, if the pool is seen to fit into the bins that it may fill.
    pub(super) fn complete(&self, sizes: &[u64]) -> Option<Complete> {
        if self.pool_load > self.open as u128 * u128::from(self.capacity) {
            return None;
        }
        // With two bins, the second must take what the first leaves.
        let enough = self.pool_load.saturating_sub(u128::from(self.capacity) * (self.open as u128 - 1)) as u64;
        let pool: Vec<u64> = self.pool.iter().map(|&item| sizes[item]).collect();
        let (first, load) = fullest(&pool, self.capacity, enough, SPLIT_LIMIT);
        if load < enough {
            return None;
        }
        let mut rest = self.pool.clone();
        let first: Vec<usize> = first.into_iter().map(|place| self.pool[place]).collect();
        rest.retain(|item| first.binary_search(item).is_err());
        let pool = [first, rest];
        let mut complete = Complete { bins: vec![0; sizes.len()], free: Vec::new() };
        for items in self.bins.iter().chain(&pool).filter(|items| !items.is_empty()) {
            for &item in items {
                complete.bins[item] = complete.free.len();
            }
            complete.free.push(self.capacity - items.iter().map(|&item| sizes[item]).sum::<u64>());
        }
        Some(complete)
    }

    pub(super) fn capacity(&self) -> u64 {
        self.capacity
    }

    /// How many bins are not dissolved.
    pub(super) fn bin_count(&self) -> usize {
        self.bins.len()
    }

    pub(super) fn bin(&self, bin: usize) -> &[usize] {
        &self.bins[bin]
    }

    pub(super) fn free(&self, bin: usize) -> u64 {
        self.free[bin]
    }

    pub(super) fn pool(&self) -> &[usize] {
        &self.pool
    }
}

/// Two bins leave the pool more ways to be packed than one would, and can still be tried out: Buljubasic and Vasquez.
const OPEN: usize = 2;

/// How many items are taken on the way to a pool in two bins.
const SPLIT_LIMIT: usize = 2_000;
