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
