//! Laws, on arbitrary inputs.

mod hyperloglog;
mod tdigest;
