//! The examples of the family; run one with `cargo run --release --example NAME`. Here is what they share.

// Programs have std.
#![allow(clippy::std_instead_of_alloc, clippy::std_instead_of_core)]

pub mod charts;
pub mod csv;
pub mod figures;
pub mod page;

use std::{
    error::Error,
    io,
    path::{Path, PathBuf},
};

/// Whether a program stops because nobody reads what it writes: whoever takes the first lines only (`| head`) has what
/// they want.
pub fn is_broken_pipe(error: &(dyn Error + 'static)) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

/// The folder for what an example writes: where cargo puts what it builds, unless its settings file says otherwise.
pub fn output_folder(example: &str) -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").filter(|folder| !folder.is_empty());
    let beside_the_package = || Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("target");
    target.map_or_else(beside_the_package, PathBuf::from).join(example)
}

/// The README, whose example must run.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
