//! Pinned bytes.

mod hyperloglog;
mod tdigest;
