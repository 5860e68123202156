//! How good the spins are that each solver finds for graphs to be cut in two and for costs of bits: one line for each
//! instance, then a summary whose lines start with `#`. With `--tts`: how long each solver takes to reach the best known value.
//! With `barrier`: the same for two drawn instances, one where tunnelling helps and one where it does not.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::std_instead_of_core, clippy::std_instead_of_alloc)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::panic))]

mod barrier;
mod bits;
mod instance;
mod known;
mod outcome;
mod placement;
mod placement_qubo;
mod solver;
mod tts;

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use ansatz_benches::{positive, run_table, seconds};

use crate::{
    instance::{Instance, Kind},
    outcome::{Outcome, summary},
    solver::{Effort, SOLVERS, Solver},
    tts::Goal,
};

fn main() -> ExitCode {
    run_table(USAGE, |arguments| {
        let outcome = match arguments {
            ["bits", rest @ ..] => bits::run(rest)?,
            ["placement", rest @ ..] => placement::run(rest)?,
            ["barrier", rest @ ..] => {
                let (solvers, goal, instances) = barrier::request(rest)?;
                instances.and_then(|instances| tabulate_times(&solvers, goal, &instances))
            }
            ["placement-qubo", rest @ ..] => placement_qubo::run(rest)?,
            _ => Request::of(arguments)?.tabulate(),
        };
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
struct Request {
    /// `None` for all, which only `--tts` compares.
    solver: Option<&'static Solver>,
    task: Task,
    kind: Option<Kind>,
    files: Vec<PathBuf>,
}

#[derive(Debug, PartialEq)]
enum Task {
    Values(Effort),
    Times(Goal),
}

impl Request {
    /// `None` if the arguments are none that the usage knows.
    fn of(arguments: &[&str]) -> Option<Self> {
        let (mut solver, mut kind, mut rest) = (None, None, arguments);
        let (mut sweeps, mut reads, mut time, mut seed) = (None, None, None, 1);
        let (mut tts, mut within) = (false, None);
        loop {
            match *rest {
                ["--solver", name, ref tail @ ..] => (solver, rest) = (Some(Solver::named(name)?), tail),
                ["--sweeps", text, ref tail @ ..] => (sweeps, rest) = (Some(positive(text)?), tail),
                ["--reads", text, ref tail @ ..] => (reads, rest) = (Some(positive(text)?), tail),
                ["--seconds", text, ref tail @ ..] => (time, rest) = (Some(seconds(text)?), tail),
                ["--seed", text, ref tail @ ..] => (seed, rest) = (text.parse().ok()?, tail),
                ["--tts", ref tail @ ..] => (tts, rest) = (true, tail),
                ["--within", text, ref tail @ ..] => (within, rest) = (Some(percent(text)?), tail),
                ["--maxcut", ref tail @ ..] => (kind, rest) = (Some(Kind::MaxCut), tail),
                ["--qubo", ref tail @ ..] => (kind, rest) = (Some(Kind::Qubo), tail),
                [option, ..] if option.starts_with('-') => return None,
                [] => return None,
                _ => break,
            }
        }
        let task = match (tts, sweeps, reads, within) {
            // Each solver's own.
            (true, None, None, _) => {
                Task::Times(Goal { gap: within.unwrap_or(0.0), time: time.unwrap_or(USUAL_TIME), seed })
            }
            (false, _, _, None) => {
                let solver = *solver.get_or_insert(&SOLVERS[0]);
                let length = if solver.endless && time.is_some() { u64::MAX } else { USUAL_SWEEPS };
                let usual = if time.is_some() { solver.side_by_side } else { USUAL_READS };
                let reads = reads.map_or(Some(usual), |reads| usize::try_from(reads).ok())?;
                Task::Values(Effort { sweeps: sweeps.unwrap_or(length), reads, time, seed })
            }
            _ => return None,
        };
        Some(Self { solver, task, kind, files: rest.iter().map(PathBuf::from).collect() })
    }

    /// Reads all files before the first search, so that a broken line is told at once.
    fn tabulate(self) -> Result<(), String> {
        let files: Result<Vec<_>, _> = self.files.iter().map(|path| all_in(path)).collect();
        let files = files?.into_iter().flatten();
        let instances: Result<Vec<_>, String> = files.map(|file| read(&file, self.kind)).collect();
        let instances = instances?;
        match self.task {
            Task::Values(effort) => tabulate_values(self.solver.unwrap_or(&SOLVERS[0]), effort, &instances),
            Task::Times(goal) => tabulate_times(&Solver::all_or(self.solver), goal, &instances),
        }
    }
}

fn tabulate_values(solver: &Solver, effort: Effort, instances: &[Instance]) -> Result<(), String> {
    let with_known = instances.iter().any(|instance| instance.best_known.is_some());
    println!("{}", Outcome::header(with_known));
    let mut outcomes = Vec::new();
    for instance in instances {
        let outcome = Outcome::of(instance, &solver.run(instance, effort)?);
        println!("{}", outcome.line(with_known));
        outcomes.push(outcome);
    }
    println!("{}", summary(solver.name, &outcomes));
    println!("# cuts are as large as possible, costs of bits as small; seconds of processor time; {effort}");
    Ok(())
}

fn tabulate_times(solvers: &[&'static Solver], goal: Goal, instances: &[Instance]) -> Result<(), String> {
    if let Some(unknown) = instances.iter().find(|instance| instance.best_known.is_none()) {
        return Err(format!("{}: no best known value, allowed: one in best_known.csv beside the file", unknown.name));
    }
    println!("{}", tts::HEADER);
    for instance in instances {
        let mut outcomes = Vec::new();
        for solver in solvers {
            let outcome = tts::Outcome::of(solver, instance, goal)?;
            println!("{} {outcome}", instance.name);
            outcomes.push(outcome);
        }
        println!("# {}: {}", instance.name, tts::verdict(&outcomes));
    }
    println!(
        "# tts = seconds of processor time to be within {}% of the best known value with 99%, at 95% between lower and \
         upper; reads share vectors, and each has its part of the time; {} s for each, and as many to choose its sweeps",
        100.0 * goal.gap,
        goal.time.as_secs_f64()
    );
    Ok(())
}

/// A part of 0 or more that is given in percent.
fn percent(text: &str) -> Option<f64> {
    text.parse().ok().filter(|percent: &f64| percent.is_finite() && *percent >= 0.0).map(|percent| percent / 100.0)
}

/// The file itself, or the instances in a folder in the order of their names.
fn all_in(path: &Path) -> Result<Vec<PathBuf>, String> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let wrong = |error| format!("{}: {error}", path.display());
    let entries: Result<Vec<_>, _> = fs::read_dir(path).map_err(wrong)?.collect();
    let paths = entries.map_err(wrong)?.into_iter().map(|entry| entry.path());
    let mut files: Vec<_> = paths.filter(|path| path.extension().is_some_and(|extension| extension == "txt")).collect();
    if files.is_empty() {
        return Err(format!("{}: no file *.txt", path.display()));
    }
    files.sort();
    Ok(files)
}

fn read(file: &Path, kind: Option<Kind>) -> Result<Instance, String> {
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let name = file.file_stem().unwrap_or(file.as_os_str()).to_string_lossy();
    let instance = Instance::parse(&name, &text, kind);
    let instance = instance.map_err(|(line, wrong)| format!("{}:{line}: {wrong}", file.display()))?;
    Ok(Instance { best_known: known::best_known(file, &name)?, ..instance })
}

const USUAL_SWEEPS: u64 = 1_000;

const USUAL_READS: usize = 100;

/// For each solver and instance of `--tts`.
const USUAL_TIME: Duration = Duration::from_secs(10);

const USAGE: &str = "\
usage: quantum_table [--solver SOLVER] [--sweeps N] [--reads R] [--seconds S] [--seed S] [--maxcut | --qubo] FILE...
       quantum_table --tts [--solver SOLVER] [--within PERCENT] [--seconds S] [--seed S] [--maxcut | --qubo] FILE...
       quantum_table bits [--seeds N]
       quantum_table barrier [--solver SOLVER] [--seconds S] [--seed S]
       quantum_table placement [--seconds S] [--seeds N] FOLDER
       quantum_table placement-qubo [--seconds S] [--seeds N]

SOLVER is sa (the usual one), pt, sqa, bsb, dsb or tabu. Each instance has R reads (100) of N sweeps (1000) each: steps of
bsb and dsb, rounds of pt; tabu turns as many spins as there are. With --seconds it has S seconds of the processor's time, and
R reads (16 side by side; 1 of pt, sqa and tabu, of which pt and tabu go on to the end unless N is given) again and again until
they are over. The seed is 1 if none is given.
With --tts: the time in which each solver, or the one that is named, comes within PERCENT (0) of the best known value with
99%, at the best of some numbers of sweeps: chosen in S seconds (10), measured in as many more.
A FILE has `n m` in its first line, then m lines `i j weight` with i and j from 1 to n, no pair twice; a folder stands for
the files *.txt in it. Files with an entry `i i` are costs of bits x: the entries of a symmetric matrix Q on and above its
diagonal, with the sum x'Qx; others whose weights are all 1 or -1 are edges of a graph. --maxcut and --qubo say which it is.
A table best_known.csv beside a file may have its name in a row's first column and its best known value in the last.
With bits: product states of bits beside their classical twins and a genetic algorithm, in the mean of N seeds (40).
With barrier: the same as with --tts, for clusters of spins that have to turn together, over a barrier that is tall and thin and
over one that is wide and shallow; no file is read.
With placement: searches among placements of pods on nodes, S seconds (0.5) of the processor's time for each of N seeds (20),
on parts of the trace openb in the FOLDER and on drawn clusters. With placement-qubo: small placements as QUBOs, N clusters (20)
of each size, S seconds (0.05) for each search, beside those that move among feasible placements.";

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn effort(arguments: &[&str]) -> Effort {
        match Request::of(arguments).unwrap().task {
            Task::Values(effort) => effort,
            Task::Times(goal) => panic!("{goal:?}"),
        }
    }

    #[test]
    fn options_come_before_files() {
        let arguments = ["--seed", "0", "--sweeps", "50", "--reads", "7", "--qubo", "a", "b"];
        let request = Request::of(&arguments).unwrap();
        assert_eq!(request.files, ["a", "b"].map(PathBuf::from));
        assert_eq!((request.solver.map(|solver| solver.name), request.kind), (Some("sa"), Some(Kind::Qubo)));
        assert_eq!(effort(&arguments), Effort { sweeps: 50, reads: 7, time: None, seed: 0 });
        assert_eq!(effort(&["a"]), Effort { sweeps: 1_000, reads: 100, time: None, seed: 1 });
        let request = Request::of(&["--solver", "pt", "--maxcut", "a"]).unwrap();
        assert_eq!((request.solver.map(|solver| solver.name), request.kind), (Some("pt"), Some(Kind::MaxCut)));
    }

    #[test]
    fn time_is_for_batches_or_for_one_read_without_end() {
        let time = Some(Duration::from_millis(500));
        assert_eq!(effort(&["--seconds", "0.5", "a"]), Effort { sweeps: 1_000, reads: 16, time, seed: 1 });
        let endless = effort(&["--solver", "pt", "--seconds", "0.5", "a"]);
        assert_eq!(endless, Effort { sweeps: u64::MAX, reads: 1, time, seed: 1 });
        let batches = effort(&["--solver", "pt", "--seconds", "0.5", "--sweeps", "9", "--reads", "2", "a"]);
        assert_eq!(batches, Effort { sweeps: 9, reads: 2, time, seed: 1 });
    }

    #[test]
    fn times_to_a_goal_are_for_all_solvers_or_for_one() {
        let request = Request::of(&["--tts", "a"]).unwrap();
        assert_eq!(request.task, Task::Times(Goal { gap: 0.0, time: Duration::from_secs(10), seed: 1 }));
        assert!(request.solver.is_none());
        let request = Request::of(&["--within", "0.5", "--seconds", "2", "--solver", "dsb", "--tts", "a"]).unwrap();
        assert_eq!(request.task, Task::Times(Goal { gap: 0.005, time: Duration::from_secs(2), seed: 1 }));
        assert_eq!(request.solver.map(|solver| solver.name), Some("dsb"));
        let unknown = Instance::parse("it", "2 1\n1 2 1\n", None).unwrap();
        let wrong = tabulate_times(&[], Goal { gap: 0.0, time: USUAL_TIME, seed: 1 }, &[unknown]).unwrap_err();
        assert!(wrong.starts_with("it: no best known value"), "{wrong}");
    }

    #[test]
    fn what_the_usage_does_not_know_is_refused() {
        for arguments in [
            &[][..],
            &["--sweeps", "0", "a"],
            &["--reads", "0", "a"],
            &["--reads"],
            &["--seed", "-1", "a"],
            &["--seconds", "0", "a"],
            &["--solver", "qa", "a"],
            &["--seed", "1"],
            &["--tts", "--sweeps", "9", "a"],
            &["--tts", "--within", "-1", "a"],
            &["--within", "1", "a"],
            &["-h"],
        ] {
            assert!(Request::of(arguments).is_none(), "{arguments:?}");
        }
    }

    #[test]
    fn files_that_cannot_be_read_are_named() {
        let wrong = read(Path::new("/no/such/file.txt"), None).unwrap_err();
        assert!(wrong.starts_with("/no/such/file.txt: "), "{wrong}");
        assert_eq!(all_in(Path::new("/no/such")), Ok(vec![PathBuf::from("/no/such")]));
    }
}
