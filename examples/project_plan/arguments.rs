//! The command line.

use core::ops::RangeInclusive;
use std::path::PathBuf;

use ansatz_examples::{output_folder, whole};
use lexopt::{Arg, Parser, ValueExt as _};

use crate::date::Date;

/// What the user asks for.
#[derive(Debug, PartialEq)]
pub(crate) enum Command {
    /// Print how to use the program.
    Help,
    /// Plan.
    Plan(Box<Request>),
}

/// What to plan, and how.
#[derive(Debug, PartialEq)]
pub(crate) struct Request {
    pub(crate) input: PathBuf,
    pub(crate) page: PathBuf,
    /// So many schedules are generated at most.
    pub(crate) schedules: u64,
    /// So many times the plan is simulated.
    pub(crate) runs: u64,
    pub(crate) seed: u64,
    pub(crate) capacities: Vec<(String, u64)>,
    pub(crate) start: Option<Date>,
    /// Read when it is known what a unit of time is.
    pub(crate) deadline: Option<String>,
}

impl Default for Request {
    fn default() -> Self {
        Self {
            input: PathBuf::from(OWN_DATA),
            page: output_folder("project_plan").join("report.html"),
            schedules: 5_000,
            runs: 20_000,
            seed: 42,
            capacities: Vec::new(),
            start: None,
            deadline: None,
        }
    }
}

impl Command {
    pub(crate) fn parse(mut parser: Parser) -> Result<Self, lexopt::Error> {
        let mut request = Request::default();
        while let Some(argument) = parser.next()? {
            match argument {
                Arg::Long("help") | Arg::Short('h') => return Ok(Self::Help),
                Arg::Long("input") | Arg::Short('i') => request.input = parser.value()?.parse()?,
                Arg::Long("page") | Arg::Short('p') => request.page = parser.value()?.parse()?,
                Arg::Long("schedules") => request.schedules = parser.value()?.parse_with(schedules)?,
                Arg::Long("runs") => request.runs = parser.value()?.parse_with(|text| whole(text, RUNS))?,
                Arg::Long("seed") => request.seed = parser.value()?.parse()?,
                Arg::Long("capacity") => request.capacities.push(parser.value()?.parse_with(capacity)?),
                Arg::Long("start") => {
                    let date = |text: &str| Date::parse(text).ok_or("expected a day as 2027-03-01");
                    request.start = Some(parser.value()?.parse_with(date)?);
                }
                Arg::Long("deadline") => request.deadline = Some(parser.value()?.string()?),
                _ => return Err(argument.unexpected()),
            }
        }
        Ok(Self::Plan(Box::new(request)))
    }
}

/// `mason=3`.
fn capacity(text: &str) -> Result<(String, u64), &'static str> {
    let parts = text.split_once('=').filter(|(name, _)| !name.is_empty());
    let parts = parts.and_then(|(name, capacity)| Some((name.to_owned(), capacity.parse().ok()?)));
    parts.ok_or("expected a name and a whole number, as mason=3")
}

/// One at least.
fn schedules(text: &str) -> Result<u64, &'static str> {
    let schedules = text.parse().ok().filter(|schedules| *schedules > 0);
    schedules.ok_or("expected a whole number above 0")
}

/// Quantiles need some, and no more than these are waited for.
const RUNS: RangeInclusive<u64> = 100..=100_000_000;
const OWN_DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/clinic.toml");

pub(crate) const HELP: &str = "\
Plans a project: when each task starts if what they share is scarce, which tasks decide the finish, and how sure it is.
A report with the schedule and the distribution of the finish is drawn as a page.

Usage: cargo run --release --example project_plan -- [OPTIONS]

Options:
  -i, --input FILE      Read the project from FILE, plain or gzipped. Without it, a project that comes with the example
                        is planned: data/clinic.toml, which shows all that a plan can say.
                        .toml  tasks, resources, a calendar, events and correlations
                        .csv   tasks; the header names some of
                                 id, name, group, predecessors, resources, start_no_earlier, finish_by,
                                 and duration, or optimistic, most_likely and pessimistic
                        .sm    a project as in PSPLIB, with one mode
                        .rcp   a project in Patterson's format
                        Predecessors are written as planners do: 3FS+2d; 5SS-1; 7. Resources with how many of each:
                        mason:2; crane.
      --capacity NAME=N There are N of the resource NAME. May be given more than once.
      --start DATE      The plan starts on that day, as 2027-03-01. Work is from Monday to Friday, unless the file says
                        otherwise.
      --deadline TIME   All should be done by then: a number, or the last day as 2027-03-01.
      --schedules N     Generate at most N schedules, and take the shortest (default: 5000).
      --runs N          Simulate the plan N times (default: 20000).
      --seed N          Decide by chance, the same for the same N (default: 42).
  -p, --page FILE       Write the report to FILE (default: target/project_plan/report.html).
  -h, --help            Print this.

Where three durations are given, the schedule counts on the most likely one, and the simulation draws from all three.
In the simulation a task also waits for those that hand over to it, in the schedule, what they shared.
";

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Command, String> {
        Command::parse(Parser::from_args(arguments)).map_err(|error| error.to_string())
    }

    #[test]
    fn options_are_read() {
        let request = Request {
            input: "a.csv".into(),
            page: "out.html".into(),
            schedules: 10,
            runs: 200,
            seed: 7,
            capacities: vec![("mason".to_owned(), 3), ("a=b".to_owned(), 1)],
            start: Date::parse("2027-03-01"),
            deadline: Some("90".to_owned()),
        };
        let text = ["-i", "a.csv", "--page=out.html", "--schedules", "10", "--runs", "200", "--seed", "7"];
        let more = ["--capacity", "mason=3", "--start", "2027-03-01", "--deadline", "90"];
        let request_of =
            |capacities: &[(String, u64)]| Request { capacities: capacities.to_vec(), ..Request::default() };
        let parsed = parse(&[&text[..], &more].concat());
        assert_eq!(parsed, Ok(Command::Plan(Box::new(Request { capacities: vec![("mason".into(), 3)], ..request }))));
        let two = parse(&["--capacity", "a=1", "--capacity", "b=0"]);
        let capacities = [("a".to_owned(), 1), ("b".to_owned(), 0)];
        assert_eq!(two, Ok(Command::Plan(Box::new(request_of(&capacities)))));
        assert_eq!(parse(&["--runs", "500", "-h"]), Ok(Command::Help));
    }

    #[test]
    fn without_options_the_own_data_are_read() {
        let own = Request::default();
        assert!(own.input.is_file());
        assert_eq!(parse(&[]), Ok(Command::Plan(Box::new(own))));
    }

    #[test]
    fn what_is_not_understood_is_named() {
        for (arguments, expected) in [
            (&["--frobnicate"][..], "--frobnicate"),
            (&["stray.csv"], "stray.csv"),
            (&["--input"], "--input"),
            (&["--seed", "-1"], "-1"),
            (&["--schedules", "0"], "expected a whole number above 0"),
            (&["--runs", "7"], "expected a whole number in 100..=100000000"),
            (&["--capacity", "mason"], "expected a name and a whole number, as mason=3"),
            (&["--capacity", "=3"], "as mason=3"),
            (&["--start", "1.3.2027"], "expected a day as 2027-03-01"),
        ] {
            assert!(parse(arguments).is_err_and(|error| error.contains(expected)), "{arguments:?}");
        }
    }
}
