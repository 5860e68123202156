//! The examples of the family; run one with `cargo run --release --example NAME`.

/// The README, whose example must run.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
