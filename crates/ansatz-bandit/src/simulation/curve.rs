//! What a policy has lost, round after round, in the mean of many runs.

use alloc::vec::Vec;
use core::fmt;

use crate::student;
use ansatz_core::{Estimate, ParameterError, require_fraction};

/// The mean regret of many runs after some of the rounds.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{Ucb1, simulation::{Bernoulli, Simulation}};
///
/// let environment = Bernoulli::new(&[0.9, 0.8])?;
/// let curve = Simulation::new(1_000, 20)?.regret(&environment, 1, |_| Ucb1::new(2))?;
/// for point in curve.points() {
///     println!("{} {:.1}", point.round, point.estimate());
/// }
/// assert_eq!(curve.last().round, 1_000);
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct RegretCurve {
    runs: u64,
    points: Vec<RegretPoint>,
    last: RegretPoint,
}

/// The mean regret after one of the rounds.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{Ucb1, simulation::{Bernoulli, Simulation}};
///
/// let curve = Simulation::new(100, 20)?.regret(&Bernoulli::new(&[0.5])?, 1, |_| Ucb1::new(1))?;
/// assert_eq!((curve.last().mean, curve.last().standard_error), (0.0, 0.0)); // there is no other arm
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct RegretPoint {
    /// After how many rounds.
    pub round: u64,
    /// The mean over the runs.
    pub mean: f64,
    /// The standard error of the mean.
    pub standard_error: f64,
    /// The number of runs.
    pub runs: u64,
}

impl RegretCurve {
    /// The points, by round; the last one is the end.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::{Ucb1, simulation::{Bernoulli, Simulation}};
    ///
    /// let simulation = Simulation::new(1_000, 2)?.with_logarithmic_points(3)?;
    /// let curve = simulation.regret(&Bernoulli::new(&[0.9, 0.8])?, 1, |_| Ucb1::new(2))?;
    /// assert!(curve.points().iter().map(|point| point.round).eq([10, 100, 1_000]));
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn points(&self) -> &[RegretPoint] {
        &self.points
    }

    /// The regret at the end.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::{Ucb1, simulation::{Bernoulli, Simulation}};
    ///
    /// let curve = Simulation::new(500, 2)?.regret(&Bernoulli::new(&[0.9, 0.8])?, 1, |_| Ucb1::new(2))?;
    /// assert_eq!(curve.last().round, 500);
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub const fn last(&self) -> RegretPoint {
        self.last
    }

    /// The number of runs.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::{Ucb1, simulation::{Bernoulli, Simulation}};
    ///
    /// let curve = Simulation::new(500, 7)?.regret(&Bernoulli::new(&[0.9, 0.8])?, 1, |_| Ucb1::new(2))?;
    /// assert_eq!(curve.runs(), 7);
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub const fn runs(&self) -> u64 {
        self.runs
    }
}

impl RegretPoint {
    /// The mean with its interval at 95%.
    ///
    /// # Accuracy
    ///
    /// Student's interval for the mean of independent runs: exact for normal regrets, and the better the more runs.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::{Ucb1, simulation::{Bernoulli, Simulation}};
    ///
    /// let curve = Simulation::new(500, 7)?.regret(&Bernoulli::new(&[0.9, 0.8])?, 1, |_| Ucb1::new(2))?;
    /// assert!(curve.last().estimate().contains(curve.last().mean));
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn estimate(&self) -> Estimate {
        self.interval(USUAL)
    }

    /// The mean with its interval at this confidence.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless it lies between 0 and 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::{Ucb1, simulation::{Bernoulli, Simulation}};
    ///
    /// let curve = Simulation::new(500, 7)?.regret(&Bernoulli::new(&[0.9, 0.8])?, 1, |_| Ucb1::new(2))?;
    /// assert!(curve.last().estimate_at(0.99)?.upper > curve.last().estimate().upper);
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn estimate_at(&self, confidence: f64) -> Result<Estimate, ParameterError> {
        Ok(self.interval(require_fraction("confidence", confidence)?))
    }

    fn interval(&self, confidence: f64) -> Estimate {
        let freedom = (self.runs - 1) as f64;
        let width = student::above(0.5 * (1.0 - confidence), freedom) * self.standard_error;
        Estimate::new(self.mean, self.mean - width, self.mean + width, confidence)
    }
}

impl fmt::Debug for RegretCurve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RegretCurve")
            .field("runs", &self.runs)
            .field("points", &self.points.len())
            .field("last", &self.last)
            .finish()
    }
}

/// The curve while runs are added, in their order.
pub(super) struct Sums {
    rounds: Vec<u64>,
    runs: u64,
    /// For each point, the mean and the sum of the squared distances from it (Welford, 1962).
    moments: Vec<(f64, f64)>,
}

impl Sums {
    /// Some rounds, rising.
    pub(super) fn new(rounds: Vec<u64>) -> Self {
        Self { runs: 0, moments: alloc::vec![(0.0, 0.0); rounds.len()], rounds }
    }

    /// One run more: its regret at each point.
    pub(super) fn add(&mut self, regrets: &[f64]) {
        self.runs += 1;
        for ((mean, spread), regret) in self.moments.iter_mut().zip(regrets) {
            let before = regret - *mean;
            *mean += before / self.runs as f64;
            *spread += before * (regret - *mean);
        }
    }

    /// At least two runs have been added.
    pub(super) fn curve(self) -> RegretCurve {
        let runs = self.runs;
        let point = |(round, (mean, spread)): (u64, (f64, f64))| RegretPoint {
            round,
            mean,
            standard_error: libm::sqrt(spread / (runs - 1) as f64 / runs as f64),
            runs,
        };
        let points: Vec<_> = self.rounds.into_iter().zip(self.moments).map(point).collect();
        let last = points.last().copied().unwrap_or(point((0, (0.0, 0.0))));
        RegretCurve { runs, points, last }
    }
}

/// The family's confidence unless asked otherwise.
const USUAL: f64 = 0.95;
