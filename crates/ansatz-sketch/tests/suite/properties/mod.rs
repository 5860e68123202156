//! Laws, on arbitrary inputs.

mod count_min;
mod hyperloglog;
mod space_saving;
mod tdigest;
