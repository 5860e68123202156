//! Divides a graph in two so that as much as possible is cut, with each solver of `ansatz-quantum`, and draws what each had
//! found by which time.
//!
//! `cargo run --release --example maxcut -- [FILE]`; `-- --help` for the options. Graphs come as in the Gset.

// A program reads the processor's clock, takes logarithms for its drawings and has std; a family does none of these.
#![allow(clippy::disallowed_methods, clippy::std_instead_of_alloc, clippy::std_instead_of_core)]
#![cfg_attr(test, allow(clippy::panic, clippy::unwrap_used))] // That is how a test fails.

mod arguments;
mod course;
mod graph;
mod page;
mod print;
mod race;
mod search;
#[cfg(test)]
mod tests;

use std::{
    error::Error,
    io::{self, Write},
    process::ExitCode,
};

use ansatz_examples::{ended, helped, misused, page::stored};

use crate::{
    arguments::{Command, HELP, Request},
    graph::Graph,
    race::Race,
};

fn main() -> ExitCode {
    match Command::parse(lexopt::Parser::from_env()) {
        Ok(Command::Help) => helped(HELP),
        Ok(Command::Cut(request)) => ended(run(&request, &mut io::stdout().lock())),
        Err(error) => misused(error),
    }
}

fn run(request: &Request, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let graph = Graph::open(&request.input)?;
    let race = Race::run(graph, request)?;
    print::write(out, &race)?;
    let report = stored(&page::of_race(&race)?, request.output.join("report.html"))?;
    writeln!(out, "report: {}", report.display())?;
    Ok(())
}
