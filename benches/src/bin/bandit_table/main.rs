//! What policies lose beside the best arm, and what experiments conclude that are watched: one line for each case, then a
//! summary whose lines start with `#`.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::std_instead_of_core, clippy::std_instead_of_alloc)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::panic))]

mod chart;
mod lai_robbins;
mod linear;
mod obd;
mod regret;
mod watched;
mod worlds;

use std::process::ExitCode;

use ansatz_benches::run_table;

fn main() -> ExitCode {
    run_table(USAGE, |arguments| {
        let outcome = match arguments {
            ["regret", rest @ ..] => regret::run(rest)?,
            ["lai-robbins", rest @ ..] => lai_robbins::run(rest)?,
            ["linear", rest @ ..] => linear::run(rest)?,
            ["obd", rest @ ..] => obd::run(rest)?,
            ["watched", rest @ ..] => watched::run(rest)?,
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
usage: bandit_table regret [--runs N] [--seed S] [--charts FOLDER] [ENVIRONMENT...]
       bandit_table lai-robbins [--runs N] [--seed S] [--horizon T]
       bandit_table linear --log FILE
       bandit_table obd FOLDER
       bandit_table watched [--runs N] [--seed S]

With regret: the mean regret of each policy in each ENVIRONMENT (all), over N runs (2000), with its standard error after some of
the rounds; with --charts, a drawing of each environment goes into the FOLDER.
With lai-robbins: regret after 10^3, 10^4, ... rounds up to T (10^6), divided by ln t times the constant of Lai and Robbins.
With linear: the time of a round of LinUCB, and what it earns, on the rounds in FILE, which benches/bandit/peers.py writes.
With obd: what another policy earned in the Open Bandit Dataset, whose logs obd.py puts into FOLDER.
With watched: how often each watched test finds a difference that is none and one that is there, over N experiments (10000) of
10000 looks each.";
