//! Damaged and invented bytes.

mod bloom;
mod hyperloglog;
mod split_block_bloom;
mod tdigest;
