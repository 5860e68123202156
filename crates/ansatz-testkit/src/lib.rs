//! What the tests of the family share. Not published; a dev-dependency only.
//!
//! * [`statistics`]: assertions about random quantities, each with the derivation of its threshold.
//! * [`hostile`]: drivers that feed a decoder damaged bytes under a counting allocator.

#![allow(clippy::panic)]

pub mod hostile;
pub mod statistics;
