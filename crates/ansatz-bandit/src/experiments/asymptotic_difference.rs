//! The confidence sequence for the difference of two means without bounds, in the limit of many outcomes.

use alloc::vec::Vec;
use core::fmt;

use ansatz_core::{DecodeError, Estimate, ParameterError, bytes::Kind};

use super::{
    Group,
    boundary::{Boundary, FEWEST},
    outcome::Outcomes,
    stored::{read, written},
};

/// The treatment's mean less the control's, of any outcomes, watched at any time: [`Asymptotic`](super::Asymptotic) for a difference.
///
/// The variances may differ. Who gets what must not look at outcomes.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::experiments::{AsymptoticDifference, Group};
/// use ansatz_random::{Stream, standard_normal};
///
/// let mut rng = Stream::new(1, 0);
/// let mut revenue = AsymptoticDifference::new(0.95, 2_000)?;
/// for _ in 0..1_000 {
///     revenue.observe(Group::Control, 10.0 + standard_normal(&mut rng))?;
///     revenue.observe(Group::Treatment, 11.0 + 3.0 * standard_normal(&mut rng))?;
/// }
/// assert!(revenue.estimate().contains(1.0) && revenue.estimate().lower > 0.0);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Accuracy
///
/// As [`Asymptotic`](super::Asymptotic); the interval is everything before 100 outcomes in each group, and while those of
/// each group are all equal.
///
/// # Complexity
///
/// O(1) an outcome, O(1) memory.
#[derive(Clone, PartialEq)]
pub struct AsymptoticDifference {
    boundary: Boundary,
    groups: [Outcomes; 2],
}

impl AsymptoticDifference {
    /// A sequence that is narrowest at so many outcomes of both groups together; it holds at all others too.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless `confidence` is between 0 and 1 and `narrowest_at` from 1 to 2^53.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::AsymptoticDifference;
    ///
    /// assert!(AsymptoticDifference::new(0.95, 10_000).is_ok());
    /// assert!(AsymptoticDifference::new(1.0, 10_000).is_err());
    /// ```
    pub fn new(confidence: f64, narrowest_at: u64) -> Result<Self, ParameterError> {
        Ok(Self { boundary: Boundary::new(confidence, narrowest_at)?, groups: [Outcomes::default(); 2] })
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
    /// use ansatz_bandit::experiments::{AsymptoticDifference, Group};
    ///
    /// let mut revenue = AsymptoticDifference::new(0.95, 10_000)?;
    /// revenue.observe(Group::Control, 12.5)?;
    /// assert!(revenue.observe(Group::Treatment, f64::INFINITY).is_err());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn observe(&mut self, group: Group, outcome: f64) -> Result<(), ParameterError> {
        self.groups[group.index()].learn(outcome)
    }

    /// The difference so far, with what cannot be excluded; 0 before there are outcomes in both groups.
    ///
    /// # Examples
    ///
    /// ```
    /// let nothing = ansatz_bandit::experiments::AsymptoticDifference::new(0.95, 10_000)?.estimate();
    /// assert_eq!((nothing.value, nothing.upper), (0.0, f64::INFINITY));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn estimate(&self) -> Estimate {
        let [control, treatment] = &self.groups;
        let (controls, treated) = (control.count(), treatment.count());
        let is_known = controls.min(treated) >= FEWEST;
        let known = is_known.then(|| {
            let count = controls + treated;
            let variance = control.variance() / controls + treatment.variance() / treated;
            (count, count * variance)
        });
        self.boundary.estimate(Outcomes::difference(&self.groups), known)
    }

    /// The sequence as bytes (docs/formats.md, `ASDF`).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::AsymptoticDifference;
    ///
    /// let revenue = AsymptoticDifference::new(0.95, 10_000)?;
    /// assert_eq!(AsymptoticDifference::from_bytes(&revenue.to_bytes()), Ok(revenue));
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
    /// assert!(ansatz_bandit::experiments::AsymptoticDifference::from_bytes(b"something else").is_err());
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        read(KIND, bytes)
    }

    fn check(&self) -> Result<(), DecodeError> {
        self.boundary.check()
    }
}

ansatz_core::codec!([] AsymptoticDifference { boundary, groups });

#[cfg(feature = "serde")]
ansatz_core::serde_over_bytes!([] AsymptoticDifference);

impl fmt::Debug for AsymptoticDifference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AsymptoticDifference")
            .field("outcomes", &self.groups.map(|group| group.count()))
            .field("estimate", &self.estimate())
            .finish_non_exhaustive()
    }
}

const KIND: Kind = Kind::new(*b"ASDF");
