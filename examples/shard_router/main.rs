//! Shards a table: where its keys live, which shards a query has to ask, and which moves take it to a changed set of
//! shards.
//!
//! `cargo run --release --example shard_router`; `-- --help` for the options. The keys go by their hash into slots, and
//! the slots by rendezvous hashing to shards; beside that the same table is cut into ranges of keys, for comparison.

// A program has std.
#![allow(clippy::std_instead_of_alloc, clippy::std_instead_of_core)]
#![cfg_attr(test, allow(clippy::unwrap_used))] // That is how a test fails.

mod arguments;
mod condition;
mod router;
mod table;
#[cfg(test)]
mod tests;

use std::{
    error::Error,
    io::{self, Write},
    path::Path,
    process::ExitCode,
};

use ansatz_examples::{ended, helped, misused};

use crate::{
    arguments::{Command, HELP, Request},
    router::Router,
    table::Table,
};

fn main() -> ExitCode {
    match Command::parse(lexopt::Parser::from_env()) {
        Ok(Command::Help) => helped(HELP),
        Ok(Command::Shard(request)) => ended(run(&request, &mut io::stdout().lock())),
        Err(error) => misused(error),
    }
}

fn run(request: &Request, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    // Before the table is read: a slip of the pen is told at once.
    let predicate = condition::parse(&request.predicate)?;
    let path = request.input.as_deref().unwrap_or(Path::new(OWN_DATA));
    let table = match request.input {
        Some(_) => Table::open(path),
        None => Table::of_aircraft(path),
    };
    let table = table.map_err(|error| format!("{}: {error}", path.display()))?;
    let router = Router::new(&table, request.shards)?;
    router.write_shards(out)?;
    for key in &request.keys {
        router.write_key(out, key)?;
    }
    writeln!(out)?;
    router.write_query(out, &request.predicate, &predicate)?;
    let (add, remove) = (request.add.as_slice(), request.remove.as_slice());
    if !add.is_empty() || !remove.is_empty() {
        return router.write_plan(out, request, add, remove);
    }
    router.write_plan(out, request, &[router::shard_name(request.shards)], &[])?;
    if request.shards > 1 {
        router.write_plan(out, request, &[], &[router::shard_name(request.shards / 2)])?;
    }
    Ok(())
}

/// Hash slots: a hundred for each of ten shards, and a size that a person can read a plan of.
const SLOTS: usize = 1_024;
const OWN_DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/flights.csv.gz");
