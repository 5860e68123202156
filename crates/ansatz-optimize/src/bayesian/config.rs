//! The settings of Bayesian optimisation.

use ansatz_core::{DecodeError, ParameterError};

use super::acquisition::Acquisition;

/// The settings of a [`BayesianSearch`](crate::BayesianSearch).
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{BayesianConfig, BayesianSearch, Space};
///
/// let space = Space::real([(0.0, 1.0); 3])?;
/// let search = BayesianSearch::with_config(&space, BayesianConfig::default().initial(20).observations(100))?;
/// assert!(BayesianSearch::with_config(&space, BayesianConfig::default().fantasies(0)).is_err());
/// # let _ = search;
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct BayesianConfig {
    /// What makes a candidate worth an evaluation: expected improvement.
    pub acquisition: Acquisition,
    /// How many candidates are spread evenly before a model chooses: 0, which stands for twice the dimensions and 2, at most
    /// 20.
    pub initial: usize,
    /// How many candidates may be outstanding, and are chosen without waiting for each other: 1.
    pub batch: usize,
    /// How many observations the model holds at most: 200.
    pub observations: usize,
    /// How many draws of what outstanding candidates are worth are averaged over: 8.
    pub fantasies: usize,
}

impl Default for BayesianConfig {
    fn default() -> Self {
        Self { acquisition: Acquisition::default(), initial: 0, batch: 1, observations: 200, fantasies: 8 }
    }
}

impl BayesianConfig {
    /// With this acquisition function.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{Acquisition, BayesianConfig};
    ///
    /// let bound = Acquisition::LowerConfidenceBound { deviations: 2.0 };
    /// assert_eq!(BayesianConfig::default().acquisition(bound).acquisition, bound);
    /// ```
    #[must_use]
    pub const fn acquisition(self, acquisition: Acquisition) -> Self {
        Self { acquisition, ..self }
    }

    /// With so many candidates before a model chooses, at most 1,024; 0 for as many as the space asks for.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_optimize::BayesianConfig::default().initial(20).initial, 20);
    /// ```
    #[must_use]
    pub const fn initial(self, initial: usize) -> Self {
        Self { initial, ..self }
    }

    /// With at most so many candidates outstanding, 1 to 256: one for each machine that evaluates.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_optimize::BayesianConfig::default().batch(4).batch, 4);
    /// ```
    #[must_use]
    pub const fn batch(self, batch: usize) -> Self {
        Self { batch, ..self }
    }

    /// With a model of at most so many observations, 10 to 2,000: a candidate takes time by their cube.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_optimize::BayesianConfig::default().observations(400).observations, 400);
    /// ```
    #[must_use]
    pub const fn observations(self, observations: usize) -> Self {
        Self { observations, ..self }
    }

    /// With so many draws of what outstanding candidates are worth, 1 to 256.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_optimize::BayesianConfig::default().fantasies(16).fantasies, 16);
    /// ```
    #[must_use]
    pub const fn fantasies(self, fantasies: usize) -> Self {
        Self { fantasies, ..self }
    }

    pub(super) fn require_valid(self) -> Result<Self, ParameterError> {
        self.acquisition.require_valid()?;
        if self.initial > MOST_INITIAL {
            return Err(ParameterError::new("initial", self.initial, "0..=1024"));
        }
        if !(1..=MOST_BATCH).contains(&self.batch) {
            return Err(ParameterError::new("batch", self.batch, "1..=256"));
        }
        if !(LEAST_OBSERVATIONS..=MOST_OBSERVATIONS).contains(&self.observations) {
            return Err(ParameterError::new("observations", self.observations, "10..=2000"));
        }
        if !(1..=MOST_FANTASIES).contains(&self.fantasies) {
            return Err(ParameterError::new("fantasies", self.fantasies, "1..=256"));
        }
        Ok(self)
    }

    fn check(&self) -> Result<(), DecodeError> {
        self.require_valid()?;
        Ok(())
    }
}

ansatz_core::codec!([] BayesianConfig { acquisition, initial, batch, observations, fantasies });

const MOST_INITIAL: usize = 1_024;
const MOST_BATCH: usize = 256;
const LEAST_OBSERVATIONS: usize = 10;
/// A factor of so many rows takes 16 MB, and a second.
const MOST_OBSERVATIONS: usize = 2_000;
const MOST_FANTASIES: usize = 256;
