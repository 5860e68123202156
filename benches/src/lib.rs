//! What the tables and benches share: command lines, problems with known answers, and clusters that are drawn.

#![cfg_attr(test, allow(clippy::panic))]

pub mod bbob;
pub mod cluster;
pub mod steps;
pub mod weak_strong;

use core::time::Duration;
use std::process::{ExitCode, Termination};

/// Runs `tabulate` with the arguments of the command line, and ends as it says; prints `usage` if it knows none such and
/// returns `None`.
#[allow(clippy::print_stderr)] // A program says what is wrong.
pub fn run_table<T: Termination>(usage: &str, tabulate: impl FnOnce(&[&str]) -> Option<T>) -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if let Some(outcome) = tabulate(&arguments) {
        return outcome.report();
    }
    eprintln!("{usage}");
    ExitCode::from(2)
}

/// A number above 0.
#[must_use]
pub fn positive(text: &str) -> Option<u64> {
    text.parse().ok().filter(|number| *number > 0)
}

/// A time above 0 in seconds, with a fraction or without.
#[must_use]
pub fn seconds(text: &str) -> Option<Duration> {
    let seconds = text.parse().ok().filter(|seconds| *seconds > 0.0)?;
    Duration::try_from_secs_f64(seconds).ok()
}
