//! A sharper look at the same visitors, by what was known of them before.
//!
//! A. Deng, Y. Xu, R. Kohavi and T. Walker, *Improving the sensitivity of online controlled experiments by utilizing
//! pre-experiment data*, WSDM (2013).

use alloc::vec::Vec;
use core::fmt;

use ansatz_core::{
    DecodeError, Estimate, MergeError, ParameterError, bytes::Kind, codec, require_fraction, require_range,
};

use super::stored::{read, written};
use crate::student;

/// The difference of a metric between a variant and the control, freed of what a covariate from before the experiment
/// explains of it.
///
/// Group 0 is the control. The covariate (the metric in the weeks before, mostly) must not be touched by the
/// experiment; then the adjusted difference is unbiased, up to O(1 / visitors) from the estimation of theta, however
/// the covariate is related to the metric.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::experiments::Cuped;
/// use ansatz_random::{Stream, standard_normal};
///
/// let mut rng = Stream::new(1, 0);
/// let mut cuped = Cuped::new(2)?;
/// for visitor in 0..2_000 {
///     let group = visitor % 2;
///     let before = 10.0 + 3.0 * standard_normal(&mut rng);
///     let after = before + standard_normal(&mut rng) + 0.4 * group as f64;
///     cuped.observe(group, after, before)?;
/// }
/// assert!(cuped.difference(1)?.contains(0.4));
/// // Nine tenths of the variance were known before.
/// assert!((cuped.variance_reduction(1)? - 0.9).abs() < 0.02);
/// assert!(cuped.unadjusted_difference(1)?.contains(0.0) && !cuped.difference(1)?.contains(0.0));
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Accuracy
///
/// Intervals are Welch's, with a variance for each group, to which that of theta is added: theta is estimated from the
/// same visitors, takes one degree of freedom, and moves the difference where the groups differ in the covariate. For
/// normal values in groups of equal size and spread that is the interval of the analysis of covariance, which misses as
/// often as it says; for others, it is that of the normal limit. Of the variance of the difference the fraction 1 - r^2 is
/// left, r the correlation of metric and covariate within the groups.
///
/// # Complexity
///
/// O(1) for a visitor, 48 bytes for a group. Counts merge exactly, sums up to rounding.
#[derive(Clone, PartialEq)]
pub struct Cuped {
    groups: Vec<Moments>,
}

/// What the visitors of a group amount to.
#[derive(Debug, Clone, PartialEq, Default)]
struct Moments {
    count: u64,
    metric: f64,
    covariate: f64,
    /// Sums of squared distances from the means, and of their products.
    metric_spread: f64,
    covariate_spread: f64,
    joint_spread: f64,
}

impl Cuped {
    /// An experiment with so many groups, the control among them.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless there are from 2 to 65,536.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::experiments::Cuped::new(1).is_err());
    /// ```
    pub fn new(groups: usize) -> Result<Self, ParameterError> {
        require_range("groups", groups, 2..=MOST_GROUPS)?;
        Ok(Self { groups: alloc::vec![Moments::default(); groups] })
    }

    /// A visitor of the group: the metric, and the covariate from before the experiment.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if there is no such group or a value is not at most 1e100 in magnitude; nothing has changed then.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut cuped = ansatz_bandit::experiments::Cuped::new(2)?;
    /// cuped.observe(0, 12.0, 11.0)?;
    /// assert!(cuped.observe(0, f64::NAN, 11.0).is_err());
    /// assert!(cuped.observe(2, 12.0, 11.0).is_err());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn observe(&mut self, group: usize, metric: f64, covariate: f64) -> Result<(), ParameterError> {
        require_range("metric", metric, -MOST..=MOST)?;
        require_range("covariate", covariate, -MOST..=MOST)?;
        let one = Moments { count: 1, metric, covariate, ..Moments::default() };
        self.group(group)?;
        self.groups[group].merge(&one);
        Ok(())
    }

    /// Takes over the visitors that `other` has seen.
    ///
    /// # Errors
    ///
    /// [`MergeError`] if the numbers of groups differ; nothing has changed then.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::Cuped;
    ///
    /// let (mut here, mut there) = (Cuped::new(2)?, Cuped::new(2)?);
    /// here.observe(0, 12.0, 11.0)?;
    /// there.observe(0, 13.0, 11.5)?;
    /// here.merge(&there)?;
    /// assert_eq!(here.visitors(0)?, 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn merge(&mut self, other: &Self) -> Result<(), MergeError> {
        MergeError::unless_equal("groups", self.groups.len(), other.groups.len())?;
        for (group, others) in self.groups.iter_mut().zip(&other.groups) {
            group.merge(others);
        }
        Ok(())
    }

    /// How many visitors the group has.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if there is no such group.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_bandit::experiments::Cuped::new(2)?.visitors(1)?, 0);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn visitors(&self, group: usize) -> Result<u64, ParameterError> {
        Ok(self.group(group)?.count)
    }

    /// How much of the metric goes with one unit of the covariate: the slope within the groups, pooled over all of
    /// them; 0 where the covariate does not vary.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut cuped = ansatz_bandit::experiments::Cuped::new(2)?;
    /// for (metric, covariate) in [(3.0, 1.0), (5.0, 2.0), (7.0, 3.0)] {
    ///     cuped.observe(0, metric, covariate)?;
    /// }
    /// assert_eq!(cuped.theta(), 2.0);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn theta(&self) -> f64 {
        self.slope().unwrap_or(0.0)
    }

    /// The group's metric less the control's, adjusted, with its interval at 95%.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if there is no such group, it is the control, or one of both has fewer than 2 visitors.
    ///
    /// # Examples
    ///
    /// See [`Cuped`].
    pub fn difference(&self, group: usize) -> Result<Estimate, ParameterError> {
        self.difference_at(group, 0.95)
    }

    /// [`difference`](Self::difference) with another confidence.
    ///
    /// # Errors
    ///
    /// As [`difference`](Self::difference), or unless the confidence is strictly between 0 and 1.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut cuped = ansatz_bandit::experiments::Cuped::new(2)?;
    /// for visitor in 0..20 {
    ///     cuped.observe(visitor % 2, f64::from(visitor as u32), 1.0)?;
    /// }
    /// let (narrow, wide) = (cuped.difference_at(1, 0.5)?, cuped.difference_at(1, 0.99)?);
    /// assert!(narrow.lower > wide.lower && narrow.upper < wide.upper);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn difference_at(&self, group: usize, confidence: f64) -> Result<Estimate, ParameterError> {
        let slope = self.slope().map_or(Fitted::default(), |theta| self.fitted(theta));
        self.difference_with(group, confidence, &slope)
    }

    /// The plain difference of the metric's means with its interval at 95%: what the adjusted one is to be compared with.
    ///
    /// # Errors
    ///
    /// As [`difference`](Self::difference).
    ///
    /// # Examples
    ///
    /// See [`Cuped`].
    pub fn unadjusted_difference(&self, group: usize) -> Result<Estimate, ParameterError> {
        self.difference_with(group, 0.95, &Fitted::default())
    }

    /// The fraction of the difference's variance that the covariate has taken away; as many visitors fewer are needed.
    ///
    /// It is negative if the slope of the other groups does not fit this one; 0 where nothing varies.
    ///
    /// # Errors
    ///
    /// As [`difference`](Self::difference).
    ///
    /// # Examples
    ///
    /// See [`Cuped`].
    pub fn variance_reduction(&self, group: usize) -> Result<f64, ParameterError> {
        let (control, variant) = self.pair(group)?;
        let variance = |theta| control.variance_of_mean(theta) + variant.variance_of_mean(theta);
        let plain = variance(0.0);
        Ok(if plain > 0.0 { 1.0 - variance(self.theta()) / plain } else { 0.0 })
    }

    /// The state as bytes (docs/formats.md, `CUPD`).
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::experiments::Cuped;
    /// let cuped = Cuped::new(2)?;
    /// assert_eq!(Cuped::from_bytes(&cuped.to_bytes()), Ok(cuped));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn to_bytes(&self) -> Vec<u8> {
        written(KIND, &self.groups)
    }

    /// The state that was written as these bytes.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] for anything that [`to_bytes`](Self::to_bytes) does not write.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::experiments::Cuped::from_bytes(b"something else").is_err());
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        let groups: Vec<Moments> = read(KIND, bytes)?;
        require_range("groups", groups.len(), 2..=MOST_GROUPS)?;
        Ok(Self { groups })
    }

    fn group(&self, group: usize) -> Result<&Moments, ParameterError> {
        let most = self.groups.len() - 1;
        self.groups.get(group).ok_or_else(|| ParameterError::new("group", group, alloc::format!("0..={most}")))
    }

    /// The control and a variant of which there is a variance.
    fn pair(&self, group: usize) -> Result<(&Moments, &Moments), ParameterError> {
        require_range("group", group, 1..=self.groups.len() - 1)?;
        for of in [0, group] {
            require_range("visitors of a group", self.groups[of].count, 2..=u64::MAX)?;
        }
        Ok((&self.groups[0], &self.groups[group]))
    }

    fn difference_with(&self, group: usize, confidence: f64, slope: &Fitted) -> Result<Estimate, ParameterError> {
        require_fraction("confidence", confidence)?;
        let (control, variant) = self.pair(group)?;
        let apart = variant.covariate - control.covariate;
        let value = variant.metric - control.metric - slope.theta * apart;
        let parts = [control, variant].map(|group| (group.variance_of_mean(slope.theta), group.count as f64 - 1.0));
        let variance = parts[0].0 + parts[1].0;
        // Welch's degrees of freedom; the shares keep the squares of variances finite.
        let inverse: f64 = parts.iter().map(|(part, freedom)| part / variance * (part / variance) / freedom).sum();
        // Beside a covariate that all but stands still it may overflow; 0 quantiles of it are 0 even so.
        let error = libm::hypot(libm::sqrt(variance / slope.left), slope.error * apart).min(f64::MAX);
        let half =
            if variance > 0.0 { student::above(0.5 * (1.0 - confidence), slope.left / inverse) * error } else { 0.0 };
        Ok(Estimate::new(value, value - half, value + half, confidence))
    }

    fn slope(&self) -> Option<f64> {
        let (joint, spread) = (self.sum(|group| group.joint_spread), self.sum(|group| group.covariate_spread));
        let theta = joint / spread;
        // A spread near the smallest of all numbers says nothing of a slope.
        (spread > 0.0 && libm::fabs(theta) <= MOST).then_some(theta)
    }

    /// The slope with its standard error, by what is left around it in all groups.
    fn fitted(&self, theta: f64) -> Fitted {
        let freedom = self.sum(|group| (group.count as f64 - 1.0).max(0.0));
        let around = self.sum(|group| group.spread(theta)) / (freedom - 1.0);
        let error = libm::sqrt(around) / libm::sqrt(self.sum(|group| group.covariate_spread));
        Fitted { theta, error, left: (freedom - 1.0) / freedom }
    }

    fn sum(&self, part: impl Fn(&Moments) -> f64) -> f64 {
        self.groups.iter().map(part).sum()
    }
}

/// A slope, and what estimating it costs.
struct Fitted {
    theta: f64,
    error: f64,
    /// The fraction of the degrees of freedom that it leaves.
    left: f64,
}

impl Default for Fitted {
    fn default() -> Self {
        Self { theta: 0.0, error: 0.0, left: 1.0 }
    }
}

impl Moments {
    /// The visitors of both, by the pairwise step of Chan and others (1979); one visitor is a group without spread.
    fn merge(&mut self, other: &Self) {
        if other.count == 0 {
            return;
        }
        let (ours, theirs) = (self.count as f64, other.count as f64);
        let share = theirs / (ours + theirs);
        let (metric, covariate) = (other.metric - self.metric, other.covariate - self.covariate);
        let weight = ours * share;
        self.metric_spread += other.metric_spread + weight * metric * metric;
        self.covariate_spread += other.covariate_spread + weight * covariate * covariate;
        self.joint_spread += other.joint_spread + weight * metric * covariate;
        self.metric += share * metric;
        self.covariate += share * covariate;
        self.count = self.count.saturating_add(other.count);
    }

    /// The variance of the mean of metric - theta * covariate.
    fn variance_of_mean(&self, theta: f64) -> f64 {
        let n = self.count as f64;
        self.spread(theta) / (n - 1.0) / n
    }

    /// The sum of squared distances of metric - theta * covariate from its mean.
    fn spread(&self, theta: f64) -> f64 {
        // Of three large terms the sum may be a little below 0.
        (self.metric_spread - theta * (2.0 * self.joint_spread - theta * self.covariate_spread)).max(0.0)
    }

    fn check(&self) -> Result<(), DecodeError> {
        let most = 1.01 * MOST;
        let means = libm::fabs(self.metric) <= most && libm::fabs(self.covariate) <= most;
        let spread = |value: f64| (0.0..=MOST_SPREAD).contains(&value);
        let joint = libm::fabs(self.joint_spread);
        // Cauchy and Schwarz, with room for rounding and for squares too small for a number; the roots cannot overflow.
        let bound = libm::sqrt(self.metric_spread + VANISHED) * libm::sqrt(self.covariate_spread + VANISHED);
        let spreads = spread(self.metric_spread) && spread(self.covariate_spread) && joint <= bound * (1.0 + 1e-6);
        let spreads = spreads && (self.count > 1 || self.metric_spread.max(self.covariate_spread).max(joint) == 0.0);
        if means && spreads && (self.count > 0 || *self == Self::default()) {
            return Ok(());
        }
        Err(DecodeError::field("moments", format_args!("{self:?}"), "means and spreads of visitors"))
    }
}

codec!([] Moments { count, metric, covariate, metric_spread, covariate_spread, joint_spread });

impl fmt::Debug for Cuped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let visitors: f64 = self.groups.iter().map(|group| group.count as f64).sum();
        f.debug_struct("Cuped")
            .field("groups", &self.groups.len())
            .field("visitors", &visitors)
            .field("theta", &self.theta())
            .finish()
    }
}

#[cfg(feature = "serde")]
ansatz_core::serde_over_bytes!([] Cuped);

const KIND: Kind = Kind::new(*b"CUPD");

/// The squares of 2^64 of them are finite.
const MOST: f64 = 1e100;

/// That of 2^64 visitors between both ends, with room for as many merges.
const MOST_SPREAD: f64 = 1e230;

/// More than what 2^64 squares lose that are rounded to the smallest of all numbers, 5e-324, or to 0.
const VANISHED: f64 = 1e-300;

const MOST_GROUPS: usize = 1 << 16;
