//! Which item is in which bin, and how good that is.

use alloc::{vec, vec::Vec};
use core::fmt;

use ansatz_core::ParameterError;

use crate::{PackingError, bounds::martello_toth_of_descending, descending::descending, error::require_items};

/// Items in bins of one capacity: which is where, what is free, and a lower bound of the number of bins.
///
/// Items and bins are counted from 0. The lower bound is Martello and Toth's L2, unless [`Limits`](crate::Limits), the
/// exact solver or a search gave a better one, or it was handed to [`with_lower_bound`](Packing::with_lower_bound).
///
/// # Examples
///
/// ```
/// use ansatz_packing::best_fit_decreasing;
///
/// let packing = best_fit_decreasing(&[6, 5, 5, 4, 3], 10)?;
/// assert_eq!(packing.assignment(), [0, 1, 1, 0, 2]);
/// assert_eq!(packing.free(), [0, 0, 7]);
/// assert!(packing.is_proved());
/// # Ok::<(), ansatz_packing::PackingError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Packing {
    capacity: u64,
    assignment: Vec<usize>,
    free: Vec<u64>,
    lower_bound: usize,
}

impl Packing {
    /// The packing that puts item i into bin `assignment[i]`, checked.
    ///
    /// # Errors
    ///
    /// [`PackingError`] for a capacity of 0, an item that fits into no bin, another number of items, an overfull bin, and
    /// an empty bin below one that has items.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::Packing;
    ///
    /// let packing = Packing::from_assignment(&[6, 5, 4], 10, vec![0, 1, 0])?;
    /// assert_eq!(packing.bin_count(), 2);
    ///
    /// let error = Packing::from_assignment(&[6, 5, 4], 10, vec![0, 0, 1]).unwrap_err();
    /// assert_eq!(error.to_string(), "the load of bin 0 is 11, allowed: at most 10, the capacity of a bin");
    /// # Ok::<(), ansatz_packing::PackingError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n log n) time, for the lower bound; O(n) memory.
    pub fn from_assignment(sizes: &[u64], capacity: u64, assignment: Vec<usize>) -> Result<Self, PackingError> {
        require_items(sizes, capacity)?;
        let loads = loads(sizes, capacity, &assignment)?;
        let free = loads.iter().map(|load| capacity - load).collect();
        let lower_bound = martello_toth_of_descending(&descending(Vec::from(sizes)), capacity);
        Ok(Self { capacity, assignment, free, lower_bound })
    }

    /// A packing whose maker has kept the rules.
    pub(crate) fn assemble(capacity: u64, assignment: Vec<usize>, free: Vec<u64>, lower_bound: usize) -> Self {
        Self { capacity, assignment, free, lower_bound }
    }

    /// The same with `bound` as its lower bound, if that is higher than the one it has.
    ///
    /// # Errors
    ///
    /// [`PackingError::Parameter`] for a bound above the number of bins: this packing refutes it.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::{dual_feasible_bound, first_fit_decreasing};
    ///
    /// let sizes = [34; 9];
    /// let packing = first_fit_decreasing(&sizes, 100)?;
    /// assert_eq!((packing.bin_count(), packing.lower_bound()), (5, 4));
    /// let packing = packing.with_lower_bound(dual_feasible_bound(&sizes, 100, 20)?)?;
    /// assert!(packing.is_proved());
    /// # Ok::<(), ansatz_packing::PackingError>(())
    /// ```
    pub fn with_lower_bound(mut self, bound: usize) -> Result<Self, PackingError> {
        let bins = self.bin_count();
        if bound > bins {
            let allowed = alloc::format!("at most {bins}, the bins of this packing");
            return Err(ParameterError::new("bound", bound, allowed).into());
        }
        self.raise_lower_bound(bound);
        Ok(self)
    }

    /// The same in place, for a bound that is right.
    pub(crate) fn raise_lower_bound(&mut self, bound: usize) {
        self.lower_bound = self.lower_bound.max(bound);
    }

    /// What a bin holds.
    pub fn capacity(&self) -> u64 {
        self.capacity
    }

    /// The bin of each item.
    pub fn assignment(&self) -> &[usize] {
        &self.assignment
    }

    /// The number of bins.
    pub fn bin_count(&self) -> usize {
        self.free.len()
    }

    /// What is free in each bin.
    pub fn free(&self) -> &[u64] {
        &self.free
    }

    /// What each bin holds.
    ///
    /// # Examples
    ///
    /// ```
    /// let packing = ansatz_packing::first_fit_decreasing(&[6, 5, 4], 10)?;
    /// assert!(packing.loads().eq([10, 5]));
    /// # Ok::<(), ansatz_packing::PackingError>(())
    /// ```
    pub fn loads(&self) -> impl ExactSizeIterator<Item = u64> + '_ {
        self.free.iter().map(|free| self.capacity - free)
    }

    /// The items of each bin, in ascending order.
    ///
    /// # Examples
    ///
    /// ```
    /// let packing = ansatz_packing::first_fit_decreasing(&[4, 5, 6], 10)?;
    /// assert_eq!(packing.to_bins(), [vec![0, 2], vec![1]]);
    /// # Ok::<(), ansatz_packing::PackingError>(())
    /// ```
    pub fn to_bins(&self) -> Vec<Vec<usize>> {
        let mut bins = vec![Vec::new(); self.bin_count()];
        for (item, &bin) in self.assignment.iter().enumerate() {
            bins[bin].push(item);
        }
        bins
    }

    /// A number of bins that every packing of these items needs, within the limits that this one was made in.
    pub fn lower_bound(&self) -> usize {
        self.lower_bound
    }

    /// How many bins too many these are at most, as a fraction of the lower bound; 0 without items.
    ///
    /// # Examples
    ///
    /// ```
    /// let packing = ansatz_packing::first_fit_decreasing(&[34; 9], 100)?;
    /// assert_eq!((packing.bin_count(), packing.lower_bound(), packing.gap()), (5, 4, 0.25));
    /// # Ok::<(), ansatz_packing::PackingError>(())
    /// ```
    pub fn gap(&self) -> f64 {
        (self.bin_count() - self.lower_bound) as f64 / self.lower_bound.max(1) as f64
    }

    /// Whether the lower bound proves that no packing has fewer bins.
    pub fn is_proved(&self) -> bool {
        self.bin_count() == self.lower_bound
    }

    /// Whether this is a packing of `sizes`: all of them, none twice, no bin overfull or empty, and loads that add up.
    ///
    /// # Errors
    ///
    /// [`PackingError`] that names the first item or bin where it is not.
    ///
    /// # Examples
    ///
    /// ```
    /// let packing = ansatz_packing::first_fit_decreasing(&[6, 5, 4], 10)?;
    /// assert!(packing.validate(&[6, 5, 4]).is_ok());
    /// let error = packing.validate(&[6, 5, 3]).unwrap_err();
    /// assert_eq!(error.to_string(), "the load of bin 0 is 9, allowed: 10, the sizes that were packed there");
    /// # Ok::<(), ansatz_packing::PackingError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n) time, O(bins) memory.
    pub fn validate(&self, sizes: &[u64]) -> Result<(), PackingError> {
        require_items(sizes, self.capacity)?;
        let found = loads(sizes, self.capacity, &self.assignment)?;
        let differs = found.iter().zip(self.loads()).enumerate().find(|(_, (load, packed))| *load != packed);
        if let Some((bin, (&load, packed))) = differs {
            return Err(PackingError::Load { bin, load, packed });
        }
        Ok(())
    }
}

impl fmt::Debug for Packing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Packing")
            .field("capacity", &self.capacity)
            .field("items", &self.assignment.len())
            .field("bins", &self.bin_count())
            .field("lower_bound", &self.lower_bound)
            .finish_non_exhaustive()
    }
}

/// What each bin holds, if none is overfull or empty.
fn loads(sizes: &[u64], capacity: u64, assignment: &[usize]) -> Result<Vec<u64>, PackingError> {
    if sizes.len() != assignment.len() {
        return Err(PackingError::Items { found: sizes.len(), packed: assignment.len() });
    }
    let bins = assignment.iter().max().map_or(0, |&bin| bin.saturating_add(1));
    // No memory for more bins than items, since a bin's number may be anything. If there are more, the highest is not
    // among these, and so one of these is empty.
    let mut loads = vec![0u128; bins.min(sizes.len())];
    for (&size, &bin) in sizes.iter().zip(assignment) {
        if let Some(load) = loads.get_mut(bin) {
            *load += u128::from(size);
        }
    }
    for (bin, &load) in loads.iter().enumerate() {
        if load == 0 {
            return Err(PackingError::Empty { bin, bins });
        }
        if load > u128::from(capacity) {
            return Err(PackingError::Overfull { bin, load, capacity });
        }
    }
    // No load is above the capacity.
    Ok(loads.into_iter().map(|load| load as u64).collect())
}
