//! Which items may not be in one bin.

use alloc::vec::Vec;
use core::fmt;

use ansatz_core::ParameterError;

use crate::{PackingError, limits::lists::Lists};

/// Pairs of items that may not be in one bin: the conflict graph.
///
/// Items are counted from 0. [`Conflicts::default`] has none, whatever the number of items.
///
/// # Examples
///
/// ```
/// use ansatz_packing::{Conflicts, Limits};
///
/// // Replicas 0 and 1 of one shard must not share a node, nor 2 and 3 of another.
/// let conflicts = Conflicts::new(4, [(0, 1), (2, 3)])?;
/// let packing = Limits::default().best_fit_decreasing(&[10, 10, 20, 20], 100, &conflicts)?;
/// assert_eq!(packing.to_bins(), [vec![0, 2], vec![1, 3]]);
/// # Ok::<(), ansatz_packing::PackingError>(())
/// ```
///
/// # References
///
/// M. Gendreau, G. Laporte and F. Semet, "Heuristics and lower bounds for the bin packing problem with conflicts",
/// Computers and Operations Research 31, 2004.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Conflicts {
    items: usize,
    /// The others of each item, up to the last that has any.
    lists: Lists,
}

impl Conflicts {
    /// The conflicts `pairs` of `items` items; a pair may come twice and in both directions.
    ///
    /// # Errors
    ///
    /// [`PackingError::Pair`] for a pair of an item that does not exist, and of an item with itself;
    /// [`PackingError::Parameter`] if there is no memory for lists up to the last item that has a conflict.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::Conflicts;
    ///
    /// let conflicts = Conflicts::new(4, [(0, 2), (2, 0), (1, 0)])?;
    /// assert_eq!(conflicts.of(0), [1, 2]);
    ///
    /// let error = Conflicts::new(4, [(0, 4)]).unwrap_err();
    /// assert_eq!(error.to_string(), "the conflict is between items 0 and 4, allowed: two different items below 4");
    /// # Ok::<(), ansatz_packing::PackingError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(items + pairs) time and memory, where items are counted up to the last that has a conflict.
    pub fn new(items: usize, pairs: impl IntoIterator<Item = (usize, usize)>) -> Result<Self, PackingError> {
        let pairs: Vec<_> =
            pairs.into_iter().map(|(item, other)| require_pair(item, other, items)).collect::<Result<_, _>>()?;
        let last = pairs.iter().map(|&(item, other)| item.max(other)).max();
        let lists = Lists::of_pairs(last.map_or(0, |item| item + 1), &pairs);
        let lists = lists.ok_or_else(|| ParameterError::new("items", items, "as many as there is memory for"))?;
        Ok(Self { items, lists })
    }

    /// The number of items.
    pub fn items(&self) -> usize {
        self.items
    }

    /// The number of pairs.
    pub fn len(&self) -> usize {
        self.lists.len() / 2
    }

    /// Whether there are no pairs.
    pub fn is_empty(&self) -> bool {
        self.lists.len() == 0
    }

    /// The items that may not meet `item`, ascending; none for an item that does not exist.
    ///
    /// # Examples
    ///
    /// ```
    /// let conflicts = ansatz_packing::Conflicts::new(3, [(2, 1), (0, 1)])?;
    /// assert_eq!((conflicts.of(1), conflicts.of(2), conflicts.of(3)), (&[0, 2][..], &[1][..], &[][..]));
    /// # Ok::<(), ansatz_packing::PackingError>(())
    /// ```
    pub fn of(&self, item: usize) -> &[usize] {
        self.lists.of(item)
    }

    /// Those of them before `item`, as [`Online::assign_apart`](crate::Online::assign_apart) takes them.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::{Conflicts, FirstFit};
    ///
    /// let conflicts = Conflicts::new(3, [(0, 1), (1, 2)])?;
    /// let mut packer = FirstFit::new(10)?;
    /// for item in 0..conflicts.items() {
    ///     packer.assign_apart(2, conflicts.earlier(item))?;
    /// }
    /// assert_eq!(packer.assignment(), [0, 1, 0]);
    /// # Ok::<(), ansatz_packing::PackingError>(())
    /// ```
    pub fn earlier(&self, item: usize) -> &[usize] {
        let others = self.of(item);
        &others[..others.partition_point(|&other| other < item)]
    }

    /// The items up to the last that has any.
    pub(super) fn involved(&self) -> usize {
        self.lists.count()
    }

    /// `Ok` if these may be conflicts of `items` items.
    pub(crate) fn require_items(&self, items: usize) -> Result<(), PackingError> {
        // Those of no items are `default`, which goes with any number.
        if self.items() == 0 || self.items() == items {
            return Ok(());
        }
        Err(PackingError::Conflicts { items: self.items(), found: items })
    }
}

impl fmt::Debug for Conflicts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Conflicts").field("items", &self.items()).field("pairs", &self.len()).finish_non_exhaustive()
    }
}

/// The pair, if it is one of two different items below `items`.
pub(crate) fn require_pair(item: usize, other: usize, items: usize) -> Result<(usize, usize), PackingError> {
    if item < items && other < items && item != other {
        return Ok((item, other));
    }
    Err(PackingError::Pair { item, other, items })
}
