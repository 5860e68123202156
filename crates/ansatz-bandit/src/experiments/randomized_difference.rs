//! The confidence sequence for the difference of two means, by bets on what the lot decided.
//!
//! I. Waudby-Smith, L. Wu, A. Ramdas, N. Karampatziakis and P. Mineiro, *Anytime-valid off-policy inference for contextual
//! bandits*, ACM/IMS Journal of Data Science (2024), for two actions; by the bets of [`Betting`].

use core::{fmt, ops::RangeInclusive};

use alloc::vec::Vec;

use ansatz_core::{DecodeError, Estimate, ParameterError, bytes::Kind, require_range};

use super::{
    Betting, Group,
    betting::MOST_STEPS,
    bounded::Bounded,
    outcome::Outcomes,
    stored::{read, written},
};

/// The treatment's mean less the control's, of outcomes within known bounds, where each one's group is drawn by lot with a
/// known share: the narrowest interval that is exact.
///
/// Unlike [`BettingDifference`](super::BettingDifference), which asks nothing of who gets what, it need not know each mean by
/// itself: its intervals are about two thirds as wide.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::experiments::{BettingDifference, Group, RandomizedDifference};
/// use ansatz_random::{Stream, unit};
///
/// let mut rng = Stream::new(1, 0);
/// let mut difference = RandomizedDifference::new(0.95, 0.5, 0.0..=1.0)?;
/// let mut other = BettingDifference::new(0.95, 0.0..=1.0)?;
/// for _ in 0..4_000 {
///     let (group, rate) = if unit(&mut rng) < 0.5 { (Group::Treatment, 0.27) } else { (Group::Control, 0.2) };
///     let outcome = f64::from(u8::from(unit(&mut rng) < rate));
///     difference.observe(group, outcome)?;
///     other.observe(group, outcome)?;
/// }
/// let [narrow, wide] = [difference.estimate(), other.estimate()].map(|estimate| estimate.upper - estimate.lower);
/// assert!(difference.estimate().contains(0.07) && narrow < 0.8 * wide);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Accuracy
///
/// If each one's group is drawn with the stated share, whatever came before, the intervals of all times hold the difference
/// with at least the stated probability, exactly, for any distribution within the bounds. The level of the outcomes may
/// drift, as long as their difference does not. With m the mean of all so far, in both groups, an outcome y of the treatment
/// says (y - m) / share, and one of the control -(y - m) / (1 - share): on average the difference, whatever m is. The ends
/// lie on a grid, on the safe side: 500 steps for the range of the outcomes unless [set](Self::with_grid).
///
/// # Complexity
///
/// O(steps of the grid within the interval) an outcome, and 16 bytes of memory for each, of which there are at first
/// 1,000 / min(share, 1 - share).
#[derive(Clone, PartialEq)]
pub struct RandomizedDifference {
    share: f64,
    /// All outcomes, of whichever group.
    past: Bounded,
    groups: [Outcomes; 2],
    /// What outcomes say of the difference, in ranges of the outcomes.
    said: Betting,
}

impl RandomizedDifference {
    /// A difference of means for outcomes within these bounds, in an experiment in which each gets the treatment with the
    /// probability `share`.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless `confidence` is between 0 and 1, `share` from 0.001 to 0.999, and the bounds rise and are at
    /// most 1e100 in magnitude.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::RandomizedDifference;
    ///
    /// assert!(RandomizedDifference::new(0.95, 0.1, 0.0..=1.0).is_ok());
    /// assert!(RandomizedDifference::new(0.95, 1.0, 0.0..=1.0).is_err());
    /// ```
    pub fn new(confidence: f64, share: f64, bounds: RangeInclusive<f64>) -> Result<Self, ParameterError> {
        let most = most_said(require_share(share)?);
        let past = Bounded::new(confidence, bounds)?;
        let said = Betting::new(confidence, -most..=most)?;
        Self { share, past, groups: [Outcomes::default(); 2], said }.with_grid(STEPS)
    }

    /// The same sequence, before any outcome, with so many steps for the range of the outcomes: more for rare ones.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless there are 1 to 500,000 min(share, 1 - share) steps, or if there are outcomes.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::RandomizedDifference;
    ///
    /// assert!(RandomizedDifference::new(0.95, 0.5, 0.0..=1.0)?.with_grid(10_000).is_ok());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn with_grid(self, steps: u32) -> Result<Self, ParameterError> {
        let ranges = 2.0 * most_said(self.share);
        require_range("steps", steps, 1..=(f64::from(MOST_STEPS) / ranges) as u32)?;
        let said = self.said.with_grid(libm::ceil(ranges * f64::from(steps)) as u32)?;
        Ok(Self { said, ..self })
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
    /// use ansatz_bandit::experiments::{Group, RandomizedDifference};
    ///
    /// let mut difference = RandomizedDifference::new(0.95, 0.5, 0.0..=1.0)?;
    /// difference.observe(Group::Control, 1.0)?;
    /// assert!(difference.observe(Group::Treatment, 1.5).is_err());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn observe(&mut self, group: Group, outcome: f64) -> Result<(), ParameterError> {
        let scaled = self.past.scaled(outcome)?;
        let apart = scaled - self.past.mean();
        self.said.observe(match group {
            Group::Control => -apart / (1.0 - self.share),
            Group::Treatment => apart / self.share,
        })?;
        self.past.learn(scaled);
        self.groups[group.index()].learn(outcome)
    }

    /// The difference of the means so far, with what cannot be excluded.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::RandomizedDifference;
    ///
    /// let nothing = RandomizedDifference::new(0.95, 0.5, 0.0..=5.0)?.estimate();
    /// assert_eq!((nothing.value, nothing.lower, nothing.upper), (0.0, -5.0, 5.0));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn estimate(&self) -> Estimate {
        let said = self.said.estimate();
        let range = self.past.range();
        let [lower, upper] = [said.lower, said.upper].map(|end| range * end.clamp(-1.0, 1.0));
        let value = Outcomes::difference(&self.groups).clamp(lower, upper);
        Estimate::new(value, lower, upper, said.confidence)
    }

    /// The sequence as bytes (docs/formats.md, `RDIF`).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::RandomizedDifference;
    ///
    /// let difference = RandomizedDifference::new(0.95, 0.5, 0.0..=1.0)?;
    /// assert_eq!(RandomizedDifference::from_bytes(&difference.to_bytes()), Ok(difference));
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
    /// assert!(ansatz_bandit::experiments::RandomizedDifference::from_bytes(b"something else").is_err());
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        read(KIND, bytes)
    }

    fn check(&self) -> Result<(), DecodeError> {
        require_share(self.share)?;
        Ok(())
    }
}

/// The most that an outcome can say of the difference.
fn most_said(share: f64) -> f64 {
    1.0 / share.min(1.0 - share)
}

/// So that grids have a million steps at most.
fn require_share(share: f64) -> Result<f64, ParameterError> {
    require_range("share", share, 0.001..=0.999)
}

ansatz_core::codec!([] RandomizedDifference { share, past, groups, said });

#[cfg(feature = "serde")]
ansatz_core::serde_over_bytes!([] RandomizedDifference);

impl fmt::Debug for RandomizedDifference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RandomizedDifference")
            .field("outcomes", &self.groups.map(|group| group.count()))
            .field("estimate", &self.estimate())
            .finish_non_exhaustive()
    }
}

const KIND: Kind = Kind::new(*b"RDIF");
/// A fifth of a per cent of the range: what people read off a chart of both signs.
const STEPS: u32 = 500;
