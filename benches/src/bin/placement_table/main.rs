//! How evenly placers spread keys and what they move, and how near plans come to the least: one line for each setting, then
//! a summary whose lines start with `#`.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

mod gaps;
mod spread;

use std::process::ExitCode;

use ansatz_benches::{positive, run_table};

fn main() -> ExitCode {
    run_table(USAGE, tabulate)
}

/// `None` if the arguments are none that the usage knows.
fn tabulate(arguments: &[&str]) -> Option<()> {
    match *arguments {
        ["spread"] => spread::print(400, 100_000),
        ["spread", seeds, largest] => spread::print(positive(seeds)?, positive(largest)?),
        ["gaps"] => gaps::print(20, 1_000),
        ["gaps", seeds, largest] => gaps::print(positive(seeds)?, positive(largest)?),
        _ => return None,
    }
    Some(())
}

const USAGE: &str = "\
usage: placement_table spread [SEEDS LARGEST]    spread, movement, build time, memory and lookup (400 100000)
       placement_table gaps [SEEDS LARGEST]      moves of plans for unequal sizes beyond the least (20 1000)";
