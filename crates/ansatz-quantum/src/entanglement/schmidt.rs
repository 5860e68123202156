//! The Schmidt decomposition: how far a state is from a product.

use alloc::vec::Vec;
use core::fmt;

use ansatz_core::require_range;

use crate::{Complex, QuantumError};

/// A pure state of two systems as the sum of `coefficient * left vector * right vector`, with orthonormal vectors on
/// either side and as few terms as there can be.
///
/// One term is a product; with more the state is entangled. Made by
/// [`BipartiteState::schmidt`](crate::BipartiteState::schmidt).
///
/// E. Schmidt, *Zur Theorie der linearen und nichtlinearen Integralgleichungen*, Mathematische Annalen 63 (1907);
/// A. Ekert and P. L. Knight, *Entangled quantum systems and the Schmidt decomposition*, American Journal of Physics 63
/// (1995).
///
/// # Examples
///
/// ```
/// use ansatz_quantum::{BipartiteState, Complex};
///
/// let state = BipartiteState::new(2, 3, &[0.8, 0.0, 0.0, 0.0, 0.0, 0.6].map(Complex::from))?;
/// let schmidt = state.schmidt();
/// assert!((schmidt.coefficients()[0] - 0.8).abs() < 1e-12);
/// assert!((schmidt.coefficients()[1] - 0.6).abs() < 1e-12);
/// # Ok::<(), ansatz_quantum::QuantumError>(())
/// ```
///
/// # Accuracy
///
/// Coefficients are good to 1e-12; those below 1e-14 are taken for 0 and left out.
#[derive(Clone, PartialEq, Default)]
pub struct Schmidt {
    coefficients: Vec<f64>,
    left: Vec<Vec<Complex>>,
    right: Vec<Vec<Complex>>,
}

impl Schmidt {
    /// The coefficients, the largest first; their squares sum to 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{BipartiteState, Complex};
    ///
    /// let product = BipartiteState::product(&[Complex::from(1.0), Complex::new(0.0, 1.0)], &[Complex::from(1.0); 5])?;
    /// assert_eq!(product.schmidt().coefficients().len(), 1);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn coefficients(&self) -> &[f64] {
        &self.coefficients
    }

    /// The left vectors, one for each coefficient.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Bell, BipartiteState};
    ///
    /// assert_eq!(BipartiteState::bell(Bell::PhiPlus).schmidt().left()[1].len(), 2);
    /// ```
    pub fn left(&self) -> &[Vec<Complex>] {
        &self.left
    }

    /// The right vectors, one for each coefficient.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Bell, BipartiteState};
    ///
    /// assert_eq!(BipartiteState::bell(Bell::PhiPlus).schmidt().right().len(), 2);
    /// ```
    pub fn right(&self) -> &[Vec<Complex>] {
        &self.right
    }

    /// The Schmidt rank: how many coefficients are above `tolerance`.
    ///
    /// The state is entangled if it is above 1. Amplitudes that were measured, or rounded, are to be given a tolerance of
    /// that size; for those that are exact, 1e-12 will do.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] unless the tolerance is from 1e-14, below which nothing is kept, to 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{BipartiteState, Complex};
    ///
    /// let nearly = BipartiteState::new(2, 2, &[1.0, 0.0, 0.0, 1e-7].map(Complex::from))?;
    /// assert_eq!(nearly.schmidt().rank(1e-12)?, 2);
    /// assert_eq!(nearly.schmidt().rank(1e-6)?, 1);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn rank(&self, tolerance: f64) -> Result<usize, QuantumError> {
        let tolerance = require_range("tolerance", tolerance, super::svd::NEGLIGIBLE..=1.0)?;
        Ok(self.coefficients.iter().filter(|&&coefficient| coefficient > tolerance).count())
    }

    /// The entanglement entropy in bits: 0 for a product, 1 for a Bell state, at most `log2` of the smaller dimension.
    ///
    /// It is the entropy of either side's reduced density.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Bell, BipartiteState};
    ///
    /// assert!((BipartiteState::bell(Bell::PhiPlus).schmidt().entropy() - 1.0).abs() < 1e-12);
    /// ```
    pub fn entropy(&self) -> f64 {
        let terms = self.coefficients.iter().map(|coefficient| coefficient * coefficient);
        terms.map(|probability| -probability * libm::log2(probability)).sum::<f64>().max(0.0)
    }

    pub(super) fn push(&mut self, coefficient: f64, left: Vec<Complex>, right: Vec<Complex>) {
        self.coefficients.push(coefficient);
        self.left.push(left);
        self.right.push(right);
    }
}

impl fmt::Debug for Schmidt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Schmidt")
            .field("terms", &self.coefficients.len())
            .field("entropy", &self.entropy())
            .finish_non_exhaustive()
    }
}
