//! Laws, on arbitrary inputs.

mod count_min;
mod space_saving;
mod tdigest;
