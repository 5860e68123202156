//! The settings of simulated annealing.

use ansatz_core::{DecodeError, ParameterError, require_fraction, require_range};

/// The settings of [`SimulatedAnnealing`](crate::SimulatedAnnealing).
///
/// # Examples
///
/// ```
/// let config = ansatz_optimize::AnnealingConfig::default().initial_rate(0.5).reheats(2);
/// assert_eq!((config.initial_rate, config.reheats), (0.5, 2));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct AnnealingConfig {
    /// The rate at which uphill moves from the start are accepted at first, 0.4; what sets the first temperature.
    pub initial_rate: f64,
    /// How often the search goes back to the best state and warms up again, 0; the moves are divided equally.
    pub reheats: u32,
}

impl Default for AnnealingConfig {
    fn default() -> Self {
        Self { initial_rate: 0.4, reheats: 0 }
    }
}

impl AnnealingConfig {
    /// The rate at which uphill moves from the start are accepted at first, above 0 and below 1.
    ///
    /// # Examples
    ///
    /// ```
    /// // From a good start not much should be given up.
    /// let config = ansatz_optimize::AnnealingConfig::default().initial_rate(0.1);
    /// assert_eq!(config.initial_rate, 0.1);
    /// ```
    #[must_use]
    pub const fn initial_rate(self, initial_rate: f64) -> Self {
        Self { initial_rate, ..self }
    }

    /// How often the search goes back to the best state and warms up again, at most a million times.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_optimize::AnnealingConfig::default().reheats(5).reheats, 5);
    /// ```
    #[must_use]
    pub const fn reheats(self, reheats: u32) -> Self {
        Self { reheats, ..self }
    }

    pub(super) fn require_valid(&self) -> Result<(), ParameterError> {
        require_fraction("initial_rate", self.initial_rate)?;
        require_range("reheats", self.reheats, 0..=1_000_000)?;
        Ok(())
    }

    fn check(&self) -> Result<(), DecodeError> {
        Ok(self.require_valid()?)
    }
}

ansatz_core::codec!([] AnnealingConfig { initial_rate, reheats });
