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
    /// It cannot fail: where rounding has eaten the pivot, the row's own variance is taken to be twice what it is, an
    /// observation with as much noise as there is of anything. A matrix whose diagonal stands out by [`LEAST_PIVOT`] and
    /// the error of a factor, at most `n²` units of rounding, has no such row.
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
        self.rows.push(libm::sqrt(if pivot > LEAST_PIVOT * variance { pivot } else { variance }));
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

/// Of the variance. What is left of a smaller one is rounding, and to divide by it makes more of that.
const LEAST_PIVOT: f64 = 1e-13;

#[cfg(test)]
mod tests {
    use super::*;

    fn factor(matrix: &[Vec<f64>]) -> Cholesky {
        let mut factor = Cholesky::with_capacity(matrix.len());
        for (index, row) in matrix.iter().enumerate() {
            factor.push(&row[..index], row[index]);
        }
        factor
    }

    /// Covariances of a stiff kernel at points of a line, many of them nearly the same.
    fn nearly_singular(size: usize) -> Vec<Vec<f64>> {
        let at = |index: usize| (index / 3) as f64 * 0.1 + (index % 3) as f64 * 1e-9;
        let entry = |i, j| libm::exp(-0.5 * (at(i) - at(j)) * (at(i) - at(j)));
        (0..size).map(|i| (0..size).map(|j| entry(i, j)).collect()).collect()
    }

    fn product(factor: &Cholesky, i: usize, j: usize) -> f64 {
        dot(factor.row(i), factor.row(j))
    }

    /// 4 = 2², 12 = 2 * 6, 37 = 6² + 1, ...: the factor is 2; 6, 1; -8, 5, 3.
    #[test]
    fn a_matrix_of_whole_numbers_has_its_known_factor() {
        let factor = factor(&[vec![4.0], vec![12.0, 37.0], vec![-16.0, -43.0, 98.0]]);
        assert_eq!(factor.rows, [2.0, 6.0, 1.0, -8.0, 5.0, 3.0]);
        assert_eq!(factor.half_log_determinant(), libm::log(2.0) + libm::log(3.0));
        let mut x = [2.0, 7.0, 0.0];
        factor.solve_lower(&mut x);
        assert_eq!(x, [1.0, 1.0, 1.0]);
        let mut x = [2.0 + 6.0 - 8.0, 1.0 + 5.0, 3.0];
        factor.solve_upper(&mut x);
        assert_eq!(x, [1.0, 1.0, 1.0]);
    }

    #[test]
    fn the_inverse_times_the_matrix_is_one() {
        let entry = |i: usize, j: usize| libm::exp(-libm::fabs(i as f64 - j as f64) / 3.0);
        let matrix: Vec<Vec<f64>> = (0..20).map(|i| (0..20).map(|j| entry(i, j)).collect()).collect();
        let inverse = factor(&matrix).inverse();
        let at = |i: usize, j: usize| inverse[start(i.max(j)) + i.min(j)];
        for i in 0..20 {
            for j in 0..20 {
                let product: f64 = (0..20).map(|k| at(i, k) * matrix[k][j]).sum();
                let expected = f64::from(u8::from(i == j));
                // Of a condition number below 100.
                assert!((product - expected).abs() < 1e-13, "{i} {j}: {product}");
            }
        }
    }

    /// What noise of 1e-10 makes of a matrix of which a dozen of 60 directions are left.
    #[test]
    fn a_matrix_that_is_all_but_singular_has_its_factor() {
        let mut matrix = nearly_singular(60);
        (0..60).for_each(|index| matrix[index][index] += 1e-10);
        let factor = factor(&matrix);
        for i in 0..60 {
            for j in 0..=i {
                // The backward error of a factor: 60 units of rounding.
                assert!((product(&factor, i, j) - matrix[i][j]).abs() < 60.0 * f64::EPSILON, "{i} {j}");
            }
        }
    }

    #[test]
    fn a_singular_matrix_has_a_finite_factor() {
        let factor = factor(&nearly_singular(60));
        assert!(factor.rows.iter().all(|entry| entry.is_finite()));
        assert!((0..60).all(|index| factor.row(index)[index] > 0.0));
    }
}
