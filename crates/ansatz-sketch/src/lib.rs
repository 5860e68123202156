//! Mergeable summaries of streams.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod cardinality;
mod frequency;
mod membership;
mod normal;
mod quantile;
#[cfg(feature = "serde")]
mod serde;

pub use cardinality::{HyperLogLog, HyperLogLogPlus};
pub use frequency::{ConservativeCountMin, CountMin, Counted, HeavyHitters, TopK};
pub use membership::{Bloom, SplitBlockBloom};
pub use quantile::TDigest;
