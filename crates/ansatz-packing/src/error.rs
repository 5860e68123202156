//! What can be wrong with items, bins and packings.

use ansatz_core::ParameterError;

/// Items that fit into no bin, or a packing that is none of them.
///
/// Items and bins are counted from 0.
///
/// # Examples
///
/// ```
/// let error = ansatz_packing::first_fit_decreasing(&[40, 120], 100).unwrap_err();
/// assert_eq!(error.to_string(), "the size of item 1 is 120, allowed: 1..=100, the capacity of a bin");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PackingError {
    /// A parameter that is not about one item.
    #[error(transparent)]
    Parameter(#[from] ParameterError),
    /// An item without a size, or one that is larger than a bin.
    #[error("the size of item {item} is {size}, allowed: 1..={capacity}, the capacity of a bin")]
    Size {
        /// The item.
        item: usize,
        /// Its size.
        size: u64,
        /// What a bin holds.
        capacity: u64,
    },
    /// An item that fits into no bin that is open, when no other may be opened.
    #[error("item {item} needs another bin, allowed: at most {bins} bins")]
    NoBin {
        /// The item.
        item: usize,
        /// The most bins that there may be.
        bins: usize,
    },
    /// A pair that cannot be in conflict.
    #[error("the conflict is between items {item} and {other}, allowed: two different items below {items}")]
    Pair {
        /// One item.
        item: usize,
        /// The other.
        other: usize,
        /// The number of items.
        items: usize,
    },
    /// Conflicts of other items than those that are there.
    #[error("the conflicts are those of {items} items, allowed: {found}, as many as there are")]
    Conflicts {
        /// The number of items that the conflicts are of.
        items: usize,
        /// The number of items.
        found: usize,
    },
    /// More bins than there may be.
    #[error("there are {bins} bins, allowed: at most {limit}")]
    Bins {
        /// The number of bins.
        bins: usize,
        /// The most that there may be.
        limit: usize,
    },
    /// A bin that holds more items than it may.
    #[error("there are {items} items in bin {bin}, allowed: at most {limit} in a bin")]
    Crowded {
        /// The bin.
        bin: usize,
        /// The number of its items.
        items: usize,
        /// The most that it may hold.
        limit: usize,
    },
    /// Two items in conflict that share a bin.
    #[error("items {item} and {other} are in bin {bin}, allowed: no two items in conflict")]
    Conflict {
        /// The one that comes first.
        item: usize,
        /// The other.
        other: usize,
        /// Their bin.
        bin: usize,
    },
    /// As many items as were not packed.
    #[error("there are {found} items, allowed: {packed}, as many as are packed")]
    Items {
        /// The number of items.
        found: usize,
        /// The number of items in the packing.
        packed: usize,
    },
    /// A bin that holds more than it can.
    #[error("the load of bin {bin} is {load}, allowed: at most {capacity}, the capacity of a bin")]
    Overfull {
        /// The bin.
        bin: usize,
        /// What its items need together.
        load: u128,
        /// What a bin holds.
        capacity: u64,
    },
    /// A bin without an item, below one that has some.
    #[error("bin {bin} is empty, allowed: at least one item in each of the {bins} bins")]
    Empty {
        /// The first such bin.
        bin: usize,
        /// The number of bins, one more than the highest.
        bins: usize,
    },
    /// Items of other sizes than those that were packed.
    #[error("the load of bin {bin} is {load}, allowed: {packed}, the sizes that were packed there")]
    Load {
        /// The bin.
        bin: usize,
        /// What its items need together.
        load: u64,
        /// What they needed when they were packed.
        packed: u64,
    },
}

/// `capacity`, if a bin of it can hold anything.
pub(crate) fn require_capacity(capacity: u64) -> Result<u64, PackingError> {
    if capacity == 0 {
        return Err(ParameterError::new("capacity", capacity, "at least 1").into());
    }
    Ok(capacity)
}

/// `size`, if the item fits into an empty bin.
pub(crate) fn require_size(item: usize, size: u64, capacity: u64) -> Result<u64, PackingError> {
    if size == 0 || size > capacity {
        return Err(PackingError::Size { item, size, capacity });
    }
    Ok(size)
}

/// Whether a bin can hold anything, and each item fits into an empty one.
pub(crate) fn require_items(sizes: &[u64], capacity: u64) -> Result<(), PackingError> {
    require_capacity(capacity)?;
    sizes.iter().enumerate().try_for_each(|(item, &size)| require_size(item, size, capacity).map(drop))
}
