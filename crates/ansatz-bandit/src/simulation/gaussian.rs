//! Rewards with normal noise.

use alloc::vec::Vec;
use core::fmt;

use ansatz_core::{ParameterError, require_positive};
use ansatz_random::{rand_core::Rng, standard_normal};

use super::{
    Environment,
    means::{highest, require_finite},
};

/// Arms whose rewards are normal, each about a mean of its own and with the same standard deviation.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::simulation::{Environment, Gaussian};
///
/// let arms = Gaussian::new(&[0.0, 0.5], 1.0)?;
/// assert_eq!((arms.best(), arms.lai_robbins()), (0.5, 4.0));
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Gaussian {
    means: Vec<f64>,
    deviation: f64,
    best: f64,
}

impl Gaussian {
    /// Arms with these means and this standard deviation.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless there are some means, each at most 1e50 in magnitude, and the deviation is more than 0.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::simulation::Gaussian::new(&[0.0], 0.0).is_err());
    /// ```
    pub fn new(means: &[f64], deviation: f64) -> Result<Self, ParameterError> {
        require_finite("means", means)?;
        let deviation = require_positive("deviation", deviation)?;
        Ok(Self { means: means.to_vec(), deviation, best: highest(means.iter().copied()) })
    }

    /// The constant of Lai and Robbins: no policy that does well on all such environments has a regret that grows slower
    /// than this times ln t.
    ///
    /// The sum, over the arms that are not best, of 2 variance / gap: the divergence of two normal distributions is
    /// gap^2 / (2 variance).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::simulation::Gaussian;
    ///
    /// assert_eq!(Gaussian::new(&[1.0, 0.0, 0.5], 0.5)?.lai_robbins(), 1.5);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn lai_robbins(&self) -> f64 {
        let worse = self.means.iter().filter(|mean| **mean < self.best);
        worse.map(|mean| 2.0 * self.deviation * self.deviation / (self.best - mean)).sum()
    }
}

impl Environment for Gaussian {
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
        self.means[arm] + self.deviation * standard_normal(rng)
    }
}

impl fmt::Debug for Gaussian {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gaussian")
            .field("arms", &self.arms())
            .field("deviation", &self.deviation)
            .field("best", &self.best)
            .finish_non_exhaustive()
    }
}
