//! How good the answers are: one line for each instance or set, then a summary whose lines start with `#`.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::panic)]

<<<<<<< HEAD
mod bayes;
mod convergence;
#[allow(dead_code)] // The benches use the rest.
#[path = "../../../optimize/input.rs"]
mod input;
=======
mod bbob;
>>>>>>> cma
mod zdt1;

use std::process::ExitCode;

use ansatz_benches::{positive, run_table};

fn main() -> ExitCode {
    run_table(USAGE, tabulate)
}

/// `None` if the arguments are none that the usage knows.
fn tabulate(arguments: &[&str]) -> Option<()> {
    match *arguments {
<<<<<<< HEAD
        ["bayes"] => bayes::print(20),
        ["bayes", seeds] => bayes::print(positive(seeds)?),
<<<<<<< HEAD
=======
        ["bbob", dimension, instances] => {
            let (dimension, instances) = (positive(dimension)?, positive(instances)?);
            bbob::print(usize::try_from(dimension).ok()?, u32::try_from(instances).ok()?);
        }
>>>>>>> cma
=======
        ["convergence"] => convergence::print(20),
        ["convergence", seeds] => convergence::print(positive(seeds)?),
>>>>>>> local
        ["zdt1"] => zdt1::print(20),
        ["zdt1", seeds] => zdt1::print(positive(seeds)?),
        _ => return None,
    }
    Some(())
}

const USAGE: &str = "\
<<<<<<< HEAD
usage: optimize_table bayes [SEEDS]   simple regret of Bayesian search, beside the recorded one of Optuna (20)
<<<<<<< HEAD
=======
usage: optimize_table bbob DIMENSION INSTANCES    BBOB functions that BIPOP-CMA-ES solves, beside pycma's recorded count
>>>>>>> cma
=======
       optimize_table convergence [SEEDS]    the best value after so many evaluations, in the median (20)
>>>>>>> local
       optimize_table zdt1 [SEEDS]    hypervolume of NSGA-II's front, beside the recorded one of pymoo (20)";
