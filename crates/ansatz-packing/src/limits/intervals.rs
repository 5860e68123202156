//! Conflicts of things that take a bin for a while each.

use alloc::vec::Vec;
use core::ops::Range;

use ansatz_core::ParameterError;

use crate::{Conflicts, PackingError};

impl Conflicts {
    /// A conflict between any two intervals that share a point: stays at a gate, bookings of a room.
    ///
    /// An interval ends before its end, so the next may begin there; an empty one meets nobody.
    ///
    /// The [clique](Conflicts::clique) is the largest set that shares one point, and exactly so many bins are needed where
    /// there is room: [`FirstFit`](crate::FirstFit) finds them on items in the order of their starts, each apart from
    /// those that overlap it.
    ///
    /// # Errors
    ///
    /// [`PackingError::Parameter`] for an interval that ends before it starts.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::{Conflicts, FirstFit};
    ///
    /// // Minutes of a day; the third stay begins when the first is over.
    /// let stays = [540..600, 570..660, 600..630];
    /// let conflicts = Conflicts::of_intervals(&stays)?;
    /// let mut gates = FirstFit::new(24 * 60)?;
    /// for (stay, times) in stays.iter().enumerate() {
    ///     gates.assign_apart(times.end - times.start, conflicts.earlier(stay))?;
    /// }
    /// assert_eq!(gates.assignment(), [0, 1, 0]);
    /// assert_eq!(gates.bin_count(), conflicts.clique().len());
    /// # Ok::<(), ansatz_packing::PackingError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n log n + k) time and O(n + k) memory for k pairs that overlap.
    ///
    /// # References
    ///
    /// J. Kleinberg and E. Tardos, "Algorithm Design", 2005, section 4.1, for the bins.
    pub fn of_intervals(intervals: &[Range<u64>]) -> Result<Self, PackingError> {
        if let Some((item, Range { start, end })) =
            intervals.iter().enumerate().find(|(_, times)| times.start > times.end)
        {
            let value = alloc::format!("{start}..{end} at {item}");
            return Err(ParameterError::new("intervals", value, "no end before its start").into());
        }
        let mut order: Vec<usize> = (0..intervals.len()).filter(|&item| !intervals[item].is_empty()).collect();
        order.sort_unstable_by_key(|&item| (intervals[item].start, item));
        let (mut open, mut pairs) = (Vec::new(), Vec::new());
        for item in order {
            // Each is dropped once, and whoever is left is a pair.
            open.retain(|&other: &usize| intervals[other].end > intervals[item].start);
            pairs.extend(open.iter().map(|&other| (other, item)));
            open.push(item);
        }
        Self::new(intervals.len(), pairs)
    }
}
