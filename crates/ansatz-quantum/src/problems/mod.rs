//! Problems as Ising models: each builds its model, and reads solutions from spins.
//!
//! A. Lucas, "Ising formulations of many NP problems", Frontiers in Physics 2, 2014.

mod assignment;
mod colouring;
mod knapsack;
mod maxcut;
mod partitioning;

use alloc::vec::Vec;

use ansatz_core::{ParameterError, require_range};

use crate::QuantumError;

pub use assignment::Assignment;
pub use colouring::Colouring;
pub use knapsack::Knapsack;
pub use maxcut::MaxCut;
pub use partitioning::NumberPartitioning;

/// The numbers of those that are up, and of those that are down.
fn sides(spins: &[i8]) -> (Vec<usize>, Vec<usize>) {
    (0..spins.len()).partition(|&variable| spins[variable] > 0)
}

/// The only one of `row` that is up.
fn only_one(row: &[i8]) -> Option<usize> {
    let mut up = row.iter().enumerate().filter(|&(_, &spin)| spin > 0).map(|(place, _)| place);
    up.next().filter(|_| up.next().is_none())
}

/// Costs `weight` x (1 - the number of `bits` that are set)^2, without its constant, `weight`.
fn exactly_one(bits: core::ops::Range<usize>, weight: f64) -> impl Iterator<Item = (usize, usize, f64)> {
    let end = bits.end;
    bits.flat_map(move |one| {
        let alone = core::iter::once((one, one, -weight));
        alone.chain((one + 1..end).map(move |other| (one, other, 2.0 * weight)))
    })
}

/// Costs `weight` x (the sizes of the bits that are set - `target`)^2, without its constant: exact as long as it is a whole
/// number of at most 2^53.
pub(crate) fn squared(sizes: &[(usize, u64)], target: u64, weight: f64) -> impl Iterator<Item = (usize, usize, f64)> {
    let target = target as f64;
    sizes.iter().enumerate().flat_map(move |(place, &(one, size))| {
        let size = size as f64;
        let alone = core::iter::once((one, one, weight * (size * size - 2.0 * size * target)));
        let later = sizes[place + 1..].iter();
        alone.chain(later.map(move |&(other, of_other)| (one, other, 2.0 * weight * size * of_other as f64)))
    })
}

/// Numbers of which some add up to each from 0 to `most`, and to no other.
pub(crate) fn binary(most: u64) -> impl Iterator<Item = u64> {
    let digits = most.checked_ilog2().unwrap_or(0);
    let rest = most - ((1 << digits) - 1);
    (0..digits).map(|digit| 1 << digit).chain(core::iter::once(rest).filter(|&rest| rest > 0))
}

/// The number of a model's pairs, if memory holds as many.
pub(crate) fn require_pairs(pairs: u128) -> Result<(), ParameterError> {
    require_range("pairs", pairs, 0..=MOST_PAIRS).map(|_| ())
}

/// Not more variables than memory holds.
fn require_variables(variables: usize) -> Result<(), ParameterError> {
    require_range("variables", variables, 0..=MOST_VARIABLES).map(|_| ())
}

pub(crate) fn pairs_among(variables: usize) -> u128 {
    variables as u128 * (variables as u128).saturating_sub(1) / 2
}

fn require_below(variable: usize, variables: usize) -> Result<(), QuantumError> {
    if variable < variables {
        return Ok(());
    }
    Err(QuantumError::UnknownVariable { variable, variables })
}

/// Some 300 MB of variables alone.
const MOST_VARIABLES: usize = 1 << 24;

/// 2^24 pairs take 400 MB in a model, and three times as much while it is built: 5,793 variables that are all coupled.
const MOST_PAIRS: u128 = 1 << 24;

/// Sums of QUBO costs up to here are exact, and so is their Ising model, in quarters.
pub(crate) const MOST_EXACT: u128 = 1 << 51;
