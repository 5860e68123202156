//! Bytes from outside, every truncation and every flip, and hostile parameters.

mod anchor;
mod fleets;
mod predicate;
mod range_map;
mod rebalance;
