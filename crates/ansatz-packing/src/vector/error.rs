//! What can be wrong with items that have several sizes, with kinds of bins, and with packings of them.

use alloc::vec::Vec;

use ansatz_core::ParameterError;

/// Items that fit into no bin, kinds of bins that do not go together, or a packing that is none of them.
///
/// Items, bins, kinds and dimensions are counted from 0.
///
/// # Examples
///
/// ```
/// use ansatz_packing::vector::{self, BinKind, Measure};
///
/// let kinds = [BinKind::new([8, 32], 1)];
/// let error = vector::first_fit_decreasing(&[[4, 16], [4, 48]], &kinds, Measure::Sum).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "the size of item 1 in dimension 1 is 48, allowed: at most 32, the largest capacity of a bin",
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VectorError {
    /// A parameter that is not about one item or bin.
    #[error(transparent)]
    Parameter(#[from] ParameterError),
    /// Kinds of bins with different numbers of dimensions.
    #[error("kind {kind} of bins has {found} dimensions, allowed: {expected}, as kind 0 has")]
    KindDimensions {
        /// The kind.
        kind: usize,
        /// Its number of dimensions.
        found: usize,
        /// That of the first kind.
        expected: usize,
    },
    /// An item with more or fewer dimensions than the bins.
    #[error("item {item} has {found} dimensions, allowed: {expected}, as the bins have")]
    ItemDimensions {
        /// The item.
        item: usize,
        /// Its number of dimensions.
        found: usize,
        /// That of the bins.
        expected: usize,
    },
    /// An item that needs nothing.
    #[error("the sizes of item {item} are all 0, allowed: at least one above 0")]
    Zero {
        /// The item.
        item: usize,
    },
    /// An item that is larger than every bin in one dimension.
    #[error(
        "the size of item {item} in dimension {dimension} is {size}, allowed: at most {largest}, the largest capacity of a bin"
    )]
    Size {
        /// The item.
        item: usize,
        /// The first dimension where it is too large.
        dimension: usize,
        /// Its size there.
        size: u64,
        /// The largest capacity there, of kinds with at least one bin.
        largest: u64,
    },
    /// An item that fits into no kind of bin, though in each dimension some kind has room for it.
    #[error(
        "item {item} fits into no kind of bin: each of its sizes is within the capacity of some, all of them of none"
    )]
    Unfit {
        /// The item.
        item: usize,
    },
    /// Items for which there was no bin left.
    ///
    /// Another packing may have room for them: the methods that report this search no further.
    #[error("no bin is left for {} items, such as item {}", .items.len(), .items.first().unwrap_or(&0))]
    Exhausted {
        /// All of them, in ascending order; at least one.
        items: Vec<usize>,
    },
    /// As many items as were not packed.
    #[error("there are {found} items, allowed: {packed}, as many as are packed")]
    Items {
        /// The number of items.
        found: usize,
        /// The number of items in the packing.
        packed: usize,
    },
    /// A bin of a kind that is not there.
    #[error("the kind of bin {bin} is {kind}, allowed: below {kinds}, the number of kinds")]
    Kind {
        /// The bin.
        bin: usize,
        /// Its kind.
        kind: usize,
        /// The number of kinds.
        kinds: usize,
    },
    /// More bins of a kind than there are.
    #[error("{bins} bins are of kind {kind}, allowed: at most {count}, as many as there are")]
    Count {
        /// The kind.
        kind: usize,
        /// How many are taken.
        bins: usize,
        /// How many there are.
        count: usize,
    },
    /// An item in a bin that is not there.
    #[error("the bin of item {item} is {bin}, allowed: below {bins}, the number of bins")]
    Bin {
        /// The item.
        item: usize,
        /// Its bin.
        bin: usize,
        /// The number of bins.
        bins: usize,
    },
    /// A bin without an item.
    #[error("bin {bin} is empty, allowed: at least one item in each bin")]
    Empty {
        /// The first such bin.
        bin: usize,
    },
    /// A bin that holds more than it can.
    #[error(
        "the load of bin {bin} in dimension {dimension} is {load}, allowed: at most {capacity}, the capacity of its kind"
    )]
    Overfull {
        /// The bin.
        bin: usize,
        /// The first dimension where it holds too much.
        dimension: usize,
        /// What its items need together.
        load: u128,
        /// What a bin of its kind holds.
        capacity: u64,
    },
    /// Items of other sizes than those that were packed.
    #[error(
        "the load of bin {bin} in dimension {dimension} is {load}, allowed: {packed}, the sizes that were packed there"
    )]
    Load {
        /// The bin.
        bin: usize,
        /// The first dimension where it differs.
        dimension: usize,
        /// What its items need together.
        load: u64,
        /// What they needed when they were packed.
        packed: u64,
    },
}
