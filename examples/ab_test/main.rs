//! Says whether the new variant of an experiment is better, from a CSV file of who got what and what came of it, by a test
//! that may be watched all the time, and draws what could not be excluded by when.
//!
//! `cargo run --release --example ab_test -- [FILE]`; `-- --help` for the options.

// A program has std.
#![allow(clippy::std_instead_of_alloc, clippy::std_instead_of_core)]
#![cfg_attr(test, allow(clippy::panic, clippy::unwrap_used))] // That is how a test fails.

mod arguments;
mod page;
mod print;
mod read;
mod test;
#[cfg(test)]
mod tests;
mod watch;

use std::{
    error::Error,
    io::{self, Write},
    process::ExitCode,
};

use ansatz_examples::{ended, helped, misused, page::stored};

use crate::{
    arguments::{Command, HELP, Request},
    read::Experiment,
    watch::Watch,
};

fn main() -> ExitCode {
    match Command::parse(lexopt::Parser::from_env()) {
        Ok(Command::Help) => helped(HELP),
        Ok(Command::Watch(request)) => ended(run(&request, &mut io::stdout().lock())),
        Err(error) => misused(error),
    }
}

fn run(request: &Request, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let experiment = Experiment::open(request)?;
    let watch = Watch::of(&experiment, request)?;
    print::write(out, &watch)?;
    let report = stored(&page::of_watch(&watch)?, request.output.join("report.html"))?;
    writeln!(out, "report: {}", report.display())?;
    Ok(())
}
