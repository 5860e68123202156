//! How good the answers are: one line for each instance or set, then a summary whose lines start with `#`.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

mod convergence;
mod zdt1;

use std::process::ExitCode;

use ansatz_benches::{positive, run_table};

fn main() -> ExitCode {
    run_table(USAGE, tabulate)
}

/// `None` if the arguments are none that the usage knows.
fn tabulate(arguments: &[&str]) -> Option<()> {
    match *arguments {
        ["convergence"] => convergence::print(20),
        ["convergence", seeds] => convergence::print(positive(seeds)?),
        ["zdt1"] => zdt1::print(20),
        ["zdt1", seeds] => zdt1::print(positive(seeds)?),
        _ => return None,
    }
    Some(())
}

const USAGE: &str = "\
usage: optimize_table convergence [SEEDS]    the best value after so many evaluations, in the median (20)
       optimize_table zdt1 [SEEDS]    hypervolume of NSGA-II's front, beside the recorded one of pymoo (20)";
