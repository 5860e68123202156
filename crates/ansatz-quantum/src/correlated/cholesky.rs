//! Whether there are variables with these correlations: whether their matrix has a Cholesky factor.

use alloc::{vec, vec::Vec};

use crate::QuantumError;

/// Checks that a symmetric matrix with a diagonal of 1, row by row, is positive semidefinite.
pub(super) fn require_semidefinite(correlations: &[f64], variables: usize) -> Result<(), QuantumError> {
    let mut factor: Vec<f64> = vec![0.0; triangle(variables)];
    for (variable, correlations) in correlations.chunks_exact(variables).enumerate() {
        let (before, rest) = factor.split_at_mut(triangle(variable));
        // What of the variable's variance, 1, those before it do not explain.
        let mut left = 1.0;
        for (other, &correlation) in correlations[..variable].iter().enumerate() {
            let there = &before[triangle(other)..=triangle(other) + other];
            let explained = dot(&there[..other], &rest[..other]);
            let unexplained = correlation - explained;
            let own = libm::sqrt(left);
            let reach = there[other] * own;
            if unexplained.abs() > reach + TOLERANCE {
                let (low, high) = (explained - reach, explained + reach);
                return Err(QuantumError::Semidefinite { variable, other, correlation, low, high });
            }
            // A variable that those before it determine adds nothing.
            let entry = if there[other] > 0.0 { (unexplained / there[other]).clamp(-own, own) } else { 0.0 };
            rest[other] = entry;
            left = (left - entry * entry).max(0.0);
        }
        rest[variable] = if left > LEAST_SHARE { libm::sqrt(left) } else { 0.0 };
    }
    Ok(())
}

/// The sum of products, four at a time so that one addition need not wait for the one before.
fn dot(one: &[f64], other: &[f64]) -> f64 {
    let ((ones, one_rest), (others, other_rest)) = (one.as_chunks::<4>(), other.as_chunks::<4>());
    let mut sums = [0.0; 4];
    for (one, other) in ones.iter().zip(others) {
        for lane in 0..4 {
            sums[lane] += one[lane] * other[lane];
        }
    }
    let rest: f64 = one_rest.iter().zip(other_rest).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f64>() + rest
}

/// The number of entries in so many rows of a lower triangular matrix.
fn triangle(rows: usize) -> usize {
    rows * (rows + 1) / 2
}

/// How far a correlation may be off what the others allow: more than rounding, which is below 1e-12 before a square root
/// is taken, and less than anybody knows of a correlation.
const TOLERANCE: f64 = 1e-6;

/// A variable of whose variance no more than this share is left is determined by others: the square of [`TOLERANCE`].
pub(super) const LEAST_SHARE: f64 = TOLERANCE * TOLERANCE;
