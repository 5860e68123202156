//! Factors of symmetric matrices, in rows that follow each other without gaps; only what is up to the diagonal counts.

/// A pivot that no positive definite matrix has: its place, and what it is.
pub(super) type Pivot = (usize, f64);

/// Turns a symmetric positive definite matrix into the lower triangular L of L L' (Cholesky, row by row), and gives the
/// least share of a diagonal entry that was left for its pivot.
///
/// The pivots are off by rounding of the entries, so that a share near 1e-16 means nothing any more.
pub(super) fn factor(matrix: &mut [f64], dimension: usize) -> Result<f64, Pivot> {
    let mut least = 1.0_f64;
    for row in 0..dimension {
        let (above, own) = matrix.split_at_mut(row * dimension);
        for (column, there) in above.chunks_exact(dimension).enumerate() {
            own[column] = (own[column] - dot(&own[..column], &there[..column])) / there[column];
        }
        let diagonal = own[row];
        let pivot = diagonal - dot(&own[..row], &own[..row]);
        // A NaN is not more than 0.
        if !(pivot > 0.0 && pivot.is_finite()) {
            return Err((row, pivot));
        }
        least = least.min(pivot / diagonal);
        own[row] = libm::sqrt(pivot);
    }
    Ok(least)
}

/// The same for a matrix that is positive semidefinite up to rounding: a pivot that rounding could have made counts as 0,
/// and leaves a column of zeros. Gives the first pivot that is less than that.
pub(super) fn factor_semidefinite(matrix: &mut [f64], dimension: usize) -> Option<Pivot> {
    let mut negative = None;
    for row in 0..dimension {
        let (above, own) = matrix.split_at_mut(row * dimension);
        for (column, there) in above.chunks_exact(dimension).enumerate() {
            let left = own[column] - dot(&own[..column], &there[..column]);
            own[column] = if there[column] > 0.0 { left / there[column] } else { 0.0 };
        }
        let pivot = own[row] - dot(&own[..row], &own[..row]);
        let rounding = own[row] * rounding(dimension);
        // A NaN is no less than anything.
        if !(pivot >= -rounding && pivot.is_finite()) {
            negative = negative.or(Some((row, pivot)));
        }
        own[row] = if pivot > rounding { libm::sqrt(pivot) } else { 0.0 };
    }
    negative
}

/// The share of a diagonal entry that rounding may take from its pivot: each of the sums is off by that many roundings, and
/// what is divided by a small pivot by as many again.
pub(super) fn rounding(dimension: usize) -> f64 {
    8.0 * f64::EPSILON * (dimension * dimension) as f64
}

/// Turns a lower triangular matrix with a positive diagonal into its inverse.
pub(super) fn invert(lower: &mut [f64], dimension: usize) {
    for row in 0..dimension {
        let (above, own) = lower.split_at_mut(row * dimension);
        let inverse = 1.0 / own[row];
        // The columns from the left: entry `column` of the row is not needed once its row above has been added.
        for column in 0..row {
            let coefficient = core::mem::take(&mut own[column]);
            let there = &above[column * dimension..];
            for (to, from) in own[..=column].iter_mut().zip(there) {
                *to -= coefficient * inverse * from;
            }
        }
        own[row] = inverse;
    }
}

/// The sum of products, four at a time so that an addition need not wait for the one before.
#[inline]
pub(super) fn dot(one: &[f64], other: &[f64]) -> f64 {
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

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    #[test]
    fn a_factor_by_hand_and_its_inverse() {
        // [[4, 12, -16], [12, 37, -43], [-16, -43, 98]] is the textbook's [[2], [6, 1], [-8, 5, 3]] with its transpose.
        let mut matrix = [4.0, 0.0, 0.0, 12.0, 37.0, 0.0, -16.0, -43.0, 98.0];
        let least = factor(&mut matrix, 3);
        assert_eq!(matrix, [2.0, 0.0, 0.0, 6.0, 1.0, 0.0, -8.0, 5.0, 3.0]);
        assert_eq!(least, Ok(1.0 / 37.0));
        invert(&mut matrix, 3);
        let inverse = [0.5, 0.0, 0.0, -3.0, 1.0, 0.0, 19.0 / 3.0, -5.0 / 3.0, 1.0 / 3.0];
        assert!(matrix.iter().zip(inverse).all(|(a, b)| (a - b).abs() < 1e-14), "{matrix:?}");
    }

    #[test]
    fn a_matrix_that_is_not_positive_definite_names_its_pivot() {
        assert_eq!(factor(&mut [1.0, 0.0, 2.0, 1.0], 2), Err((1, -3.0)));
        assert_eq!(factor(&mut [-1.0], 1), Err((0, -1.0)));
        assert!(factor(&mut [f64::NAN], 1).is_err());
        assert_eq!(factor_semidefinite(&mut [1.0, 0.0, 2.0, 1.0], 2), Some((1, -3.0)));
        assert!(factor_semidefinite(&mut [f64::NAN], 1).is_some());
    }

    #[test]
    fn a_semidefinite_matrix_has_columns_of_zeros() {
        // The products of (3, 6, 9) with itself, 0.1 times over: the last two pivots are rounding.
        let x = [0.3, 0.6, 0.9];
        let mut matrix: Vec<f64> = (0..9).map(|i| x[i / 3] * x[i % 3]).collect();
        assert_eq!(factor_semidefinite(&mut matrix, 3), None);
        for (row, x) in x.iter().enumerate() {
            assert!((matrix[row * 3] - x).abs() < 1e-15);
            assert!(
                matrix[row * 3 + 1..=row * 3 + row.max(1)].iter().take(row).all(|entry| *entry == 0.0),
                "{matrix:?}"
            );
        }
    }
}
