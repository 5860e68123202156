//! How many items a bin may hold, and how many bins there may be.

use alloc::vec::Vec;

use ansatz_core::ParameterError;

use crate::{
    Conflicts, PackingError, bounds::martello_toth_of_descending, descending::descending, error::require_items,
};

/// How many items a bin may hold, and how many bins there may be; by default any number of both.
///
/// Packs all items at once by [`first_fit_decreasing`](Limits::first_fit_decreasing) and
/// [`best_fit_decreasing`](Limits::best_fit_decreasing), beside [`Conflicts`] between them;
/// [`Online::with_limits`](crate::Online::with_limits) packs them one by one. A limit of 0 is refused by whatever it is
/// given to.
///
/// # Examples
///
/// ```
/// use ansatz_packing::{Conflicts, Limits};
///
/// // Five jobs, at most two on a machine, and the first two must not meet.
/// let sizes = [20, 20, 30, 10, 10];
/// let limits = Limits::default().items_per_bin(2);
/// let conflicts = Conflicts::new(5, [(0, 1)])?;
/// let packing = limits.first_fit_decreasing(&sizes, 100, &conflicts)?;
/// assert_eq!(packing.to_bins(), [vec![0, 2], vec![1, 3], vec![4]]);
/// assert!(packing.is_proved());
/// assert!(limits.validate(&packing, &conflicts).is_ok());
/// # Ok::<(), ansatz_packing::PackingError>(())
/// ```
///
/// # References
///
/// K. L. Krause, V. Y. Shen and H. D. Schwetman, "Analysis of several task-scheduling algorithms for a model of
/// multiprogramming computer systems", Journal of the ACM 22, 1975, for the items of a bin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The most items that a bin may hold, `usize::MAX`.
    pub items_per_bin: usize,
    /// The most bins that there may be, `usize::MAX`.
    pub bins: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { items_per_bin: usize::MAX, bins: usize::MAX }
    }
}

impl Limits {
    /// The most items that a bin may hold, at least 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::{Conflicts, Limits};
    ///
    /// let limits = Limits::default().items_per_bin(3);
    /// assert_eq!(limits.lower_bound(&[1; 10], 100, &Conflicts::default())?, 4);
    /// # Ok::<(), ansatz_packing::PackingError>(())
    /// ```
    #[must_use]
    pub const fn items_per_bin(self, items_per_bin: usize) -> Self {
        Self { items_per_bin, ..self }
    }

    /// The most bins that there may be, at least 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::{Conflicts, Limits};
    ///
    /// let limits = Limits::default().bins(2);
    /// let error = limits.first_fit_decreasing(&[60, 70, 80], 100, &Conflicts::default()).unwrap_err();
    /// assert_eq!(error.to_string(), "item 0 needs another bin, allowed: at most 2 bins");
    /// ```
    #[must_use]
    pub const fn bins(self, bins: usize) -> Self {
        Self { bins, ..self }
    }

    /// A number of bins that every packing of these items needs, whether so many are allowed or not.
    ///
    /// The most of three: L2 of the sizes, the items divided by those that a bin may hold, and the items of a
    /// [clique](Conflicts::clique). Above the limit of bins it proves that there is no packing.
    ///
    /// # Errors
    ///
    /// [`PackingError`] for a capacity or a limit of 0, for an item that fits into no bin, and for conflicts of another
    /// number of items.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::{Conflicts, Limits};
    ///
    /// let conflicts = Conflicts::new(4, [(0, 1), (1, 2), (2, 0)])?;
    /// assert_eq!(Limits::default().lower_bound(&[1; 4], 100, &conflicts)?, 3);
    /// # Ok::<(), ansatz_packing::PackingError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n log n + conflicts) time, O(n + conflicts) memory.
    pub fn lower_bound(self, sizes: &[u64], capacity: u64, conflicts: &Conflicts) -> Result<usize, PackingError> {
        self.require_valid()?;
        require_items(sizes, capacity)?;
        conflicts.require_items(sizes.len())?;
        Ok(self.bound_of_descending(&descending(Vec::from(sizes)), capacity).max(conflicts.clique().len()))
    }

    /// L2 and the bound by the items of a bin, of sizes from the largest to the smallest.
    pub(crate) fn bound_of_descending(self, sizes: &[u64], capacity: u64) -> usize {
        martello_toth_of_descending(sizes, capacity).max(sizes.len().div_ceil(self.items_per_bin))
    }

    pub(crate) fn require_valid(self) -> Result<Self, ParameterError> {
        for (name, limit) in [("items_per_bin", self.items_per_bin), ("bins", self.bins)] {
            if limit == 0 {
                return Err(ParameterError::new(name, limit, "at least 1"));
            }
        }
        Ok(self)
    }
}
