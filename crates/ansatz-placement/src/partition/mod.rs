//! Partitioning by order: ranges of keys with their owners, and which of them a query must ask.

mod boundaries;
mod error;
mod intervals;
mod predicate;
mod range_map;
mod selection;
mod shard_key;

pub use error::PartitionError;
pub use predicate::Predicate;
pub use range_map::{KeyRange, RangeMap};
pub use selection::{Interval, Selection};
pub use shard_key::ShardKey;
