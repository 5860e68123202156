//! Vectors from references, and pinned bytes.

mod bloom;
mod count_min;
mod hyperloglog;
mod space_saving;
mod split_block_bloom;
mod tdigest;
