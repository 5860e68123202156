//! Public data sets, which are not in the repository.

use std::{env, path::PathBuf};

/// A folder of the public data: in the one that `ANSATZ_DATA` names, or in `../shared/data` beside the project.
///
/// `None`, with a printed notice, where there is no such folder: what needs it is skipped.
///
/// # Panics
///
/// If `ANSATZ_DATA` names no folder: nothing is skipped by a slip of the pen.
#[must_use]
#[allow(clippy::print_stdout)] // A test that is skipped says so.
pub fn public_data(folder: &str) -> Option<PathBuf> {
    let named = env::var_os("ANSATZ_DATA").map(PathBuf::from);
    if let Some(root) = &named {
        assert!(root.is_dir(), "ANSATZ_DATA is {}, allowed: a folder", root.display());
    }
    let path = named.unwrap_or_else(|| PathBuf::from(USUAL)).join(folder);
    if path.is_dir() {
        return Some(path);
    }
    println!("skipped: no {}; ANSATZ_DATA names another place for the public data", path.display());
    None
}

const USUAL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
