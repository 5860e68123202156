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
    let hits = if p > 0.0 { p * libm::log(p / q) } else { 0.0 };
    hits + (1.0 - p) * (libm::log1p(-p) - libm::log1p(-q))
}
