//! Each bound, over hundreds of seeds, with a threshold from its theory.

mod bloom;
mod count_min;
mod hyperloglog;
mod split_block_bloom;
