//! The settings of L-SHADE.

use alloc::vec::Vec;

use ansatz_core::{ParameterError, require_range};

use crate::{Space, share::require_share};

/// The settings of [`LShade`](crate::LShade); the defaults are the paper's.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{LShade, LShadeConfig, Space};
///
/// let space = Space::real([(-5.0, 5.0); 3])?;
/// let search = LShade::with_config(&space, LShadeConfig::default().population(40).memory(5))?;
/// assert!(search.minimize(2_000, 1, |x| x.iter().map(|x| x * x).sum::<f64>())?.value < 1e-3);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LShadeConfig {
    /// A member of the first population, as a candidate of the space: none, which leaves all to chance.
    pub start: Option<Vec<f64>>,
    /// Members at the start: 18 for each coordinate, which `None` stands for.
    pub population: Option<usize>,
    /// Members at the end of the budget: 4.
    pub final_population: usize,
    /// Generations whose successful settings are remembered: 6.
    pub memory: usize,
    /// The share of the population that counts as the best: 0.11.
    pub best_share: f64,
    /// Replaced members that are kept for differences, for each member: 2.6.
    pub archive_rate: f64,
}

impl Default for LShadeConfig {
    fn default() -> Self {
        Self { start: None, population: None, final_population: 4, memory: 6, best_share: 0.11, archive_rate: 2.6 }
    }
}

impl LShadeConfig {
    /// A member of the first population; the others are drawn at random.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_optimize::LShadeConfig::default().start([4.0, -4.0]).start, Some(vec![4.0, -4.0]));
    /// ```
    #[must_use]
    pub fn start(self, start: impl Into<Vec<f64>>) -> Self {
        Self { start: Some(start.into()), ..self }
    }

    /// Members at the start, at least 4.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_optimize::LShadeConfig::default().population(100).population, Some(100));
    /// ```
    #[must_use]
    pub fn population(self, population: usize) -> Self {
        Self { population: Some(population), ..self }
    }

    /// Members at the end of the budget, at least 4; as many as at the start for no reduction.
    ///
    /// # Examples
    ///
    /// ```
    /// let constant = ansatz_optimize::LShadeConfig::default().population(100).final_population(100);
    /// assert_eq!(constant.final_population, 100);
    /// ```
    #[must_use]
    pub fn final_population(self, final_population: usize) -> Self {
        Self { final_population, ..self }
    }

    /// Generations whose successful settings are remembered.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_optimize::LShadeConfig::default().memory(20).memory, 20);
    /// ```
    #[must_use]
    pub fn memory(self, memory: usize) -> Self {
        Self { memory, ..self }
    }

    /// The share of the population that counts as the best, above 0 and at most 1.
    ///
    /// # Examples
    ///
    /// ```
    /// // Nearer to the best: quicker, and sooner in the wrong valley.
    /// assert_eq!(ansatz_optimize::LShadeConfig::default().best_share(0.05).best_share, 0.05);
    /// ```
    #[must_use]
    pub fn best_share(self, best_share: f64) -> Self {
        Self { best_share, ..self }
    }

    /// Replaced members that are kept for differences, for each member; 0 for none.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_optimize::LShadeConfig::default().archive_rate(0.0).archive_rate, 0.0);
    /// ```
    #[must_use]
    pub fn archive_rate(self, archive_rate: f64) -> Self {
        Self { archive_rate, ..self }
    }

    /// `Ok` with the members at the start if all is in its range.
    pub(super) fn require_valid(&self, space: &Space) -> Result<usize, ParameterError> {
        space.require("differential evolution", "reals and integers", |dimension| dimension.categories().is_none())?;
        let fallback = (18 * space.len()).clamp(4, MOST_MEMBERS);
        let initial = require_range("population", self.population.unwrap_or(fallback), 4..=MOST_MEMBERS)?;
        require_range("final_population", self.final_population, 4..=initial)?;
        require_range("memory", self.memory, 1..=10_000)?;
        require_share("best_share", self.best_share)?;
        require_range("archive_rate", self.archive_rate, 0.0..=100.0)?;
        Ok(initial)
    }
}

const MOST_MEMBERS: usize = 1_000_000;
