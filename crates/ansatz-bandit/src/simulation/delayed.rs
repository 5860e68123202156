//! Rewards that come late.

use ansatz_core::{ParameterError, require_range};
use ansatz_random::{rand_core::Rng, unit};

use super::Environment;

/// Another environment, whose rewards come after some later decisions, or never.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{Ucb1, simulation::{Bernoulli, Delayed, Simulation}};
///
/// // A click is known a hundred decisions later in the mean; of a tenth nothing is ever heard.
/// let clicks = Delayed::geometric(Bernoulli::new(&[0.9, 0.5])?, 100.0)?.with_lost(0.1)?;
/// let late = Simulation::new(2_000, 50)?.regret(&clicks, 1, |_| Ucb1::new(2))?;
/// let early = Simulation::new(2_000, 50)?.regret(&Bernoulli::new(&[0.9, 0.5])?, 1, |_| Ucb1::new(2))?;
/// assert!(late.last().mean > early.last().mean);
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Delayed<E> {
    environment: E,
    delay: Delay,
    lost: f64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Delay {
    Fixed(u64),
    /// ln(1 - p), p being the chance to come at each decision.
    Geometric(f64),
}

impl<E: Environment> Delayed<E> {
    /// Every reward comes after so many later decisions.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::simulation::{Bernoulli, Delayed, Environment};
    /// use ansatz_random::Stream;
    ///
    /// let mut late = Delayed::fixed(Bernoulli::new(&[0.9])?, 7);
    /// assert_eq!(late.delay(&mut Stream::new(1, 0)), Some(7));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub const fn fixed(environment: E, decisions: u64) -> Self {
        Self { environment, delay: Delay::Fixed(decisions), lost: 0.0 }
    }

    /// Each reward comes after as many later decisions as a geometric distribution from 0 on, with this mean, says.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless the mean is from 0 to 1e9.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::simulation::{Bernoulli, Delayed};
    ///
    /// assert!(Delayed::geometric(Bernoulli::new(&[0.9])?, -1.0).is_err());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn geometric(environment: E, mean: f64) -> Result<Self, ParameterError> {
        let mean = require_range("mean", mean, 0.0..=1e9)?;
        // A mean of m belongs to p = 1 / (1 + m).
        let delay = Delay::Geometric(-libm::log1p(1.0 / mean));
        Ok(Self { environment, delay, lost: 0.0 })
    }

    /// The same, with this part of the rewards never coming.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless it is from 0 to 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::simulation::{Bernoulli, Delayed, Environment};
    /// use ansatz_random::Stream;
    ///
    /// let mut silent = Delayed::fixed(Bernoulli::new(&[0.9])?, 7).with_lost(1.0)?;
    /// assert_eq!(silent.delay(&mut Stream::new(1, 0)), None);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn with_lost(mut self, part: f64) -> Result<Self, ParameterError> {
        self.lost = require_range("lost", part, 0.0..=1.0)?;
        Ok(self)
    }
}

impl<E: Environment> Environment for Delayed<E> {
    type Context = E::Context;

    fn arms(&self) -> usize {
        self.environment.arms()
    }

    fn begin<R: Rng + ?Sized>(&mut self, round: u64, rng: &mut R) {
        self.environment.begin(round, rng);
    }

    fn context(&self) -> &E::Context {
        self.environment.context()
    }

    fn mean(&self, arm: usize) -> f64 {
        self.environment.mean(arm)
    }

    fn best(&self) -> f64 {
        self.environment.best()
    }

    fn reward<R: Rng + ?Sized>(&mut self, arm: usize, rng: &mut R) -> f64 {
        self.environment.reward(arm, rng)
    }

    fn delay<R: Rng + ?Sized>(&mut self, rng: &mut R) -> Option<u64> {
        let sooner = self.environment.delay(rng)?;
        if unit(rng) < self.lost {
            return None;
        }
        let later = match self.delay {
            Delay::Fixed(decisions) => decisions,
            // 1 - unit is more than 0. Without a delay the logarithm below is infinite, and the quotient 0.
            Delay::Geometric(logarithm) => (libm::log(1.0 - unit(rng)) / logarithm) as u64,
        };
        Some(sooner.saturating_add(later))
    }
}
