//! The online rules on items from the largest to the smallest.

use alloc::vec;

use crate::{Online, Packing, PackingError, Rule, bounds::martello_toth_of_descending, descending::Descending, rules};

/// First fit decreasing: from the largest item to the smallest, each into the first bin with room for it.
///
/// At most 11/9 OPT + 6/9 bins.
///
/// # Errors
///
/// [`PackingError`] for a capacity of 0 and for an item that fits into no bin.
///
/// # Examples
///
/// ```
/// let packing = ansatz_packing::first_fit_decreasing(&[3, 6, 4, 2, 5], 10)?;
/// assert_eq!(packing.to_bins(), [vec![1, 2], vec![0, 3, 4]]);
/// # Ok::<(), ansatz_packing::PackingError>(())
/// ```
///
/// # Complexity
///
/// O(n log n) time, O(n) memory.
///
/// # References
///
/// G. Dosa, R. Li, X. Han and Z. Tuza, "Tight absolute bound for First Fit Decreasing bin-packing", Theoretical Computer
/// Science 510, 2013.
pub fn first_fit_decreasing(sizes: &[u64], capacity: u64) -> Result<Packing, PackingError> {
    decreasing::<rules::First>(sizes, capacity)
}

/// Best fit decreasing: from the largest item to the smallest, each into the fullest bin with room for it.
///
/// At most 11/9 OPT + 4 bins, and mostly as many as [`first_fit_decreasing`] takes.
///
/// # Errors
///
/// [`PackingError`] for a capacity of 0 and for an item that fits into no bin.
///
/// # Examples
///
/// ```
/// let packing = ansatz_packing::best_fit_decreasing(&[3, 6, 4, 2, 5], 10)?;
/// assert_eq!(packing.to_bins(), [vec![1, 2], vec![0, 3, 4]]);
/// # Ok::<(), ansatz_packing::PackingError>(())
/// ```
///
/// # Complexity
///
/// O(n log n) time, O(n) memory.
///
/// # References
///
/// D. S. Johnson, "Near-optimal bin packing algorithms", Massachusetts Institute of Technology, 1973.
pub fn best_fit_decreasing(sizes: &[u64], capacity: u64) -> Result<Packing, PackingError> {
    decreasing::<rules::Best>(sizes, capacity)
}

/// Worst fit decreasing: from the largest item to the smallest, each into the emptiest bin if that has room for it.
///
/// At most 2 OPT - 1 bins, evenly filled.
///
/// # Errors
///
/// [`PackingError`] for a capacity of 0 and for an item that fits into no bin.
///
/// # Examples
///
/// ```
/// let packing = ansatz_packing::worst_fit_decreasing(&[3, 6, 4, 2, 5], 10)?;
/// assert_eq!(packing.to_bins(), [vec![0, 1], vec![2, 4], vec![3]]);
/// # Ok::<(), ansatz_packing::PackingError>(())
/// ```
///
/// # Complexity
///
/// O(n log n) time, O(n) memory.
///
/// # References
///
/// D. S. Johnson, "Near-optimal bin packing algorithms", Massachusetts Institute of Technology, 1973.
pub fn worst_fit_decreasing(sizes: &[u64], capacity: u64) -> Result<Packing, PackingError> {
    decreasing::<rules::Worst>(sizes, capacity)
}

/// Next fit decreasing: from the largest item to the smallest, each into the last bin if that has room for it.
///
/// At most 2 OPT - 1 bins, and about 1.69 OPT when there are many.
///
/// # Errors
///
/// [`PackingError`] for a capacity of 0 and for an item that fits into no bin.
///
/// # Examples
///
/// ```
/// let packing = ansatz_packing::next_fit_decreasing(&[3, 6, 4, 2, 5], 10)?;
/// assert_eq!(packing.to_bins(), [vec![1], vec![2, 4], vec![0, 3]]);
/// # Ok::<(), ansatz_packing::PackingError>(())
/// ```
///
/// # Complexity
///
/// O(n log n) time, O(n) memory.
///
/// # References
///
/// B. S. Baker and E. G. Coffman, "A tight asymptotic bound for next-fit-decreasing bin-packing", SIAM Journal on Algebraic
/// and Discrete Methods 2, 1981.
pub fn next_fit_decreasing(sizes: &[u64], capacity: u64) -> Result<Packing, PackingError> {
    decreasing::<rules::Next>(sizes, capacity)
}

fn decreasing<R: Rule>(sizes: &[u64], capacity: u64) -> Result<Packing, PackingError> {
    let sorted = Descending::new(sizes, capacity)?;
    let mut packer = Online::<R>::new(capacity)?;
    let mut assignment = vec![0; sizes.len()];
    for (&size, &item) in sorted.sizes.iter().zip(&sorted.items) {
        assignment[item] = packer.assign(size)?;
    }
    let lower_bound = martello_toth_of_descending(&sorted.sizes, capacity);
    let (_, free) = packer.into_parts();
    Ok(Packing::assemble(capacity, assignment, free, lower_bound))
}
