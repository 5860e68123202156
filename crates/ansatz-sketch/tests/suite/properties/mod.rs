//! Laws, on arbitrary inputs.

mod tdigest;
