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
        ["bbob", ref options @ ..] => bbob::print(bbob_plan(options)?),
        ["convergence"] => convergence::print(20),
        ["convergence", seeds] => convergence::print(positive(seeds)?),
        ["zdt1"] => zdt1::print(20),
        ["zdt1", seeds] => zdt1::print(positive(seeds)?),
        _ => return None,
    }
    Some(())
}

/// Options that are left out at the end have the usage's values.
fn bbob_plan(options: &[&str]) -> Option<bbob::Plan> {
    let option = |index: usize, usual| options.get(index).copied().unwrap_or(usual);
    (options.len() <= 4).then_some(())?;
    Some(bbob::Plan {
        dimension: dimensions(option(0, "5"))?,
        instances: some(option(1, "15"))?,
        first_seed: option(2, "0").parse().ok()?,
        seeds: some(option(3, "1"))?,
    })
}

fn dimensions(text: &str) -> Option<usize> {
    text.parse().ok().filter(|dimension| (2..=40).contains(dimension))
}

fn some(text: &str) -> Option<u32> {
    positive(text)?.try_into().ok()
}

const USAGE: &str = "\
usage: optimize_table bayes [SEEDS [FIRST]]      simple regret of Bayesian search, beside the recorded one of Optuna (20 1)
       optimize_table bbob [D [INSTANCES [FIRST_SEED [SEEDS]]]]
                                                 functions solved by BIPOP-CMA-ES, beside pycma's record (5 15 0 1)
       optimize_table convergence [SEEDS]        the best value after so many evaluations, in the median (20)
       optimize_table zdt1 [SEEDS]               hypervolume of NSGA-II's front, beside the recorded one of pymoo (20)";
