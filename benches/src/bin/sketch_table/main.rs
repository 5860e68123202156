//! How far the sketches' answers are from the truth: one line for each setting, then a summary whose lines start with `#`.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

mod bounds;
mod cardinality;
mod quantile;

use std::process::ExitCode;

use ansatz_benches::{positive, run_table};

fn main() -> ExitCode {
    run_table(USAGE, tabulate)
}

/// `None` if the arguments are none that the usage knows.
fn tabulate(arguments: &[&str]) -> Option<()> {
    match *arguments {
        ["bounds"] => bounds::print(2000),
        ["bounds", trials] => bounds::print(positive(trials)?),
        ["cardinality"] => cardinality::print(400, 10_000_000),
        ["cardinality", trials, largest] => cardinality::print(positive(trials)?, positive(largest)?),
        ["quantile"] => quantile::print(250.0),
        ["quantile", compression] => quantile::print(compression_of(compression)?),
        _ => return None,
    }
    Some(())
}

/// What the digest accepts.
fn compression_of(text: &str) -> Option<f64> {
    text.parse().ok().filter(|compression| ansatz_sketch::TDigest::new(*compression).is_ok())
}

const USAGE: &str = "\
usage: sketch_table bounds [TRIALS]                 how often each published bound is missed (2000)
       sketch_table cardinality [TRIALS LARGEST]    bias, error and coverage of HyperLogLog (400 10000000)
       sketch_table quantile [COMPRESSION]          rank errors of TDigest beside its peers (250; 20 to 100000)";
