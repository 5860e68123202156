//! What every packing costs at least.

use ansatz_core::require_range;

use crate::bounds::MAX_DEGREE;

use super::{BinKind, Sizes, VectorError, line::Line, prices::unit_prices, problem::Problem};

/// A cost that no packing of `items` into bins of these kinds is below: the largest of several.
///
/// In all dimensions together, the sums of the sizes at a price for a unit of each dimension, such that no bin costs
/// less than what it holds is worth: the best such prices, by linear programming.
///
/// In each dimension by itself, and in the sum of all as fractions of their largest capacities:
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
    let sum = (problem.dimensions > 1).then(|| Line::sum(problem));
    let lines = (0..problem.dimensions).map(|dimension| Line::of(problem, dimension)).chain(sum);
    let bound = lines.fold(unit_prices(problem), |bound, line| bound.max(line.bound(problem, degree)));
    let step = problem.usable().fold(0, |step, kind| common_divisor(step, kind.cost())).max(1);
    bound.div_ceil(u128::from(step)).saturating_mul(u128::from(step))
}

fn common_divisor(mut one: u64, mut other: u64) -> u64 {
    while other > 0 {
        (one, other) = (other, one % other);
    }
    one
}
