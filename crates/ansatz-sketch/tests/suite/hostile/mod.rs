//! Damaged and invented bytes.

mod count_min;
mod hyperloglog;
mod space_saving;
mod tdigest;
