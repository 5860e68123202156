//! The confidence sequence of empirical Bernstein type, for outcomes within bounds: closed form.
//!
//! I. Waudby-Smith and A. Ramdas, *Estimating means of bounded random variables by betting*, Journal of the Royal
//! Statistical Society B 86 (2024), Theorem 2.

use alloc::vec::Vec;
use core::{fmt, ops::RangeInclusive};

use ansatz_core::{DecodeError, Estimate, ParameterError, bytes::Kind};

use super::{
    ConfidenceSequence, Difference,
    bounded::Bounded,
    confidence_sequence::{of_each, sealed::Sealed},
    stored::{read, written},
};

/// The mean of outcomes within known bounds, watched at any time: an interval by the variance that was seen.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::experiments::EmpiricalBernstein;
/// use ansatz_random::{Stream, unit};
///
/// let mut rng = Stream::new(1, 0);
/// let mut rating = EmpiricalBernstein::new(0.95, 1.0..=5.0)?;
/// for _ in 0..5_000 {
///     rating.observe(3.0 + unit(&mut rng))?;
/// }
/// assert!(rating.estimate().contains(3.5));
/// assert!(rating.estimate().upper - rating.estimate().lower < 0.1);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Accuracy
///
/// With at least the stated probability the intervals of all times hold the mean, exactly, for any distribution within the
/// bounds; outcomes need not be independent if each has this mean given those before. The width is about
/// sigma sqrt(2 ln(2 / alpha) ln t / t). [`Betting`](super::Betting) is narrower, above all with few outcomes, and costs
/// more. Intervals are those of all times so far, intersected.
///
/// # Complexity
///
/// O(1) an outcome, O(1) memory.
#[derive(Clone, PartialEq)]
pub struct EmpiricalBernstein {
    past: Bounded,
    /// The sums of the stakes, of outcomes by stakes, and of what the stakes cost.
    stakes: f64,
    staked: f64,
    cost: f64,
    /// What is left of 0 to 1.
    lower: f64,
    upper: f64,
}

/// [`Difference`] by two sequences of type [`EmpiricalBernstein`].
///
/// # Examples
///
/// ```
/// use ansatz_bandit::experiments::{EmpiricalBernsteinDifference, Group};
///
/// let mut ratings = EmpiricalBernsteinDifference::new(0.95, 1.0..=5.0)?;
/// ratings.observe(Group::Treatment, 4.0)?;
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
pub type EmpiricalBernsteinDifference = Difference<EmpiricalBernstein>;

impl EmpiricalBernstein {
    /// A sequence for outcomes within these bounds.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless `confidence` is between 0 and 1, and the bounds rise and are at most 1e100 in magnitude.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::EmpiricalBernstein;
    ///
    /// assert!(EmpiricalBernstein::new(0.95, 0.0..=1.0).is_ok());
    /// assert!(EmpiricalBernstein::new(0.95, 1.0..=1.0).is_err());
    /// ```
    pub fn new(confidence: f64, bounds: RangeInclusive<f64>) -> Result<Self, ParameterError> {
        let past = Bounded::new(confidence, bounds)?;
        Ok(Self { past, stakes: 0.0, staked: 0.0, cost: 0.0, lower: 0.0, upper: 1.0 })
    }

    /// Learns an outcome.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if it is outside of the bounds; nothing has changed then.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut rate = ansatz_bandit::experiments::EmpiricalBernstein::new(0.95, 0.0..=1.0)?;
    /// rate.observe(1.0)?;
    /// assert!(rate.observe(-0.1).is_err());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn observe(&mut self, outcome: f64) -> Result<(), ParameterError> {
        let scaled = self.past.scaled(outcome)?;
        let stake = self.past.stake();
        let apart = scaled - self.past.mean();
        self.stakes += stake;
        self.staked += stake * scaled;
        // 4 (x - mean)^2 times (-ln(1 - stake) - stake) / 4.
        self.cost += apart * apart * (-libm::log1p(-stake) - stake);
        self.past.learn(scaled);
        let centre = self.staked / self.stakes;
        let half = (self.past.log_odds() + self.cost) / self.stakes;
        let (lower, upper) = (self.lower.max(centre - half), self.upper.min(centre + half));
        // The intervals of all times exclude each other at most as often as one fails: the last one stays.
        if lower <= upper {
            (self.lower, self.upper) = (lower, upper);
        }
        Ok(())
    }

    /// The mean so far, with what cannot be excluded.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut rate = ansatz_bandit::experiments::EmpiricalBernstein::new(0.95, 0.0..=1.0)?;
    /// for _ in 0..100 {
    ///     rate.observe(0.25)?;
    /// }
    /// assert_eq!(rate.estimate().value, 0.25);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn estimate(&self) -> Estimate {
        self.past.estimate(self.lower, self.upper)
    }

    /// The sequence as bytes (docs/formats.md, `EBCS`).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::EmpiricalBernstein;
    ///
    /// let rate = EmpiricalBernstein::new(0.95, 0.0..=1.0)?;
    /// assert_eq!(EmpiricalBernstein::from_bytes(&rate.to_bytes()), Ok(rate));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn to_bytes(&self) -> Vec<u8> {
        written(KIND, self)
    }

    /// The sequence that was written as these bytes; it goes on to the same bit.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] for anything that [`to_bytes`](Self::to_bytes) does not write.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::experiments::EmpiricalBernstein::from_bytes(b"something else").is_err());
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        read(KIND, bytes)
    }

    fn check(&self) -> Result<(), DecodeError> {
        let sums = [self.stakes, self.staked, self.cost];
        if sums.iter().any(|sum| !(sum.is_finite() && *sum >= 0.0)) {
            return Err(DecodeError::field("sums of stakes", format_args!("{sums:?}"), "finite and at least 0"));
        }
        if 0.0 <= self.lower && self.lower <= self.upper && self.upper <= 1.0 {
            return Ok(());
        }
        Err(DecodeError::field("lower bound", self.lower, "from 0 to the upper one, and that to 1"))
    }
}

impl EmpiricalBernsteinDifference {
    /// A difference of means for outcomes within these bounds.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless `confidence` is between 0 and 1, and the bounds rise and are at most 1e100 in magnitude.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::EmpiricalBernsteinDifference;
    ///
    /// assert!(EmpiricalBernsteinDifference::new(0.95, 0.0..=1.0).is_ok());
    /// ```
    pub fn new(confidence: f64, bounds: RangeInclusive<f64>) -> Result<Self, ParameterError> {
        Ok(Self::of(EmpiricalBernstein::new(of_each(confidence)?, bounds)?))
    }
}

impl Sealed for EmpiricalBernstein {
    const DIFFERENCE: &'static str = "EmpiricalBernsteinDifference";
}

impl ConfidenceSequence for EmpiricalBernstein {
    fn observe(&mut self, outcome: f64) -> Result<(), ParameterError> {
        Self::observe(self, outcome)
    }

    fn estimate(&self) -> Estimate {
        Self::estimate(self)
    }

    fn len(&self) -> u64 {
        self.past.len()
    }
}

ansatz_core::codec!([] EmpiricalBernstein { past, stakes, staked, cost, lower, upper });

#[cfg(feature = "serde")]
ansatz_core::serde_over_bytes!([] EmpiricalBernstein);

impl fmt::Debug for EmpiricalBernstein {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EmpiricalBernstein")
            .field("outcomes", &self.past.len())
            .field("estimate", &self.estimate())
            .finish_non_exhaustive()
    }
}

const KIND: Kind = Kind::new(*b"EBCS");
