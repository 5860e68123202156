//! What is believed of an arm's weights before anything was seen.

use alloc::{format, vec, vec::Vec};

use ansatz_core::{
    DecodeError, MergeError, ParameterError,
    bytes::{Codec, Reader, Writer},
    require_range,
};

use super::{
    cholesky,
    triangle::{MOST_DIMENSION, Triangle, padded, read_padded},
};
use crate::{BanditError, engine::note::require_features};

/// Normal weights: the number of features, where the weight of each is expected, and how far from there it may be.
///
/// They are expected at 0, unless [something else](Self::with_mean) is said.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{LinUcb, WeightPrior};
///
/// // Two features; the second one's weight is about ten times as small.
/// let prior = WeightPrior::with_precision(2, &[1.0, 0.0, 0.0, 100.0])?;
/// let arms = LinUcb::with_prior(5, prior, 1.0)?;
/// # let _ = arms;
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct WeightPrior {
    /// Padded.
    pub(super) mean: Vec<f64>,
    pub(super) precision: Triangle,
    /// The product of the two.
    pub(super) pull: Vec<f64>,
    /// The inverse of its Cholesky factor.
    pub(super) whitening: Triangle,
}

impl WeightPrior {
    /// The same precision for every weight, and none for pairs of them: the penalty of ridge regression, 1 in most papers.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless there are 1 to 4096 features and the ridge is from 1e-20 to 1e20.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::WeightPrior;
    ///
    /// assert!(WeightPrior::ridge(3, 0.1).is_ok());
    /// assert!(WeightPrior::ridge(3, 0.0).is_err());
    /// ```
    pub fn ridge(dimension: usize, ridge: f64) -> Result<Self, ParameterError> {
        require_range("dimension", dimension, 1..=MOST_DIMENSION)?;
        require_range("ridge", ridge, LEAST..=MOST)?;
        let zeros = padded(&vec![0.0; dimension]);
        Ok(Self {
            mean: zeros.clone(),
            precision: Triangle::diagonal_of(dimension, ridge),
            pull: zeros,
            // The factor of 4096 features would take as long as ten thousand rewards.
            whitening: Triangle::diagonal_of(dimension, 1.0 / libm::sqrt(ridge)),
        })
    }

    /// A precision matrix, the inverse of the weights' covariance: so many rows of as many numbers.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless there are 1 to 4096 features, and the matrix is symmetric, positive definite, and neither
    /// it nor the inverse of its Cholesky factor has an entry above 1e20; it names the pivot at which it is not.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::WeightPrior;
    ///
    /// assert!(WeightPrior::with_precision(2, &[2.0, 1.0, 1.0, 2.0]).is_ok());
    /// let error = WeightPrior::with_precision(2, &[1.0, 2.0, 2.0, 1.0]).unwrap_err();
    /// assert_eq!(error.to_string(), "`precision` is -3 at pivot 1, allowed: a positive definite matrix");
    /// ```
    pub fn with_precision(dimension: usize, precision: &[f64]) -> Result<Self, ParameterError> {
        require_range("dimension", dimension, 1..=MOST_DIMENSION)?;
        if precision.len() != dimension * dimension {
            let allowed = format!("{dimension} rows of {dimension}");
            return Err(ParameterError::new("precision", format!("{} numbers", precision.len()), allowed));
        }
        for row in 0..dimension {
            for column in 0..row {
                let (here, across) = (precision[row * dimension + column], precision[column * dimension + row]);
                // A NaN is equal to nothing.
                if here != across {
                    let value = format!("{here} in row {row}, column {column}, and {across} across");
                    return Err(ParameterError::new("precision", value, "a symmetric matrix"));
                }
            }
        }
        Self::new(Triangle::from_rows(dimension, precision))
    }

    /// The same precision about these weights.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless there is a weight for each feature, at most 1e20 in magnitude.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::{LogisticThompson, WeightPrior};
    ///
    /// // The first feature is always 1: chances are about 2%, and new arms need not be tried as if they were one half.
    /// let prior = WeightPrior::ridge(2, 1.0)?.with_mean(&[-3.9, 0.0])?;
    /// assert_eq!(LogisticThompson::with_prior(5, prior)?.predict(0, &[1.0, 7.0])?.score, -3.9);
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn with_mean(mut self, weights: &[f64]) -> Result<Self, ParameterError> {
        require_range("weights", weights.len(), self.dimension()..=self.dimension())?;
        for weight in weights {
            require_range("weight", *weight, -MOST..=MOST)?;
        }
        self.mean = padded(weights);
        self.pull = padded(&self.precision.symmetric_product(&self.mean));
        Ok(self)
    }

    fn new(precision: Triangle) -> Result<Self, ParameterError> {
        require_range("dimension", precision.dimension(), 1..=MOST_DIMENSION)?;
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
        let zeros = padded(&vec![0.0; dimension]);
        Ok(Self { mean: zeros.clone(), precision, pull: zeros, whitening })
    }

    /// The number of features.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_bandit::WeightPrior::ridge(3, 1.0)?.dimension(), 3);
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub const fn dimension(&self) -> usize {
        self.precision.dimension()
    }

    pub(super) fn require_equal(&self, other: &Self) -> Result<(), MergeError> {
        MergeError::unless_equal("dimension", self.dimension(), other.dimension())?;
        if let Some((ours, theirs)) = self.mean.iter().zip(&other.mean).find(|(ours, theirs)| ours != theirs) {
            return Err(MergeError::new("mean of the weights", ours, theirs));
        }
        match self.precision.entries().zip(other.precision.entries()).find(|(ours, theirs)| ours != theirs) {
            Some((ours, theirs)) => Err(MergeError::new("precision", ours, theirs)),
            None => Ok(()),
        }
    }
}

impl Codec for WeightPrior {
    fn encode(&self, writer: &mut Writer) {
        self.precision.encode(writer);
        self.mean[..self.dimension()].iter().for_each(|weight| writer.f64(*weight));
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let prior = Self::new(Triangle::decode(reader)?)?;
        let mean = read_padded(reader, prior.dimension())?;
        let dimension = prior.dimension();
        Ok(prior.with_mean(&mean[..dimension])?)
    }
}

/// So many numbers to reckon with.
pub(super) fn require_context(context: &[f64], dimension: usize) -> Result<(), BanditError> {
    if context.len() != dimension {
        return Err(BanditError::Dimension { length: context.len(), dimension });
    }
    require_features(context)
}

/// The least precision, and the most: with features and rewards up to 1e100, no product of four of them overflows.
const LEAST: f64 = 1e-20;
const MOST: f64 = 1e20;

/// The most in the inverse factor of any precision: observations lessen the length of a column, but may gather it in one of
/// the 4096 entries that were as large as a prior's may be, which is 64 times as much.
pub(super) const MOST_WHITENING: f64 = 100.0 * MOST;
