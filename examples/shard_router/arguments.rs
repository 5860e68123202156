//! The command line.

use std::path::PathBuf;

use ansatz_examples::whole;
use lexopt::{Arg, Parser, ValueExt as _};

/// What the user asks for.
#[derive(Debug, PartialEq)]
pub(crate) enum Command {
    /// Print how to use the program.
    Help,
    /// Shard a table.
    Shard(Box<Request>),
}

/// How to shard, and what to say of it.
#[derive(Debug, PartialEq)]
pub(crate) struct Request {
    /// The table; none for the aircraft of the flights that come with the examples.
    pub(crate) input: Option<PathBuf>,
    pub(crate) shards: usize,
    /// Keys to look up.
    pub(crate) keys: Vec<String>,
    pub(crate) predicate: String,
    /// Shards to be added and removed.
    pub(crate) add: Vec<String>,
    pub(crate) remove: Vec<String>,
    /// How far above the average a shard may be, as a fraction.
    pub(crate) within: f64,
    /// Moves at a time for each shard.
    pub(crate) moves: usize,
}

impl Default for Request {
    fn default() -> Self {
        Self {
            input: None,
            shards: 12,
            keys: Vec::new(),
            predicate: PREDICATE.to_owned(),
            add: Vec::new(),
            remove: Vec::new(),
            within: 0.05,
            moves: 1,
        }
    }
}

impl Command {
    pub(crate) fn parse(mut parser: Parser) -> Result<Self, lexopt::Error> {
        let mut request = Request::default();
        while let Some(argument) = parser.next()? {
            match argument {
                Arg::Long("help") | Arg::Short('h') => return Ok(Self::Help),
                Arg::Long("input") | Arg::Short('i') => request.input = Some(parser.value()?.parse()?),
                Arg::Long("shards") | Arg::Short('n') => request.shards = parser.value()?.parse_with(count)?,
                Arg::Long("key") | Arg::Short('k') => request.keys.push(parser.value()?.string()?),
                Arg::Long("where") | Arg::Short('w') => request.predicate = parser.value()?.string()?,
                Arg::Long("add") | Arg::Short('a') => request.add.push(parser.value()?.string()?),
                Arg::Long("remove") | Arg::Short('r') => request.remove.push(parser.value()?.string()?),
                Arg::Long("within") => request.within = parser.value()?.parse_with(fraction)?,
                Arg::Long("moves") => request.moves = parser.value()?.parse_with(count)?,
                _ => return Err(argument.unexpected()),
            }
        }
        Ok(Self::Shard(Box::new(request)))
    }
}

fn count(text: &str) -> Result<usize, String> {
    whole(text, 1..=MOST_SHARDS)
}

fn fraction(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number| (0.0..=1.0).contains(number));
    number.ok_or("expected a fraction in 0..=1".to_owned())
}

/// As many as there are hash slots.
const MOST_SHARDS: usize = crate::SLOTS;
/// On the aircraft: a range that is half open, and two single ones.
const PREDICATE: &str = "key >= 'N1' and key < 'N2' or key in ('N725MQ', 'N722MQ')";

pub(crate) const HELP: &str = "\
Shards a table, by hash and by ranges: where each key lives, which shards a query has to ask, and which moves take the
table to a changed set of shards.

Usage: cargo run --release --example shard_router -- [OPTIONS]

Options:
  -i, --input FILE    Read the table from FILE: CSV, plain or gzipped, one row a line; its header names the columns
                        key, bytes
                      in any order and maybe others. Each key once; bytes is a whole number. Without it, the table is
                      the 4,043 aircraft of the flights that come with the examples, 128 bytes for each flight.
  -n, --shards N      So many shards, named shard-1 to shard-N (default: 12).
  -k, --key KEY       Say where KEY lives, and where its copies would. May be given more than once.
  -w, --where TEXT    Say which shards a query has to ask. TEXT compares `key` with texts in single quotes:
                        = != < <= > >=, [not] in (..), [not] between .. and .., and, or, not, parentheses.
  -a, --add NAME      Plan the moves to a set of shards with NAME in it. May be given more than once.
  -r, --remove NAME   Plan the moves to a set of shards without NAME. May be given more than once.
                      Without any of the two, plans for one shard more and for one less are shown.
      --within F      A shard may hold the fraction F more than the average (default: 0.05).
      --moves N       A shard takes part in N moves at a time (default: 1).
  -h, --help          Print this.
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
            input: Some("a.csv".into()),
            shards: 3,
            keys: vec!["x".into(), "y".into()],
            predicate: "key = 'x'".into(),
            add: vec!["new".into()],
            remove: vec!["shard-1".into(), "shard-2".into()],
            within: 0.5,
            moves: 2,
        };
        let text = ["-i", "a.csv", "-n3", "-k", "x", "--key=y", "-w", "key = 'x'", "-a", "new", "-r", "shard-1"];
        let more = ["--remove", "shard-2", "--within", "0.5", "--moves", "2"];
        assert_eq!(parse(&[&text[..], &more].concat()), Ok(Command::Shard(Box::new(request))));
        assert_eq!(parse(&[]), Ok(Command::Shard(Box::default())));
        assert_eq!(parse(&["--shards", "3", "-h"]), Ok(Command::Help));
    }

    #[test]
    fn what_is_not_understood_is_named() {
        for (arguments, expected) in [
            (&["--frobnicate"][..], "--frobnicate"),
            (&["stray.csv"], "stray.csv"),
            (&["--input"], "--input"),
            (&["--shards", "0"], "whole number in 1..="),
            (&["--shards", "-1"], "whole number in 1..="),
            (&["--within", "NaN"], "fraction in 0..=1"),
            (&["--moves", "many"], "whole number in 1..="),
        ] {
            assert!(parse(arguments).is_err_and(|error| error.contains(expected)), "{arguments:?}");
        }
    }
}
