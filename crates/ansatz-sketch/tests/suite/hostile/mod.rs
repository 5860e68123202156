//! Damaged and invented bytes.

mod tdigest;
