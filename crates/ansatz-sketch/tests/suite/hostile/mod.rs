//! Damaged and arbitrary bytes.

mod bloom;
mod split_block_bloom;
