//! The command line.

use core::time::Duration;
use std::path::PathBuf;

use ansatz_examples::{output_folder, whole};
use lexopt::{Arg, Parser, ValueExt as _};

use crate::{
    demo,
    parameter::{self, Parameter},
    search::Algorithm,
    study::Plan,
    template::{Template, pasteable},
};

/// What the user asks for.
#[derive(Debug)]
pub(crate) enum Command {
    /// Print how to use the program.
    Help,
    /// Search, and write the page into `output`.
    Tune { plan: Box<Plan>, output: PathBuf },
}

/// The options that need one another, before they are looked at together.
#[derive(Debug, Default)]
struct Options {
    command: Option<String>,
    parameters: Vec<Parameter>,
    method: Algorithm,
    trials: Option<u64>,
    seed: Option<u64>,
    parallel: Option<usize>,
    maximize: bool,
    timeout: Option<Duration>,
    state: Option<PathBuf>,
    output: Option<PathBuf>,
}

impl Command {
    pub(crate) fn parse(mut parser: Parser) -> Result<Self, lexopt::Error> {
        let mut options = Options::default();
        while let Some(argument) = parser.next()? {
            match argument {
                Arg::Long("help") | Arg::Short('h') => return Ok(Self::Help),
                Arg::Long("command") | Arg::Short('c') => options.command = Some(parser.value()?.string()?),
                Arg::Long("param") | Arg::Short('p') => {
                    options.parameters.push(Parameter::parse(&parser.value()?.string()?)?);
                }
                Arg::Long("method") | Arg::Short('m') => {
                    options.method = parser.value()?.parse_with(Algorithm::parse)?;
                }
                Arg::Long("trials") | Arg::Short('n') => {
                    options.trials = Some(parser.value()?.parse_with(|text| whole(text, 1..=MOST_TRIALS))?);
                }
                Arg::Long("seed") => options.seed = Some(parser.value()?.parse()?),
                Arg::Long("parallel") | Arg::Short('j') => {
                    options.parallel = Some(parser.value()?.parse_with(|text| whole(text, 1..=MOST_PARALLEL))?);
                }
                Arg::Long("maximize") => options.maximize = true,
                Arg::Long("timeout") => options.timeout = Some(parser.value()?.parse_with(seconds)?),
                Arg::Long("state") | Arg::Short('s') => options.state = Some(parser.value()?.parse()?),
                Arg::Long("output") | Arg::Short('o') => options.output = Some(parser.value()?.parse()?),
                _ => return Err(argument.unexpected()),
            }
        }
        let output = options.output.take().unwrap_or_else(|| output_folder("tune"));
        Ok(Self::Tune { plan: Box::new(options.plan()?), output })
    }
}

impl Options {
    fn plan(mut self) -> Result<Plan, String> {
        let (command, text) = match &self.command {
            Some(text) => {
                parameter::space(&self.parameters)?;
                (Template::parse(text, &self.parameters)?, text.trim().to_owned())
            }
            None => self.demonstration()?,
        };
        Ok(Plan {
            parameters: self.parameters,
            command,
            text,
            method: self.method,
            trials: self.trials.unwrap_or(TRIALS),
            seed: self.seed.unwrap_or(SEED),
            parallel: self.parallel.unwrap_or(1),
            maximize: self.maximize,
            timeout: self.timeout,
            state: self.state,
        })
    }

    /// This program itself is the command.
    fn demonstration(&mut self) -> Result<(Template, String), String> {
        if !self.parameters.is_empty() {
            return Err("--param without --command: which command has these parameters?".to_owned());
        }
        let program = std::env::current_exe().map_err(|error| format!("cannot tell what this program is: {error}"))?;
        let program = program.to_str().ok_or("the path of this program is not UTF-8")?;
        // A path is not a template: its braces are its own.
        let program_word = program.replace('{', "{{").replace('}', "}}");
        self.parameters = demo::PARAMETERS.into_iter().map(Parameter::parse).collect::<Result<_, _>>()?;
        let words =
            |program: &str| [&[program], &demo::ARGUMENTS[..]].concat().into_iter().map(str::to_owned).collect();
        let (words, shown): (Vec<String>, Vec<String>) = (words(&program_word), words(program));
        Ok((Template::of_words(&words, &self.parameters)?, pasteable(&shown)))
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    let time = text.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    time.filter(|time| !time.is_zero()).ok_or("expected a number of seconds above 0".to_owned())
}

const TRIALS: u64 = 50;
const SEED: u64 = 1;
/// As many as the page and the state, which is written anew with every trial, are made for.
const MOST_TRIALS: u64 = 10_000;
/// As many as Bayesian search takes as a batch.
const MOST_PARALLEL: usize = 256;

pub(crate) const HELP: &str = "\
Tunes a command of yours: searches for the values of its parameters with the least objective, stores what it has learnt
after every trial, and writes a page with the history.

Usage: cargo run --release --example tune -- --command 'TEXT' --param 'NAME=VALUES'... [OPTIONS]
Without a command it tunes a small demonstration: itself.

Options:
  -c, --command TEXT   The command of a trial, in which {NAME} stands for a value, and {{ and }} for braces:
                         --command './train --rate {rate} --layers={layers} --shape {shape}'
                       TEXT is split at spaces by a shell's rules for quotes, but no shell runs it: no variables, no
                       pipes, and a value is never interpreted. The last line of its output that is not blank must be
                       the objective, a number. A trial has failed if the command does not exit with 0, or prints no
                       finite number there; the search goes on, and keeps away from such places.
  -p, --param TEXT     A parameter and its values, both ends included; once for each {NAME} in the command:
                         'x=-5..5'            a real number
                         'rate=1e-5..1 log'   a real number above 0 by its order of magnitude
                         'layers=1..12 int'   a whole number
                         'shape=plain|gated'  one of these
  -m, --method NAME    bayes        a model of the objective, for trials that take a second or more (default)
                       cmaes        CMA-ES: real numbers, hundreds of trials or more
                       lshade       L-SHADE: real and whole numbers, hundreds of trials or more
                       genetic      a genetic algorithm: everything, hundreds of trials or more
                       nelder-mead  Nelder-Mead: a few real numbers, one minimum
                       sobol        evenly spread trials: a first look
                       random       trials at random: the baseline
  -n, --trials N       So many trials in all, 1..=10000 (default: 50).
      --maximize       The greatest objective is the best.
      --seed N         Another seed, other trials (default: 1).
  -j, --parallel N     Run N commands at once, 1..=256 (default: 1). It changes no trial, except with bayes, whose
                       trials depend on N: it waits for all N before it proposes the next ones. In no case does it
                       matter which command is done first.
      --timeout S      A command that takes longer than S seconds is ended and has failed. What it has started in turn
                       goes on.
  -s, --state FILE     Store the search in FILE after every trial, at once or not at all. The same arguments with a FILE
                       that is there go on where it ended, at whatever moment that was, with the trials that would have
                       followed; those that were under way are made again. --timeout may differ, and so may --parallel
                       except with bayes. --trials may be more: the trials are those of a search that had so many from
                       the start, except with lshade, which plans ahead, and with bayes and --parallel.
  -o, --output DIR     Write the page to DIR/history.html (default: target/tune).
  -h, --help           Print this.
";

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Command, String> {
        Command::parse(Parser::from_args(arguments)).map_err(|error| error.to_string())
    }

    fn plan(arguments: &[&str]) -> Plan {
        let Ok(Command::Tune { plan, .. }) = parse(arguments) else { panic!("no plan: {arguments:?}") };
        *plan
    }

    #[test]
    fn options_are_read() {
        let text = ["-c", " prog {x} {m} ", "-p", "x=0..1", "--param=m=a|b", "-m", "sobol", "-n7", "--seed", "5"];
        let more = ["-j", "3", "--maximize", "--timeout", "1.5", "-s", "a.state", "-o", "out"];
        let Ok(Command::Tune { plan, output }) = parse(&[&text[..], &more].concat()) else { panic!("no plan") };
        let names: Vec<&str> = plan.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
        assert_eq!((names, plan.text.as_str()), (vec!["x", "m"], "prog {x} {m}"));
        assert_eq!((plan.method, plan.trials, plan.seed, plan.parallel), (Algorithm::Sobol, 7, 5, 3));
        assert_eq!((plan.maximize, plan.timeout), (true, Some(Duration::from_millis(1_500))));
        assert_eq!((plan.state, output), (Some("a.state".into()), "out".into()));
        assert!(matches!(parse(&["-n", "3", "-h"]), Ok(Command::Help)));
    }

    #[test]
    fn without_a_command_the_program_tunes_itself() {
        let plan = plan(&[]);
        assert_eq!((plan.method, plan.trials, plan.parallel), (Algorithm::Bayes, 50, 1));
        let words = plan.command.fill(&plan.parameters, &[0.01, 3.0, 1.0]);
        assert_eq!(words[0], std::env::current_exe().unwrap().to_str().unwrap());
        assert_eq!(words[1..], [demo::OPTION, "0.01", "3", "gated"]);
    }

    #[test]
    fn every_method_has_a_line_in_the_help() {
        assert!(Algorithm::ALL.iter().all(|method| HELP.contains(&format!(" {} ", method.name()))));
        assert!(Algorithm::ALL.iter().all(|method| plan(&["-m", method.name()]).method == *method));
    }

    #[test]
    fn what_is_not_understood_is_named() {
        for (arguments, expected) in [
            (&["--frobnicate"][..], "--frobnicate"),
            (&["stray"], "stray"),
            (&["--command"], "--command"),
            (&["--trials", "0"], "whole number in 1..="),
            (&["--parallel", "257"], "whole number in 1..=256"),
            (&["--timeout", "0"], "seconds above 0"),
            (&["--timeout", "-1"], "seconds above 0"),
            (&["--timeout", "NaN"], "seconds above 0"),
            (&["--method", "newton"], "expected one of bayes, cmaes"),
            (&["--param", "x=1..0"], "low below high"),
            (&["--param", "x=0..1"], "--param without --command"),
            (&["--command", "prog"], "no parameter is declared"),
            (&["--command", "prog {y}", "--param", "x=0..1"], "{y} in the command is not declared"),
            (&["--command", "prog", "--param", "x=0..1"], "the parameter `x` is not used"),
            (&["--command", "'prog", "--param", "x=0..1"], "a quote is not closed"),
        ] {
            let error = parse(arguments).unwrap_err();
            assert!(error.contains(expected), "{arguments:?}: {error}");
        }
    }
}
