//! What the tests of the family share. Not published; a dev-dependency only.
//!
//! * [`statistics`]: assertions about random quantities, each with the derivation of its threshold.
//! * [`hostile`]: drivers that feed a decoder damaged bytes under a counting allocator.
//! * [`public_data`]: where data sets are that are not in the repository.

#![allow(clippy::panic)]

mod data;
pub mod hostile;
pub mod statistics;

pub use data::public_data;
