//! Which tasks are long together: a Gaussian copula.
//!
//! Tasks that are correlated, directly or through others, form a block, and each block has a matrix of its own, so that
//! a few correlations among many tasks take little. It is positive semidefinite if its Cholesky factor exists.

use alloc::{collections::BTreeMap, format, vec, vec::Vec};

use ansatz_core::ParameterError;

use super::lanes::{LANES, Row};

/// Tasks whose draws depend on each other.
#[derive(Debug, Clone)]
pub(super) struct Block {
    pub(super) tasks: Vec<usize>,
    /// The rows of the lower triangle, one after the other.
    factor: Vec<f64>,
}

impl Block {
    /// Turns independent normal draws, one row a task, into correlated ones.
    pub(super) fn correlate(&self, draws: &mut [Row]) {
        // From the last task on, none is changed before it was used.
        for task in (0..self.tasks.len()).rev() {
            let mut mixed = [0.0; LANES];
            for (weight, draw) in row(&self.factor, task).iter().zip(draws.iter()) {
                for lane in 0..LANES {
                    mixed[lane] += weight * draw[lane];
                }
            }
            draws[task] = mixed;
        }
    }
}

/// The blocks of these pairs, in the order of their first tasks.
pub(super) fn blocks(pairs: &BTreeMap<(usize, usize), f64>) -> Result<Vec<Block>, ParameterError> {
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let roots = roots(pairs);
    for (index, (task, _)) in roots.iter().enumerate() {
        members.entry(root(&roots, index)).or_default().push(*task);
    }
    let mut entries = 0;
    let mut blocks = Vec::new();
    for tasks in members.into_values() {
        entries += triangle(tasks.len());
        if entries > MOST_ENTRIES {
            let allowed = "blocks of k correlated tasks whose k (k + 1) come to at most 2047 x 2048 in all";
            return Err(ParameterError::new("correlations", format!("a block of {} tasks", tasks.len()), allowed));
        }
        blocks.push(Block { factor: cholesky(&tasks, pairs)?, tasks });
    }
    Ok(blocks)
}

/// The correlated tasks in ascending order, each with the index of one that it belongs to.
fn roots(pairs: &BTreeMap<(usize, usize), f64>) -> Vec<(usize, usize)> {
    let mut tasks: Vec<usize> = pairs.keys().flat_map(|&(one, other)| [one, other]).collect();
    tasks.sort_unstable();
    tasks.dedup();
    let mut roots: Vec<_> = tasks.iter().enumerate().map(|(index, &task)| (task, index)).collect();
    for (one, other) in pairs.keys() {
        let [one, other] = [one, other].map(|task| tasks.partition_point(|before| before < task));
        let (one, other) = (root(&roots, one), root(&roots, other));
        // The smaller index leads, so that blocks come in the order of their first tasks.
        roots[one.max(other)].1 = one.min(other);
        compress(&mut roots, one.max(other));
    }
    roots
}

/// The index that leads the block.
fn root(roots: &[(usize, usize)], mut index: usize) -> usize {
    while roots[index].1 != index {
        index = roots[index].1;
    }
    index
}

/// Shortens the way to the root.
fn compress(roots: &mut [(usize, usize)], mut index: usize) {
    let end = root(roots, index);
    while index != end {
        index = core::mem::replace(&mut roots[index].1, end);
    }
}

/// The lower triangular matrix whose product with its transpose has these correlations, and 0 where there is none.
fn cholesky(tasks: &[usize], pairs: &BTreeMap<(usize, usize), f64>) -> Result<Vec<f64>, ParameterError> {
    let mut factor = vec![0.0; triangle(tasks.len())];
    for (index, &task) in tasks.iter().enumerate() {
        let (before, rest) = factor.split_at_mut(triangle(index));
        let here = &mut rest[..=index];
        // What of the task's variance, 1, the tasks before do not explain.
        let mut left = 1.0;
        for (column, &other) in tasks[..index].iter().enumerate() {
            let there = row(before, column);
            let rho = pairs.get(&(other, task)).copied().unwrap_or(0.0);
            let explained: f64 = there[..column].iter().zip(here.iter()).map(|(one, other)| one * other).sum();
            let unexplained = rho - explained;
            let reach = there[column] * libm::sqrt(left);
            if unexplained.abs() > reach + TOLERANCE {
                let value = format!("{rho} for the tasks {other} and {task}");
                let allowed = format!(
                    "{:.4} to {:.4} beside the other correlations of these tasks (0 where none is given)",
                    explained - reach,
                    explained + reach
                );
                return Err(ParameterError::new("rho", value, allowed));
            }
            // A task that those before it determine adds nothing.
            let most = libm::sqrt(left);
            here[column] = if there[column] > 0.0 { (unexplained / there[column]).clamp(-most, most) } else { 0.0 };
            left = (left - here[column] * here[column]).max(0.0);
        }
        here[index] = if left > TOLERANCE * TOLERANCE { libm::sqrt(left) } else { 0.0 };
    }
    Ok(factor)
}

/// A row of a lower triangular matrix.
fn row(factor: &[f64], index: usize) -> &[f64] {
    &factor[triangle(index)..triangle(index + 1)]
}

/// The number of entries in so many rows.
fn triangle(rows: usize) -> usize {
    rows.saturating_mul(rows + 1) / 2
}

/// How far a correlation may be off what the others allow: more than rounding, which is below 1e-12 before a square root
/// is taken, and less than anybody knows of a correlation.
const TOLERANCE: f64 = 1e-6;

/// The tasks of the largest block, whose factor takes 16 MiB and about two seconds.
pub(super) const MOST_IN_BLOCK: usize = 2_047;

/// The entries of such a factor, or of several smaller ones together.
const MOST_ENTRIES: usize = MOST_IN_BLOCK * (MOST_IN_BLOCK + 1) / 2;
