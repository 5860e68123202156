//! Rewards that are counts, of which the rate is sought.

use ansatz_core::{DecodeError, ParameterError, codec, require_range};
use ansatz_random::{Gamma, rand_core::Rng};

use super::{Belief, MOST_WEIGHT, Posterior, sampling::GammaDraws};
use crate::{BanditError, evidence::Evidence};

/// Rewards that are counts with a Poisson distribution, and a gamma prior on their rate.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{GammaPoisson, Thompson};
///
/// // As if 3 orders had come in 2 days.
/// let mut arms = Thompson::with_prior(2, GammaPoisson::new(3.0, 2.0)?)?;
/// arms.record(0, 5.0)?;
/// assert_eq!(arms.mean(0)?, (3.0 + 5.0) / (2.0 + 1.0));
/// assert!(arms.record(0, 0.5).is_err());
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GammaPoisson {
    shape: f64,
    rate: f64,
}

impl GammaPoisson {
    /// The prior with this shape and rate: a total of `shape` in `rate` rewards that count as if they had been seen.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless the shape is from 0.001 to 1e12 and the rate from 1e-100 to 1e100.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::GammaPoisson::new(1.0, 0.1).is_ok());
    /// assert!(ansatz_bandit::GammaPoisson::new(1.0, 0.0).is_err());
    /// ```
    pub fn new(shape: f64, rate: f64) -> Result<Self, ParameterError> {
        Ok(Self {
            shape: require_range("shape", shape, 1e-3..=1e12)?,
            rate: require_range("rate", rate, 1e-100..=1e100)?,
        })
    }

    fn check(&self) -> Result<(), DecodeError> {
        Self::new(self.shape, self.rate)?;
        Ok(())
    }
}

codec!([] GammaPoisson { shape, rate });

impl Posterior for GammaPoisson {
    type Belief = GammaBelief;

    const CODE: u8 = 3;

    fn require_reward(&self, reward: f64) -> Result<(), BanditError> {
        if (0.0..=MOST_COUNT).contains(&reward) && libm::trunc(reward) == reward {
            return Ok(());
        }
        Err(BanditError::Reward { reward, allowed: "a whole number from 0 to 2^32" })
    }

    fn admits(&self, evidence: &Evidence) -> bool {
        let Evidence { weight, sum, .. } = *evidence;
        weight <= MOST_WEIGHT && sum >= 0.0 && sum <= weight * MOST_COUNT * (1.0 + 1e-9)
    }

    fn belief(&self, evidence: &Evidence) -> GammaBelief {
        let (shape, rate) = (self.shape + evidence.sum, self.rate + evidence.weight);
        GammaBelief { shape, rate, draws: GammaDraws::new(shape) }
    }
}

/// A gamma distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GammaBelief {
    shape: f64,
    rate: f64,
    draws: GammaDraws,
}

impl Belief for GammaBelief {
    #[inline]
    fn draw<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        self.draws.draw(rng) / self.rate
    }

    fn mean(&self) -> f64 {
        self.shape / self.rate
    }

    fn variance(&self) -> f64 {
        self.shape / self.rate / self.rate
    }

    fn quantile(&self, p: f64) -> f64 {
        Gamma::new(self.shape, self.rate).quantile(p)
    }

    fn exceedance(&self) -> impl Fn(f64) -> f64 {
        let gamma = Gamma::new(self.shape, self.rate);
        move |value| gamma.survival(value)
    }

    fn is_coarse(&self, value: f64) -> bool {
        // The logarithm of a draw is fine; as a number it may be none but 0.
        value < f64::MIN_POSITIVE
    }
}

/// A count that fits into 32 bits, so that a sum of 2^21 of them is exact.
const MOST_COUNT: f64 = 4_294_967_296.0;
