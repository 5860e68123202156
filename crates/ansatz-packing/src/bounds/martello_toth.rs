//! Martello and Toth's bound, L2: large items keep the middle ones out.

use alloc::vec::Vec;

use crate::{PackingError, descending::descending, error::require_items};

/// L2: for each limit K, the items above half the capacity, and the bins that the items of K to half need beside them.
///
/// Take K of at most half the capacity C, and leave out the items below K, which needs no more bins. Items above C/2 are
/// in different bins. Those above C - K share theirs with nothing; the others offer what they leave free to the items of K
/// to C/2, and what these need beyond that comes in further bins of C. The bound is the largest value over all K. It is
/// at least two thirds of the optimum, and never below [`volume_bound`](crate::volume_bound).
///
/// # Errors
///
/// [`PackingError`] for a capacity of 0 and for an item that fits into no bin.
///
/// # Examples
///
/// ```
/// use ansatz_packing::{martello_toth_bound, volume_bound};
///
/// // The 40s find no place beside the 70s, and the three of them fill more than a bin.
/// let sizes = [70, 70, 40, 40, 40];
/// assert_eq!((volume_bound(&sizes, 100)?, martello_toth_bound(&sizes, 100)?), (3, 4));
/// # Ok::<(), ansatz_packing::PackingError>(())
/// ```
///
/// # Complexity
///
/// O(n log n) time for sorting, O(n) for the bound, O(n) memory.
///
/// # References
///
/// S. Martello and P. Toth, "Lower bounds and reduction procedures for the bin packing problem", Discrete Applied
/// Mathematics 28, 1990.
pub fn martello_toth_bound(sizes: &[u64], capacity: u64) -> Result<usize, PackingError> {
    require_items(sizes, capacity)?;
    Ok(martello_toth_of_descending(&descending(Vec::from(sizes)), capacity))
}

/// The same of sizes from the largest to the smallest, each in 1 to `capacity`.
///
/// K takes the sizes of at most half in descending order. Of equal ones, all but the last count too few items of K to
/// C/2, which is a lower bound of fewer items and harms nothing.
pub(crate) fn martello_toth_of_descending(sizes: &[u64], capacity: u64) -> usize {
    let large = sizes.partition_point(|&size| size > capacity - size);
    let wide = u128::from(capacity);
    let mut alone = large;
    let (mut offered, mut needed) = (0u128, 0u128);
    let mut best = large;
    for &limit in &sizes[large..] {
        while alone > 0 && sizes[alone - 1] <= capacity - limit {
            alone -= 1;
            offered += u128::from(capacity - sizes[alone]);
        }
        needed += u128::from(limit);
        // At most one bin for each item, since none is above the capacity.
        best = best.max(large + needed.saturating_sub(offered).div_ceil(wide) as usize);
    }
    best
}
