//! Laws, on arbitrary inputs.

mod bloom;
mod hyperloglog;
mod split_block_bloom;
mod tdigest;
