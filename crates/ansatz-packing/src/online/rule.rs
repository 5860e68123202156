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

/// A rule that can pass over bins: those of [`NextFit`](crate::NextFit), [`FirstFit`](crate::FirstFit) and
/// [`BestFit`](crate::BestFit).
///
/// Worst fit is none: its heap knows the emptiest bin and no order of the others.
///
/// # Examples
///
/// ```
/// use ansatz_packing::{BestFit, FirstFit, Online, PackingError, SkippingRule};
///
/// fn bins<R: SkippingRule>(mut packer: Online<R>) -> Result<usize, PackingError> {
///     packer.assign(2)?;
///     packer.assign_apart(2, &[0])?;
///     Ok(packer.bin_count())
/// }
/// assert_eq!((bins(FirstFit::new(10)?)?, bins(BestFit::new(10)?)?), (2, 2));
/// # Ok::<(), PackingError>(())
/// ```
pub trait SkippingRule: Rule + SealedSkipping {}

impl<R: Rule + SealedSkipping> SkippingRule for R {}

/// A bin is always open or about to be; a rule learns of each bin that opens and of each one that was filled further.
pub trait Sealed {
    /// The open bin that takes an item of `size`, at least 1; `None` if it needs a new one.
    fn select(&self, size: u64) -> Option<usize>;

    /// The bin `bin`, the next number, is open and has `free` left; 0 if nothing may be added to it.
    fn open(&mut self, bin: usize, free: u64);

    /// The bin `bin`, which `select` has just named, had `before` left and has `free` now; 0 if nothing may be added
    /// to it.
    fn fill(&mut self, bin: usize, before: u64, free: u64);
}

/// How a rule passes over bins.
pub trait SealedSkipping {
    /// What `select` would name if the bins for which `is_barred` holds had no room.
    fn select_unless(&self, size: u64, is_barred: impl Fn(usize) -> bool) -> Option<usize>;
}
