//! Each bound, over hundreds of seeds, with a threshold from its theory.

mod count_min;
mod hyperloglog;
