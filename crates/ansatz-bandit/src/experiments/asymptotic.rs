//! The confidence sequence for outcomes without bounds, in the limit of many.
//!
//! I. Waudby-Smith, D. Arbour, R. Sinha, E. H. Kennedy and A. Ramdas, *Time-uniform central limit theory and asymptotic
//! confidence sequences*, Annals of Statistics 52 (2024), Theorem 2.2.

use alloc::vec::Vec;
use core::fmt;

use ansatz_core::{DecodeError, Estimate, ParameterError, bytes::Kind};

use super::{
    ConfidenceSequence,
    boundary::{Boundary, FEWEST},
    confidence_sequence::sealed::Sealed,
    outcome::Outcomes,
    stored::{read, written},
};

/// The mean of any outcomes, watched at any time: what the central limit theorem is for one time, for all of them.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::experiments::Asymptotic;
/// use ansatz_random::{Stream, unit};
///
/// let mut rng = Stream::new(1, 0);
/// let mut revenue = Asymptotic::new(0.95, 1_000)?;
/// for _ in 0..1_000 {
///     let spent = if unit(&mut rng) < 0.5 { 40.0 * unit(&mut rng) } else { 0.0 };
///     revenue.observe(spent)?;
/// }
/// assert!(revenue.estimate().contains(10.0));
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Accuracy
///
/// Asymptotic: the intervals come as close as one likes to ones that hold at all times, the later one starts to look.
/// Outcomes must be independent with a finite variance. Before 100 outcomes the interval is everything, since a variance
/// is known to about 14% by then (sqrt(2 / 100), of normal outcomes); heavy tails take more. It stays everything while all
/// outcomes are equal, since they say nothing of what is rare. See [`Betting`](super::Betting)
/// where outcomes have bounds.
///
/// # Complexity
///
/// O(1) an outcome, O(1) memory.
#[derive(Clone, PartialEq)]
pub struct Asymptotic {
    boundary: Boundary,
    outcomes: Outcomes,
}

impl Asymptotic {
    /// A sequence that is narrowest at so many outcomes; it holds at all others too, and is only a little wider within a
    /// factor of ten.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless `confidence` is between 0 and 1 and `narrowest_at` from 1 to 2^53.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::Asymptotic;
    ///
    /// assert!(Asymptotic::new(0.95, 10_000).is_ok());
    /// assert!(Asymptotic::new(0.95, 0).is_err());
    /// ```
    pub fn new(confidence: f64, narrowest_at: u64) -> Result<Self, ParameterError> {
        Ok(Self { boundary: Boundary::new(confidence, narrowest_at)?, outcomes: Outcomes::default() })
    }

    /// Learns an outcome.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless it is finite and at most 1e100 in magnitude; nothing has changed then.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut revenue = ansatz_bandit::experiments::Asymptotic::new(0.95, 10_000)?;
    /// revenue.observe(12.5)?;
    /// assert!(revenue.observe(f64::NAN).is_err());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn observe(&mut self, outcome: f64) -> Result<(), ParameterError> {
        self.outcomes.learn(outcome)
    }

    /// The mean so far, with what cannot be excluded; 0 before any outcome.
    ///
    /// # Examples
    ///
    /// ```
    /// let nothing = ansatz_bandit::experiments::Asymptotic::new(0.95, 10_000)?.estimate();
    /// assert_eq!((nothing.value, nothing.upper), (0.0, f64::INFINITY));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn estimate(&self) -> Estimate {
        let count = self.outcomes.count();
        let is_known = count >= FEWEST;
        self.boundary.estimate(self.outcomes.mean(), is_known.then(|| (count, self.outcomes.variance())))
    }

    /// The sequence as bytes (docs/formats.md, `ASCS`).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::Asymptotic;
    ///
    /// let revenue = Asymptotic::new(0.95, 10_000)?;
    /// assert_eq!(Asymptotic::from_bytes(&revenue.to_bytes()), Ok(revenue));
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
    /// assert!(ansatz_bandit::experiments::Asymptotic::from_bytes(b"something else").is_err());
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        read(KIND, bytes)
    }

    fn check(&self) -> Result<(), DecodeError> {
        self.boundary.check()
    }
}

impl Sealed for Asymptotic {
    const DIFFERENCE: &'static str = "Asymptotic";
}

impl ConfidenceSequence for Asymptotic {
    fn observe(&mut self, outcome: f64) -> Result<(), ParameterError> {
        Self::observe(self, outcome)
    }

    fn estimate(&self) -> Estimate {
        Self::estimate(self)
    }

    fn len(&self) -> u64 {
        self.outcomes.count() as u64
    }
}

ansatz_core::codec!([] Asymptotic { boundary, outcomes });

#[cfg(feature = "serde")]
ansatz_core::serde_over_bytes!([] Asymptotic);

impl fmt::Debug for Asymptotic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Asymptotic")
            .field("outcomes", &self.outcomes.count())
            .field("estimate", &self.estimate())
            .finish_non_exhaustive()
    }
}

const KIND: Kind = Kind::new(*b"ASCS");
