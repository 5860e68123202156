//! Whether a packing keeps limits and conflicts, told from nothing but its assignment.

use alloc::vec;

use crate::{Conflicts, Limits, Packing, PackingError};

impl Limits {
    /// Whether `packing` keeps these limits, and no two items that are in conflict share a bin.
    ///
    /// What it has to do with sizes and the capacity, [`Packing::validate`] tells.
    ///
    /// # Errors
    ///
    /// [`PackingError`] for a limit of 0, for conflicts of another number of items, and that names what is not kept first:
    /// the number of bins, the first bin with too many items, or the first item in conflict.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::{Conflicts, Limits, first_fit_decreasing};
    ///
    /// let packing = first_fit_decreasing(&[2, 2, 2], 10)?;
    /// let error = Limits::default().items_per_bin(2).validate(&packing, &Conflicts::default()).unwrap_err();
    /// assert_eq!(error.to_string(), "there are 3 items in bin 0, allowed: at most 2 in a bin");
    ///
    /// let error = Limits::default().validate(&packing, &Conflicts::new(3, [(0, 2)])?).unwrap_err();
    /// assert_eq!(error.to_string(), "items 0 and 2 are in bin 0, allowed: no two items in conflict");
    /// # Ok::<(), ansatz_packing::PackingError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n + conflicts) time, O(bins) memory.
    pub fn validate(self, packing: &Packing, conflicts: &Conflicts) -> Result<(), PackingError> {
        self.require_valid()?;
        let assignment = packing.assignment();
        conflicts.require_items(assignment.len())?;
        let bins = packing.bin_count();
        if bins > self.bins {
            return Err(PackingError::Bins { bins, limit: self.bins });
        }
        let mut items = vec![0; bins];
        for &bin in assignment {
            items[bin] += 1;
        }
        if let Some(bin) = items.iter().position(|&items| items > self.items_per_bin) {
            return Err(PackingError::Crowded { bin, items: items[bin], limit: self.items_per_bin });
        }
        for (other, &bin) in assignment.iter().enumerate() {
            if let Some(&item) = conflicts.earlier(other).iter().find(|&&item| assignment[item] == bin) {
                return Err(PackingError::Conflict { item, other, bin });
            }
        }
        Ok(())
    }
}
