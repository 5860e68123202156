//! What can be said about a search by CMA-ES.

use alloc::vec::Vec;

use ansatz_core::ParameterError;

use super::restarts::{LEAST_POPULATION, MOST_POPULATION, Restarts};

/// Which part of the covariance matrix is learnt.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{CmaEsConfig, Covariance};
///
/// // A thousand coordinates that hardly depend on each other.
/// let config = CmaEsConfig::default().covariance(Covariance::Diagonal);
/// assert_eq!(config.covariance, Covariance::Diagonal);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Covariance {
    /// All of it up to 256 dimensions, and the diagonal beyond.
    #[default]
    Auto,
    /// All of it: correlations too, which takes some 100 d^2 evaluations. Up to 4,096 dimensions.
    Full,
    /// The diagonal: the scales of the coordinates, which takes some 100 d evaluations.
    ///
    /// R. Ros and N. Hansen, *A simple modification in CMA-ES achieving linear time and space complexity*, PPSN 10 (2008).
    Diagonal,
}

/// The settings of a [`CmaEs`](super::CmaEs); the default is the field's.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{CmaEs, CmaEsConfig, Restarts, Space};
///
/// let space = Space::real([(-5.0, 5.0); 10])?;
/// let config = CmaEsConfig::default().start([0.0; 10]).step(0.1).restarts(Restarts::None);
/// let best = CmaEs::with_config(&space, config)?.minimize(10_000, 42, |x| x.iter().map(|x| x * x).sum::<f64>())?;
/// assert!(best.value < 1e-10);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CmaEsConfig {
    /// Candidates in a generation of the first run, 4 to 65,536: 4 + 3 ln d if `None`.
    pub population: Option<usize>,
    /// Where the first run begins: anywhere in the space if `None`. Later runs begin anywhere.
    pub start: Option<Vec<f64>>,
    /// The first step size as a part of each dimension's range, above 0 and at most 1: 0.3, as the tutorial advises.
    pub step: f64,
    /// Which part of the covariance matrix is learnt: all of it up to 256 dimensions.
    pub covariance: Covariance,
    /// What follows when a run has converged: [`Restarts::Bipop`].
    pub restarts: Restarts,
    /// Differences of the objective that do not matter: 1e-11.
    pub tolerance: f64,
}

impl Default for CmaEsConfig {
    fn default() -> Self {
        Self {
            population: None,
            start: None,
            step: 0.3,
            covariance: Covariance::default(),
            restarts: Restarts::default(),
            tolerance: 1e-11,
        }
    }
}

impl CmaEsConfig {
    /// The same with so many candidates in a generation of the first run, 4 to 65,536.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_optimize::CmaEsConfig::default().population(64).population, Some(64));
    /// ```
    #[must_use]
    pub fn population(mut self, population: usize) -> Self {
        self.population = Some(population);
        self
    }

    /// The same with a first run that begins at these coordinates of the space.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_optimize::CmaEsConfig::default().start([1.0, 2.0]).start, Some(vec![1.0, 2.0]));
    /// ```
    #[must_use]
    pub fn start(mut self, start: impl Into<Vec<f64>>) -> Self {
        self.start = Some(start.into());
        self
    }

    /// The same with this first step size, as a part of each dimension's range: above 0, at most 1.
    ///
    /// # Examples
    ///
    /// ```
    /// // The start is known to be near.
    /// assert_eq!(ansatz_optimize::CmaEsConfig::default().step(0.05).step, 0.05);
    /// ```
    #[must_use]
    pub fn step(mut self, step: f64) -> Self {
        self.step = step;
        self
    }

    /// The same with this part of the covariance matrix.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{CmaEsConfig, Covariance};
    ///
    /// assert_eq!(CmaEsConfig::default().covariance(Covariance::Full).covariance, Covariance::Full);
    /// ```
    #[must_use]
    pub fn covariance(mut self, covariance: Covariance) -> Self {
        self.covariance = covariance;
        self
    }

    /// The same with these restarts.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{CmaEsConfig, Restarts};
    ///
    /// assert_eq!(CmaEsConfig::default().restarts(Restarts::Ipop).restarts, Restarts::Ipop);
    /// ```
    #[must_use]
    pub fn restarts(mut self, restarts: Restarts) -> Self {
        self.restarts = restarts;
        self
    }

    /// The same with differences of the objective up to this that do not matter, in its own units; 0 or more.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_optimize::CmaEsConfig::default().tolerance(1e-3).tolerance, 1e-3);
    /// ```
    #[must_use]
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = tolerance;
        self
    }

    pub(super) fn require_valid(&self, dimension: usize) -> Result<(), ParameterError> {
        if let Some(population) = self.population
            && !(LEAST_POPULATION..=MOST_POPULATION).contains(&population)
        {
            return Err(ParameterError::new("population", population, "4..=65536"));
        }
        if !(self.step > 0.0 && self.step <= 1.0) {
            return Err(ParameterError::new("step", self.step, "above 0, at most 1"));
        }
        if !(self.tolerance >= 0.0 && self.tolerance.is_finite()) {
            return Err(ParameterError::new("tolerance", self.tolerance, "0 or more, finite"));
        }
        if self.covariance == Covariance::Full && dimension > MOST_FULL {
            return Err(ParameterError::new("dimensions", dimension, "1..=4096 with a full covariance matrix"));
        }
        Ok(())
    }

    /// Whether only the diagonal is learnt.
    pub(super) fn is_diagonal(&self, dimension: usize) -> bool {
        match self.covariance {
            Covariance::Auto => dimension > MOST_AUTO,
            Covariance::Full => false,
            Covariance::Diagonal => true,
        }
    }
}

/// Beyond, all of the matrix takes more than 100 d^2 = 6.5 million evaluations to learn.
const MOST_AUTO: usize = 256;

/// The matrix and its axes take 2.5 d^2 numbers: 340 MB.
pub(super) const MOST_FULL: usize = 4_096;
