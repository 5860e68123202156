//! Plans where the pods of a cluster go, and says of each that finds no place why.
//!
//! `cargo run --release --example cluster_plan`; `-- --help` for the options. Nodes and pods come from Kubernetes or from
//! CSV files, and nothing is changed anywhere; what the nodes hold then is drawn on a page.

// A program measures times, takes roots for its drawings and has std; a family does none of these.
#![allow(clippy::disallowed_methods, clippy::std_instead_of_alloc, clippy::std_instead_of_core)]
#![cfg_attr(test, allow(clippy::panic, clippy::unwrap_used))] // That is how a test fails.

mod arguments;
mod cluster;
mod fields;
mod fill;
mod input;
mod kubernetes;
mod openb;
mod page;
mod planned;
mod print;
#[cfg(test)]
mod tests;
mod wrong;
mod yaml;

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
    let cluster = input::read(&request.input)?;
    if cluster.nodes.is_empty() {
        return Err("there is no node in what was read".into());
    }
    let planned = Planned::new(request, cluster)?;
    print::write(out, &planned)?;
    let report = stored(&page::of_plan(&planned)?, request.output.join("report.html"))?;
    writeln!(out, "report: {}", report.display())?;
    Ok(())
}
