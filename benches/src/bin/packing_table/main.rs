//! How many bins each method needs on instances of bin packing, and what it proves: one line for each, then a summary of
//! each file whose lines start with `#`. The same for vectors, and for pods on nodes.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::std_instead_of_core, clippy::std_instead_of_alloc)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::panic))]

mod cluster;
mod instance;
mod method;
mod summary;
mod vector;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use ansatz_benches::{positive, run_table, seconds};

use crate::{
    instance::Instance,
    method::{METHODS, Method},
    summary::Summary,
};

fn main() -> ExitCode {
    run_table(USAGE, |arguments| match *arguments {
        ["vector"] => Some(say(vector::print(20))),
        ["vector", instances] => Some(say(vector::print(positive(instances)?))),
        ["cluster"] => Some(say(cluster::print(&public("openb-k8s")))),
        ["cluster", folder] => Some(say(cluster::print(Path::new(folder)))),
        _ => Request::of(arguments).map(|request| say(request.tabulate())),
    })
}

fn say(outcome: Result<(), String>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(wrong) => {
            eprintln!("{wrong}");
            ExitCode::FAILURE
        }
    }
}

/// What the command line asks for.
struct Request {
    method: &'static Method,
    /// For each instance, if the method takes as much time as it is given.
    seconds: Duration,
    files: Vec<PathBuf>,
}

impl Request {
    /// `None` if the arguments are none that the usage knows.
    fn of(arguments: &[&str]) -> Option<Self> {
        let (mut method, mut time, mut rest) = (&METHODS[0], None, arguments);
        loop {
            match *rest {
                ["--method", name, ref tail @ ..] => (method, rest) = (Method::named(name)?, tail),
                ["--seconds", text, ref tail @ ..] => (time, rest) = (Some(seconds(text)?), tail),
                [option, ..] if option.starts_with('-') => return None,
                _ => break,
            }
        }
        let seconds = time.unwrap_or(Duration::from_secs(method.usual_seconds));
        Some(Self { method, seconds, files: rest.iter().map(PathBuf::from).collect() })
    }

    /// Reads all files before the first instance is packed, so that a broken line is told at once.
    fn tabulate(self) -> Result<(), String> {
        let files = if self.files.is_empty() { public_sets()? } else { self.files };
        let sets: Result<Vec<_>, String> = files.iter().map(|file| Ok((name(file), read(file)?))).collect();
        let sets = sets?;
        println!("name items LB UB bins bound proved seconds");
        for (name, instances) in sets {
            let mut summary = Summary::default();
            for instance in &instances {
                let result = self.method.run(instance, self.seconds)?;
                println!("{} {result}", instance.name);
                summary.add(result);
            }
            summary.print(&format!("{name} {}", self.method.name));
        }
        println!("# gap = bins / UB - 1; UB = the fewest bins that are known; seconds of processor time");
        Ok(())
    }
}

/// All sets in the folder `bpplib` of the public data.
fn public_sets() -> Result<Vec<PathBuf>, String> {
    let folder = public("bpplib");
    let wrong = |error| format!("{}: {error}; name files, or the data's folder by ANSATZ_DATA", folder.display());
    let entries: Result<Vec<_>, _> = fs::read_dir(&folder).map_err(wrong)?.collect();
    let paths = entries.map_err(wrong)?.into_iter().map(|entry| entry.path());
    let mut sets: Vec<_> = paths.filter(|path| path.extension().is_some_and(|extension| extension == "txt")).collect();
    sets.sort();
    Ok(sets)
}

/// A folder of the public data.
fn public(folder: &str) -> PathBuf {
    env::var_os("ANSATZ_DATA").map_or_else(|| PathBuf::from(USUAL_DATA), PathBuf::from).join(folder)
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

/// Beside the project.
const USUAL_DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data");

const USAGE: &str = "\
usage: packing_table [--method METHOD] [--seconds S] [FILE...]
       packing_table vector [INSTANCES]     gaps of the vector methods on drawn items (20)
       packing_table cluster [FOLDER]       pods on nodes: the trace openb in FOLDER (openb-k8s in ANSATZ_DATA), a genetic
                                            search on a part of it, and a large drawn cluster

METHOD is ffd (the usual one), bfd, mffd, search, genetic or exact. The last three have S seconds of the processor's time
for each instance (1, 1 and 10).
A line of a FILE is `name capacity n LB UB w1 .. wn`; lines that start with # are comments. Without a FILE: all sets
in the folder bpplib of ANSATZ_DATA (../shared/data).";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_come_before_files() {
        let request = Request::of(&["--seconds", "0.5", "--method", "mffd", "a", "b"]).unwrap();
        assert_eq!((request.method.name, request.seconds), ("mffd", Duration::from_millis(500)));
        assert_eq!(request.files, ["a", "b"].map(PathBuf::from));
        assert_eq!(Request::of(&[]).unwrap().method.name, "ffd");
    }

    #[test]
    fn what_the_usage_does_not_know_is_refused() {
        for arguments in [
            &["--method", "nfd", "a"][..],
            &["--method"],
            &["--seconds", "0"],
            &["--seconds", "nan"],
            &["--seconds", "1e300"],
            &["--second", "1"],
            &["-h"],
        ] {
            assert!(Request::of(arguments).is_none(), "{arguments:?}");
        }
    }

    #[test]
    fn files_that_cannot_be_read_are_named() {
        let wrong = read(Path::new("/no/such/file.txt")).unwrap_err();
        assert!(wrong.starts_with("/no/such/file.txt: "), "{wrong}");
    }
}
