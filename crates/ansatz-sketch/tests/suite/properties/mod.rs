//! Laws, for any input.

mod bloom;
mod split_block_bloom;
