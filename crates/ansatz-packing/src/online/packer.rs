//! The part that all online packers share: who is where, and what is free.

use alloc::vec::Vec;
use core::fmt;

use crate::{
    Packing, PackingError, Rule,
    bounds::martello_toth_of_descending,
    descending::descending,
    error::{require_capacity, require_size},
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
    sizes: Vec<u64>,
    assignment: Vec<usize>,
    free: Vec<u64>,
    rule: R,
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
        require_capacity(capacity)?;
        Ok(Self { capacity, sizes: Vec::new(), assignment: Vec::new(), free: Vec::new(), rule: R::default() })
    }

    /// Places the next item and says in which bin.
    ///
    /// # Errors
    ///
    /// [`PackingError::Size`] for a size of 0 or above the capacity; then nothing has changed, and the item has no number.
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
    pub fn assign(&mut self, size: u64) -> Result<usize, PackingError> {
        require_size(self.sizes.len(), size, self.capacity)?;
        let bin = if let Some(bin) = self.rule.select(size) {
            let before = self.free[bin];
            self.free[bin] = before - size;
            self.rule.fill(bin, before, before - size);
            bin
        } else {
            let bin = self.free.len();
            self.free.push(self.capacity - size);
            self.rule.open(bin, self.capacity - size);
            bin
        };
        self.sizes.push(size);
        self.assignment.push(bin);
        Ok(bin)
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
        let lower_bound = martello_toth_of_descending(&descending(self.sizes), self.capacity);
        Packing::assemble(self.capacity, self.assignment, self.free, lower_bound)
    }

    /// The bin of each item, and what is free in each bin.
    pub(crate) fn into_parts(self) -> (Vec<usize>, Vec<u64>) {
        (self.assignment, self.free)
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
