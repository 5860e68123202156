//! How far the weights of a regression can be from their estimate.

use ansatz_core::{DecodeError, ParameterError, codec, require_fraction, require_range};

/// The radius of the ellipsoid about the estimated weights in which the true ones are, with a certain probability, after
/// every observation at once (Theorem 2 of Y. Abbasi-Yadkori, D. Pal and C. Szepesvari, *Improved algorithms for linear
/// stochastic bandits*, NIPS 2011).
///
/// It is `noise` * sqrt(2 ln(arms / `delta`) + ln(det A / det P)) + `bound`, measured by the precision A of the arm's
/// weights, where P is the prior's.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{ConfidenceRadius, LinUcb, WeightPrior};
///
/// // Rewards from 0 to 1 stray by at most 1/2, as a normal variable of deviation 1/2 would; weights of length 1 at most.
/// let radius = ConfidenceRadius::new(0.5, 1.0, 0.05)?;
/// let arms = LinUcb::with_confidence(10, WeightPrior::ridge(3, 1.0)?, radius)?;
/// # let _ = arms;
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ConfidenceRadius {
    noise: f64,
    bound: f64,
    delta: f64,
}

impl ConfidenceRadius {
    /// The radius for rewards whose noise is sub-Gaussian with the deviation `noise`, for weights w of which sqrt(w' P w) is
    /// at most `bound` (P the prior's precision, and w from the prior's mean: with a ridge, its root times the length of the
    /// weights), and that fails with a probability of at most `delta`.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless `noise` and `bound` are from 0 to 1e20, and `delta` between 0 and 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::ConfidenceRadius;
    ///
    /// assert!(ConfidenceRadius::new(0.5, 1.0, 0.05).is_ok());
    /// assert!(ConfidenceRadius::new(0.5, 1.0, 0.0).is_err());
    /// ```
    pub fn new(noise: f64, bound: f64, delta: f64) -> Result<Self, ParameterError> {
        Ok(Self {
            noise: require_range("noise", noise, 0.0..=1e20)?,
            bound: require_range("bound", bound, 0.0..=1e20)?,
            delta: require_fraction("delta", delta)?,
        })
    }

    /// The radius after this information, ln(det A / det P), for one of so many arms that are to be right together.
    #[inline]
    pub(super) fn after(&self, information: f64, arms: usize) -> f64 {
        let unlikely = 2.0 * (libm::log(arms as f64) - libm::log(self.delta));
        self.noise * libm::sqrt(unlikely + information.max(0.0)) + self.bound
    }

    fn check(&self) -> Result<(), DecodeError> {
        Self::new(self.noise, self.bound, self.delta)?;
        Ok(())
    }
}

codec!([] ConfidenceRadius { noise, bound, delta });
