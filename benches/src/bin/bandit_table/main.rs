//! What policies lose beside the best arm, and what experiments conclude that are watched: one line for each case, then a
//! summary whose lines start with `#`.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::std_instead_of_core, clippy::std_instead_of_alloc)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::panic))]

mod obd;
mod regret;

use std::process::ExitCode;

use ansatz_benches::run_table;

fn main() -> ExitCode {
    run_table(USAGE, |arguments| {
        let outcome: Result<(), String> = match arguments {
            ["obd", rest @ ..] => obd::run(rest)?,
            ["regret", rest @ ..] => regret::run(rest)?,
            _ => return None,
        };
        Some(outcome.map_or_else(
            |wrong| {
                eprintln!("{wrong}");
                ExitCode::FAILURE
            },
            |()| ExitCode::SUCCESS,
        ))
    })
}

const USAGE: &str = "\
usage: bandit_table regret [--runs N] [--seed S]
       bandit_table obd FOLDER

With regret: the mean regret of all policies in all environments, over N runs (2000) each. With obd: what another
policy earned in the Open Bandit Dataset, whose logs obd.py puts into FOLDER.";
