//! The examples of the family; run one with `cargo run --release --example NAME`. Here is what they share.

// Programs have std.
#![allow(clippy::std_instead_of_alloc, clippy::std_instead_of_core)]

pub mod charts;
pub mod csv;
pub mod figures;
pub mod files;
pub mod page;
pub mod rows;

use core::{fmt::Display, ops::RangeInclusive, str::FromStr};
use std::{
    error::Error,
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

/// How a program ends that has done what it was asked for, or says why not.
pub fn ended(outcome: Result<(), Box<dyn Error>>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads only the first lines (`| head`) has what they want.
        Err(error) if is_broken_pipe(&*error) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// How a program ends that was asked how to use it.
pub fn helped(help: &str) -> ExitCode {
    ended(write!(io::stdout(), "{help}").map_err(Into::into))
}

/// How a program ends whose arguments are not understood.
pub fn misused(error: impl Display) -> ExitCode {
    let _ = writeln!(io::stderr(), "error: {error}; --help lists the options");
    ExitCode::from(MISUSE)
}

/// Whether a program stops because nobody reads what it writes.
fn is_broken_pipe(error: &(dyn Error + 'static)) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

/// A text that is none of those that are allowed.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected one of {allowed}")]
pub struct NoneOf {
    /// All that are: `a, b, c`.
    pub allowed: String,
}

/// What stands beside the text among `choices`.
///
/// # Errors
///
/// The texts that would have been found.
pub fn one_of<T: Copy>(text: &str, choices: &[(&str, T)]) -> Result<T, NoneOf> {
    let found = choices.iter().find(|(name, _)| *name == text);
    let names = || choices.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    found.map(|(_, choice)| *choice).ok_or_else(|| NoneOf { allowed: names() })
}

/// A whole number in this range.
///
/// # Errors
///
/// What was expected.
pub fn whole<T: FromStr + PartialOrd + Display>(text: &str, allowed: RangeInclusive<T>) -> Result<T, String> {
    let number = text.parse().ok().filter(|number| allowed.contains(number));
    number.ok_or_else(|| format!("expected a whole number in {}..={}", allowed.start(), allowed.end()))
}

/// The folder for what an example writes: where cargo puts what it builds, unless its settings file says otherwise.
pub fn output_folder(example: &str) -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").filter(|folder| !folder.is_empty());
    let beside_the_package = || Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("target");
    target.map_or_else(beside_the_package, PathBuf::from).join(example)
}

/// What shells and most programs return where the arguments are wrong.
const MISUSE: u8 = 2;

/// The README, whose example must run.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
