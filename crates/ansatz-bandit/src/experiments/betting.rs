//! The confidence sequence by betting, for outcomes within bounds: the narrowest one.
//!
//! I. Waudby-Smith and A. Ramdas, *Estimating means of bounded random variables by betting*, Journal of the Royal
//! Statistical Society B 86 (2024), Theorem 3 (the hedged capital).

use alloc::vec::Vec;
use core::{fmt, ops::RangeInclusive};

use ansatz_core::{DecodeError, Estimate, ParameterError, bytes::Kind, require_range};

use super::{
    ConfidenceSequence, Difference,
    bounded::Bounded,
    confidence_sequence::{of_each, sealed::Sealed},
    stored::{read, written},
};

/// The mean of outcomes within known bounds, watched at any time: what cannot be the mean is what would have lost too much
/// by betting against it.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::experiments::{Betting, EmpiricalBernstein};
/// use ansatz_random::{Stream, unit};
///
/// let mut rng = Stream::new(1, 0);
/// let (mut rate, mut other) = (Betting::new(0.95, 0.0..=1.0)?, EmpiricalBernstein::new(0.95, 0.0..=1.0)?);
/// for _ in 0..500 {
///     let outcome = f64::from(u8::from(unit(&mut rng) < 0.1));
///     rate.observe(outcome)?;
///     other.observe(outcome)?;
/// }
/// assert!(rate.estimate().contains(0.1));
/// assert!(rate.estimate().upper < other.estimate().upper);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Accuracy
///
/// With at least the stated probability the intervals of all times hold the mean, exactly, for any distribution within the
/// bounds; outcomes need not be independent if each has this mean given those before. The ends lie on a grid, on the safe
/// side: 1,000 steps unless [set](Self::with_grid). Intervals are those of all times so far, intersected.
///
/// # Complexity
///
/// O(steps of the grid within the interval) an outcome, 16 bytes of memory for each.
#[derive(Clone, PartialEq)]
pub struct Betting {
    past: Bounded,
    /// The grid's steps from 0 to 1, and the step at which the interval begins.
    steps: u32,
    lower: u32,
    /// For each step inside of the interval: what a bet that the mean is above has made of 1, and one that it is below.
    above: Vec<f64>,
    below: Vec<f64>,
}

/// [`Difference`] by two sequences of type [`Betting`].
///
/// # Examples
///
/// ```
/// use ansatz_bandit::experiments::{BettingDifference, Group};
///
/// let mut rates = BettingDifference::new(0.95, 0.0..=1.0)?;
/// rates.observe(Group::Treatment, 1.0)?;
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
pub type BettingDifference = Difference<Betting>;

impl Betting {
    /// A sequence for outcomes within these bounds.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless `confidence` is between 0 and 1, and the bounds rise and are at most 1e100 in magnitude.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::Betting;
    ///
    /// assert!(Betting::new(0.95, 0.0..=1.0).is_ok());
    /// assert!(Betting::new(0.95, 1.0..=0.0).is_err());
    /// ```
    pub fn new(confidence: f64, bounds: RangeInclusive<f64>) -> Result<Self, ParameterError> {
        Ok(Self::on_grid(Bounded::new(confidence, bounds)?, STEPS))
    }

    /// The same sequence, before any outcome, with so many steps from bound to bound: more for a mean near one of them.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless there are 2 to 1,000,000 steps, or if there are outcomes.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::Betting;
    ///
    /// assert!(Betting::new(0.95, 0.0..=1.0)?.with_grid(10_000).is_ok());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn with_grid(self, steps: u32) -> Result<Self, ParameterError> {
        if self.past.len() > 0 {
            return Err(ParameterError::new("outcomes", self.past.len(), "none before the grid is set"));
        }
        Ok(Self::on_grid(self.past, require_steps(steps)?))
    }

    fn on_grid(past: Bounded, steps: u32) -> Self {
        let inside = steps as usize - 1;
        Self { past, steps, lower: 0, above: alloc::vec![1.0; inside], below: alloc::vec![1.0; inside] }
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
    /// let mut rate = ansatz_bandit::experiments::Betting::new(0.95, 0.0..=1.0)?;
    /// rate.observe(1.0)?;
    /// assert!(rate.observe(-0.1).is_err());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn observe(&mut self, outcome: f64) -> Result<(), ParameterError> {
        let scaled = self.past.scaled(outcome)?;
        let stake = self.past.stake();
        let step = 1.0 / f64::from(self.steps);
        let first = self.lower + 1;
        for (index, (above, below)) in (first..).zip(self.above.iter_mut().zip(&mut self.below)) {
            let mean = f64::from(index) * step;
            let apart = scaled - mean;
            // The stake is at most 1/2: half of what there is, at least, is kept.
            *above *= 1.0 + apart * stake;
            *below *= 1.0 - apart * stake;
        }
        self.past.learn(scaled);
        self.shrink();
        Ok(())
    }

    /// Leaves out the steps against which a bet has won 2 / alpha.
    ///
    /// What a bet on a mean above m has made falls with m, so that all below such a step are left out with it; and what it
    /// made at a step holds for what lies between that and the next too, on the safe side.
    fn shrink(&mut self) {
        let enough = libm::exp(self.past.log_odds());
        let too_low = self.above.iter().rposition(|made| *made >= enough).map_or(0, |last| last + 1);
        let too_high = self.below.iter().position(|made| *made >= enough).unwrap_or(self.below.len());
        // Bets against everything win at most as often as the sequence fails: the last interval stays.
        if too_low <= too_high {
            for made in [&mut self.above, &mut self.below] {
                made.truncate(too_high);
                made.drain(..too_low);
            }
            self.lower += too_low as u32;
        }
    }

    /// The mean so far, with what cannot be excluded.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut rate = ansatz_bandit::experiments::Betting::new(0.95, 0.0..=1.0)?;
    /// for _ in 0..100 {
    ///     rate.observe(0.25)?;
    /// }
    /// assert_eq!(rate.estimate().value, 0.25);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn estimate(&self) -> Estimate {
        let at = |step: f64| step / f64::from(self.steps);
        let lower = f64::from(self.lower);
        self.past.estimate(at(lower), at(lower + self.above.len() as f64 + 1.0))
    }

    /// The sequence as bytes (docs/formats.md, `BETS`).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::Betting;
    ///
    /// let rate = Betting::new(0.95, 0.0..=1.0)?;
    /// assert_eq!(Betting::from_bytes(&rate.to_bytes()), Ok(rate));
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
    /// assert!(ansatz_bandit::experiments::Betting::from_bytes(b"something else").is_err());
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        read(KIND, bytes)
    }

    fn check(&self) -> Result<(), DecodeError> {
        require_steps(self.steps)?;
        let inside = self.above.len();
        if inside != self.below.len() || u64::from(self.lower) + inside as u64 >= u64::from(self.steps) {
            return Err(DecodeError::field("steps inside", inside, "as many on both sides, and within the grid"));
        }
        match self.above.iter().chain(&self.below).find(|made| made.is_nan() || **made < 0.0) {
            Some(made) => Err(DecodeError::field("capital", made, "at least 0")),
            None => Ok(()),
        }
    }
}

impl BettingDifference {
    /// A difference of means for outcomes within these bounds.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless `confidence` is between 0 and 1, and the bounds rise and are at most 1e100 in magnitude.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::BettingDifference;
    ///
    /// assert!(BettingDifference::new(0.95, 0.0..=1.0).is_ok());
    /// ```
    pub fn new(confidence: f64, bounds: RangeInclusive<f64>) -> Result<Self, ParameterError> {
        Ok(Self::of(Betting::new(of_each(confidence)?, bounds)?))
    }

    /// The same difference, before any outcome, with so many steps from bound to bound.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] as for [`Betting::with_grid`].
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::BettingDifference;
    ///
    /// assert!(BettingDifference::new(0.95, 0.0..=1.0)?.with_grid(10_000).is_ok());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn with_grid(self, steps: u32) -> Result<Self, ParameterError> {
        self.map(|sequence| sequence.with_grid(steps))
    }
}

impl Sealed for Betting {
    const DIFFERENCE: &'static str = "BettingDifference";
}

impl ConfidenceSequence for Betting {
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

fn require_steps(steps: u32) -> Result<u32, ParameterError> {
    require_range("steps", steps, 2..=MOST_STEPS)
}

ansatz_core::codec!([] Betting { past, steps, lower, above, below });

#[cfg(feature = "serde")]
ansatz_core::serde_over_bytes!([] Betting);

impl fmt::Debug for Betting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Betting")
            .field("outcomes", &self.past.len())
            .field("estimate", &self.estimate())
            .finish_non_exhaustive()
    }
}

const KIND: Kind = Kind::new(*b"BETS");
/// A tenth of a per cent of the range: what people read off a chart.
const STEPS: u32 = 1_000;
/// 16 MB.
pub(super) const MOST_STEPS: u32 = 1_000_000;
