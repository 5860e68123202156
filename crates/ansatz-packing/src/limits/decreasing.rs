//! The rules that can pass over bins, on items from the largest to the smallest.

use alloc::vec;

use crate::{
    Conflicts, Limits, Online, Packing, PackingError, SkippingRule, descending::Descending, limits::Marks, rules,
};

impl Limits {
    /// First fit decreasing within the limits: from the largest item to the smallest, each into the first bin that has room
    /// for it and holds nothing that it is in conflict with.
    ///
    /// Without limits and conflicts it is [`first_fit_decreasing`](crate::first_fit_decreasing). With a limit of items, at
    /// most 3 OPT - 1 bins, and about 2 OPT when there are many: those that hold as many items as they may are at most OPT,
    /// and of the others any two hold more than one capacity together. With conflicts nothing of the kind can be said of any
    /// quick method, since to colour a graph is a special case.
    ///
    /// # Errors
    ///
    /// [`PackingError`] for a capacity or a limit of 0, for an item that fits into no bin, for conflicts of another number
    /// of items, and [`PackingError::NoBin`] for the first item that needs more bins than allowed. That is no proof that
    /// there is no packing, unless the [`lower_bound`](Limits::lower_bound) is above the limit.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::{Conflicts, Limits};
    ///
    /// let conflicts = Conflicts::new(4, [(0, 1)])?;
    /// let packing = Limits::default().first_fit_decreasing(&[5, 4, 3, 2], 10, &conflicts)?;
    /// assert_eq!(packing.to_bins(), [vec![0, 2, 3], vec![1]]);
    /// # Ok::<(), ansatz_packing::PackingError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O((n + conflicts) log n) time: a bin is passed over for a conflict of the item's, at most once for each. O(n +
    /// conflicts) memory.
    pub fn first_fit_decreasing(
        self,
        sizes: &[u64],
        capacity: u64,
        conflicts: &Conflicts,
    ) -> Result<Packing, PackingError> {
        self.decreasing::<rules::First>(sizes, capacity, conflicts)
    }

    /// Best fit decreasing within the limits: from the largest item to the smallest, each into the fullest bin that has room
    /// for it and holds nothing that it is in conflict with.
    ///
    /// # Errors
    ///
    /// As [`first_fit_decreasing`](Limits::first_fit_decreasing).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::{Conflicts, Limits};
    ///
    /// // 5 and 6 are the fullest bin that has room for 3, were it not for the conflict.
    /// let conflicts = Conflicts::new(3, [(1, 2)])?;
    /// let packing = Limits::default().best_fit_decreasing(&[5, 6, 3], 10, &conflicts)?;
    /// assert_eq!(packing.to_bins(), [vec![1], vec![0, 2]]);
    /// # Ok::<(), ansatz_packing::PackingError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// As [`first_fit_decreasing`](Limits::first_fit_decreasing).
    pub fn best_fit_decreasing(
        self,
        sizes: &[u64],
        capacity: u64,
        conflicts: &Conflicts,
    ) -> Result<Packing, PackingError> {
        self.decreasing::<rules::Best>(sizes, capacity, conflicts)
    }

    fn decreasing<R: SkippingRule>(
        self,
        sizes: &[u64],
        capacity: u64,
        conflicts: &Conflicts,
    ) -> Result<Packing, PackingError> {
        let mut packer = Online::<R>::with_limits(capacity, self)?;
        let sorted = Descending::new(sizes, capacity)?;
        conflicts.require_items(sizes.len())?;
        let mut assignment = vec![None; sizes.len()];
        let mut marks = Marks::default();
        for (&size, &item) in sorted.sizes.iter().zip(&sorted.items) {
            marks.clear();
            conflicts.of(item).iter().filter_map(|&other| assignment[other]).for_each(|bin| marks.insert(bin));
            let bin = packer.place_unmarked(size, &marks).ok_or(PackingError::NoBin { item, bins: self.bins })?;
            assignment[item] = Some(bin);
        }
        let lower_bound = self.bound_of_descending(&sorted.sizes, capacity).max(conflicts.clique().len());
        let (_, free) = packer.into_parts();
        // All of them are placed.
        Ok(Packing::assemble(capacity, assignment.into_iter().flatten().collect(), free, lower_bound))
    }
}
