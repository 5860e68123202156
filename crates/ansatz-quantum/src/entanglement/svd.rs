//! The singular value decomposition of a small complex matrix, by the one-sided Jacobi method.
//!
//! Columns are rotated in pairs until all are orthogonal; their norms are then the singular values. It finds small ones
//! to a better relative precision than methods that go through a bidiagonal form.
//! J. Demmel and K. Veselić, *Jacobi's method is more accurate than QR*, SIAM Journal on Matrix Analysis and
//! Applications 13 (1992).

use alloc::{vec, vec::Vec};

use crate::Complex;

/// A singular value with its vectors: the matrix is the sum of `value * left * right^H`.
#[derive(Debug)]
pub(super) struct SingularTriple {
    pub(super) value: f64,
    pub(super) left: Vec<Complex>,
    pub(super) right: Vec<Complex>,
}

/// The singular values of a matrix of norm 1 that are not negligible, in descending order, with their vectors.
///
/// Takes the columns, at most as many as each is long.
pub(super) fn singular_triples(mut columns: Vec<Vec<Complex>>) -> Vec<SingularTriple> {
    let count = columns.len();
    let mut rotations: Vec<Vec<Complex>> = (0..count).map(|index| unit_vector(count, index)).collect();
    for _ in 0..MOST_SWEEPS {
        if !sweep(&mut columns, &mut rotations) {
            break;
        }
    }
    let mut triples: Vec<SingularTriple> = columns
        .into_iter()
        .zip(rotations)
        .filter_map(|(mut left, right)| {
            let value = libm::sqrt(norm_sqr(&left));
            for entry in &mut left {
                *entry = Complex::new(entry.re / value, entry.im / value);
            }
            (value > NEGLIGIBLE).then_some(SingularTriple { value, left, right })
        })
        .collect();
    triples.sort_by(|one, other| other.value.total_cmp(&one.value));
    triples
}

/// Makes each pair of columns orthogonal once; whether there was anything to do.
fn sweep(columns: &mut [Vec<Complex>], rotations: &mut [Vec<Complex>]) -> bool {
    let mut rotated = false;
    for second in 1..columns.len() {
        for first in 0..second {
            if let Some(rotation) = Rotation::between(&columns[first], &columns[second]) {
                rotation.apply(columns, first, second);
                rotation.apply(rotations, first, second);
                rotated = true;
            }
        }
    }
    rotated
}

/// A rotation of two columns, after the second was given the phase that makes their product real.
struct Rotation {
    phase: Complex,
    cosine: f64,
    sine: f64,
}

impl Rotation {
    /// The one that makes two columns orthogonal, unless they are.
    fn between(first: &[Complex], second: &[Complex]) -> Option<Self> {
        let (one, other) = (norm_sqr(first), norm_sqr(second));
        let product: Complex = first.iter().zip(second).map(|(&a, &b)| a.conj() * b).sum();
        let size = product.norm();
        let least = libm::sqrt(one.min(other));
        if least <= NEGLIGIBLE || size <= ORTHOGONAL * libm::sqrt(one) * libm::sqrt(other) {
            return None;
        }
        let zeta = (other - one) / (2.0 * size);
        let tangent = libm::copysign(1.0, zeta) / (zeta.abs() + libm::hypot(1.0, zeta));
        let cosine = 1.0 / libm::hypot(1.0, tangent);
        let phase = Complex::new(product.re / size, -product.im / size);
        Some(Self { phase, cosine, sine: cosine * tangent })
    }

    fn apply(&self, columns: &mut [Vec<Complex>], first: usize, second: usize) {
        let (before, after) = columns.split_at_mut(second);
        for (a, b) in before[first].iter_mut().zip(after[0].iter_mut()) {
            let (old, turned) = (*a, *b * self.phase);
            *a = old * self.cosine - turned * self.sine;
            *b = old * self.sine + turned * self.cosine;
        }
    }
}

fn unit_vector(length: usize, index: usize) -> Vec<Complex> {
    let mut vector = vec![Complex::ZERO; length];
    vector[index] = Complex::from(1.0);
    vector
}

fn norm_sqr(column: &[Complex]) -> f64 {
    column.iter().copied().map(Complex::norm_sqr).sum()
}

/// The cosine of two columns that count as orthogonal: rounding of their product is below it for columns of some
/// thousand entries, and it moves no singular value by more.
const ORTHOGONAL: f64 = 1e-14;

/// Columns this short, in a matrix of norm 1, are what rounding left of columns that depend on others.
pub(super) const NEGLIGIBLE: f64 = 1e-14;

/// Convergence is quadratic once angles are small, and 6 to 10 sweeps do; the limit only makes sure of an end.
const MOST_SWEEPS: usize = 60;
