//! How evenly placers spread keys and what they move: one line for each placer and size, then a summary whose lines start
//! with `#`.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::unwrap_used)]

mod spread;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if tabulate(&arguments).is_some() {
        return ExitCode::SUCCESS;
    }
    eprintln!("{USAGE}");
    ExitCode::from(2)
}

/// `None` if the arguments are none that the usage knows.
fn tabulate(arguments: &[&str]) -> Option<()> {
    match *arguments {
        ["spread"] => spread::print(400, 100_000),
        ["spread", seeds, largest] => spread::print(positive(seeds)?, positive(largest)?),
        _ => return None,
    }
    Some(())
}

fn positive(text: &str) -> Option<u64> {
    text.parse().ok().filter(|number| *number > 0)
}

const USAGE: &str = "\
usage: placement_table spread [SEEDS LARGEST]    spread, movement, build time, memory and lookup (400 100000)";
