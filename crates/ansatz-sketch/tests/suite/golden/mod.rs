//! Pinned bytes.

mod count_min;
mod space_saving;
mod tdigest;
