//! Damaged and invented bytes.

mod hyperloglog;
mod tdigest;
