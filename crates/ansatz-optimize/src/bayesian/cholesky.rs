//! The Cholesky factor of a covariance matrix, grown row by row.

use alloc::{vec, vec::Vec};

/// The lower triangular `L` with `L Lᵀ` = a positive semidefinite matrix, its rows one after the other.
///
/// A row depends on those before it only, in the same operations whether the matrix was factored at once or grown: a
/// factor that is read back or built again is the same to the bit.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Cholesky {
    /// Row `i` takes the places `i (i + 1) / 2` on, `i + 1` of them.
    rows: Vec<f64>,
    len: usize,
}

impl Cholesky {
    /// The factor of no rows, with room for so many.
    pub(super) fn with_capacity(len: usize) -> Self {
        Self { rows: Vec::with_capacity(start(len)), len: 0 }
    }

    /// Adds a row of the matrix: its covariances with the rows before it, and its own variance.
    ///
    /// A pivot below [`LEAST_PIVOT`] of the variance is taken for that: rounding has eaten it, and this row says nothing
    /// that the ones before it do not say. It cannot fail.
    pub(super) fn push(&mut self, covariances: &[f64], variance: f64) {
        let begin = self.rows.len();
        let mut row = 0;
        for covariance in covariances.iter().take(self.len) {
            let (earlier, own) = self.rows.split_at(begin);
            let other = &earlier[row..];
            let place = own.len();
            let entry = (covariance - dot(own, &other[..place])) / other[place];
            self.rows.push(entry);
            row += place + 1;
        }
        let own = &self.rows[begin..];
        let pivot = variance - dot(own, own);
        self.rows.push(libm::sqrt(pivot.max(LEAST_PIVOT * variance)));
        self.len += 1;
    }

    /// Its rows.
    #[inline]
    pub(super) const fn len(&self) -> usize {
        self.len
    }

    /// Row `index`, up to and with the diagonal.
    #[inline]
    pub(super) fn row(&self, index: usize) -> &[f64] {
        &self.rows[start(index)..start(index + 1)]
    }

    /// `L⁻¹ b`, in the place of `b`.
    pub(super) fn solve_lower(&self, b: &mut [f64]) {
        let mut rest = &self.rows[..];
        for index in 0..b.len().min(self.len) {
            let (row, after) = rest.split_at(index + 1);
            rest = after;
            b[index] = (b[index] - dot(&row[..index], &b[..index])) / row[index];
        }
    }

    /// `L⁻ᵀ b`, in the place of `b`.
    pub(super) fn solve_upper(&self, b: &mut [f64]) {
        for index in (0..b.len().min(self.len)).rev() {
            let row = self.row(index);
            let value = b[index] / row[index];
            b[index] = value;
            add_scaled(&mut b[..index], -value, &row[..index]);
        }
    }

    /// Half the logarithm of the determinant.
    pub(super) fn half_log_determinant(&self) -> f64 {
        (0..self.len).map(|index| libm::log(self.row(index)[index])).sum()
    }

    /// The inverse of the matrix: its lower triangle in the same layout.
    pub(super) fn inverse(&self) -> Vec<f64> {
        // The rows of L⁻¹, each a combination of those before it.
        let mut inverse = vec![0.0; self.rows.len()];
        for index in 0..self.len {
            let (before, own) = inverse.split_at_mut(start(index));
            let row = self.row(index);
            let reciprocal = 1.0 / row[index];
            for (other, entry) in row[..index].iter().enumerate() {
                add_scaled(own, -entry * reciprocal, &before[start(other)..start(other + 1)]);
            }
            own[index] = reciprocal;
        }
        // L⁻ᵀ L⁻¹ in place: row k of the product needs rows k and later of L⁻¹, so what is overwritten is done with.
        for index in 0..self.len {
            let (own, after) = inverse[start(index)..].split_at_mut(index + 1);
            let diagonal = own[index];
            own.iter_mut().for_each(|entry| *entry *= diagonal);
            let mut begin = 0;
            for other in index + 1..self.len {
                let row = &after[begin..=begin + index];
                add_scaled(own, row[index], row);
                begin += other + 1;
            }
        }
        inverse
    }
}

/// Where row `index` begins.
#[inline]
pub(super) const fn start(index: usize) -> usize {
    index * (index + 1) / 2
}

/// The sum of products, in a fixed order that leaves four independent sums to the processor.
#[inline]
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let (mut sums, length) = ([0.0; LANES], a.len().min(b.len()));
    let (a, b) = (a[..length].as_chunks::<LANES>(), b[..length].as_chunks::<LANES>());
    for (a, b) in a.0.iter().zip(b.0) {
        for lane in 0..LANES {
            sums[lane] += a[lane] * b[lane];
        }
    }
    let rest: f64 = a.1.iter().zip(b.1).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f64>() + rest
}

/// Adds `factor * other`.
#[inline]
pub(super) fn add_scaled(to: &mut [f64], factor: f64, other: &[f64]) {
    for (to, other) in to.iter_mut().zip(other) {
        *to += factor * other;
    }
}

/// Products that are summed beside each other: vectors of two, four of them under way.
const LANES: usize = 8;

/// Rounding in a factor of a thousand rows loses about 1e-13 of a variance; what is above this is left of it.
const LEAST_PIVOT: f64 = 1e-12;
