//! Rewards about a mean that is sought, with a variance that is known.

use ansatz_core::{DecodeError, ParameterError, codec, require_range};
use ansatz_random::{normal, rand_core::Rng, standard_normal};

use super::{Belief, MOST_WEIGHT, Posterior, belief::is_coarse};
use crate::{BanditError, evidence::Evidence, reward::require_finite};

/// Rewards with a normal distribution of known variance, and a normal prior on their mean.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{Gaussian, Thompson};
///
/// // The mean is about 10, give or take 5; single rewards stray by 2 from it.
/// let mut arms = Thompson::with_prior(2, Gaussian::new(10.0, 25.0, 4.0)?)?;
/// arms.record(0, 20.0)?;
/// assert!((arms.mean(0)? - (10.0 / 25.0 + 20.0 / 4.0) / (1.0 / 25.0 + 1.0 / 4.0)).abs() < 1e-12);
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gaussian {
    mean: f64,
    variance: f64,
    noise: f64,
}

impl Gaussian {
    /// The prior with this mean and variance, for rewards with the variance `noise` about their mean.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless the mean is at most 1e100 in magnitude and the variances are from 1e-100 to 1e100.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::Gaussian::new(0.0, 1.0, 0.25).is_ok());
    /// assert!(ansatz_bandit::Gaussian::new(0.0, 0.0, 0.25).is_err());
    /// ```
    pub fn new(mean: f64, variance: f64, noise: f64) -> Result<Self, ParameterError> {
        Ok(Self {
            mean: require_range("mean", mean, -1e100..=1e100)?,
            variance: require_range("variance", variance, 1e-100..=1e100)?,
            noise: require_range("noise", noise, 1e-100..=1e100)?,
        })
    }

    fn check(&self) -> Result<(), DecodeError> {
        Self::new(self.mean, self.variance, self.noise)?;
        Ok(())
    }
}

codec!([] Gaussian { mean, variance, noise });

impl Posterior for Gaussian {
    type Belief = NormalBelief;

    const CODE: u8 = 1;

    fn require_reward(&self, reward: f64) -> Result<(), BanditError> {
        require_finite(reward)
    }

    fn admits(&self, evidence: &Evidence) -> bool {
        evidence.weight <= MOST_WEIGHT
    }

    fn belief(&self, evidence: &Evidence) -> NormalBelief {
        // Precisions add up, and means by their precisions.
        let precision = 1.0 / self.variance + evidence.weight / self.noise;
        let mean = (self.mean / self.variance + evidence.sum / self.noise) / precision;
        NormalBelief { mean, deviation: 1.0 / libm::sqrt(precision) }
    }
}

/// A normal distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NormalBelief {
    mean: f64,
    deviation: f64,
}

impl NormalBelief {
    pub(crate) const fn new(mean: f64, deviation: f64) -> Self {
        Self { mean, deviation }
    }
}

impl Belief for NormalBelief {
    #[inline]
    fn draw<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        self.mean + self.deviation * standard_normal(rng)
    }

    fn mean(&self) -> f64 {
        self.mean
    }

    fn variance(&self) -> f64 {
        self.deviation * self.deviation
    }

    fn quantile(&self, p: f64) -> f64 {
        self.mean + self.deviation * normal::quantile(p)
    }

    fn exceedance(&self) -> impl Fn(f64) -> f64 {
        let Self { mean, deviation } = *self;
        move |value| normal::cdf((mean - value) / deviation)
    }

    fn is_coarse(&self, value: f64) -> bool {
        is_coarse(value, self.deviation)
    }
}
