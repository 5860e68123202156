//! What is believed of an arm's weights before anything was seen.

use alloc::{format, vec};

use ansatz_core::{
    DecodeError, MergeError, ParameterError,
    bytes::{Codec, Reader, Writer},
    require_range,
};

use super::{
    cholesky,
    triangle::{MOST_DIMENSION, Triangle},
};

/// Weights about 0, normal, with this precision matrix.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Prior {
    pub(super) precision: Triangle,
    /// The inverse of its Cholesky factor.
    pub(super) whitening: Triangle,
}

impl Prior {
    /// The same precision in all directions.
    pub(super) fn ridge(dimension: usize, ridge: f64) -> Result<Self, ParameterError> {
        require_range("dimension", dimension, 1..=MOST_DIMENSION)?;
        require_range("ridge", ridge, LEAST..=MOST)?;
        let mut rows = vec![0.0; dimension * dimension];
        rows.iter_mut().step_by(dimension + 1).for_each(|entry| *entry = ridge);
        Self::new(Triangle::from_rows(dimension, &rows))
    }

    /// The precision of a whole matrix, row by row.
    pub(super) fn matrix(dimension: usize, precision: &[f64]) -> Result<Self, ParameterError> {
        require_range("dimension", dimension, 1..=MOST_DIMENSION)?;
        if precision.len() != dimension * dimension {
            let allowed = format!("{dimension} rows of {dimension}");
            return Err(ParameterError::new("precision", format!("{} numbers", precision.len()), allowed));
        }
        for row in 0..dimension {
            for column in 0..row {
                let (here, there) = (precision[row * dimension + column], precision[column * dimension + row]);
                // A NaN is equal to nothing.
                if here != there {
                    let value = format!("{here} in row {row}, column {column}, and {there} across");
                    return Err(ParameterError::new("precision", value, "a symmetric matrix"));
                }
            }
        }
        Self::new(Triangle::from_rows(dimension, precision))
    }

    fn new(precision: Triangle) -> Result<Self, ParameterError> {
        for entry in precision.entries() {
            require_range("precision", entry, -MOST..=MOST)?;
        }
        let (dimension, mut rows) = (precision.dimension(), precision.to_rows());
        cholesky::factor(&mut rows, dimension).map_err(|(row, pivot)| {
            ParameterError::new("precision", format!("{pivot} at pivot {row}"), "a positive definite matrix")
        })?;
        cholesky::invert(&mut rows, dimension);
        let whitening = Triangle::from_rows(dimension, &rows);
        for entry in whitening.entries() {
            require_range("precision's inverse factor", entry, -MOST..=MOST)?;
        }
        Ok(Self { precision, whitening })
    }

    pub(super) const fn dimension(&self) -> usize {
        self.precision.dimension()
    }

    pub(super) fn require_equal(&self, other: &Self) -> Result<(), MergeError> {
        MergeError::unless_equal("dimension", self.dimension(), other.dimension())?;
        match self.precision.entries().zip(other.precision.entries()).find(|(ours, theirs)| ours != theirs) {
            Some((ours, theirs)) => Err(MergeError::new("precision", ours, theirs)),
            None => Ok(()),
        }
    }
}

impl Codec for Prior {
    fn encode(&self, writer: &mut Writer) {
        self.precision.encode(writer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self::new(Triangle::decode(reader)?)?)
    }
}

/// The least precision, and the most: with features and rewards up to 1e100, nothing overflows.
const LEAST: f64 = 1e-20;
const MOST: f64 = 1e20;
