//! The examples of the family; run one with `cargo run --release --example NAME`. Here is what they share.

// Programs have std.
#![allow(clippy::std_instead_of_alloc, clippy::std_instead_of_core)]

pub mod csv;
pub mod figures;

use std::{error::Error, io};

/// Whether a program stops because nobody reads what it writes: whoever takes the first lines only (`| head`) has what
/// they want.
pub fn is_broken_pipe(error: &(dyn Error + 'static)) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

/// The README, whose example must run.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
