//! The part that all online packers share: who is where, and what is free.

use alloc::vec::Vec;
use core::fmt;

use crate::{
    Limits, Packing, PackingError, Rule,
    descending::descending,
    error::{require_capacity, require_size},
    limits::Marks,
};

/// Packs items that come one by one, each into an open bin of the rule's choice or into a new one.
///
/// The packers are [`NextFit`](crate::NextFit), [`FirstFit`](crate::FirstFit), [`BestFit`](crate::BestFit) and
/// [`WorstFit`](crate::WorstFit), and their pages say what each promises.
///
/// # Examples
///
/// ```
/// use ansatz_packing::BestFit;
///
/// let mut packer = BestFit::new(10)?;
/// assert_eq!(packer.assign(5)?, 0);
/// assert_eq!(packer.assign(7)?, 1);
/// assert_eq!(packer.assign(3)?, 1);
/// assert_eq!(packer.free(), [5, 0]);
/// let packing = packer.into_packing();
/// assert_eq!(packing.assignment(), [0, 1, 1]);
/// # Ok::<(), ansatz_packing::PackingError>(())
/// ```
#[derive(Clone)]
pub struct Online<R> {
    capacity: u64,
    limits: Limits,
    sizes: Vec<u64>,
    assignment: Vec<usize>,
    free: Vec<u64>,
    /// The number of items in each bin, if that has a limit.
    items: Vec<usize>,
    pub(super) rule: R,
    pub(super) marks: Marks,
}

impl<R: Rule> Online<R> {
    /// A packer for bins of `capacity`, none of which is open.
    ///
    /// # Errors
    ///
    /// [`PackingError::Parameter`] for a capacity of 0.
    ///
    /// # Examples
    ///
    /// ```
    /// let error = ansatz_packing::NextFit::new(0).unwrap_err();
    /// assert_eq!(error.to_string(), "`capacity` is 0, allowed: at least 1");
    /// ```
    pub fn new(capacity: u64) -> Result<Self, PackingError> {
        Self::with_limits(capacity, Limits::default())
    }

    /// The same within `limits`: of the items of a bin, and of bins.
    ///
    /// # Errors
    ///
    /// [`PackingError::Parameter`] for a capacity or a limit of 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::{FirstFit, Limits};
    ///
    /// let mut packer = FirstFit::with_limits(10, Limits::default().items_per_bin(2).bins(2))?;
    /// assert_eq!((packer.assign(2)?, packer.assign(2)?, packer.assign(9)?), (0, 0, 1));
    /// let error = packer.assign(2).unwrap_err();
    /// assert_eq!(error.to_string(), "item 3 needs another bin, allowed: at most 2 bins");
    /// # Ok::<(), ansatz_packing::PackingError>(())
    /// ```
    pub fn with_limits(capacity: u64, limits: Limits) -> Result<Self, PackingError> {
        require_capacity(capacity)?;
        Ok(Self {
            capacity,
            limits: limits.require_valid()?,
            sizes: Vec::new(),
            assignment: Vec::new(),
            free: Vec::new(),
            items: Vec::new(),
            rule: R::default(),
            marks: Marks::default(),
        })
    }

    /// Places the next item and says in which bin.
    ///
    /// # Errors
    ///
    /// [`PackingError::Size`] for a size of 0 or above the capacity, and [`PackingError::NoBin`] if the item needs one more
    /// bin than there may be; then nothing has changed, and the item has no number.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut packer = ansatz_packing::FirstFit::new(10)?;
    /// assert_eq!((packer.assign(6)?, packer.assign(5)?, packer.assign(4)?), (0, 1, 0));
    /// let error = packer.assign(11).unwrap_err();
    /// assert_eq!(error.to_string(), "the size of item 3 is 11, allowed: 1..=10, the capacity of a bin");
    /// # Ok::<(), ansatz_packing::PackingError>(())
    /// ```
    #[inline]
    pub fn assign(&mut self, size: u64) -> Result<usize, PackingError> {
        self.require(size)?;
        let selected = self.rule.select(size);
        self.place(size, selected).ok_or_else(|| self.no_bin())
    }

    /// What a bin holds.
    pub fn capacity(&self) -> u64 {
        self.capacity
    }

    /// The number of items.
    pub fn len(&self) -> usize {
        self.sizes.len()
    }

    /// Whether no item has come.
    pub fn is_empty(&self) -> bool {
        self.sizes.is_empty()
    }

    /// The number of bins.
    pub fn bin_count(&self) -> usize {
        self.free.len()
    }

    /// The bin of each item.
    pub fn assignment(&self) -> &[usize] {
        &self.assignment
    }

    /// What is free in each bin.
    pub fn free(&self) -> &[u64] {
        &self.free
    }

    /// The packing of all items that have come, with its lower bound.
    ///
    /// # Complexity
    ///
    /// O(n log n) time, for the bound.
    pub fn into_packing(self) -> Packing {
        let lower_bound = self.limits.bound_of_descending(&descending(self.sizes), self.capacity);
        Packing::assemble(self.capacity, self.assignment, self.free, lower_bound)
    }

    /// The bin of each item, and what is free in each bin.
    pub(crate) fn into_parts(self) -> (Vec<usize>, Vec<u64>) {
        (self.assignment, self.free)
    }

    /// `Ok` if an item of this size may come next.
    pub(super) fn require(&self, size: u64) -> Result<(), PackingError> {
        require_size(self.sizes.len(), size, self.capacity).map(drop)
    }

    /// What is wrong with the next item if it has no place.
    pub(super) fn no_bin(&self) -> PackingError {
        PackingError::NoBin { item: self.sizes.len(), bins: self.limits.bins }
    }

    /// Puts the next item into the bin that the rule has just selected, or into a new one; `None` if there may be none.
    #[inline]
    pub(super) fn place(&mut self, size: u64, selected: Option<usize>) -> Option<usize> {
        let bin = if let Some(bin) = selected {
            let before = self.free[bin];
            self.free[bin] = before - size;
            let open = self.count(bin, before - size);
            self.rule.fill(bin, before, open);
            bin
        } else {
            let bin = self.free.len();
            if bin == self.limits.bins {
                return None;
            }
            self.free.push(self.capacity - size);
            let open = self.count(bin, self.capacity - size);
            self.rule.open(bin, open);
            bin
        };
        self.sizes.push(size);
        self.assignment.push(bin);
        Some(bin)
    }

    /// One item more in `bin`, which has `free` left; and what of it the next ones may use.
    #[inline]
    fn count(&mut self, bin: usize, free: u64) -> u64 {
        if self.limits.items_per_bin == usize::MAX {
            return free;
        }
        if bin == self.items.len() {
            self.items.push(0);
        }
        self.items[bin] += 1;
        if self.items[bin] < self.limits.items_per_bin { free } else { 0 }
    }
}

impl<R> fmt::Debug for Online<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Online")
            .field("rule", &core::any::type_name::<R>().rsplit("::").next().unwrap_or_default())
            .field("capacity", &self.capacity)
            .field("items", &self.sizes.len())
            .field("bins", &self.free.len())
            .finish_non_exhaustive()
    }
}
