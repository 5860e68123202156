//! The largest eigenvalue of a model's couplings, by Lanczos' method.

use alloc::{vec, vec::Vec};

use ansatz_random::{Stream, standard_normal};

use crate::Ising;

/// The largest eigenvalue of the matrix of couplings over `unit`, from below.
///
/// C. Lanczos, *An iteration method for the solution of the eigenvalue problem of linear differential and integral
/// operators*, Journal of Research of the National Bureau of Standards 45 (1950). From a random start, it is expected to be
/// too small by at most `2.575 (ln n / (STEPS - 4))^2` of the range of eigenvalues, and is exact for up to `STEPS` variables
/// but for rounding: J. Kuczyński and H. Woźniakowski, *Estimating the largest eigenvalue by the power and Lanczos
/// algorithms with a random start*, SIAM Journal on Matrix Analysis and Applications 13 (1992).
pub(super) fn largest_eigenvalue(model: &Ising, unit: f64) -> f64 {
    // The same start for every model: the result depends on no seed.
    let mut stream = Stream::new(0, 0);
    let mut vector: Vec<f64> = (0..model.len()).map(|_| standard_normal(&mut stream)).collect();
    let mut before = vec![0.0; model.len()];
    normalise(&mut vector);
    let mut beside = 0.0;
    let (mut diagonal, mut beside_diagonal) = (Vec::new(), Vec::new());
    for _ in 0..STEPS.min(model.len()) {
        for (variable, before) in before.iter_mut().enumerate() {
            let product: f64 = model.neighbours_of(variable).map(|(other, weight)| weight / unit * vector[other]).sum();
            *before = product - beside * *before;
        }
        let along = dot(&before, &vector);
        for (before, vector) in before.iter_mut().zip(&vector) {
            *before -= along * vector;
        }
        diagonal.push(along);
        beside = normalise(&mut before);
        beside_diagonal.push(beside);
        if beside <= SMALLEST {
            break;
        }
        core::mem::swap(&mut before, &mut vector);
    }
    largest_of_tridiagonal(&diagonal, &beside_diagonal)
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

/// Makes a vector's length 1, unless it is next to nothing; what it was.
fn normalise(vector: &mut [f64]) -> f64 {
    let length = libm::sqrt(dot(vector, vector));
    if length > SMALLEST {
        for entry in vector.iter_mut() {
            *entry /= length;
        }
    }
    length
}

/// By bisection: all pivots of `x - T` are positive exactly where `x` is above all eigenvalues of `T`.
fn largest_of_tridiagonal(diagonal: &[f64], beside: &[f64]) -> f64 {
    let is_above = |x: f64| {
        let mut pivot = f64::INFINITY;
        let mut before = 0.0;
        diagonal.iter().zip(beside).all(|(entry, beside)| {
            pivot = x - entry - before * before / pivot;
            before = *beside;
            pivot > 0.0
        })
    };
    // No eigenvalue is larger than the largest sum of a row's sizes.
    let sizes = diagonal.iter().zip(beside).map(|(entry, beside)| entry.abs() + 2.0 * beside);
    let mut above = 2.0 * sizes.fold(0.0, f64::max);
    let mut below = -above;
    // Each halves the interval: 60 are as many as a float has digits.
    for _ in 0..60 {
        let middle = f64::midpoint(below, above);
        if is_above(middle) { above = middle } else { below = middle }
    }
    above
}

/// Products with the matrix: as many as a search of few steps has.
const STEPS: usize = 40;

/// Lengths below that are rounding errors: entries are at most 1.
const SMALLEST: f64 = 1e-12;
