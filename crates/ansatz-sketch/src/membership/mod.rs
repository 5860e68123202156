//! Has this item been seen?

mod block;
mod bloom;
mod bloom_sizing;
mod occupancy;
mod split_block_bloom;
mod split_block_sizing;

pub use bloom::Bloom;
pub use split_block_bloom::SplitBlockBloom;
