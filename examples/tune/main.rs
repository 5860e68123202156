//! Tunes a command of yours: searches for the values of its parameters that give the least on its last line.
//!
//! `cargo run --release --example tune`; `-- --help` for the options. A run can be stored after every trial, stopped at any
//! moment, and gone on with as if nothing had happened; its history is a page.

// A program measures times, takes logarithms for its charts and has std; a family does none of these.
#![allow(clippy::disallowed_methods, clippy::std_instead_of_alloc, clippy::std_instead_of_core)]
#![cfg_attr(test, allow(clippy::panic, clippy::unwrap_used))] // That is how a test fails.

mod arguments;
mod demo;
mod evaluate;
mod page;
mod parameter;
mod progress;
mod search;
mod state;
mod study;
mod template;
#[cfg(test)]
mod tests;

use std::{
    error::Error,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, Instant},
};

use ansatz_examples::{ended, helped, misused, page::stored};

use crate::{
    arguments::{Command, HELP},
    progress::Progress,
    study::{Plan, Study},
};

fn main() -> ExitCode {
    let mut words = std::env::args_os().skip(1);
    if words.next().is_some_and(|word| word == demo::OPTION) {
        let words: Vec<String> = words.map(|word| word.to_string_lossy().into_owned()).collect();
        return ended(demo::run(&words, &mut io::stdout()).map_err(Into::into).and_then(|end| end.map_err(Into::into)));
    }
    match Command::parse(lexopt::Parser::from_env()) {
        Ok(Command::Help) => helped(HELP),
        Ok(Command::Tune { plan, output }) => ended(run(*plan, &output, &mut io::stdout())),
        Err(error) => misused(error),
    }
}

fn run(plan: Plan, output: &Path, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let mut study = Study::open(plan)?;
    // A folder that cannot be written shall show now.
    write_page(&study, output)?;
    let progress = Progress::begin(&study)?;
    let mut written = Instant::now();
    loop {
        let step = study.step();
        if let Ok(Some(number)) = step {
            progress.tell(&study, number);
            // Often enough to look at, seldom enough to cost nothing.
            if written.elapsed() < PAGE_EVERY {
                continue;
            }
        }
        let page = write_page(&study, output);
        written = Instant::now();
        if !matches!(step, Ok(Some(_))) || page.is_err() {
            progress.end();
        }
        let page = page?;
        if step?.is_none() {
            return summarize(&study, &page, out);
        }
    }
}

/// Writes the page and says where it is.
fn write_page(study: &Study, output: &Path) -> Result<PathBuf, Box<dyn Error>> {
    Ok(stored(&page::of_study(study)?, output.join("history.html"))?)
}

fn summarize(study: &Study, page: &Path, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let (plan, made, failed) = (study.plan(), study.trials().len(), study.failures());
    let best = study.best();
    if let Some((number, value, candidate)) = best {
        writeln!(out, "best: {value}, trial {}", number + 1)?;
        let values = plan.values(candidate);
        let width = values.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
        for (name, value) in values {
            writeln!(out, "  {name:<width$} = {value}")?;
        }
        writeln!(out, "command: {}", plan.pasteable(candidate))?;
    }
    let stop = study.stop().map_or(String::new(), |stop| format!("; {stop}"));
    writeln!(out, "{made} trials, {failed} failed{stop}")?;
    if let Some(state) = &plan.state {
        writeln!(out, "state: {}", state.display())?;
    }
    writeln!(out, "page: {}", page.display())?;
    if best.is_none() {
        return Err("no trial has succeeded".into());
    }
    Ok(())
}

const PAGE_EVERY: Duration = Duration::from_secs(5);
