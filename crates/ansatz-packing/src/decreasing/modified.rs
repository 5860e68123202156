//! Modified first fit decreasing (Johnson and Garey): items above half a bin are given the best partners there are, before
//! first fit decreasing packs the rest.

use alloc::{vec, vec::Vec};
use core::ops::Range;

use crate::{
    FirstFit, Packing, PackingError, bounds::martello_toth_of_descending, descending::Descending, remaining::Remaining,
};

/// Modified first fit decreasing: finds partners for the items above half a bin, then packs the rest by first fit.
///
/// Each item above half the capacity opens a bin. Then, on the way from the largest of them to the smallest, each takes the
/// largest item above a third that fits. On the way back, those that got none take the smallest item above a sixth
/// (and at most a third) and the largest of that kind that fits beside it, if two fit at all. On the third way each takes
/// whatever still fits, the largest first. What remains is packed by first fit decreasing into bins of its own.
///
/// At most 71/60 OPT + 1 bins. Without items above half it is first fit decreasing.
///
/// # Errors
///
/// [`PackingError`] for a capacity of 0 and for an item that fits into no bin.
///
/// # Examples
///
/// ```
/// use ansatz_packing::{first_fit_decreasing, modified_first_fit_decreasing};
///
/// // First fit puts 27 beside 51 and leaves 22 free, where no 23 goes; a pair of 26 and 23 fills it.
/// let sizes = [[51; 6], [27; 6], [26; 6], [23; 6], [23; 6]].concat();
/// assert_eq!(first_fit_decreasing(&sizes, 100)?.bin_count(), 11);
/// assert_eq!(modified_first_fit_decreasing(&sizes, 100)?.bin_count(), 10);
/// # Ok::<(), ansatz_packing::PackingError>(())
/// ```
///
/// # Complexity
///
/// O(n log n) time, O(n) memory.
///
/// # References
///
/// D. S. Johnson and M. R. Garey, "A 71/60 theorem for bin packing", Journal of Complexity 1, 1985; the constant 1 is
/// from M. Yue and L. Zhang, "A simple proof of the inequality MFFD(L) <= 71/60 OPT(L) + 1, L for the MFFD bin-packing
/// algorithm", Acta Mathematicae Applicatae Sinica 11, 1995.
pub fn modified_first_fit_decreasing(sizes: &[u64], capacity: u64) -> Result<Packing, PackingError> {
    let sorted = Descending::new(sizes, capacity)?;
    let mut paired = Paired::new(&sorted.sizes, capacity);
    paired.add_medium();
    paired.add_two_small();
    paired.add_any();
    let rest = paired.rest()?;

    let mut assignment = vec![0; sizes.len()];
    for (&bin, &item) in rest.bins.iter().zip(&sorted.items) {
        assignment[item] = bin;
    }
    let lower_bound = martello_toth_of_descending(&sorted.sizes, capacity);
    Ok(Packing::assemble(capacity, assignment, rest.free, lower_bound))
}

/// The bins of the large items, and which of the others are in them. Items are positions in descending order.
struct Paired<'a> {
    sizes: &'a [u64],
    capacity: u64,
    /// Above a third to a half of the capacity.
    medium: Range<usize>,
    /// Above a sixth to a third.
    small: Range<usize>,
    /// What is free in the bin of each large item.
    free: Vec<u64>,
    bins: Vec<Option<usize>>,
    /// Those without a bin.
    left: Remaining,
}

/// The bin of each position, and what is free in each bin.
struct Packed {
    bins: Vec<usize>,
    free: Vec<u64>,
}

impl<'a> Paired<'a> {
    /// Each large item in a bin of its own.
    fn new(sizes: &'a [u64], capacity: u64) -> Self {
        let above = |parts: u128| sizes.partition_point(|&size| parts * u128::from(size) > u128::from(capacity));
        let (large, medium, small) = (above(2), above(3), above(6));
        let mut paired = Self {
            sizes,
            capacity,
            medium: large..medium,
            small: medium..small,
            free: vec![capacity; large],
            bins: vec![None; sizes.len()],
            left: Remaining::new(sizes.len()),
        };
        for bin in 0..large {
            paired.place(bin, bin);
        }
        paired
    }

    fn add_medium(&mut self) {
        for bin in 0..self.free.len() {
            if let Some(item) = self.largest(self.medium.clone(), self.free[bin]) {
                self.place(item, bin);
            }
        }
    }

    fn add_two_small(&mut self) {
        let mut smallest = self.small.end;
        for bin in (0..self.free.len()).rev() {
            if self.free[bin] < self.capacity - self.sizes[bin] {
                continue;
            }
            let Some(last) = self.before(smallest) else { break };
            let Some(second) = self.before(last) else { break };
            // No sum here is above two thirds of the capacity.
            if self.sizes[last] + self.sizes[second] > self.free[bin] {
                // The bins to come have less room.
                break;
            }
            self.place(last, bin);
            if let Some(partner) = self.largest(self.small.clone(), self.free[bin]) {
                self.place(partner, bin);
            }
            smallest = last;
        }
    }

    fn add_any(&mut self) {
        for bin in 0..self.free.len() {
            while let Some(item) = self.largest(self.medium.start..self.sizes.len(), self.free[bin]) {
                self.place(item, bin);
            }
        }
    }

    /// First fit decreasing of all that has no bin, in new ones.
    fn rest(self) -> Result<Packed, PackingError> {
        let paired = self.free.len();
        let mut packer = FirstFit::new(self.capacity)?;
        let mut bins = Vec::with_capacity(self.sizes.len());
        for (bin, &size) in self.bins.iter().zip(self.sizes) {
            bins.push(match bin {
                Some(bin) => *bin,
                None => paired + packer.assign(size)?,
            });
        }
        let mut free = self.free;
        free.extend_from_slice(packer.free());
        Ok(Packed { bins, free })
    }

    fn place(&mut self, item: usize, bin: usize) {
        self.free[bin] -= self.sizes[item];
        self.bins[item] = Some(bin);
        self.left.remove(item);
    }

    /// The largest item of `range` without a bin that needs at most `free`.
    fn largest(&mut self, range: Range<usize>, free: u64) -> Option<usize> {
        let fits = range.start + self.sizes[range.clone()].partition_point(|&size| size > free);
        let item = self.left.first_from(fits);
        (item < range.end).then_some(item)
    }

    /// The smallest of the small items without a bin, of those before `position`.
    fn before(&self, position: usize) -> Option<usize> {
        (self.small.start..position).rev().find(|&item| self.bins[item].is_none())
    }
}
