//! The sequential probability ratio test with a mixture of effects, for two means.
//!
//! H. Robbins, *Statistical methods related to the law of the iterated logarithm*, Annals of Mathematical Statistics 41
//! (1970). R. Johari, P. Koomen, L. Pekelis and D. Walsh, *Always valid inference: continuous monitoring of A/B tests*,
//! Operations Research 70 (2022). With an unknown deviation: T. L. Lai, *On confidence sequences*, Annals of Statistics 4
//! (1976); M. F. Perez-Ortiz, T. Lardy, R. de Heide and P. D. Grünwald, *E-statistics, group invariance and anytime-valid
//! testing*, Annals of Statistics 52 (2024).

use core::fmt;

use alloc::vec::Vec;

use ansatz_core::{DecodeError, Estimate, ParameterError, bytes::Kind, require_positive};

use super::{
    Group, Verdict,
    outcome::{Outcomes, require_effect},
    stored::{read, written},
    verdict::Alarm,
};

/// Whether the means of two groups differ, watched at any time: after each outcome, and stopped whenever one likes.
///
/// The evidence is the ratio of two likelihoods: that of effects drawn from a normal distribution about 0, and that of
/// none. Groups may be of any sizes and come in any order, as long as who gets what does not look at outcomes.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::experiments::{Group, MixtureSprt, Verdict};
/// use ansatz_random::{Stream, standard_normal};
///
/// let mut rng = Stream::new(1, 0);
/// let mut test = MixtureSprt::new(0.05, 0.2)?;
/// while !test.verdict().is_final() {
///     test.observe(Group::Control, 10.0 + standard_normal(&mut rng))?;
///     test.observe(Group::Treatment, 10.3 + standard_normal(&mut rng))?;
/// }
/// assert_eq!(test.verdict(), Verdict::Higher);
/// assert!(test.p_value() <= 0.05);
/// assert!(test.estimate().lower > 0.0); // the difference of the means
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Accuracy
///
/// Exact for normal outcomes: without a difference the p-value is ever at most alpha with probability alpha at most, and
/// the interval holds the difference at all times with probability 1 - alpha. [`new`](Self::new) takes the deviation to
/// be the same in both groups and need not know it (the ratio is that of the t statistic, a maximal invariant);
/// [`with_deviations`](Self::with_deviations) knows both. For other outcomes it is asymptotic, since means of many are
/// close to normal; where they are not from the start (rare conversions, heavy tails), see
/// [`ProportionTest`](super::ProportionTest) and [`BettingDifference`](super::BettingDifference), which are exact.
///
/// # Complexity
///
/// O(1) an outcome, O(1) memory.
#[derive(Clone, PartialEq)]
pub struct MixtureSprt {
    effect: f64,
    /// Of an outcome in each group, where they are known.
    deviations: Option<[f64; 2]>,
    groups: [Outcomes; 2],
    alarm: Alarm,
}

impl MixtureSprt {
    /// A test at the level `alpha`, most sensitive to effects of about the size `effect`, counted in deviations of an
    /// outcome (Cohen's d): the deviation of the mixture. Half of it or twice as much costs little.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless `alpha` is between 0 and 1 and `effect` from 1e-6 to 1e3.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::MixtureSprt;
    ///
    /// assert!(MixtureSprt::new(0.05, 0.1).is_ok());
    /// assert!(MixtureSprt::new(0.0, 0.1).is_err());
    /// ```
    pub fn new(alpha: f64, effect: f64) -> Result<Self, ParameterError> {
        let effect = require_effect(effect)?;
        Ok(Self { effect, deviations: None, groups: [Outcomes::default(); 2], alarm: Alarm::new(alpha)? })
    }

    /// The same test, before any outcome, with known deviations of an outcome; an effect then counts in the root of the
    /// mean of their squares.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless both are more than 0 and at most 1e100, or if there are outcomes.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::{Group, MixtureSprt};
    ///
    /// let mut test = MixtureSprt::new(0.05, 0.2)?.with_deviations(2.0, 2.0)?;
    /// test.observe(Group::Control, 11.0)?;
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn with_deviations(mut self, control: f64, treatment: f64) -> Result<Self, ParameterError> {
        let outcomes = self.groups[0].count() + self.groups[1].count();
        if outcomes > 0.0 {
            return Err(ParameterError::new("outcomes", outcomes, "none before the deviations are known"));
        }
        self.deviations = Some([require_deviation(control)?, require_deviation(treatment)?]);
        Ok(self)
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
    /// use ansatz_bandit::experiments::{Group, MixtureSprt};
    ///
    /// let mut test = MixtureSprt::new(0.05, 0.2)?;
    /// test.observe(Group::Control, 11.0)?;
    /// assert!(test.observe(Group::Treatment, f64::NAN).is_err());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn observe(&mut self, group: Group, outcome: f64) -> Result<(), ParameterError> {
        self.groups[group.index()].learn(outcome)?;
        if let Some(spread) = self.spread() {
            self.alarm.note(spread.evidence(), self.difference());
        }
        Ok(())
    }

    /// The always-valid p-value: the least at any time so far, 1 at the start.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_bandit::experiments::MixtureSprt::new(0.05, 0.1)?.p_value(), 1.0);
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
    /// use ansatz_bandit::experiments::{MixtureSprt, Verdict};
    ///
    /// assert_eq!(MixtureSprt::new(0.05, 0.1)?.verdict(), Verdict::Undecided);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn verdict(&self) -> Verdict {
        self.alarm.verdict()
    }

    /// The treatment's mean less the control's, with what now cannot be excluded: a confidence sequence, which holds at
    /// all times together. It excludes 0 at the moment of the verdict, and not necessarily later.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::MixtureSprt;
    ///
    /// let nothing = MixtureSprt::new(0.05, 0.1)?.estimate();
    /// assert_eq!((nothing.value, nothing.lower, nothing.confidence), (0.0, f64::NEG_INFINITY, 0.95));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn estimate(&self) -> Estimate {
        let alpha = self.alarm.alpha();
        let half = self.spread().map_or(f64::INFINITY, |spread| spread.half_width(alpha));
        let value = self.difference();
        Estimate::new(value, value - half, value + half, 1.0 - alpha)
    }

    /// The test as bytes (docs/formats.md, `MSPR`).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::MixtureSprt;
    ///
    /// let test = MixtureSprt::new(0.05, 0.1)?;
    /// assert_eq!(MixtureSprt::from_bytes(&test.to_bytes()), Ok(test));
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
    /// assert!(ansatz_bandit::experiments::MixtureSprt::from_bytes(b"something else").is_err());
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        read(KIND, bytes)
    }

    fn difference(&self) -> f64 {
        Outcomes::difference(&self.groups)
    }

    /// How far the difference of the means may be from the truth; `None` while nothing is known of that.
    fn spread(&self) -> Option<Spread> {
        let [control, treatment] = &self.groups;
        let (controls, treated) = (control.count(), treatment.count());
        if controls == 0.0 || treated == 0.0 {
            return None;
        }
        let squared = |value: f64| value * value;
        let (variance, growth, freedom) = if let Some([of_control, of_treatment]) = self.deviations {
            let variance = squared(of_control) / controls + squared(of_treatment) / treated;
            let mean_square = 0.5 * (squared(of_control) + squared(of_treatment));
            (variance, squared(self.effect) * mean_square / variance, None)
        } else {
            let size = controls * treated / (controls + treated);
            let freedom = controls + treated - 2.0;
            if freedom < 1.0 {
                return None;
            }
            ((control.spread() + treatment.spread()) / (freedom * size), squared(self.effect) * size, Some(freedom))
        };
        Some(Spread { squared_difference: squared(self.difference()), variance, growth, freedom })
    }

    fn check(&self) -> Result<(), DecodeError> {
        require_effect(self.effect)?;
        for deviation in self.deviations.iter().flatten() {
            require_deviation(*deviation)?;
        }
        Ok(())
    }
}

/// What the evidence is made of.
struct Spread {
    squared_difference: f64,
    /// Of the difference of the means, known or estimated.
    variance: f64,
    /// The variance of the mixture beside that of the difference: it grows with the number of outcomes.
    growth: f64,
    /// Of the estimated variance.
    freedom: Option<f64>,
}

impl Spread {
    /// The logarithm of the ratio of likelihoods.
    fn evidence(&self) -> f64 {
        let shrunk = self.squared_difference / (1.0 + self.growth);
        let fit = match self.freedom {
            None => 0.5 * (self.squared_difference - shrunk) / self.variance,
            // Outcomes that are all equal say nothing; those that are equal in each group are as different as can be.
            Some(_) if self.squared_difference == 0.0 => 0.0,
            Some(freedom) => {
                let squares = freedom * self.variance;
                let ratio = (squares + self.squared_difference) / (squares + shrunk);
                // More than that only by numbers too small to be divided.
                0.5 * (freedom + 1.0) * libm::log(ratio.min(1.0 + self.growth))
            }
        };
        fit - 0.5 * libm::log1p(self.growth)
    }

    /// The distance from the difference at which the evidence against a value reaches 1 / alpha.
    fn half_width(&self, alpha: f64) -> f64 {
        let evidence = 0.5 * libm::log1p(self.growth) - libm::log(alpha);
        let kept = 1.0 / (1.0 + self.growth);
        let squared = match self.freedom {
            None => 2.0 * evidence / (1.0 - kept),
            Some(freedom) => {
                let ratio = libm::expm1(2.0 * evidence / (freedom + 1.0));
                // The evidence stays below ln(1 + growth) (freedom + 1) / 2 however far a value is away.
                let slope = 1.0 - (1.0 + ratio) * kept;
                if slope > 0.0 { freedom * ratio / slope } else { f64::INFINITY }
            }
        };
        if squared.is_finite() { libm::sqrt(squared * self.variance) } else { f64::INFINITY }
    }
}

fn require_deviation(deviation: f64) -> Result<f64, ParameterError> {
    require_positive("deviation", deviation)?;
    ansatz_core::require_range("deviation", deviation, 1.0 / MOST_DEVIATION..=MOST_DEVIATION)
}

ansatz_core::codec!([] MixtureSprt { effect, deviations, groups, alarm });

#[cfg(feature = "serde")]
ansatz_core::serde_over_bytes!([] MixtureSprt);

impl fmt::Debug for MixtureSprt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MixtureSprt")
            .field("outcomes", &self.groups.map(|group| group.count()))
            .field("p_value", &self.p_value())
            .field("verdict", &self.verdict())
            .finish_non_exhaustive()
    }
}

const KIND: Kind = Kind::new(*b"MSPR");
/// As for outcomes.
const MOST_DEVIATION: f64 = 1e100;
