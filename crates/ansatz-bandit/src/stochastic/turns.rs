//! Round robin among some of the arms.

use alloc::collections::BTreeSet;

/// The arms that take turns: those with the fewest decisions first, of equals the one at the lowest position.
///
/// Every operation takes time logarithmic in their number.
#[derive(Debug, Clone, Default)]
pub(crate) struct Turns(BTreeSet<(u64, u32)>);

impl Turns {
    /// The decisions for each arm, if it takes part.
    pub(crate) fn new(arms: impl Iterator<Item = Option<u64>>) -> Self {
        // A position fits into 32 bits, as the numbers of arms do.
        Self(arms.zip(0..).filter_map(|(selected, position)| Some((selected?, position))).collect())
    }

    /// Whose turn it is.
    #[inline]
    pub(crate) fn next(&self) -> Option<usize> {
        // The set of policies that run for long is empty.
        if self.0.is_empty() { None } else { self.0.first().map(|(_, position)| *position as usize) }
    }

    pub(crate) fn join(&mut self, position: usize, selected: u64) {
        self.0.insert((selected, position as u32));
    }

    pub(crate) fn leave(&mut self, position: usize, selected: u64) {
        self.0.remove(&(selected, position as u32));
    }

    /// The arm, chosen `selected` times so far, is chosen.
    pub(crate) fn take(&mut self, position: usize, selected: u64) {
        self.leave(position, selected);
        self.join(position, selected.saturating_add(1));
    }
}
