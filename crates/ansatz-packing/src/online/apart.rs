//! Items that say with whom they may not meet.

use crate::{Online, PackingError, SkippingRule, limits::Marks, limits::require_pair};

impl<R: SkippingRule> Online<R> {
    /// Places the next item into a bin without any of `conflicts`, items that have come before, and says in which.
    ///
    /// The rule chooses among the bins that hold none of them; without conflicts this is [`assign`](Online::assign).
    ///
    /// # Errors
    ///
    /// As [`assign`](Online::assign), and [`PackingError::Pair`] for a conflict with an item that has not come; then
    /// nothing has changed, and the item has no number.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut packer = ansatz_packing::FirstFit::new(10)?;
    /// assert_eq!((packer.assign(2)?, packer.assign(2)?), (0, 0));
    /// assert_eq!((packer.assign_apart(2, &[1])?, packer.assign(2)?), (1, 0));
    /// let error = packer.assign_apart(2, &[4]).unwrap_err();
    /// assert_eq!(error.to_string(), "the conflict is between items 4 and 4, allowed: two different items below 5");
    /// # Ok::<(), ansatz_packing::PackingError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O((1 + conflicts) log bins) time; O(bins) memory more.
    pub fn assign_apart(&mut self, size: u64, conflicts: &[usize]) -> Result<usize, PackingError> {
        self.require(size)?;
        let item = self.len();
        self.marks.clear();
        for &other in conflicts {
            let (_, other) = require_pair(item, other, item + 1)?;
            self.marks.insert(self.assignment()[other]);
        }
        let selected = self.rule.select_unless(size, |bin| self.marks.contains(bin));
        self.place(size, selected).ok_or_else(|| self.no_bin())
    }

    /// Places the next item, one that fits into an empty bin, into a bin without a mark; `None` if there may be none.
    pub(crate) fn place_unmarked(&mut self, size: u64, marks: &Marks) -> Option<usize> {
        let selected = self.rule.select_unless(size, |bin| marks.contains(bin));
        self.place(size, selected)
    }
}
