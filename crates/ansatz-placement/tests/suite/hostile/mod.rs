//! Bytes from outside, every truncation and every flip, and hostile parameters.

mod rebalance;
