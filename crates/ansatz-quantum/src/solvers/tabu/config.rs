//! The settings of a tabu search.

use ansatz_core::{ParameterError, require_range};

/// How long a tabu search looks, and how it keeps moving.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::solvers::TabuConfig;
///
/// let config = TabuConfig::default().iterations(1_000_000).tenure(30);
/// assert_eq!((config.iterations, config.tenure), (1_000_000, Some(30)));
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct TabuConfig {
    /// Turns of a spin that each read makes: 100,000 unless said otherwise.
    pub iterations: u64,
    /// The number of turns for which a spin is not turned back; a quarter of the spins but at most 20, unless given.
    pub tenure: Option<usize>,
    /// The number of turns without an improvement after which a round ends; ten times the number of spins, but at least
    /// 500 and at most 10,000, unless given.
    pub patience: Option<u64>,
}

impl Default for TabuConfig {
    fn default() -> Self {
        Self { iterations: 100_000, tenure: None, patience: None }
    }
}

impl TabuConfig {
    /// The same with so many turns of each read.
    ///
    /// # Examples
    ///
    /// See [`TabuConfig`].
    #[must_use]
    pub fn iterations(self, iterations: u64) -> Self {
        Self { iterations, ..self }
    }

    /// The same with spins that are not turned back for so many turns, and at random for up to half as many more.
    ///
    /// # Examples
    ///
    /// See [`TabuConfig`].
    #[must_use]
    pub fn tenure(self, tenure: usize) -> Self {
        Self { tenure: Some(tenure), ..self }
    }

    /// The same with rounds that end after so many turns without an improvement.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_quantum::solvers::TabuConfig::default().patience(5_000).patience, Some(5_000));
    /// ```
    #[must_use]
    pub fn patience(self, patience: u64) -> Self {
        Self { patience: Some(patience), ..self }
    }

    /// What is to be done with `n` spins.
    pub(super) fn plan(&self, n: usize) -> Result<Plan, ParameterError> {
        require_range("iterations", self.iterations, 1..=u64::MAX)?;
        let tenure = self.tenure.unwrap_or(USUAL_TENURE.min(n / 4));
        let patience = self.patience.unwrap_or((10 * n as u64).clamp(500, 10_000));
        Ok(Plan {
            tenure: require_range("tenure", tenure, 0..=(n - 1) / 2)?,
            patience: require_range("patience", patience, 1..=u64::MAX)?,
        })
    }
}

/// The settings for a model.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plan {
    /// At most half of the spins, so that one and a half times as many leave one to turn.
    pub(super) tenure: usize,
    pub(super) patience: u64,
}

/// Palubeckis's, as D-Wave's tabu search has it as well.
const USUAL_TENURE: usize = 20;
