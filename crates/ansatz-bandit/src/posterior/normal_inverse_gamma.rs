//! Rewards about a mean and with a variance that are both unknown.

use ansatz_core::{DecodeError, ParameterError, codec, require_range};
use ansatz_random::{Beta, rand_core::Rng, standard_normal};

use super::{Belief, MOST_WEIGHT, Posterior, belief::is_coarse, sampling::GammaDraws};
use crate::{BanditError, evidence::Evidence, reward::require_finite, student};

/// Rewards with a normal distribution of unknown mean and variance, and a normal-inverse-gamma prior on both; the mean
/// of an arm then has a t distribution.
///
/// The prior is what `weight` rewards of the given mean and variance would have told: in the usual letters mu = mean,
/// kappa = weight, alpha = weight / 2 and beta = weight * variance / 2.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{NormalInverseGamma, Thompson};
///
/// let mut arms = Thompson::with_prior(2, NormalInverseGamma::new(10.0, 4.0, 3.0)?)?;
/// arms.record(1, 18.0)?;
/// assert_eq!(arms.mean(1)?, (3.0 * 10.0 + 18.0) / 4.0);
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NormalInverseGamma {
    mean: f64,
    variance: f64,
    weight: f64,
}

impl NormalInverseGamma {
    /// The prior that is worth `weight` rewards with this mean and this variance.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless the mean is at most 1e100 in magnitude, the variance from 1e-100 to 1e100 and the
    /// weight from 0.1 to 1e12.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::NormalInverseGamma::new(0.0, 1.0, 1.0).is_ok());
    /// assert!(ansatz_bandit::NormalInverseGamma::new(0.0, 1.0, 0.0).is_err());
    /// ```
    pub fn new(mean: f64, variance: f64, weight: f64) -> Result<Self, ParameterError> {
        Ok(Self {
            mean: require_range("mean", mean, -1e100..=1e100)?,
            variance: require_range("variance", variance, 1e-100..=1e100)?,
            // At a tenth one draw in 10^30 is beyond all numbers, at a hundredth one in a thousand.
            weight: require_range("weight", weight, 0.1..=1e12)?,
        })
    }

    fn check(&self) -> Result<(), DecodeError> {
        Self::new(self.mean, self.variance, self.weight)?;
        Ok(())
    }
}

codec!([] NormalInverseGamma { mean, variance, weight });

impl Posterior for NormalInverseGamma {
    type Belief = StudentBelief;

    const CODE: u8 = 2;

    fn require_reward(&self, reward: f64) -> Result<(), BanditError> {
        require_finite(reward)
    }

    fn admits(&self, evidence: &Evidence) -> bool {
        // Rewards of 1e100 at most are at most twice that apart.
        evidence.weight <= MOST_WEIGHT && evidence.spread <= evidence.weight * 4.1e200
    }

    fn belief(&self, evidence: &Evidence) -> StudentBelief {
        let mut both =
            Evidence { weight: self.weight, sum: self.weight * self.mean, spread: self.weight * self.variance };
        both.merge(evidence);
        StudentBelief {
            mean: both.mean(),
            scale: libm::sqrt(both.variance() / both.weight),
            freedom: both.weight,
            halved: GammaDraws::new(0.5 * both.weight),
        }
    }
}

/// A t distribution, shifted and scaled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StudentBelief {
    mean: f64,
    scale: f64,
    freedom: f64,
    /// Half a chi-square variable.
    halved: GammaDraws,
}

impl Belief for StudentBelief {
    #[inline]
    fn draw<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        let chi_square = 2.0 * self.halved.draw(rng).max(f64::MIN_POSITIVE);
        self.mean + self.scale * standard_normal(rng) * libm::sqrt(self.freedom / chi_square)
    }

    fn mean(&self) -> f64 {
        self.mean
    }

    fn variance(&self) -> f64 {
        if self.freedom <= 2.0 {
            return f64::INFINITY;
        }
        self.scale * self.scale * self.freedom / (self.freedom - 2.0)
    }

    fn quantile(&self, p: f64) -> f64 {
        let t = student::above(p.min(1.0 - p), self.freedom);
        self.mean + libm::copysign(self.scale * t, p - 0.5)
    }

    fn exceedance(&self) -> impl Fn(f64) -> f64 {
        let Self { mean, scale, freedom, .. } = *self;
        let squared = Beta::new(0.5 * freedom, 0.5);
        move |value| {
            let t = (value - mean) / scale;
            let beyond = 0.5 * squared.cdf(freedom / (freedom + t * t));
            if t > 0.0 { beyond } else { 1.0 - beyond }
        }
    }

    fn is_coarse(&self, value: f64) -> bool {
        is_coarse(value, self.scale)
    }
}
