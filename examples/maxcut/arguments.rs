//! The command line.

use std::path::PathBuf;

use ansatz_examples::output_folder;
use lexopt::{Arg, Parser, ValueExt as _};

/// What the user asks for.
#[derive(Debug, PartialEq)]
pub(crate) enum Command {
    /// Print how to use the program.
    Help,
    /// Cut a graph.
    Cut(Request),
}

/// What to cut, and for how long.
#[derive(Debug, PartialEq)]
pub(crate) struct Request {
    pub(crate) input: PathBuf,
    pub(crate) output: PathBuf,
    /// Of the processor, for each solver.
    pub(crate) seconds: f64,
    pub(crate) seed: u64,
}

impl Default for Request {
    fn default() -> Self {
        Self { input: PathBuf::from(OWN_DATA), output: output_folder("maxcut"), seconds: 2.0, seed: 42 }
    }
}

impl Command {
    pub(crate) fn parse(mut parser: Parser) -> Result<Self, lexopt::Error> {
        let mut request = Request::default();
        let mut input = None;
        while let Some(argument) = parser.next()? {
            match argument {
                Arg::Long("help") | Arg::Short('h') => return Ok(Self::Help),
                Arg::Long("seconds") | Arg::Short('s') => request.seconds = parser.value()?.parse_with(seconds)?,
                Arg::Long("seed") => request.seed = parser.value()?.parse()?,
                Arg::Long("out") | Arg::Short('o') => request.output = parser.value()?.parse()?,
                Arg::Value(file) if input.is_none() => input = Some(PathBuf::from(file)),
                _ => return Err(argument.unexpected()),
            }
        }
        request.input = input.unwrap_or(request.input);
        Ok(Self::Cut(request))
    }
}

/// Long enough to be measured, and no longer than a night.
fn seconds(text: &str) -> Result<f64, &'static str> {
    let seconds = text.parse().ok().filter(|seconds| (0.01..=36_000.0).contains(seconds));
    seconds.ok_or("expected a number of seconds in 0.01..=36000")
}

const OWN_DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/graph.txt");

pub(crate) const HELP: &str = "\
Divides the vertices of a graph in two so that the edges between the two sides weigh as much as possible, once with each
solver of ansatz-quantum, and draws the best cut that each had found against the processor's time that it had taken.

Usage: cargo run --release --example maxcut -- [OPTIONS] [FILE]

FILE is plain or gzipped text as in the Gset; - is the standard input. Without it, a graph that comes with the example is
cut. Its first line is
  VERTICES EDGES
with at most 100000 and 2000000 of them, and each line below it is one of the edges,
  VERTEX VERTEX WEIGHT
with vertices counted from 1 and a weight that may be negative or a fraction. No pair may stand there twice.

Options:
  -s, --seconds S    Let each solver have S seconds of the processor's time (default: 2).
      --seed N       Decide by chance, the same for the same N (default: 42). How far a solver gets depends on the machine.
  -o, --out DIR      Write the report to DIR/report.html (default: target/maxcut).
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
        let request = Request { input: "G1.txt".into(), output: "out".into(), seconds: 0.5, seed: 7 };
        assert_eq!(parse(&["-s", "0.5", "G1.txt", "--out=out", "--seed", "7"]), Ok(Command::Cut(request)));
        let piped = Request { input: "-".into(), ..Request::default() };
        assert_eq!(parse(&["-"]), Ok(Command::Cut(piped)));
        assert_eq!(parse(&["G1.txt", "-h"]), Ok(Command::Help));
    }

    #[test]
    fn without_options_the_own_data_are_read() {
        let own = Request::default();
        assert!(own.input.is_file());
        assert_eq!(parse(&[]), Ok(Command::Cut(own)));
    }

    #[test]
    fn what_is_not_understood_is_named() {
        for (arguments, expected) in [
            (&["--frobnicate"][..], "--frobnicate"),
            (&["one.txt", "two.txt"], "two.txt"),
            (&["--out"], "--out"),
            (&["--seed", "-1"], "-1"),
            (&["--seconds", "0"], "expected a number of seconds in 0.01..=36000"),
            (&["--seconds", "NaN"], "expected a number of seconds in 0.01..=36000"),
            (&["--seconds", "soon"], "expected a number of seconds in 0.01..=36000"),
        ] {
            assert!(parse(arguments).is_err_and(|error| error.contains(expected)), "{arguments:?}");
        }
    }
}
