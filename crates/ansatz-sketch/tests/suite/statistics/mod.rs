//! Bounds, held over many seeds.

mod bloom;
mod split_block_bloom;
