//! What every packing costs at least.

use alloc::{vec, vec::Vec};

use ansatz_core::require_range;

use crate::{
    bounds::{MAX_DEGREE, dual_feasible_of_descending, round},
    descending::descending,
};

use super::{
    BinKind, Sizes, VectorError,
    cover::{Offer, cover},
    kind::holds,
    prices::unit_prices,
    problem::Problem,
};

/// A cost that no packing of `items` into bins of these kinds is below: the largest of five.
///
/// In all dimensions together:
/// * the sums of the sizes at a price for a unit of each dimension, such that no bin costs less than what it holds is
///   worth: the best such prices, by linear programming.
///
/// In each dimension by itself:
/// * the sum of the sizes in the cheapest bins per unit, as many of them as there are, the last one cut;
/// * each size at the lowest cost per unit among the kinds that hold the item. A bin costs no less than what its items
///   come to: their sizes are at most its capacity, and it is one of the kinds that hold them;
/// * the same with the fraction of the bin that a size takes rounded by u(k), for 1 and each k up to `degree`, as
///   [`dual_feasible_bound`](crate::dual_feasible_bound) has it;
/// * as many of the cheapest bins as `dual_feasible_bound` of `degree` asks for in bins of the largest capacity.
///
/// The result is rounded up to a multiple of what all costs are multiples of: with one kind, to whole bins.
///
/// # Errors
///
/// [`VectorError`] for kinds that do not go together, for an item that fits into none of them, and for a `degree` above
/// 1,000.
///
/// # Examples
///
/// ```
/// use ansatz_packing::vector::{self, BinKind};
///
/// // 11 cores, that is 1.4 machines, and 54 GiB, 1.7 machines: at least two machines of 10.
/// let services = [[4, 16], [4, 4], [2, 24], [1, 2], [0, 8]];
/// assert_eq!(vector::lower_bound(&services, &[BinKind::new([8, 32], 10)], 1)?, 20);
///
/// // A core at 3/4 and a GiB at 1/8 make each of these worth what it costs. All is worth 15, and all costs are
/// // multiples of 4.
/// let kinds = [BinKind::new([8, 16], 8), BinKind::new([8, 48], 12)];
/// assert_eq!(vector::lower_bound(&services, &kinds, 1)?, 16);
/// # Ok::<(), vector::VectorError>(())
/// ```
///
/// # Complexity
///
/// O(d n (log n + k (d + `degree`))) time for n items, d dimensions and k kinds, and O(k d) for each step of the linear
/// programme, of which there are few more than d; O(n d) memory.
///
/// # References
///
/// M. Haouari and M. Serairi, "Heuristics for the variable sized bin-packing problem", Computers & Operations Research
/// 36, 2009; A. Caprara and P. Toth, "Lower bounds and algorithms for the 2-dimensional vector packing problem",
/// Discrete Applied Mathematics 111, 2001.
pub fn lower_bound<I: Sizes>(items: &[I], kinds: &[BinKind], degree: u64) -> Result<u128, VectorError> {
    require_range("degree", degree, 0..=MAX_DEGREE)?;
    Ok(bound_of(&Problem::new(items, kinds)?, degree.max(DEGREE)))
}

/// The least degree, and that of a packing's own bound: u(1) is what tells large items from others.
pub(super) const DEGREE: u64 = 1;

pub(super) fn bound_of(problem: &Problem<'_>, degree: u64) -> u128 {
    let volumes: Vec<u128> = (0..problem.dimensions)
        .map(|dimension| problem.items().map(|item| u128::from(item[dimension])).sum())
        .collect();
    let bounds = volumes.iter().enumerate().map(|(dimension, &volume)| {
        cover(volume, offers(problem, |kind| kind.capacity()[dimension]))
            .max(cover(bins(problem, dimension, degree), offers(problem, |_| 1)))
            .max(item_prices(problem, dimension))
            .max(rounded_prices(problem, dimension, degree))
    });
    let bound = bounds.fold(unit_prices(problem, &volumes), u128::max);
    let step = offers(problem, |_| 1).fold(0, |step, offer| common_divisor(step, offer.cost)).max(1);
    bound.div_ceil(u128::from(step)).saturating_mul(u128::from(step))
}

/// The usable kinds in one dimension.
fn offers(problem: &Problem<'_>, capacity: impl Fn(&BinKind) -> u64) -> impl Iterator<Item = Offer> {
    problem.usable().map(move |kind| Offer { capacity: capacity(kind), cost: kind.cost(), count: kind.limit() })
}

/// How many bins of the largest capacity one dimension asks for.
fn bins(problem: &Problem<'_>, dimension: usize, degree: u64) -> u128 {
    let sizes = problem.items().map(|item| item[dimension]).filter(|&size| size > 0);
    dual_feasible_of_descending(&descending(sizes.collect()), problem.largest[dimension], degree) as u128
}

/// The sum of the sizes, each at the lowest cost per unit of the kinds that hold the item, rounded up.
fn item_prices(problem: &Problem<'_>, dimension: usize) -> u128 {
    let capacity = |kind: &BinKind| kind.capacity()[dimension];
    let mut kinds: Vec<_> = problem.usable().zip(offers(problem, capacity)).collect();
    kinds.retain(|(_, offer)| offer.capacity > 0);
    kinds.sort_by(|(_, one), (_, other)| one.compare(other));
    let mut amounts = vec![0u128; kinds.len()];
    for item in problem.items().filter(|item| item[dimension] > 0) {
        if let Some(kind) = kinds.iter().position(|(kind, _)| holds(kind.capacity(), item)) {
            amounts[kind] += u128::from(item[dimension]);
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
fn rounded_prices(problem: &Problem<'_>, dimension: usize, degree: u64) -> u128 {
    // In parts of k (k+1), so that all numbers are whole. An item is at most 2^64 times a million of them.
    let mut sums = vec![0u128; degree as usize];
    let mut fitting = Vec::new();
    for item in problem.items().filter(|item| item[dimension] > 0) {
        fitting.clear();
        fitting.extend(problem.usable().filter(|kind| holds(kind.capacity(), item)));
        for (sum, k) in sums.iter_mut().zip(1..) {
            let price = |kind: &&BinKind| {
                u128::from(kind.cost()) * u128::from(round(item[dimension], kind.capacity()[dimension], k))
            };
            *sum += fitting.iter().map(price).min().unwrap_or(0);
        }
    }
    sums.into_iter().zip(1..).map(|(sum, k)| sum.div_ceil(k * (k + 1))).max().unwrap_or(0)
}

fn common_divisor(mut one: u64, mut other: u64) -> u64 {
    while other > 0 {
        (one, other) = (other, one % other);
    }
    one
}
