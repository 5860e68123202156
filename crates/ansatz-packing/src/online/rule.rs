//! What tells one online packer from another.

/// How a packer chooses among the bins that are open. Nothing can implement it but the [`rules`](crate::rules).
///
/// # Examples
///
/// ```
/// use ansatz_packing::{BestFit, FirstFit, Online, PackingError, Rule};
///
/// fn bins<R: Rule>(mut packer: Online<R>) -> Result<usize, PackingError> {
///     for size in [5, 7, 5, 2, 4, 2, 5, 1, 6] {
///         packer.assign(size)?;
///     }
///     Ok(packer.bin_count())
/// }
/// assert_eq!((bins(FirstFit::new(10)?)?, bins(BestFit::new(10)?)?), (5, 5));
/// # Ok::<(), PackingError>(())
/// ```
pub trait Rule: Sealed + Default {}

impl<R: Sealed + Default> Rule for R {}

/// A bin is always open or about to be; a rule learns of each bin that opens and of each one that was filled further.
pub trait Sealed {
    /// The open bin that takes an item of `size`, at least 1; `None` if it needs a new one.
    fn select(&self, size: u64) -> Option<usize>;

    /// The bin `bin`, the next number, is open and has `free` left.
    fn open(&mut self, bin: usize, free: u64);

    /// The bin `bin`, which `select` has just named, had `before` left and has `free` now.
    fn fill(&mut self, bin: usize, before: u64, free: u64);
}
