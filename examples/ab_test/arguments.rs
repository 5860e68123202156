//! The command line.

use std::{ops::RangeInclusive, path::PathBuf};

use ansatz_examples::output_folder;
use lexopt::{Arg, Parser, ValueExt as _};

/// What the user asks for.
#[derive(Debug, PartialEq)]
#[allow(clippy::large_enum_variant)] // There is one of it.
pub(crate) enum Command {
    /// Print how to use the program.
    Help,
    /// Watch an experiment.
    Watch(Request),
}

/// Which experiment, and how it is written down.
#[derive(Debug, PartialEq)]
pub(crate) struct Request {
    pub(crate) input: PathBuf,
    pub(crate) output: PathBuf,
    pub(crate) columns: Columns,
    /// What the control is called.
    pub(crate) control: String,
    /// The part of all that was to get the treatment.
    pub(crate) share: f64,
    pub(crate) alpha: f64,
    /// Between which all outcomes lie, if that is known.
    pub(crate) bounds: Option<RangeInclusive<f64>>,
    /// The size of effects that is looked for, in deviations.
    pub(crate) effect: f64,
}

/// The names of columns.
#[derive(Debug, PartialEq)]
pub(crate) struct Columns {
    pub(crate) group: String,
    pub(crate) outcome: String,
    pub(crate) time: Option<String>,
    pub(crate) user: Option<String>,
    /// What was known of each before the experiment.
    pub(crate) covariate: Option<String>,
}

impl Default for Columns {
    fn default() -> Self {
        let (group, outcome) = ("variant".to_owned(), "outcome".to_owned());
        Self { group, outcome, time: None, user: None, covariate: None }
    }
}

impl Default for Request {
    fn default() -> Self {
        Self {
            input: PathBuf::from(OWN_DATA),
            output: output_folder("ab_test"),
            columns: Columns::default(),
            control: "control".to_owned(),
            share: 0.5,
            alpha: 0.05,
            bounds: None,
            effect: 0.1,
        }
    }
}

impl Command {
    pub(crate) fn parse(mut parser: Parser) -> Result<Self, lexopt::Error> {
        let mut request = Request::default();
        let mut input = None;
        while let Some(argument) = parser.next()? {
            match argument {
                Arg::Long("help") | Arg::Short('h') => return Ok(Self::Help),
                Arg::Long("group") => request.columns.group = parser.value()?.parse()?,
                Arg::Long("outcome") => request.columns.outcome = parser.value()?.parse()?,
                Arg::Long("time") => request.columns.time = Some(parser.value()?.parse()?),
                Arg::Long("user") => request.columns.user = Some(parser.value()?.parse()?),
                Arg::Long("covariate") => request.columns.covariate = Some(parser.value()?.parse()?),
                Arg::Long("control") => request.control = parser.value()?.parse()?,
                Arg::Long("share") => request.share = parser.value()?.parse_with(share)?,
                Arg::Long("alpha") => request.alpha = parser.value()?.parse_with(fraction)?,
                Arg::Long("bounds") => request.bounds = Some(parser.value()?.parse_with(bounds)?),
                Arg::Long("effect") => request.effect = parser.value()?.parse_with(effect)?,
                Arg::Long("out") | Arg::Short('o') => request.output = parser.value()?.parse()?,
                Arg::Long("input") | Arg::Short('i') if input.is_none() => input = Some(parser.value()?.into()),
                Arg::Value(file) if input.is_none() => input = Some(PathBuf::from(file)),
                _ => return Err(argument.unexpected()),
            }
        }
        if input.is_none() {
            request.columns.time.get_or_insert_with(|| "day".to_owned());
        }
        request.input = input.unwrap_or(request.input);
        Ok(Self::Watch(request))
    }
}

/// What intervals can be drawn for.
fn share(text: &str) -> Result<f64, &'static str> {
    let share = text.parse().ok().filter(|share| (0.001..=0.999).contains(share));
    share.ok_or("expected a number in 0.001..=0.999")
}

/// Neither certain nor impossible, and no less than a test can tell.
fn fraction(text: &str) -> Result<f64, &'static str> {
    let fraction = text.parse().ok().filter(|fraction| (1e-6..=1.0 - 1e-6).contains(fraction));
    fraction.ok_or("expected a number in 0.000001..=0.999999")
}

fn effect(text: &str) -> Result<f64, &'static str> {
    let effect = text.parse().ok().filter(|effect| (1e-4..=10.0).contains(effect));
    effect.ok_or("expected a number in 0.0001..=10")
}

/// `LOW,HIGH`.
fn bounds(text: &str) -> Result<RangeInclusive<f64>, &'static str> {
    let number = |text: &str| text.trim().parse().ok().filter(|bound: &f64| bound.abs() <= 1e12);
    let bounds = text.split_once(',').and_then(|(low, high)| Some((number(low)?, number(high)?)));
    let bounds = bounds.filter(|(low, high)| low < high);
    bounds.map(|(low, high)| low..=high).ok_or("expected LOW,HIGH: two numbers of a size up to 1e12, rising")
}

const OWN_DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/experiment.csv");

pub(crate) const HELP: &str = "\
Says whether the new variant of an experiment is better than the control, by a test that may be watched: the verdict holds
however often one has looked before. Prints what was known by when, and draws it.

Usage: cargo run --release --example ab_test -- [OPTIONS] [FILE]

FILE is plain or gzipped CSV, one line for each user or visit in the order of time, with a header; - is the standard
input. Without it, an experiment that comes with the example is read. It has a column with the group, of which there are
two, and one with the outcome: a number, or 0 and 1 for no and yes.

Options:
  -i, --input FILE    The same as FILE.
      --group NAME    The column with the group (default: variant).
      --outcome NAME  The column with the outcome (default: outcome).
      --time NAME     A column with dates or times, such as 2026-03-02T10:15, rising as text: what is known is printed for
                      each date, the first ten characters. Without it, for each twentieth of the lines.
      --user NAME     A column in which nobody may stand twice.
      --covariate NAME
                      A column with a number that was known of each before the experiment, such as the outcome of the
                      month before. What it explains is taken out of the difference at the end (CUPED).
      --control NAME  What the control is called in the column of groups (default: control).
      --share P       The part of all that was to get the treatment (default: 0.5).
      --alpha P       How likely a verdict may be without a difference (default: 0.05).
      --bounds LOW,HIGH
                      Between which numbers all outcomes lie by their nature. The interval is then exact for any outcomes
                      of groups that are drawn with the share; without it, for other outcomes than 0 and 1, it takes means to be normal.
      --effect D      The size of effects that is looked for, in deviations of an outcome (default: 0.1).
  -o, --out DIR       Write the report to DIR/report.html (default: target/ab_test).
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
        let columns = Columns {
            group: "arm".into(),
            outcome: "paid".into(),
            time: Some("at".into()),
            user: Some("who".into()),
            covariate: Some("before".into()),
        };
        let request = Request {
            input: "e.csv".into(),
            output: "out".into(),
            columns,
            control: "A".into(),
            share: 0.1,
            alpha: 0.01,
            bounds: Some(-1.0..=5.0),
            effect: 0.2,
        };
        let names = ["--group", "arm", "--outcome=paid", "--time", "at", "--user", "who", "--covariate=before"];
        let numbers = [
            "--control",
            "A",
            "--share",
            "0.1",
            "--alpha=0.01",
            "--bounds",
            "-1,5",
            "--effect",
            "0.2",
            "-o",
            "out",
            "e.csv",
        ];
        assert_eq!(parse(&[&names[..], &numbers].concat()), Ok(Command::Watch(request)));
        let given = |arguments| match parse(arguments) {
            Ok(Command::Watch(request)) => request.input,
            other => panic!("{other:?}"),
        };
        assert_eq!([given(&["-i", "x"]), given(&["--input", "x"]), given(&["x"])], ["x"; 3].map(PathBuf::from));
        assert_eq!(parse(&["e.csv", "-h"]), Ok(Command::Help));
    }

    #[test]
    fn without_options_the_own_data_are_read() {
        let mut own = Request::default();
        own.columns.time = Some("day".to_owned());
        assert!(own.input.is_file());
        assert_eq!(parse(&[]), Ok(Command::Watch(own)));
    }

    #[test]
    fn what_is_not_understood_is_named() {
        for (arguments, expected) in [
            (&["--frobnicate"][..], "--frobnicate"),
            (&["one.csv", "two.csv"], "two.csv"),
            (&["--out"], "--out"),
            (&["--share", "1"], "expected a number in 0.001..=0.999"),
            (&["--alpha", "NaN"], "expected a number in 0.000001..=0.999999"),
            (&["--effect", "0"], "expected a number in 0.0001..=10"),
            (&["--bounds", "5"], "expected LOW,HIGH"),
            (&["--bounds", "5,5"], "expected LOW,HIGH"),
            (&["--bounds", "0,inf"], "expected LOW,HIGH"),
        ] {
            assert!(parse(arguments).is_err_and(|error| error.contains(expected)), "{arguments:?}");
        }
    }
}
