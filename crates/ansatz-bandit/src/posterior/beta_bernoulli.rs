//! Rewards of 0 or 1, of which the probability is sought.

use ansatz_core::{DecodeError, ParameterError, codec, require_range};
use ansatz_random::{Beta, rand_core::Rng};

use super::{Belief, MOST_WEIGHT, Posterior, sampling::BetaDraws};
use crate::{BanditError, evidence::Evidence, reward::require_unit};

/// Rewards of 0 or 1, with a beta prior on the probability of 1: the model of clicks, conversions and requests that
/// succeed.
///
/// A reward between 0 and 1 counts as that fraction of a success and the rest of a failure. The posterior is then wider
/// than such rewards call for, since their variance is at most that of 0 and 1.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{BetaBernoulli, Thompson};
///
/// // As if 2 of 40 had succeeded already.
/// let mut arms = Thompson::with_prior(3, BetaBernoulli::new(2.0, 38.0)?)?;
/// arms.record(0, 1.0)?;
/// assert_eq!(arms.mean(0)?, 3.0 / 41.0);
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BetaBernoulli {
    alpha: f64,
    beta: f64,
}

impl BetaBernoulli {
    /// The prior with these shapes: successes and failures that count as if they had been seen.
    ///
    /// Of equal draws the first counts, and those that round to 1 are equal: of an arm that failed never and has the shape
    /// `beta`, those are about a share of 10^(-16 beta), one in 40 at a tenth. At the other end it takes shapes about a
    /// hundredth: a share of 10^(-308 alpha) rounds to 0. Propensities take that into account.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless both are from 0.001 to 1e12.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::BetaBernoulli::new(0.5, 0.5).is_ok()); // Jeffreys' prior
    /// assert!(ansatz_bandit::BetaBernoulli::new(0.0, 1.0).is_err());
    /// ```
    pub fn new(alpha: f64, beta: f64) -> Result<Self, ParameterError> {
        Ok(Self { alpha: require_range("alpha", alpha, SHAPES)?, beta: require_range("beta", beta, SHAPES)? })
    }

    fn check(&self) -> Result<(), DecodeError> {
        Self::new(self.alpha, self.beta)?;
        Ok(())
    }
}

impl Default for BetaBernoulli {
    /// The uniform prior: both shapes 1.
    fn default() -> Self {
        Self { alpha: 1.0, beta: 1.0 }
    }
}

codec!([] BetaBernoulli { alpha, beta });

impl Posterior for BetaBernoulli {
    type Belief = BetaBelief;

    const CODE: u8 = 0;

    fn require_reward(&self, reward: f64) -> Result<(), BanditError> {
        require_unit(reward)
    }

    fn admits(&self, evidence: &Evidence) -> bool {
        let Evidence { weight, sum, .. } = *evidence;
        // A sum of fractions is rounded.
        weight <= MOST_WEIGHT && sum >= 0.0 && sum <= weight * (1.0 + 1e-9)
    }

    fn belief(&self, evidence: &Evidence) -> BetaBelief {
        let failures = (evidence.weight - evidence.sum).max(0.0);
        let (a, b) = (self.alpha + evidence.sum, self.beta + failures);
        BetaBelief { a, b, draws: BetaDraws::new(a, b) }
    }
}

/// A beta distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BetaBelief {
    a: f64,
    b: f64,
    draws: BetaDraws,
}

impl Belief for BetaBelief {
    #[inline]
    fn draw<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        self.draws.draw(rng)
    }

    fn mean(&self) -> f64 {
        self.a / (self.a + self.b)
    }

    fn variance(&self) -> f64 {
        let sum = self.a + self.b;
        self.a / sum * (self.b / sum) / (sum + 1.0)
    }

    fn quantile(&self, p: f64) -> f64 {
        Beta::new(self.a, self.b).quantile(p)
    }

    fn exceedance(&self) -> impl Fn(f64) -> f64 {
        // From the nearer end: what is added to a number far from 0 loses the digits that small shapes live by.
        let (beta, mirrored) = (Beta::new(self.a, self.b), Beta::new(self.b, self.a));
        move |value| if value < 0.5 { 1.0 - beta.cdf(value) } else { mirrored.cdf(1.0 - value) }
    }

    fn is_coarse(&self, value: f64) -> bool {
        !(f64::MIN_POSITIVE..=1.0 - 1e6 * f64::EPSILON).contains(&value)
    }
}

/// Below, nearly all draws round to 0 or 1; above, one reward more changes next to nothing.
const SHAPES: core::ops::RangeInclusive<f64> = 1e-3..=1e12;
