//! How long the schedules are that genetic scheduling finds for projects with scarce resources, and what it proves: one line
//! for each instance, then a summary of each file whose lines start with `#`.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::std_instead_of_core, clippy::std_instead_of_alloc)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::panic))]

mod instance;
mod outcome;

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use ansatz_benches::{positive, run_table, seconds};

use crate::{
    instance::Instance,
    outcome::{Limit, Outcome, Summary},
};

fn main() -> ExitCode {
    run_table(USAGE, |arguments| {
        let outcome = Request::of(arguments)?.tabulate();
        Some(outcome.map_or_else(
            |wrong| {
                eprintln!("{wrong}");
                ExitCode::FAILURE
            },
            |()| ExitCode::SUCCESS,
        ))
    })
}

/// What the command line asks for.
#[derive(Debug, PartialEq)]
struct Request {
    limit: Limit,
    seed: u64,
    files: Vec<PathBuf>,
}

impl Request {
    /// `None` if the arguments are none that the usage knows.
    fn of(arguments: &[&str]) -> Option<Self> {
        let (mut limit, mut seed, mut rest) = (Limit::Schedules(USUAL_SCHEDULES), 1, arguments);
        loop {
            match *rest {
                ["--schedules", text, ref tail @ ..] => (limit, rest) = (Limit::Schedules(positive(text)?), tail),
                ["--seconds", text, ref tail @ ..] => (limit, rest) = (Limit::Time(seconds(text)?), tail),
                ["--seed", text, ref tail @ ..] => (seed, rest) = (text.parse().ok()?, tail),
                [option, ..] if option.starts_with('-') => return None,
                [] => return None,
                _ => break,
            }
        }
        Some(Self { limit, seed, files: rest.iter().map(PathBuf::from).collect() })
    }

    /// Reads all files before the first search, so that a broken line is told at once.
    fn tabulate(self) -> Result<(), String> {
        let sets: Result<Vec<_>, String> = self.files.iter().map(|file| Ok((name(file), read(file)?))).collect();
        let sets = sets?;
        println!("name LB UB CPM makespan bound");
        for (name, instances) in sets {
            let mut summary = Summary::default();
            for instance in &instances {
                let outcome = Outcome::of(instance, self.limit, self.seed)?;
                println!("{} {outcome}", instance.name);
                summary.add(outcome);
            }
            println!("{}", summary.lines(&name));
        }
        println!("# UB = the shortest makespan that is known, CPM = the critical path; seconds of processor time");
        Ok(())
    }
}

fn read(file: &Path) -> Result<Vec<Instance>, String> {
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let instances =
        instance::parse_all(&text).map_err(|(line, wrong)| format!("{}:{line}: {wrong}", file.display()))?;
    if instances.is_empty() {
        return Err(format!("{}: no instance", file.display()));
    }
    Ok(instances)
}

fn name(file: &Path) -> String {
    file.file_stem().unwrap_or(file.as_os_str()).to_string_lossy().into_owned()
}

const USUAL_SCHEDULES: u64 = 5_000;

const USAGE: &str = "\
usage: planning_table [--schedules N | --seconds S] [--seed S] FILE...

Each search ends after N schedules (5000), all of them counted, or after S seconds of the processor's time; before that if
its makespan is proved to be the shortest. The seed is 1 if none is given.
A line of a FILE is `name LB UB CPM nJobs K`, K capacities, and for each job its duration, K demands, the number of its
successors and these, from 1 on; LB is -1 if it is not known. Lines that start with # are comments.";

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn options_come_before_files() {
        let request = Request::of(&["--seed", "0", "--schedules", "50", "a", "b"]).unwrap();
        assert_eq!(request.files, ["a", "b"].map(PathBuf::from));
        assert_eq!((request.limit, request.seed), (Limit::Schedules(50), 0));
        let usual = Request { limit: Limit::Schedules(5_000), seed: 1, files: vec![PathBuf::from("a")] };
        assert_eq!(Request::of(&["a"]), Some(usual));
        let timed = Request::of(&["--seconds", "0.5", "a"]).unwrap();
        assert_eq!(timed.limit, Limit::Time(Duration::from_millis(500)));
    }

    #[test]
    fn what_the_usage_does_not_know_is_refused() {
        for arguments in [
            &[][..],
            &["--schedules", "0", "a"],
            &["--schedules"],
            &["--seed", "-1", "a"],
            &["--seconds", "0", "a"],
            &["--seed", "1"],
            &["--second", "1"],
            &["-h"],
        ] {
            assert_eq!(Request::of(arguments), None, "{arguments:?}");
        }
    }

    #[test]
    fn files_that_cannot_be_read_are_named() {
        let wrong = read(Path::new("/no/such/file.txt")).unwrap_err();
        assert!(wrong.starts_with("/no/such/file.txt: "), "{wrong}");
    }
}
