//! Bytes from outside, every truncation and every flip, and hostile parameters.

mod predicate;
mod range_map;
