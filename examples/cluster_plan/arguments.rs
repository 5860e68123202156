//! The command line.

use std::path::PathBuf;

use ansatz_examples::{one_of, output_folder};
use ansatz_packing::cluster::Strategy;
use lexopt::{Arg, Parser, ValueExt as _};

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
    /// Files with nodes, pods and budgets.
    pub(crate) input: Vec<PathBuf>,
    pub(crate) output: PathBuf,
    pub(crate) strategy: Strategy,
    pub(crate) turn: Turn,
    pub(crate) seed: Option<u64>,
    pub(crate) preemption: bool,
    /// So many moves at most that empty nodes.
    pub(crate) moves: usize,
}

/// Whose turn it is among pods of one priority.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    Largest,
    AsNamed,
    Created,
}

impl Default for Request {
    fn default() -> Self {
        Self {
            input: Vec::new(),
            output: output_folder("cluster_plan"),
            strategy: Strategy::MostAllocated,
            turn: Turn::Largest,
            seed: None,
            preemption: true,
            moves: 0,
        }
    }
}

impl Command {
    pub(crate) fn parse(mut parser: Parser) -> Result<Self, lexopt::Error> {
        let mut request = Request::default();
        while let Some(argument) = parser.next()? {
            match argument {
                Arg::Long("help") | Arg::Short('h') => return Ok(Self::Help),
                Arg::Long("input") | Arg::Short('i') => request.input.push(parser.value()?.parse()?),
                Arg::Long("output") | Arg::Short('o') => request.output = parser.value()?.parse()?,
                Arg::Long("strategy") | Arg::Short('s') => {
                    request.strategy = parser.value()?.parse_with(|text| one_of(text, &STRATEGIES))?;
                }
                Arg::Long("order") => request.turn = parser.value()?.parse_with(|text| one_of(text, &TURNS))?,
                Arg::Long("seed") => request.seed = Some(parser.value()?.parse()?),
                Arg::Long("no-preemption") => request.preemption = false,
                Arg::Long("consolidate") => request.moves = parser.value()?.parse()?,
                _ => return Err(argument.unexpected()),
            }
        }
        if request.input.is_empty() {
            request.input.push(PathBuf::from(OWN_DATA));
        }
        Ok(Self::Plan(Box::new(request)))
    }
}

const STRATEGIES: [(&str, Strategy); 3] =
    [("pack", Strategy::MostAllocated), ("spread", Strategy::LeastAllocated), ("whole", Strategy::LeastFragmented)];
const TURNS: [(&str, Turn); 3] = [("largest", Turn::Largest), ("named", Turn::AsNamed), ("created", Turn::Created)];
const OWN_DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/cluster.yaml");

pub(crate) const HELP: &str = "\
Plans where the pods of a cluster go, says of each pod that finds no node why, and draws how full the nodes are then.
Nothing is changed anywhere.

Usage: cargo run --release --example cluster_plan -- [OPTIONS]

Options:
  -i, --input FILE      Read nodes, pods and what is about them from FILE, plain or gzipped; - is the standard input. May
                        be given more than once. Without it, a small cluster that comes with the example is planned.
                        YAML or JSON of Kubernetes: Node, Pod, PodDisruptionBudget, PriorityClass, Namespace and
                        PodGroup, one or many a file, or in lists:
                          kubectl get nodes,pods,poddisruptionbudgets,priorityclasses,namespaces -A -o yaml
                        CSV, by the name .csv or .csv.gz, as in the trace openb; a file of nodes, whose header names
                          sn, cpu_milli, memory_mib, gpu, model
                        or a file of pods, whose header names
                          name, cpu_milli, memory_mib, num_gpu, gpu_milli, gpu_spec, qos, creation_time
  -s, --strategy NAME   pack    fill nodes that are full already (default)
                        spread  take the emptiest
                        whole   leave devices whole for the pods that need them so
      --order NAME      Among pods of one priority, first comes
                        largest  the largest share of the cluster (default)
                        named    the first in the files
                        created  the oldest
      --seed N          Decide between nodes of one score by chance, the same for the same N.
      --no-preemption   Evict no pod for one of a higher priority.
      --consolidate N   Then look for at most N moves of pods that leave nodes empty.
  -o, --output DIR      Write the report to DIR/report.html (default: target/cluster_plan).
  -h, --help            Print this.

Not read: volumes, ports of the host, claims for dynamic resources.
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
            input: vec!["a.csv".into(), "-".into()],
            output: "out".into(),
            strategy: Strategy::LeastFragmented,
            turn: Turn::Created,
            seed: Some(7),
            preemption: false,
            moves: 3,
        };
        let text = ["-i", "a.csv", "--input=-", "-o", "out", "-s", "whole", "--order", "created", "--seed", "7"];
        let parsed = parse(&[&text[..], &["--no-preemption", "--consolidate", "3"]].concat());
        assert_eq!(parsed, Ok(Command::Plan(Box::new(request))));
        assert_eq!(parse(&["-s", "spread", "-h"]), Ok(Command::Help));
    }

    #[test]
    fn without_options_the_own_data_are_read() {
        let own = Request { input: vec![OWN_DATA.into()], ..Request::default() };
        assert!(own.input[0].is_file());
        assert_eq!(parse(&[]), Ok(Command::Plan(Box::new(own))));
    }

    #[test]
    fn what_is_not_understood_is_named() {
        for (arguments, expected) in [
            (&["--frobnicate"][..], "--frobnicate"),
            (&["stray.yaml"], "stray.yaml"),
            (&["--input"], "--input"),
            (&["--strategy", "best"], "expected one of pack, spread, whole"),
            (&["--order", "random"], "expected one of largest, named, created"),
            (&["--seed", "-1"], "-1"),
            (&["--consolidate", "all"], "all"),
        ] {
            assert!(parse(arguments).is_err_and(|error| error.contains(expected)), "{arguments:?}");
        }
    }

    #[test]
    fn every_choice_has_a_line_in_the_help() {
        let names = STRATEGIES.iter().map(|(name, _)| name).chain(TURNS.iter().map(|(name, _)| name));
        assert!(names.into_iter().all(|name| HELP.contains(&format!(" {name} "))));
    }
}
