//! The command line.

use std::path::PathBuf;

use ansatz_examples::output_folder;
use lexopt::{Arg, Parser, ValueExt as _};

/// What the user asks for.
#[derive(Debug, PartialEq)]
pub(crate) enum Command {
    /// Print how to use the program.
    Help,
    /// Take the tour over `input`, write the report into `output`.
    Tour { input: PathBuf, output: PathBuf },
}

impl Command {
    pub(crate) fn parse(mut parser: Parser) -> Result<Self, lexopt::Error> {
        let (mut input, mut output) = (None, None);
        while let Some(argument) = parser.next()? {
            match argument {
                Arg::Long("help") | Arg::Short('h') => return Ok(Self::Help),
                Arg::Long("input") | Arg::Short('i') => input = Some(parser.value()?.parse()?),
                Arg::Long("output") | Arg::Short('o') => output = Some(parser.value()?.parse()?),
                _ => return Err(argument.unexpected()),
            }
        }
        Ok(Self::Tour {
            input: input.unwrap_or_else(|| PathBuf::from(OWN_DATA)),
            output: output.unwrap_or_else(|| output_folder("flights")),
        })
    }
}

const OWN_DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/flights.csv.gz");

pub(crate) const HELP: &str = "\
A tour of ansatz over a year of flights: every estimate beside the exact answer, what was promised, and the cost; the
year's aircraft on twelve nodes, departures at their gates, a round tour through all airports, bases near the flights, how
far a late start reaches through an aircraft's busiest day, the airports in two halves, what bad days are made of, and which
carrier to fly with.

Usage: cargo run --release --example flights -- [OPTIONS]

Options:
  -i, --input FILE   Read FILE in place of the 336,776 departures from New York in 2013 that come with the example.
                     FILE is CSV, plain or gzipped, one row a line. Its header names at least the columns
                       year, month, day, sched_dep_time, dep_delay, carrier, tailnum, origin, dest
                     in any order. sched_dep_time (HMM or HHMM), dep_delay (minutes) and tailnum may be empty or NA. A
                     line that is no such row is counted and described, and the others are used.
  -o, --output DIR   Write the report to DIR/report.html (default: target/flights).
  -h, --help         Print this.
";

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Command, String> {
        Command::parse(Parser::from_args(arguments)).map_err(|error| error.to_string())
    }

    #[test]
    fn options_are_read() {
        let tour = Command::Tour { input: "a.csv".into(), output: "b".into() };
        assert_eq!(parse(&["--input", "a.csv", "--output=b"]), Ok(tour));
        assert_eq!(parse(&["--input", "a.csv", "-h"]), Ok(Command::Help));
    }

    #[test]
    fn without_options_the_own_data_are_read() {
        let Ok(Command::Tour { input, output }) = parse(&[]) else { panic!("no tour") };
        assert!(input.is_file());
        assert!(output.ends_with("flights"));
    }

    #[test]
    fn what_is_not_understood_is_named() {
        assert!(parse(&["--frobnicate"]).is_err_and(|error| error.contains("--frobnicate")));
        assert!(parse(&["stray.csv"]).is_err_and(|error| error.contains("stray.csv")));
        assert!(parse(&["--input"]).is_err_and(|error| error.contains("--input")));
    }
}
