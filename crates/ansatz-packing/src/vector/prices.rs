//! A price for a unit of each dimension, such that no bin costs less than what it can hold is worth: the dual of the
//! linear programme that buys bins in parts.

use alloc::{vec, vec::Vec};

use super::{BinKind, problem::Problem};

/// What the volumes are worth at the best prices, rounded up.
///
/// The prices are found in floating point, brought down to whole numbers, and then checked in whole numbers against
/// each kind of bin, so that no error of rounding makes a bound of what is none.
pub(super) fn unit_prices(problem: &Problem<'_>) -> u128 {
    let volumes = &problem.volumes();
    let dearest = problem.usable().map(BinKind::cost).max().unwrap_or(0);
    // Prices are for the largest capacity of a dimension, in parts of 2^-shift. None is above the dearest bin, so all
    // of them fit into 64 bits.
    let shift = dearest.leading_zeros().saturating_sub(1);
    let scale = dearest as f64 * (1u64 << shift) as f64 * MARGIN;
    let prices: Vec<u64> = solve(problem, volumes, dearest as f64).iter().map(|price| (price * scale) as u64).collect();

    let is_valid = problem.usable().all(|kind| {
        let parts =
            prices.iter().zip(kind.capacity().iter().zip(&problem.largest)).filter(|(_, (capacity, _))| **capacity > 0);
        let worth: u128 = parts
            .map(|(&price, (&capacity, &largest))| {
                (u128::from(price) * u128::from(capacity)).div_ceil(u128::from(largest))
            })
            .sum();
        worth <= u128::from(kind.cost()) << shift
    });
    if !is_valid {
        return 0;
    }
    let worth = prices.iter().zip(volumes.iter().zip(&problem.largest)).map(|(&price, (&volume, &largest))| {
        let (price, largest) = (u128::from(price), u128::from(largest.max(1)));
        // A volume is at most the largest capacity times the number of items.
        (volume / largest).saturating_mul(price).saturating_add(volume % largest * price / largest)
    });
    worth.fold(0, u128::saturating_add).div_ceil(1 << shift)
}

/// The prices with the highest worth, as fractions of the dearest bin for the largest capacities: by the simplex
/// method, from prices of 0 on. Whenever it stops, the prices are allowed.
fn solve(problem: &Problem<'_>, volumes: &[u128], dearest: f64) -> Vec<f64> {
    let columns = problem.dimensions;
    // A row for each kind: what its capacities are of the largest, and its cost. The last row is what a unit is worth.
    let mut rows: Vec<Vec<f64>> = problem
        .usable()
        .map(|kind| {
            let fractions =
                kind.capacity().iter().zip(&problem.largest).map(|(&part, &of)| part as f64 / of.max(1) as f64);
            fractions.chain([kind.cost() as f64 / dearest.max(1.0)]).collect()
        })
        .collect();
    let count = problem.len().max(1) as f64;
    let worth = volumes.iter().zip(&problem.largest).map(|(&volume, &of)| volume as f64 / of.max(1) as f64 / count);
    let mut worth: Vec<f64> = worth.chain([0.0]).collect();
    // What each row and each column stands for: a dimension, or beyond them the slack of a kind.
    let mut basic: Vec<usize> = (columns..columns + rows.len()).collect();
    let mut free: Vec<usize> = (0..columns).collect();

    for _ in 0..MAX_STEPS_PER_DIMENSION * columns {
        let Some(column) = entering(&worth, columns) else { break };
        let Some(row) = leaving(&rows, &basic, column) else { break };
        core::mem::swap(&mut basic[row], &mut free[column]);
        pivot(&mut rows, &mut worth, row, column);
    }
    let mut prices = vec![0.0; columns];
    for (row, &variable) in rows.iter().zip(&basic) {
        if let Some(price) = prices.get_mut(variable) {
            *price = row[columns].max(0.0);
        }
    }
    prices
}

/// The column whose unit is worth most, the first of equals.
fn entering(worth: &[f64], columns: usize) -> Option<usize> {
    let best = worth[..columns].iter().enumerate().reduce(|best, next| if next.1 > best.1 { next } else { best });
    best.filter(|(_, worth)| **worth > TINY).map(|(column, _)| column)
}

/// The row that allows least of the column, of equals that with the lowest variable.
fn leaving(rows: &[Vec<f64>], basic: &[usize], column: usize) -> Option<usize> {
    let limits = rows.iter().enumerate().filter(|(_, row)| row[column] > TINY);
    let limits = limits.map(|(index, row)| (row[row.len() - 1] / row[column], basic[index], index));
    limits.min_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1))).map(|(_, _, row)| row)
}

/// Exchanges the variables of a row and a column.
fn pivot(rows: &mut [Vec<f64>], worth: &mut [f64], row: usize, column: usize) {
    let pivot = rows[row][column];
    for value in &mut rows[row] {
        *value /= pivot;
    }
    rows[row][column] = 1.0 / pivot;
    let of = rows[row].clone();
    let others = rows.iter_mut().enumerate().filter(|(index, _)| *index != row).map(|(_, other)| &mut other[..]);
    for other in others.chain([worth]) {
        let factor = core::mem::take(&mut other[column]);
        for (value, of) in other.iter_mut().zip(&of) {
            *value -= factor * of;
        }
    }
}

/// Numbers are of the order of 1, with errors of the order of 1e-16 for each step.
const TINY: f64 = 1e-12;
/// What the prices are lowered by for those errors.
const MARGIN: f64 = 1.0 - 1e-9;
/// The simplex method mostly takes two or three steps for each dimension.
const MAX_STEPS_PER_DIMENSION: usize = 20;
