//! One number for each item and each kind of bin, such that what fits together in bins fits together in numbers: a
//! dimension, or the sum of all.

use alloc::{vec, vec::Vec};

use crate::{
    bounds::{dual_feasible_of_descending, round},
    descending::descending,
};

use super::{
    BinKind,
    cover::{Offer, cover},
    kind::holds,
    problem::Problem,
};

pub(super) struct Line {
    /// Of each item.
    sizes: Vec<u64>,
    /// Of each usable kind.
    capacities: Vec<u64>,
}

impl Line {
    pub(super) fn of(problem: &Problem<'_>, dimension: usize) -> Self {
        Self {
            sizes: problem.items().map(|item| item[dimension]).collect(),
            capacities: problem.usable().map(|kind| kind.capacity()[dimension]).collect(),
        }
    }

    /// All dimensions together, each in parts of its largest capacity.
    ///
    /// Parts are rounded down, of sizes and of capacities: the parts of some items come to no more than the part of
    /// their sum, and so to no more than that of a capacity which holds them.
    pub(super) fn sum(problem: &Problem<'_>) -> Self {
        // So many that the parts of all dimensions fit into 64 bits.
        let parts = u128::from(u64::MAX / problem.dimensions as u64);
        let of = |sizes: &[u64]| -> u64 {
            let all = sizes.iter().zip(&problem.largest).filter(|(_, largest)| **largest > 0);
            all.map(|(&size, &largest)| (u128::from(size) * parts / u128::from(largest)) as u64).sum()
        };
        Self {
            sizes: problem.items().map(of).collect(),
            capacities: problem.usable().map(|kind| of(kind.capacity())).collect(),
        }
    }

    pub(super) fn bound(&self, problem: &Problem<'_>, degree: u64) -> u128 {
        let volume: u128 = self.sizes.iter().map(|&size| u128::from(size)).sum();
        cover(volume, self.offers(problem).map(|(_, offer)| offer))
            .max(self.cheapest_bins(problem, degree))
            .max(self.item_prices(problem))
            .max(self.rounded_prices(problem, degree))
    }

    fn offers<'p>(&self, problem: &'p Problem<'_>) -> impl Iterator<Item = (&'p BinKind, Offer)> {
        let offer =
            |(kind, &capacity): (&'p BinKind, &u64)| (kind, Offer { capacity, cost: kind.cost(), count: kind.limit() });
        problem.usable().zip(&self.capacities).map(offer)
    }

    /// Those items that take something here.
    fn items<'a>(&'a self, problem: &'a Problem<'_>) -> impl Iterator<Item = (&'a [u64], u64)> {
        problem.items().zip(self.sizes.iter().copied()).filter(|&(_, size)| size > 0)
    }

    /// As many of the cheapest bins as there must be if all have the largest capacity.
    fn cheapest_bins(&self, problem: &Problem<'_>, degree: u64) -> u128 {
        let sizes = descending(self.items(problem).map(|(_, size)| size).collect());
        let largest = self.capacities.iter().copied().max().unwrap_or(0);
        let bins = dual_feasible_of_descending(&sizes, largest, degree) as u128;
        cover(bins, self.offers(problem).map(|(_, offer)| Offer { capacity: 1, ..offer }))
    }

    /// The sum of the sizes, each at the lowest cost per unit of the kinds that hold the item, rounded up.
    fn item_prices(&self, problem: &Problem<'_>) -> u128 {
        let mut kinds: Vec<_> = self.offers(problem).filter(|(_, offer)| offer.capacity > 0).collect();
        kinds.sort_by(|(_, one), (_, other)| one.compare(other));
        let mut amounts = vec![0u128; kinds.len()];
        for (item, size) in self.items(problem) {
            if let Some(kind) = kinds.iter().position(|(kind, _)| holds(kind.capacity(), item)) {
                amounts[kind] += u128::from(size);
            }
        }
        let (mut cost, mut parts) = (0u128, 0u128);
        for (&amount, (_, offer)) in amounts.iter().zip(&kinds) {
            let (whole, part) = offer.price(amount);
            cost = cost.saturating_add(whole);
            // In units of 2^-64, rounded down: the sum of the parts is a little too low, and never too high.
            parts += (part << 64) / u128::from(offer.capacity);
        }
        cost.saturating_add(parts.div_ceil(1 << 64))
    }

    /// The largest sum over all k, where each item costs the least that u(k) of its share of a bin comes to.
    fn rounded_prices(&self, problem: &Problem<'_>, degree: u64) -> u128 {
        // In parts of k (k+1), so that all numbers are whole. An item is at most 2^64 times a million of them.
        let mut sums = vec![0u128; degree as usize];
        let mut fitting = Vec::new();
        for (item, size) in self.items(problem) {
            fitting.clear();
            fitting
                .extend(self.offers(problem).filter(|(kind, _)| holds(kind.capacity(), item)).map(|(_, offer)| offer));
            for (sum, k) in sums.iter_mut().zip(1..) {
                let price = |offer: &Offer| u128::from(offer.cost) * u128::from(round(size, offer.capacity, k));
                *sum += fitting.iter().map(price).min().unwrap_or(0);
            }
        }
        sums.into_iter().zip(1..).map(|(sum, k)| sum.div_ceil(k * (k + 1))).max().unwrap_or(0)
    }
}
