//! What can be wrong with ranges.

use alloc::{format, string::String};

/// Ranges that cannot be, or a change to them that cannot be made; what was to be changed is unchanged.
///
/// Keys are shown as text in quotes, with other bytes escaped.
///
/// # Examples
///
/// ```
/// use ansatz_placement::RangeMap;
///
/// let mut map = RangeMap::new("db-1");
/// map.split("m", "db-2")?;
/// let error = map.split("m", "db-3").unwrap_err();
/// assert_eq!(error.to_string(), "a range begins at \"m\" already, allowed: a key inside a range");
/// # Ok::<(), ansatz_placement::PartitionError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PartitionError {
    /// A split where a range begins already.
    #[error("a range begins at {key} already, allowed: a key inside a range")]
    Boundary {
        /// The key.
        key: String,
    },
    /// A merge where no range begins, or where the first one does.
    #[error("no two ranges meet at {key}, allowed: the first key of a range that another precedes")]
    NoBoundary {
        /// The key.
        key: String,
    },
    /// Splits that do not ascend.
    #[error("the split at {key} follows the one at {before}, allowed: ascending keys")]
    Order {
        /// The key.
        key: String,
        /// The key before it.
        before: String,
    },
    /// A range that ends where it begins, or before.
    #[error("the range from {start} to {end} is empty, allowed: an end after the start")]
    Empty {
        /// The first key.
        start: String,
        /// The key after the last one.
        end: String,
    },
    /// Shards that leave a key without a shard, or with two.
    #[error("shard \"{shard}\" {problem}, allowed: shards that cover each keyspace id once")]
    Shards {
        /// The shard's name.
        shard: String,
        /// What is wrong with it.
        problem: &'static str,
    },
}

/// A key as a reader knows it.
pub(crate) fn shown(key: &[u8]) -> String {
    format!("\"{}\"", key.escape_ascii())
}
