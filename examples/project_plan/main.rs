//! Plans a project: a schedule of its tasks, which of them decide the finish, and how sure that is.
//!
//! `cargo run --release --example project_plan`; `-- --help` for the options. Tasks come from TOML, CSV and the formats of
//! scheduling's libraries; the schedule and the distribution of the finish are drawn on a page.

// A program measures times, takes roots for its drawings and has std; a family does none of these.
#![allow(clippy::disallowed_methods, clippy::std_instead_of_alloc, clippy::std_instead_of_core)]
#![cfg_attr(test, allow(clippy::panic, clippy::unwrap_used))] // That is how a test fails.

mod activities;
mod arguments;
mod chains;
mod chances;
mod clock;
mod csv;
mod date;
mod document;
mod faults;
mod gantt;
mod links;
mod page;
mod patterson;
mod plan;
mod planned;
mod print;
mod progress;
mod psplib;
mod read;
mod risk;
mod rows;
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
    planned::Planned,
};

fn main() -> ExitCode {
    match Command::parse(lexopt::Parser::from_env()) {
        Ok(Command::Help) => helped(HELP),
        Ok(Command::Plan(request)) => ended(run(&request, &mut io::stdout().lock())),
        Err(error) => misused(error),
    }
}

fn run(request: &Request, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let planned = Planned::new(request, read::plan(request)?)?;
    print::write(out, &planned)?;
    let page = stored(&page::of_plan(&planned)?, request.page.clone())?;
    writeln!(out, "\nreport: {}", page.display())?;
    Ok(())
}
