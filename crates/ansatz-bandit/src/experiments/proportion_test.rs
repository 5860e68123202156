//! The test of two proportions that may be watched, for outcomes of yes or no.
//!
//! A test martingale of groups that are drawn (R. J. Turner, A. Ly and P. D. Grünwald, *Generic E-variables for exact
//! sequential k-sample tests that allow for optional stopping*, Journal of Statistical Planning and Inference 230, 2024, for
//! blocks), with Robbins' mixture over effects, in the betting form of I. Waudby-Smith and A. Ramdas (JRSS B 86, 2024).

use core::fmt;

use alloc::vec::Vec;

use ansatz_core::{DecodeError, ParameterError, bytes::Kind, require_fraction};

use super::{
    Group, Verdict,
    outcome::require_effect,
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
/// let mut test = ProportionTest::new(0.05, 0.5, 0.1)?; // every second visitor, by lot, gets the treatment
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
/// the p-value is ever at most alpha with probability alpha at most, exactly. The rate itself may drift, with the weekday or
/// the season: bets are on the group that an outcome falls to, and each is fair because the group was drawn. With p the rate
/// of all so far, in both groups, and s = sqrt(p (1 - p)), a bet on the effect d makes 1 + d (1 - share) (y - p) / s of 1
/// where y falls to the treatment, and 1 - d share (y - p) / s where it falls to the control. The evidence is the mean of 16
/// bets, on effects at the quantiles of a normal distribution.
///
/// The share is an assumption: [check it](super) before believing the verdict.
///
/// # Complexity
///
/// O(1) an outcome, O(1) memory.
#[derive(Clone, PartialEq)]
pub struct ProportionTest {
    share: f64,
    effect: f64,
    /// Of each group: how often no, how often yes.
    counts: [[u64; 2]; 2],
    /// What each bet has made of 1.
    made: [f64; BETS],
    alarm: Alarm,
}

impl ProportionTest {
    /// A test at the level `alpha` of an experiment in which each gets the treatment with the probability `share`, most
    /// sensitive to effects of about the size `effect`, counted in deviations sqrt(p (1 - p)) of an outcome, as for
    /// [`MixtureSprt`](super::MixtureSprt::new): 0.1 is 10% beside 13%, or 1% beside 2%.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless `alpha` and `share` are between 0 and 1, and `effect` from 1e-6 to 1e3.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::ProportionTest;
    ///
    /// assert!(ProportionTest::new(0.05, 0.1, 0.1).is_ok());
    /// assert!(ProportionTest::new(0.05, 1.0, 0.1).is_err());
    /// ```
    pub fn new(alpha: f64, share: f64, effect: f64) -> Result<Self, ParameterError> {
        let (share, effect) = (require_fraction("share", share)?, require_effect(effect)?);
        Ok(Self { share, effect, counts: [[0; 2]; 2], made: [1.0; BETS], alarm: Alarm::new(alpha)? })
    }

    /// Learns an outcome.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::{Group, ProportionTest};
    ///
    /// let mut test = ProportionTest::new(0.05, 0.5, 0.1)?;
    /// test.observe(Group::Control, true);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn observe(&mut self, group: Group, outcome: bool) {
        let (rate, deviation) = self.pooled();
        let drawn = match group {
            Group::Control => -self.share,
            Group::Treatment => 1.0 - self.share,
        };
        let surprise = drawn * (f64::from(u8::from(outcome)) - rate) / deviation;
        // Half of what there is, at most, is lost by whatever comes.
        let most_surprise = self.share.max(1.0 - self.share) * rate.max(1.0 - rate) / deviation;
        let most = 0.5 / most_surprise;
        for (made, effect) in self.made.iter_mut().zip(effects(self.effect)) {
            *made = (*made * (1.0 + effect.clamp(-most, most) * surprise)).min(MOST_MADE);
        }
        let count = &mut self.counts[group.index()][usize::from(outcome)];
        *count = count.saturating_add(1).min(MOST_COUNTED);
        let evidence = libm::log(self.made.iter().sum::<f64>() / BETS as f64);
        self.alarm.note(evidence, self.difference());
    }

    /// The always-valid p-value: the least at any time so far, 1 at the start.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_bandit::experiments::ProportionTest::new(0.05, 0.5, 0.1)?.p_value(), 1.0);
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
    /// assert_eq!(ProportionTest::new(0.05, 0.5, 0.1)?.verdict(), Verdict::Undecided);
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
    /// let test = ProportionTest::new(0.05, 0.5, 0.1)?;
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

    /// The rate of all so far and the deviation of an outcome: with half a yes and half a no more, never 0 or 1.
    fn pooled(&self) -> (f64, f64) {
        let [no, yes] = [0, 1].map(|outcome| self.counts[0][outcome] as f64 + self.counts[1][outcome] as f64);
        let rate = (yes + 0.5) / (no + yes + 1.0);
        (rate, libm::sqrt(rate * (1.0 - rate)))
    }

    /// What the bets on a higher rate have made beyond those on a lower one.
    fn difference(&self) -> f64 {
        let (lower, higher) = self.made.split_at(BETS / 2);
        higher.iter().sum::<f64>() - lower.iter().sum::<f64>()
    }

    fn check(&self) -> Result<(), DecodeError> {
        require_fraction("share", self.share)?;
        require_effect(self.effect)?;
        if let Some(count) = self.counts.iter().flatten().find(|count| **count > MOST_COUNTED) {
            return Err(DecodeError::field("count", count, MOST_COUNTED));
        }
        match self.made.iter().find(|made| made.is_nan() || **made < 0.0 || **made > MOST_MADE) {
            Some(made) => Err(DecodeError::field("capital", made, "0..=1e300")),
            None => Ok(()),
        }
    }
}

/// The effects that are bet on, falling ones first.
fn effects(effect: f64) -> impl Iterator<Item = f64> {
    let half = QUANTILES.iter();
    half.clone().rev().map(|z| -z).chain(half.copied()).map(move |z| z * effect)
}

ansatz_core::codec!([] ProportionTest { share, effect, counts, made, alarm });

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
const BETS: usize = 16;
/// Those above 0 of the normal distribution at (1/2 + k) / 16: `scipy.stats.norm.ppf`.
const QUANTILES: [f64; BETS / 2] = [
    0.078_412_412_733,
    0.237_202_109_329,
    0.402_250_065_322,
    0.579_132_162_256,
    0.776_421_761_148,
    1.009_990_169_250,
    1.318_010_897_304,
    1.862_731_867_422,
];
/// Of which the half that is added to each is not lost: else a rate could be 1, and its deviation 0.
const MOST_COUNTED: u64 = 1 << 50;
/// Far more than any alpha asks for, and 16 of them can be added.
const MOST_MADE: f64 = 1e300;
