//! The eigenvectors of a symmetric matrix: to three diagonals by reflections, to one by rotations.
//!
//! G. H. Golub and C. F. Van Loan, *Matrix computations*, 4th edition (2013), algorithms 8.3.1 and 8.3.3. Vectors are
//! stored one after the other, so that every inner loop runs along memory; sums have a fixed order, and all results are
//! the same on every platform.

use alloc::{vec, vec::Vec};

/// What a decomposition works in, to be used again.
#[derive(Debug, Clone, Default)]
pub(super) struct Eigen {
    /// The matrix, all of it; then its reflections, vector `k` below the diagonal of column `k`.
    matrix: Vec<f64>,
    /// Twice the reciprocal of each reflection's squared length; 0 for none.
    factors: Vec<f64>,
    /// The diagonal's neighbours.
    sides: Vec<f64>,
    product: Vec<f64>,
}

impl Eigen {
    /// Writes the eigenvalues, in no order, and the eigenvectors, one after the other, of the matrix whose lower triangle
    /// is given row by row; whether that worked, which it does whenever all numbers are finite.
    pub(super) fn decompose(&mut self, triangle: &[f64], values: &mut [f64], vectors: &mut [f64]) -> bool {
        let n = values.len();
        let largest = triangle.iter().fold(0.0_f64, |most, entry| most.max(entry.abs()));
        // Squares neither overflow nor vanish then; a power of two leaves every digit.
        let scale = if largest > 0.0 { libm::exp2(-libm::floor(libm::log2(largest))) } else { 1.0 };
        if !(largest.is_finite() && scale.is_finite()) {
            return false;
        }
        self.unfold(triangle, n, scale);
        self.reduce(n, values);
        self.unroll(n, vectors);
        let done = rotate_away(values, &mut self.sides, vectors);
        for value in values.iter_mut() {
            *value /= scale;
        }
        done && values.iter().all(|value| value.is_finite())
    }

    /// Writes out both halves of the matrix.
    fn unfold(&mut self, triangle: &[f64], n: usize, scale: f64) {
        self.matrix.resize(n * n, 0.0);
        self.product.resize(n, 0.0);
        self.factors = vec![0.0; n];
        self.sides = vec![0.0; n];
        let mut entries = triangle.iter();
        for row in 0..n {
            for (column, entry) in (0..=row).zip(&mut entries) {
                self.matrix[row * n + column] = entry * scale;
                self.matrix[column * n + row] = entry * scale;
            }
        }
    }

    /// Makes the matrix tridiagonal by reflections.
    fn reduce(&mut self, n: usize, diagonal: &mut [f64]) {
        for k in 0..n {
            let (done, rest) = self.matrix.split_at_mut((k + 1) * n);
            let column = &mut done[k * n..];
            diagonal[k] = column[k];
            let vector = &mut column[k + 1..];
            let (side, factor) = reflect(vector);
            self.sides[k] = side;
            self.factors[k] = factor;
            if factor == 0.0 {
                continue;
            }
            // With p = factor A v, the reflected matrix is A - v w' - w v' for w = p - (factor p'v / 2) v.
            let product = &mut self.product[k + 1..n];
            product.fill(0.0);
            for (column, entry) in rest.chunks_exact(n).zip(vector.iter()) {
                add_scaled(product, factor * entry, &column[k + 1..]);
            }
            let half = 0.5 * factor * dot(product, vector);
            add_scaled(product, -half, vector);
            for (j, column) in rest.chunks_exact_mut(n).enumerate() {
                let (of_vector, of_product) = (product[j], vector[j]);
                let lower = column[k + 1..].iter_mut().zip(vector.iter().zip(product.iter()));
                lower.for_each(|(entry, (v, w))| *entry -= of_vector * v + of_product * w);
            }
        }
    }

    /// Writes the product of all reflections.
    fn unroll(&self, n: usize, vectors: &mut [f64]) {
        vectors.fill(0.0);
        for k in 0..n {
            vectors[k * n + k] = 1.0;
        }
        for k in (0..n).rev() {
            if self.factors[k] == 0.0 {
                continue;
            }
            let reflection = &self.matrix[k * n + k + 1..(k + 1) * n];
            // Earlier vectors are still unit ones without a part in these rows.
            for vector in vectors.chunks_exact_mut(n).skip(k + 1) {
                let part = &mut vector[k + 1..];
                add_scaled(part, -self.factors[k] * dot(part, reflection), reflection);
            }
        }
    }
}

/// Turns a vector into the direction of the reflection that leaves nothing but its first entry; that entry, and twice the
/// reciprocal of the direction's squared length.
fn reflect(vector: &mut [f64]) -> (f64, f64) {
    let Some((first, others)) = vector.split_first_mut() else { return (0.0, 0.0) };
    let tail = dot(others, others);
    if tail == 0.0 {
        return (*first, 0.0);
    }
    let length = libm::sqrt(*first * *first + tail);
    // Of the two reflections, the one that does not cancel.
    let side = if *first > 0.0 { -length } else { length };
    *first -= side;
    (side, 2.0 / (*first * *first + tail))
}

/// Makes a tridiagonal matrix diagonal, by implicit QL steps with Wilkinson's shift, and turns the vectors along.
fn rotate_away(diagonal: &mut [f64], sides: &mut [f64], vectors: &mut [f64]) -> bool {
    let n = diagonal.len();
    (0..n).all(|low| {
        (0..MOST_STEPS).any(|_| {
            let small = |k: &usize| sides[*k].abs() <= f64::EPSILON * (diagonal[*k].abs() + diagonal[*k + 1].abs());
            let high = (low..n - 1).find(small).unwrap_or(n - 1);
            if high > low {
                step(low, high, diagonal, sides, vectors);
            }
            high == low
        })
    })
}

/// One QL step in the block from `low` to `high`.
fn step(low: usize, high: usize, diagonal: &mut [f64], sides: &mut [f64], vectors: &mut [f64]) {
    let n = diagonal.len();
    let slope = (diagonal[low + 1] - diagonal[low]) / (2.0 * sides[low]);
    let root = libm::sqrt(slope * slope + 1.0);
    let shift = sides[low] / (slope + if slope < 0.0 { -root } else { root });
    let mut bulge = diagonal[high] - diagonal[low] + shift;
    let (mut sine, mut cosine, mut moved) = (1.0, 1.0, 0.0);
    for k in (low..high).rev() {
        let (across, along) = (sine * sides[k], cosine * sides[k]);
        let length = libm::sqrt(across * across + bulge * bulge);
        sides[k + 1] = length;
        if length == 0.0 {
            // The block falls apart here.
            diagonal[k + 1] -= moved;
            sides[high] = 0.0;
            return;
        }
        sine = across / length;
        cosine = bulge / length;
        let next = diagonal[k + 1] - moved;
        let change = (diagonal[k] - next) * sine + 2.0 * cosine * along;
        moved = sine * change;
        diagonal[k + 1] = next + moved;
        bulge = cosine * change - along;
        let (left, right) = vectors[k * n..(k + 2) * n].split_at_mut(n);
        for (a, b) in left.iter_mut().zip(right) {
            (*a, *b) = (cosine * *a - sine * *b, sine * *a + cosine * *b);
        }
    }
    diagonal[low] -= moved;
    sides[low] = bulge;
    sides[high] = 0.0;
}

/// Adds a multiple of a vector.
#[inline]
pub(super) fn add_scaled(sum: &mut [f64], factor: f64, vector: &[f64]) {
    for (entry, addend) in sum.iter_mut().zip(vector) {
        *entry += factor * addend;
    }
}

/// The inner product, in four interleaved sums: a fixed order that vector instructions can keep.
#[inline]
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 4];
    let (a, b) = (a.chunks_exact(4), b.chunks_exact(4));
    let rest: f64 = a.remainder().iter().zip(b.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in a.zip(b) {
        for lane in 0..4 {
            sums[lane] += x[lane] * y[lane];
        }
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}

/// Two or three steps for an eigenvalue are usual.
const MOST_STEPS: usize = 60;
