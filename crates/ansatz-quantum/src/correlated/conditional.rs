//! What a Gaussian model says of its variables, given what was observed.

use super::{Correlated, cholesky::LEAST_SHARE, observation::Observation};
use crate::QuantumError;

impl Correlated {
    /// The number of variables, at least 1.
    ///
    /// # Examples
    ///
    /// ```
    /// let model = ansatz_quantum::Correlated::new(&[0.0, 0.0], &[1.0, 1.0], &[1.0, 0.5, 0.5, 1.0])?;
    /// assert_eq!(model.len(), 2);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    #[expect(clippy::len_without_is_empty, reason = "there is at least one variable")]
    pub fn len(&self) -> usize {
        self.means.len()
    }

    /// How many observations were made.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut model = ansatz_quantum::Correlated::new(&[0.0], &[1.0], &[1.0])?;
    /// model.observe_with_noise(0, 1.0, 0.1)?;
    /// assert_eq!(model.observations(), 1);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn observations(&self) -> usize {
        self.observations.len()
    }

    /// A variable's mean, given the observations.
    ///
    /// # Errors
    ///
    /// [`QuantumError::UnknownVariable`].
    ///
    /// # Examples
    ///
    /// ```
    /// let mut model = ansatz_quantum::Correlated::new(&[0.0, 0.0], &[1.0, 1.0], &[1.0, 0.5, 0.5, 1.0])?;
    /// model.observe(0, 2.0)?;
    /// assert_eq!(model.mean(1)?, 1.0);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn mean(&self, variable: usize) -> Result<f64, QuantumError> {
        self.require(variable)?;
        Ok(self.means[variable] + self.deviations[variable] * self.shift(variable))
    }

    /// A variable's standard deviation, given the observations.
    ///
    /// # Errors
    ///
    /// [`QuantumError::UnknownVariable`].
    ///
    /// # Examples
    ///
    /// ```
    /// let mut model = ansatz_quantum::Correlated::new(&[0.0, 0.0], &[1.0, 10.0], &[1.0, 0.6, 0.6, 1.0])?;
    /// model.observe(0, 2.0)?;
    /// assert!((model.deviation(1)? - 8.0).abs() < 1e-12);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn deviation(&self, variable: usize) -> Result<f64, QuantumError> {
        self.require(variable)?;
        Ok(self.deviations[variable] * libm::sqrt(self.share(variable, variable)))
    }

    /// The covariance of two variables, given the observations; a variable's variance with itself.
    ///
    /// # Errors
    ///
    /// [`QuantumError::UnknownVariable`].
    ///
    /// # Examples
    ///
    /// ```
    /// let model = ansatz_quantum::Correlated::new(&[0.0, 0.0], &[2.0, 3.0], &[1.0, 0.5, 0.5, 1.0])?;
    /// assert_eq!(model.covariance(0, 1)?, 3.0);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn covariance(&self, one: usize, other: usize) -> Result<f64, QuantumError> {
        self.require(one)?;
        self.require(other)?;
        Ok(self.deviations[one] * self.deviations[other] * self.share(one, other))
    }

    /// The correlation of two variables, given the observations: 0 if either is determined.
    ///
    /// # Errors
    ///
    /// [`QuantumError::UnknownVariable`].
    ///
    /// # Examples
    ///
    /// ```
    /// // Two effects of one cause are independent once it is known.
    /// let correlations = [1.0, 0.8, 0.5, 0.8, 1.0, 0.4, 0.5, 0.4, 1.0];
    /// let mut model = ansatz_quantum::Correlated::new(&[0.0; 3], &[1.0; 3], &correlations)?;
    /// assert_eq!(model.correlation(1, 2)?, 0.4);
    /// model.observe(0, 1.0)?;
    /// assert!(model.correlation(1, 2)?.abs() < 1e-12);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn correlation(&self, one: usize, other: usize) -> Result<f64, QuantumError> {
        self.require(one)?;
        self.require(other)?;
        let share = self.share(one, other);
        if share == 0.0 {
            return Ok(0.0);
        }
        let spread = libm::sqrt(self.share(one, one)) * libm::sqrt(self.share(other, other));
        Ok((share / spread).clamp(-1.0, 1.0))
    }

    /// The surprise that [`observe`](Self::observe) would return, without observing.
    ///
    /// # Errors
    ///
    /// As [`observe`](Self::observe).
    ///
    /// # Examples
    ///
    /// ```
    /// let mut model = ansatz_quantum::Correlated::new(&[0.0, 0.0], &[1.0, 1.0], &[1.0, 0.8, 0.8, 1.0])?;
    /// assert_eq!(model.surprise(1, 0.0)?, 0.0);
    /// model.observe(0, 3.0)?;
    /// // An ordinary value, but not beside its partner's.
    /// assert!((model.surprise(1, 0.0)? + 4.0).abs() < 1e-12);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn surprise(&self, variable: usize, value: f64) -> Result<f64, QuantumError> {
        Ok(self.innovation(variable, value, 0.0)?.score())
    }

    /// The logarithm of the joint density of all observations.
    ///
    /// Those of variables that were determined have no density and are left out.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut model = ansatz_quantum::Correlated::new(&[0.0], &[1.0], &[1.0])?;
    /// model.observe(0, 0.0)?;
    /// assert!((model.log_likelihood() + 0.5 * (2.0 * core::f64::consts::PI).ln()).abs() < 1e-15);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn log_likelihood(&self) -> f64 {
        self.observations.iter().map(Observation::log_density).sum()
    }

    /// Heap memory in bytes.
    ///
    /// # Examples
    ///
    /// ```
    /// let model = ansatz_quantum::Correlated::new(&[0.0], &[1.0], &[1.0])?;
    /// assert_eq!(model.memory_bytes(), 24);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn memory_bytes(&self) -> usize {
        let lists = [&self.means, &self.deviations, &self.correlations].map(|list| size_of_val(list.as_slice()));
        lists.iter().sum::<usize>() + self.observations.iter().map(Observation::memory_bytes).sum::<usize>()
    }

    /// By how many of its deviations the observations moved a variable's mean.
    pub(super) fn shift(&self, variable: usize) -> f64 {
        self.observations.iter().map(|observation| observation.effect(variable) * observation.score).sum()
    }

    /// The covariance that is left of two variables, in units of their deviations; 0 if either is determined.
    pub(super) fn share(&self, one: usize, other: usize) -> f64 {
        let left = |one: usize, other: usize| {
            let explained: f64 = self.observations.iter().map(|seen| seen.effect(one) * seen.effect(other)).sum();
            self.correlations[one * self.len() + other] - explained
        };
        if left(one, one) <= LEAST_SHARE || left(other, other) <= LEAST_SHARE { 0.0 } else { left(one, other) }
    }

    pub(super) fn require(&self, variable: usize) -> Result<(), QuantumError> {
        let variables = self.len();
        if variable < variables { Ok(()) } else { Err(QuantumError::UnknownVariable { variable, variables }) }
    }
}
