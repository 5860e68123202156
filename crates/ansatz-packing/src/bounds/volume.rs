//! The volume bound, L1: all sizes together, in full bins.

use crate::{PackingError, error::require_items};

/// L1: the sum of the sizes divided by the capacity, rounded up.
///
/// No bin holds more than its capacity, so k bins hold at most k times that. The bound is at least half the optimum: in an
/// optimal packing any two bins together hold more than one capacity, or they would be one bin.
///
/// # Errors
///
/// [`PackingError`] for a capacity of 0 and for an item that fits into no bin.
///
/// # Examples
///
/// ```
/// use ansatz_packing::volume_bound;
///
/// assert_eq!(volume_bound(&[60, 60, 60], 100)?, 2);
/// assert_eq!(volume_bound(&[u64::MAX; 3], u64::MAX)?, 3);
/// # Ok::<(), ansatz_packing::PackingError>(())
/// ```
///
/// # Complexity
///
/// O(n) time, no memory.
///
/// # References
///
/// S. Martello and P. Toth, "Lower bounds and reduction procedures for the bin packing problem", Discrete Applied
/// Mathematics 28, 1990.
pub fn volume_bound(sizes: &[u64], capacity: u64) -> Result<usize, PackingError> {
    require_items(sizes, capacity)?;
    let volume: u128 = sizes.iter().map(|&size| u128::from(size)).sum();
    // At most the number of items, since none is above the capacity.
    Ok(volume.div_ceil(u128::from(capacity)) as usize)
}
