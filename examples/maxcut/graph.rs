//! Graphs as in the Gset: how many vertices and edges there are, and then the edges, one a line.
//!
//! C. Helmberg and F. Rendl, "A spectral bundle method for semidefinite programming", SIAM Journal on Optimization 10 (2000).

use core::ops::RangeInclusive;
use std::{collections::HashSet, path::Path};

use ansatz_examples::{
    csv::excerpt,
    files::{bytes, text},
    whole,
};

/// Vertices, and edges between two of them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Graph {
    pub(crate) name: String,
    pub(crate) vertices: usize,
    /// From 0 on, with the weight.
    pub(crate) edges: Vec<(usize, usize, f64)>,
}

impl Graph {
    /// The graph in a file, or what is wrong with it and where.
    pub(crate) fn open(file: &Path) -> Result<Self, String> {
        let placed = |reason: String| format!("{}: {reason}", file.display());
        let at_line = |(line, reason): (u64, String)| placed(format!("line {line}: {reason}"));
        let bytes = bytes(file, MOST_BYTES).map_err(|error| placed(error.to_string()))?;
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Self::parse(name, text(&bytes).map_err(at_line)?).map_err(at_line)
    }

    /// The graph in a text, or the line that is wrong, from 1, and why.
    pub(crate) fn parse(name: String, text: &str) -> Result<Self, (u64, String)> {
        let mut lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
        let (mut last, header) = lines.next().ok_or_else(|| (1, format!("there is nothing, expected {HEADER}")))?;
        let (vertices, count) = sizes(header).map_err(|reason| (last, reason))?;
        // What the header promises takes no memory before it is there.
        let (mut edges, mut seen) = (Vec::new(), HashSet::new());
        for (number, line) in lines {
            last = number;
            if edges.len() == count {
                return Err((number, format!("one more than the {count} edges of the header, expected the end")));
            }
            let (one, other, weight) = edge(line, vertices).map_err(|reason| (number, reason))?;
            if !seen.insert((one.min(other), one.max(other))) {
                return Err((number, format!("the pair {} {} stands there again, expected once", one + 1, other + 1)));
            }
            edges.push((one, other, weight));
        }
        if edges.len() < count {
            return Err((
                last,
                format!("the text ends after {} edges, expected {count} as in the header", edges.len()),
            ));
        }
        Ok(Self { name, vertices, edges })
    }

    /// The weight of the edges between the two sides, one by one, whatever a model says.
    pub(crate) fn cut(&self, spins: &[i8]) -> f64 {
        let is_cut = |&&(one, other, _): &&(usize, usize, f64)| spins[one] != spins[other];
        self.edges.iter().filter(is_cut).map(|(_, _, weight)| weight).sum()
    }
}

fn sizes(line: &str) -> Result<(usize, usize), String> {
    let [vertices, edges] = words(line).map_err(|count| format!("{count} numbers, expected {HEADER}"))?;
    Ok((number("number of vertices", vertices, 1..=MOST_VERTICES)?, number("number of edges", edges, 0..=MOST_EDGES)?))
}

fn edge(line: &str, vertices: usize) -> Result<(usize, usize, f64), String> {
    let [one, other, weight] = words(line).map_err(|count| format!("{count} numbers, expected {EDGE}"))?;
    let vertex = |word| number("vertex", word, 1..=vertices).map(|number| number - 1);
    let (one, other) = (vertex(one)?, vertex(other)?);
    if one == other {
        return Err(format!("vertex {} is joined to itself, expected two different vertices", one + 1));
    }
    let found = weight.parse().ok().filter(|weight: &f64| weight.abs() <= MOST_WEIGHT);
    let found = found.ok_or_else(|| {
        format!("the weight is {:?}, expected a number of a size up to {MOST_WEIGHT:e}", excerpt(weight))
    });
    Ok((one, other, found?))
}

/// The words of a line, or how many there are.
fn words<const N: usize>(line: &str) -> Result<[&str; N], usize> {
    // A long line of words need not be kept to be counted.
    let count = line.split_whitespace().count();
    let mut words = line.split_whitespace();
    if count == N { Ok(core::array::from_fn(|_| words.next().unwrap_or_default())) } else { Err(count) }
}

fn number(name: &str, word: &str, allowed: RangeInclusive<usize>) -> Result<usize, String> {
    whole(word, allowed).map_err(|expected| format!("the {name} is {:?}, {expected}", excerpt(word)))
}

const HEADER: &str = "two: VERTICES EDGES";
const EDGE: &str = "three: VERTEX VERTEX WEIGHT";
/// Five times the Gset's largest: with parallel tempering's states some 100 MB.
const MOST_VERTICES: usize = 100_000;
/// Fifty times the Gset's most: some 200 MB while a model is built.
const MOST_EDGES: usize = 2_000_000;
/// Sums of as many edges are far from where numbers end.
const MOST_WEIGHT: f64 = 1e12;
/// As many edges with room for long weights; a small packed file can stand for any number of bytes.
const MOST_BYTES: u64 = 64 << 20;
