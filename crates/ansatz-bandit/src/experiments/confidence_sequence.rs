//! What confidence sequences have in common, and the difference of two.

use alloc::vec::Vec;
use core::fmt;

use ansatz_core::{
    DecodeError, Estimate, ParameterError,
    bytes::{Codec, Kind, Reader, Writer},
};

use super::Group;

/// An estimate of a mean whose interval holds it at all times together: it may be watched, and stopped on what it says.
///
/// Implemented by [`EmpiricalBernstein`](super::EmpiricalBernstein) and [`Betting`](super::Betting) for outcomes within
/// known bounds, and by [`Asymptotic`](super::Asymptotic) for others; not to be implemented elsewhere.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::experiments::{ConfidenceSequence, EmpiricalBernstein};
///
/// fn width(sequence: &impl ConfidenceSequence) -> f64 {
///     let estimate = sequence.estimate();
///     estimate.upper - estimate.lower
/// }
///
/// assert_eq!(width(&EmpiricalBernstein::new(0.95, 0.0..=5.0)?), 5.0);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
pub trait ConfidenceSequence: sealed::Sealed + Codec {
    /// Learns an outcome.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if the outcome is none that the sequence can learn from; nothing has changed then.
    fn observe(&mut self, outcome: f64) -> Result<(), ParameterError>;

    /// The mean so far, with what cannot be excluded.
    fn estimate(&self) -> Estimate;

    /// How many outcomes there were.
    fn len(&self) -> u64;

    /// Whether there was none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

pub(super) mod sealed {
    pub trait Sealed: Clone + PartialEq {
        /// What a difference of two is called.
        const DIFFERENCE: &'static str;
    }
}

/// The treatment's mean less the control's, by a confidence sequence for each: the two hold together with the stated
/// confidence, since each may fail with half of the rest.
///
/// Its names are [`EmpiricalBernsteinDifference`](super::EmpiricalBernsteinDifference) and
/// [`BettingDifference`](super::BettingDifference). Groups may be of any sizes and come in any order, even by a rule that
/// looks at outcomes.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::experiments::{BettingDifference, Group};
/// use ansatz_random::{Stream, unit};
///
/// let mut rng = Stream::new(1, 0);
/// let mut rates = BettingDifference::new(0.95, 0.0..=1.0)?;
/// for _ in 0..2_000 {
///     rates.observe(Group::Control, f64::from(u8::from(unit(&mut rng) < 0.2)))?;
///     rates.observe(Group::Treatment, f64::from(u8::from(unit(&mut rng) < 0.3)))?;
/// }
/// assert!(rates.estimate().contains(0.1) && rates.estimate().lower > 0.0);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Difference<S: ConfidenceSequence> {
    groups: [S; 2],
}

impl<S: ConfidenceSequence> Difference<S> {
    /// Both groups start from this sequence, whose confidence is that of each.
    pub(super) fn of(sequence: S) -> Self {
        Self { groups: [sequence.clone(), sequence] }
    }

    pub(super) fn map(self, change: impl Fn(S) -> Result<S, ParameterError>) -> Result<Self, ParameterError> {
        let [control, treatment] = self.groups;
        Ok(Self { groups: [change(control)?, change(treatment)?] })
    }

    /// Learns an outcome.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if the outcome is outside of the bounds; nothing has changed then.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::{BettingDifference, Group};
    ///
    /// let mut rates = BettingDifference::new(0.95, 0.0..=1.0)?;
    /// rates.observe(Group::Control, 1.0)?;
    /// assert!(rates.observe(Group::Treatment, 1.5).is_err());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn observe(&mut self, group: Group, outcome: f64) -> Result<(), ParameterError> {
        self.groups[group.index()].observe(outcome)
    }

    /// The difference of the means, with what cannot be excluded.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::BettingDifference;
    ///
    /// let nothing = BettingDifference::new(0.95, 0.0..=1.0)?.estimate();
    /// assert_eq!((nothing.lower, nothing.upper), (-1.0, 1.0));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn estimate(&self) -> Estimate {
        let [control, treatment] = self.groups.each_ref().map(ConfidenceSequence::estimate);
        Estimate::new(
            treatment.value - control.value,
            treatment.lower - control.upper,
            treatment.upper - control.lower,
            control.confidence + treatment.confidence - 1.0,
        )
    }

    /// The sequence of one of the groups.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::{BettingDifference, Group};
    ///
    /// let rates = BettingDifference::new(0.95, 0.0..=1.0)?;
    /// assert_eq!(rates.group(Group::Control).estimate().confidence, 0.975);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn group(&self, group: Group) -> &S {
        &self.groups[group.index()]
    }

    /// Both sequences as bytes (docs/formats.md, `CDIF`).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::BettingDifference;
    ///
    /// let rates = BettingDifference::new(0.95, 0.0..=1.0)?;
    /// assert_eq!(BettingDifference::from_bytes(&rates.to_bytes()), Ok(rates));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(KIND, VERSION, 0);
        writer.count(S::DIFFERENCE.len());
        writer.slice(S::DIFFERENCE.as_bytes());
        self.groups.encode(&mut writer);
        writer.into_bytes()
    }

    /// The sequences that were written as these bytes; they go on to the same bit.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] for anything that [`to_bytes`](Self::to_bytes) does not write.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::experiments::BettingDifference::from_bytes(b"something else").is_err());
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        reader.header(KIND, VERSION)?.require_flags(0)?;
        let length = reader.count(1)?;
        let name = reader.slice(length)?;
        if name != S::DIFFERENCE.as_bytes() {
            return Err(DecodeError::field("sequence", name.escape_ascii(), S::DIFFERENCE));
        }
        let difference = Self { groups: Codec::decode(&mut reader)? };
        reader.finish()?;
        Ok(difference)
    }
}

#[cfg(feature = "serde")]
ansatz_core::serde_over_bytes!([C: ConfidenceSequence] Difference<C>);

impl<S: ConfidenceSequence> fmt::Debug for Difference<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct(S::DIFFERENCE)
            .field("outcomes", &self.groups.each_ref().map(ConfidenceSequence::len))
            .field("estimate", &self.estimate())
            .finish_non_exhaustive()
    }
}

/// The confidence that each of two must have.
pub(super) fn of_each(confidence: f64) -> Result<f64, ParameterError> {
    Ok(0.5 + 0.5 * ansatz_core::require_fraction("confidence", confidence)?)
}

const KIND: Kind = Kind::new(*b"CDIF");
const VERSION: u8 = 1;
