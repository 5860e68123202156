//! Public instances: graphs to be cut and QUBOs, with the best that is known of each.

use std::{collections::BTreeMap, fs, path::Path};

use ansatz_quantum::{Ising, Qubo, problems::MaxCut};
use ansatz_testkit::public_data;

/// `n m`, then a line for each entry, counted from 1.
fn entries(path: &Path) -> (usize, Vec<(usize, usize, f64)>) {
    let text = fs::read_to_string(path).unwrap();
    let mut lines = text.lines().map(|line| line.split_whitespace().map(|word| word.parse::<f64>().unwrap()));
    let n = lines.next().unwrap().next().unwrap() as usize;
    let rows = lines.filter_map(|mut line| Some((line.next()? as usize - 1, line.next()? as usize - 1, line.next()?)));
    (n, rows.collect())
}

/// The last column of `best_known.csv`, by the first.
fn best_known(folder: &Path) -> BTreeMap<String, f64> {
    let text = fs::read_to_string(folder.join("best_known.csv")).unwrap();
    let rows = text.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    rows.map(|row| (row[0].to_owned(), row.last().unwrap().parse().unwrap())).collect()
}

/// A model from a file's entries, and the sign of the best that is known.
type Convert = fn(usize, Vec<(usize, usize, f64)>) -> (Ising, f64);

/// The models of a folder's files, with the least energy that is known; none if the folder is not there.
pub(crate) fn models(folder: &str, convert: Convert) -> Vec<(String, Ising, f64)> {
    let Some(path) = public_data(folder) else { return Vec::new() };
    let known = best_known(&path).into_iter().map(|(name, best)| {
        let (n, rows) = entries(&path.join(format!("{name}.txt")));
        let (model, sign) = convert(n, rows);
        (name, model, sign * best)
    });
    known.collect()
}

pub(crate) fn cut(n: usize, edges: Vec<(usize, usize, f64)>) -> (Ising, f64) {
    (MaxCut::new(n, edges).unwrap().model().clone(), -1.0)
}

/// Entries off the diagonal count twice.
pub(crate) fn qubo(n: usize, rows: Vec<(usize, usize, f64)>) -> (Ising, f64) {
    let rows = rows.into_iter().map(|(i, j, q)| (i, j, if i == j { q } else { 2.0 * q }));
    (Qubo::new(&vec![0.0; n], rows).unwrap().to_ising(), 1.0)
}
