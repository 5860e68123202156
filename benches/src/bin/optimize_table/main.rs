//! How good the answers are: one line for each instance or set, then a summary whose lines start with `#`.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::panic)]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc)]

mod bayes;
mod bbob;
mod convergence;
#[allow(dead_code)] // The benches use the rest.
#[path = "../../../optimize/input.rs"]
mod input;
mod zdt1;

use std::process::ExitCode;

use ansatz_benches::{positive, run_table};

fn main() -> ExitCode {
    run_table(USAGE, tabulate)
}

/// `None` if the arguments are none that the usage knows.
fn tabulate(arguments: &[&str]) -> Option<()> {
    match *arguments {
        ["bayes"] => bayes::print(1, 20),
        ["bayes", seeds] => bayes::print(1, positive(seeds)?),
        ["bayes", seeds, first] => bayes::print(positive(first)?, positive(seeds)?),
        ["bbob"] => bbob::print(5, 15, 0),
        ["bbob", dimension] => bbob::print(dimensions(dimension)?, 15, 0),
        ["bbob", dimension, instances] => bbob::print(dimensions(dimension)?, some(instances)?, 0),
        ["bbob", dimension, instances, seed] => {
            bbob::print(dimensions(dimension)?, some(instances)?, seed.parse().ok()?);
        }
        ["convergence"] => convergence::print(20),
        ["convergence", seeds] => convergence::print(positive(seeds)?),
        ["zdt1"] => zdt1::print(20),
        ["zdt1", seeds] => zdt1::print(positive(seeds)?),
        _ => return None,
    }
    Some(())
}

fn dimensions(text: &str) -> Option<usize> {
    text.parse().ok().filter(|dimension| (2..=40).contains(dimension))
}

fn some(text: &str) -> Option<u32> {
    positive(text)?.try_into().ok()
}

const USAGE: &str = "\
usage: optimize_table bayes [SEEDS [FIRST]]      simple regret of Bayesian search, beside the recorded one of Optuna (20 1)
       optimize_table bbob [D [INSTANCES [SEED]]] functions solved by BIPOP-CMA-ES, beside pycma's record (5 15 0)
       optimize_table convergence [SEEDS]        the best value after so many evaluations, in the median (20)
       optimize_table zdt1 [SEEDS]               hypervolume of NSGA-II's front, beside the recorded one of pymoo (20)";
