//! Pinned bytes.

mod tdigest;
