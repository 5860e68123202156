//! Observations of a Gaussian model: what each adds to those before it.
//!
//! An observation's effect on all variables is one column of the Cholesky factor of their correlations, taken in the
//! order of the observations. Keeping the columns makes every answer a sum over observations, and undoing one exact.

use alloc::{format, vec, vec::Vec};

use ansatz_core::ParameterError;

use super::{Correlated, gaussian::LARGEST};
use crate::QuantumError;

/// One observation, and what it adds to the others.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Observation {
    pub(super) variable: usize,
    pub(super) value: f64,
    pub(super) noise: f64,
    /// How many standard deviations it was from what those before it led to expect.
    pub(super) score: f64,
    /// By how many of their deviations the variables' means rise with each unit of the score; empty if by none.
    effects: Vec<f64>,
    log_density: f64,
}

/// An observation that may be made, in deviations of its variable.
pub(super) struct Innovation {
    /// From what is expected.
    distance: f64,
    /// The standard deviation of that distance.
    spread: f64,
    /// Whether the variable was known before.
    determined: bool,
}

impl Correlated {
    /// Observes that `variable` is `value`, and updates all variables that are correlated with it.
    ///
    /// Returns the surprise, a z-score: by how many standard deviations the value was off what the observations before it
    /// led to expect. A variable that these determine already has a surprise of 0, and nothing follows from it.
    ///
    /// # Errors
    ///
    /// [`QuantumError::UnknownVariable`]; [`QuantumError::Contradiction`] if the variable is determined and `value` is off
    /// by more than 1e-5 of its deviation, or of how far from its mean it must be if that is more;
    /// [`QuantumError::Parameter`] for a value that is not finite or 1e100 deviations
    /// away, and for observations beyond the limit that [`Correlated`] states. The model is then unchanged.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::Correlated;
    ///
    /// let mut twins = Correlated::new(&[0.0, 0.0], &[1.0, 2.0], &[1.0, 1.0, 1.0, 1.0])?;
    /// twins.observe(0, 1.5)?;
    /// assert_eq!(twins.mean(1)?, 3.0);
    /// assert_eq!(twins.deviation(1)?, 0.0);
    /// assert_eq!(twins.observe(1, 3.0)?, 0.0);
    /// assert!(twins.observe(1, 4.0).is_err());
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(variables x observations so far).
    pub fn observe(&mut self, variable: usize, value: f64) -> Result<f64, QuantumError> {
        self.record(variable, value, 0.0)
    }

    /// Observes `variable` with an error of its own, of this standard deviation and independent of all others.
    ///
    /// Returns the surprise, with the noise in the standard deviation that it counts by.
    ///
    /// # Errors
    ///
    /// As [`observe`](Self::observe), but a noisy value contradicts nothing; [`QuantumError::Parameter`] for a noise that
    /// is not from 1e-100 to 1e100.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::Correlated;
    ///
    /// // As much noise as variance: half way.
    /// let mut load = Correlated::new(&[10.0], &[2.0], &[1.0])?;
    /// load.observe_with_noise(0, 14.0, 2.0)?;
    /// assert!((load.mean(0)? - 12.0).abs() < 1e-12);
    /// assert!((load.deviation(0)? - 2f64.sqrt()).abs() < 1e-12);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(variables x observations so far).
    pub fn observe_with_noise(&mut self, variable: usize, value: f64, noise: f64) -> Result<f64, QuantumError> {
        if !(LARGEST.recip()..=LARGEST).contains(&noise) {
            return Err(ParameterError::new("noise", noise, "1e-100 to 1e100").into());
        }
        self.record(variable, value, noise)
    }

    /// Takes the last observation back, to the bit; whether there was one.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::Correlated;
    ///
    /// let mut load = Correlated::new(&[10.0], &[2.0], &[1.0])?;
    /// load.observe(0, 14.0)?;
    /// assert!(load.undo());
    /// assert_eq!(load.mean(0)?, 10.0);
    /// assert!(!load.undo());
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn undo(&mut self) -> bool {
        self.observations.pop().is_some()
    }

    /// Takes all observations back.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::Correlated;
    ///
    /// let mut load = Correlated::new(&[10.0], &[2.0], &[1.0])?;
    /// load.observe(0, 14.0)?;
    /// load.clear();
    /// assert_eq!(load.mean(0)?, 10.0);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn clear(&mut self) {
        self.observations.clear();
    }

    pub(super) fn record(&mut self, variable: usize, value: f64, noise: f64) -> Result<f64, QuantumError> {
        let variables = self.len();
        let innovation = self.innovation(variable, value, noise)?;
        let count = self.observations.len() + 1;
        if count * variables > MOST_EFFECTS {
            let allowed = format!("{}, 2^22 over the number of variables", MOST_EFFECTS / variables);
            return Err(ParameterError::new("observations", count, allowed).into());
        }
        let score = innovation.score();
        let effects = if innovation.determined { Vec::new() } else { self.effects(variable, innovation.spread) };
        let mut log_density = 0.0;
        if innovation.spread > 0.0 {
            let size = libm::log(innovation.spread) + libm::log(self.deviations[variable]);
            log_density = -0.5 * score * score - size - HALF_LOG_TAU;
        }
        self.observations.push(Observation { variable, value, noise, score, effects, log_density });
        Ok(score)
    }

    /// By how many of their deviations the variables' means rise with each unit of the score of an observation.
    fn effects(&self, variable: usize, spread: f64) -> Vec<f64> {
        let variables = self.len();
        let mut effects = self.correlations[variable * variables..][..variables].to_vec();
        let mut shares = vec![1.0; variables];
        for earlier in &self.observations {
            // What the earlier one explained already.
            let own = earlier.effect(variable);
            for ((effect, share), explained) in effects.iter_mut().zip(&mut shares).zip(&earlier.effects) {
                *effect -= own * explained;
                *share -= explained * explained;
            }
        }
        let known = (libm::sqrt(shares[variable].max(0.0)) / spread).min(1.0);
        for (effect, share) in effects.iter_mut().zip(shares) {
            // By Cauchy's and Schwarz's inequality, which a matrix that is singular but for rounding may break.
            let most = known * libm::sqrt(share.max(0.0));
            *effect = (*effect / spread).clamp(-most, most);
        }
        effects
    }

    /// How far an observation would be from what is expected.
    pub(super) fn innovation(&self, variable: usize, value: f64, noise: f64) -> Result<Innovation, QuantumError> {
        self.require(variable)?;
        let deviation = self.deviations[variable];
        let expected = self.shift(variable);
        let distance = (value - self.means[variable]) / deviation - expected;
        if !(-LARGEST..=LARGEST).contains(&distance) {
            let allowed = "finite and within 1e100 deviations of what is expected";
            return Err(ParameterError::new("value", value, allowed).into());
        }
        let left = self.share(variable, variable);
        let determined = left == 0.0;
        let spread = libm::hypot(libm::sqrt(left), noise / deviation);
        if spread == 0.0 && distance.abs() > AGREEMENT * expected.abs().max(1.0) {
            let expected = self.means[variable] + deviation * expected;
            return Err(QuantumError::Contradiction { variable, value, expected });
        }
        Ok(Innovation { distance, spread, determined })
    }
}

impl Innovation {
    pub(super) fn score(&self) -> f64 {
        if self.spread > 0.0 { self.distance / self.spread } else { 0.0 }
    }
}

impl Observation {
    pub(super) fn effect(&self, variable: usize) -> f64 {
        self.effects.get(variable).copied().unwrap_or(0.0)
    }

    pub(super) fn log_density(&self) -> f64 {
        self.log_density
    }

    pub(super) fn memory_bytes(&self) -> usize {
        size_of::<Self>() + size_of_val(self.effects.as_slice())
    }
}

/// The most effects of observations on variables: 32 MiB.
const MOST_EFFECTS: usize = 1 << 22;

/// How many deviations the value of a determined variable may be off: ten times the deviation below which it counts as
/// determined.
const AGREEMENT: f64 = 1e-5;

/// Half the logarithm of 2 pi.
const HALF_LOG_TAU: f64 = 0.918_938_533_204_672_7;
