//! Fekete and Schepers's bound: sizes are rounded so that whatever fitted together still does.

use alloc::vec::Vec;

use ansatz_core::require_range;

use crate::{PackingError, bounds::martello_toth_of_descending, descending::descending, error::require_items};

/// The best of L2 and of L2 after rounding the sizes by u(k), for each k of 2 to `degree`.
///
/// A function from \[0, 1\] to itself is dual feasible if numbers that add up to at most 1 still do so afterwards: a
/// packing stays one when all sizes go through it, so a lower bound of the rounded sizes is one of the sizes. Here x
/// is a size divided by the capacity, and u(k)(x) is x where (k+1) x is a whole number, otherwise the whole part of
/// (k+1) x divided by k. Why that is dual feasible: let the x of some items add up to at most 1, and s be the sum of those
/// that stay. If others are there, their whole parts and (k+1) s together are below k+1 and whole, hence at most k; divided
/// by k, the others come to at most 1 - s (k+1)/k, which is at most 1 - s.
///
/// # Errors
///
/// [`PackingError`] for a capacity of 0, for an item that fits into no bin and for a `degree` above 1,000. A degree below 2
/// leaves L2.
///
/// # Examples
///
/// ```
/// use ansatz_packing::{dual_feasible_bound, martello_toth_bound};
///
/// // Each item is above a third, so a bin holds two; by volume nearly three would fit.
/// let sizes = [34; 9];
/// assert_eq!((martello_toth_bound(&sizes, 100)?, dual_feasible_bound(&sizes, 100, 2)?), (4, 5));
/// # Ok::<(), ansatz_packing::PackingError>(())
/// ```
///
/// # Complexity
///
/// O(n log n + n `degree`) time, O(n) memory. A degree of 20 leaves little to gain: of the 720
/// instances of Scholl 1, L2 meets the optimum on 532, degree 20 on 592 and degree 200 on 594.
///
/// # References
///
/// S. P. Fekete and J. Schepers, "New classes of fast lower bounds for bin packing problems", Mathematical Programming
/// 91, 2001; u(k) is from G. S. Lueker, "Bin packing with items uniformly distributed over intervals \[a, b\]", FOCS 1983.
pub fn dual_feasible_bound(sizes: &[u64], capacity: u64, degree: u64) -> Result<usize, PackingError> {
    require_items(sizes, capacity)?;
    // A limit, so that a slip (a capacity as the degree) is an error rather than a loop without an end.
    require_range("degree", degree, 0..=MAX_DEGREE)?;
    Ok(dual_feasible_of_descending(&descending(Vec::from(sizes)), capacity, degree))
}

/// The same of sizes from the largest to the smallest, each in 1 to `capacity`, and a `degree` of at most `MAX_DEGREE`.
pub(crate) fn dual_feasible_of_descending(sizes: &[u64], capacity: u64, degree: u64) -> usize {
    let mut best = martello_toth_of_descending(sizes, capacity);
    let mut rounded = Vec::with_capacity(sizes.len());
    for k in 2..=degree {
        rounded.clear();
        // u(k) does not decrease, so the sizes stay in order, and what became nothing is at the end.
        rounded.extend(sizes.iter().map(|&size| round(size, capacity, k)).take_while(|&size| size > 0));
        best = best.max(martello_toth_of_descending(&rounded, k * (k + 1)));
    }
    best
}

/// u(k) of `size` / `capacity`, times k (k+1) to be whole; `size` is at most `capacity`.
pub(crate) fn round(size: u64, capacity: u64, k: u64) -> u64 {
    let scaled = u128::from(size) * u128::from(k + 1);
    // At most k + 1, since no size is above the capacity.
    let whole = (scaled / u128::from(capacity)) as u64;
    if scaled.is_multiple_of(u128::from(capacity)) { whole * k } else { whole * (k + 1) }
}

pub(crate) const MAX_DEGREE: u64 = 1_000;
