//! The test of two proportions that may be watched, for outcomes of yes or no.
//!
//! R. J. Turner, A. Ly and P. D. Grünwald, *Generic E-variables for exact sequential k-sample tests that allow for
//! optional stopping*, Journal of Statistical Planning and Inference 230 (2024), in the form for groups that are drawn:
//! not blocks of outcomes have an expected evidence of 1, but each single one over its group and its outcome.

use core::fmt;

use alloc::vec::Vec;

use ansatz_core::{DecodeError, ParameterError, bytes::Kind, require_fraction};

use super::{
    Group, Verdict,
    stored::{read, written},
    verdict::Alarm,
};

/// Whether two groups differ in how often the outcome is yes, watched at any time; exact, for rare outcomes too.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::experiments::{Group, ProportionTest, Verdict};
/// use ansatz_random::{Stream, unit};
///
/// let mut rng = Stream::new(1, 0);
/// let mut test = ProportionTest::new(0.05, 0.5)?; // every second visitor, by lot, gets the treatment
/// while !test.verdict().is_final() {
///     let (group, rate) = if unit(&mut rng) < 0.5 { (Group::Treatment, 0.13) } else { (Group::Control, 0.10) };
///     test.observe(group, unit(&mut rng) < rate);
/// }
/// assert_eq!(test.verdict(), Verdict::Higher);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Accuracy
///
/// If each one's group is drawn with the stated share, whatever came before, and the outcome does not depend on the group,
/// the p-value is ever at most alpha with probability alpha at most. The rate itself may drift, with the weekday or the
/// season: with the estimates a and b from all before, the evidence of an outcome is a (or b) beside their mean by the
/// shares, of which the expectation over the group is 1 for either outcome.
///
/// The share is an assumption: [check it](super) before believing the verdict.
///
/// # Complexity
///
/// O(1) an outcome, O(1) memory.
#[derive(Clone, PartialEq)]
pub struct ProportionTest {
    share: f64,
    /// Of each group: how often no, how often yes.
    counts: [[u64; 2]; 2],
    evidence: f64,
    alarm: Alarm,
}

impl ProportionTest {
    /// A test at the level `alpha` of an experiment in which each gets the treatment with the probability `share`.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless both are between 0 and 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::ProportionTest;
    ///
    /// assert!(ProportionTest::new(0.05, 0.1).is_ok());
    /// assert!(ProportionTest::new(0.05, 1.0).is_err());
    /// ```
    pub fn new(alpha: f64, share: f64) -> Result<Self, ParameterError> {
        let share = require_fraction("share", share)?;
        Ok(Self { share, counts: [[0; 2]; 2], evidence: 0.0, alarm: Alarm::new(alpha)? })
    }

    /// Learns an outcome.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::{Group, ProportionTest};
    ///
    /// let mut test = ProportionTest::new(0.05, 0.5)?;
    /// test.observe(Group::Control, true);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn observe(&mut self, group: Group, outcome: bool) {
        let of_group = self.rates().map(|rate| if outcome { rate } else { 1.0 - rate });
        let of_all = (1.0 - self.share) * of_group[0] + self.share * of_group[1];
        self.evidence += libm::log(of_group[group.index()] / of_all);
        let count = &mut self.counts[group.index()][usize::from(outcome)];
        *count = count.saturating_add(1);
        let [control, treatment] = self.rates();
        self.alarm.note(self.evidence, treatment - control);
    }

    /// The always-valid p-value: the least at any time so far, 1 at the start.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_bandit::experiments::ProportionTest::new(0.05, 0.5)?.p_value(), 1.0);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn p_value(&self) -> f64 {
        self.alarm.p_value()
    }

    /// What the test says; a difference that was shown once stays shown.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::{ProportionTest, Verdict};
    ///
    /// assert_eq!(ProportionTest::new(0.05, 0.5)?.verdict(), Verdict::Undecided);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn verdict(&self) -> Verdict {
        self.alarm.verdict()
    }

    /// The test as bytes (docs/formats.md, `PROP`).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::ProportionTest;
    ///
    /// let test = ProportionTest::new(0.05, 0.5)?;
    /// assert_eq!(ProportionTest::from_bytes(&test.to_bytes()), Ok(test));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn to_bytes(&self) -> Vec<u8> {
        written(KIND, self)
    }

    /// The test that was written as these bytes; it goes on to the same bit.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] for anything that [`to_bytes`](Self::to_bytes) does not write.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::experiments::ProportionTest::from_bytes(b"something else").is_err());
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        read(KIND, bytes)
    }

    /// Estimates from all before, never 0 or 1.
    fn rates(&self) -> [f64; 2] {
        self.counts.map(|[no, yes]| (yes as f64 + PRIOR) / (no as f64 + yes as f64 + 2.0 * PRIOR))
    }

    fn check(&self) -> Result<(), DecodeError> {
        require_fraction("share", self.share)?;
        if self.evidence.is_finite() && libm::exp(-self.evidence) >= self.alarm.p_value() {
            return Ok(());
        }
        Err(DecodeError::field("evidence", self.evidence, "finite, and at most the most that there was"))
    }
}

ansatz_core::codec!([] ProportionTest { share, counts, evidence, alarm });

#[cfg(feature = "serde")]
ansatz_core::serde_over_bytes!([] ProportionTest);

impl fmt::Debug for ProportionTest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProportionTest")
            .field("no_and_yes", &self.counts)
            .field("p_value", &self.p_value())
            .field("verdict", &self.verdict())
            .finish_non_exhaustive()
    }
}

const KIND: Kind = Kind::new(*b"PROP");
/// Both shapes of the beta prior of each rate, as in the paper and in its authors' package `safestats`.
const PRIOR: f64 = 0.18;
