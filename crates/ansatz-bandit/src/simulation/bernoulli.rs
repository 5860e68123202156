//! Rewards of 0 and 1.

use alloc::vec::Vec;
use core::fmt;

use ansatz_core::ParameterError;
use ansatz_random::rand_core::Rng;

use super::{
    Environment,
    means::{coin, highest, require_probabilities},
};

/// Arms that pay 1 with a probability of their own, else 0.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::simulation::{Bernoulli, Environment};
///
/// let two = Bernoulli::new(&[0.9, 0.8])?;
/// assert_eq!((two.arms(), two.best(), two.mean(1)), (2, 0.9, 0.8));
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Bernoulli {
    means: Vec<f64>,
    best: f64,
}

impl Bernoulli {
    /// Arms with these probabilities.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless there are some, each from 0 to 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::simulation::Bernoulli;
    ///
    /// let error = Bernoulli::new(&[0.5, 1.5]).unwrap_err();
    /// assert_eq!(error.to_string(), "`means` is 1.5, allowed: 0..=1");
    /// ```
    pub fn new(means: &[f64]) -> Result<Self, ParameterError> {
        require_probabilities(means)?;
        Ok(Self { means: means.to_vec(), best: highest(means.iter().copied()) })
    }

    /// The constant of Lai and Robbins: no policy that does well on all such environments has a regret that grows slower
    /// than this times ln t.
    ///
    /// The sum, over the arms that are not best, of gap / KL(mean, best).
    ///
    /// T. L. Lai and H. Robbins, *Asymptotically efficient adaptive allocation rules*, Advances in Applied Mathematics 6
    /// (1985).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::simulation::Bernoulli;
    ///
    /// assert!((Bernoulli::new(&[0.9, 0.8])?.lai_robbins() - 2.252).abs() < 0.0005);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn lai_robbins(&self) -> f64 {
        let worse = self.means.iter().filter(|mean| **mean < self.best);
        worse.map(|mean| (self.best - mean) / divergence(*mean, self.best)).sum()
    }
}

impl Environment for Bernoulli {
    type Context = ();

    fn arms(&self) -> usize {
        self.means.len()
    }

    fn begin<R: Rng + ?Sized>(&mut self, _round: u64, _rng: &mut R) {}

    fn context(&self) -> &() {
        &()
    }

    fn mean(&self, arm: usize) -> f64 {
        self.means[arm]
    }

    fn best(&self) -> f64 {
        self.best
    }

    fn reward<R: Rng + ?Sized>(&mut self, arm: usize, rng: &mut R) -> f64 {
        coin(self.means[arm], rng)
    }
}

impl fmt::Debug for Bernoulli {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bernoulli").field("arms", &self.arms()).field("best", &self.best).finish_non_exhaustive()
    }
}

/// The Kullback-Leibler divergence of Bernoulli distributions, p below q; infinite if q is 1.
fn divergence(p: f64, q: f64) -> f64 {
    let (apart, rest) = (q - p, 1.0 - p);
    // Where x / p would overflow, p ln(p / q) is nothing.
    let hits = if p < SMALLEST { apart } else { p * beyond_logarithm(apart / p) };
    hits + rest * beyond_logarithm(-apart / rest)
}

/// x - ln(1 + x), which is not negative. Beside it the two terms of a divergence do not cancel, however close the means.
fn beyond_logarithm(x: f64) -> f64 {
    if libm::fabs(x) > NEAR {
        return x - libm::log1p(x);
    }
    // x^2 (1/2 - x/3 + x^2/4 - ...): what is left out is less than the last place.
    x * x * (2..=LAST_POWER).rev().fold(0.0, |sum, power| 1.0 / f64::from(power) - x * sum)
}

const SMALLEST: f64 = 1e-300;

/// The difference loses at most its last five binary digits beyond it.
const NEAR: f64 = 0.1;

/// `NEAR` to the 16th power is 2^-53.
const LAST_POWER: u32 = 18;
