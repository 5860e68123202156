//! How long a task may take.

use alloc::{format, sync::Arc, vec::Vec};
use core::fmt;

use ansatz_core::{ParameterError, require_range};
use ansatz_random::{Beta, normal};

use crate::{ThreePoint, network::LIMIT};

/// A duration, or another amount that is not below 0, that is not certain.
///
/// Each is made from what an estimator can say: extremes and a mode, a mean and a deviation, two quantiles, or what was
/// observed. Amounts are at most 2^58, as the times of a [`Network`](crate::Network) are.
///
/// | known | use |
/// |---|---|
/// | that is how long it takes | [`constant`](Self::constant) |
/// | only the extremes | [`uniform`](Self::uniform) |
/// | extremes and the most likely | [`pert`](Self::pert), or [`triangular`](Self::triangular), which has more weight near the extremes |
/// | a long tail: mean and deviation, or P10 and P90 | [`lognormal`](Self::lognormal), [`lognormal_from_quantiles`](Self::lognormal_from_quantiles) |
/// | how long it took before | [`empirical`](Self::empirical) |
///
/// # Examples
///
/// ```
/// use ansatz_planning::risk::Distribution;
///
/// let digging = Distribution::triangular(2.0, 3.0, 7.0)?;
/// assert_eq!(digging.mean(), 4.0);
/// assert_eq!(digging.quantile(0.2), 3.0);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # References
///
/// D. Vose, *Risk Analysis: A Quantitative Guide*, 3rd edition, Wiley, 2008.
#[derive(Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "super::form::Form", into = "super::form::Form"))]
pub struct Distribution(pub(super) Shape);

/// Which one, with parameters that were checked.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    Constant(f64),
    Uniform {
        min: f64,
        max: f64,
    },
    Triangular {
        min: f64,
        mode: f64,
        max: f64,
    },
    Pert {
        min: f64,
        mode: f64,
        max: f64,
    },
    Lognormal {
        mean: f64,
        deviation: f64,
    },
    /// In ascending order.
    Empirical(Arc<[f64]>),
}

impl Distribution {
    /// An amount that is certain.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless `value` is in 0..=2^58.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::risk::Distribution;
    ///
    /// assert_eq!(Distribution::constant(3.5)?.variance(), 0.0);
    /// assert!(Distribution::constant(-1.0).is_err());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn constant(value: f64) -> Result<Self, ParameterError> {
        Ok(Self(Shape::Constant(require_amount("value", value)?)))
    }

    /// Anything between two extremes, each as likely as the others.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless both are in 0..=2^58 and ascend.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::risk::Distribution;
    ///
    /// assert_eq!(Distribution::uniform(2.0, 8.0)?.variance(), 3.0);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn uniform(min: f64, max: f64) -> Result<Self, ParameterError> {
        let min = require_amount("min", min)?;
        Ok(Self(Shape::Uniform { min, max: require_range("max", max, min..=MOST)? }))
    }

    /// A density that rises straight to the most likely value and falls straight from there.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless the three are in 0..=2^58 and ascend.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::risk::Distribution;
    ///
    /// let error = Distribution::triangular(2.0, 9.0, 7.0).unwrap_err();
    /// assert_eq!(error.to_string(), "`mode` is 9, allowed: 2..=7");
    /// ```
    pub fn triangular(min: f64, mode: f64, max: f64) -> Result<Self, ParameterError> {
        let [min, mode, max] = require_three(min, mode, max)?;
        Ok(Self(Shape::Triangular { min, mode, max }))
    }

    /// The beta distribution of PERT: between two extremes, with a mean that is a sixth of `min` + 4 `mode` + `max`.
    ///
    /// Its shapes are 1 + 4 (mode - min) / (max - min) and 6 less that. Its variance, (mean - min) (max - mean) / 7, is
    /// not quite the ((max - min) / 6)^2 that [`ThreePoint::moments`] takes for it.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless the three are in 0..=2^58 and ascend.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::risk::Distribution;
    ///
    /// let walls = Distribution::pert(6.0, 9.0, 18.0)?;
    /// assert_eq!(walls.mean(), 10.0);
    /// assert_eq!(walls.variance(), 32.0 / 7.0);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn pert(min: f64, mode: f64, max: f64) -> Result<Self, ParameterError> {
        let [min, mode, max] = require_three(min, mode, max)?;
        Ok(Self(Shape::Pert { min, mode, max }))
    }

    /// A log-normal distribution, by its own mean and standard deviation (not those of the logarithm).
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless the mean is above 0 and at most 2^58, and the deviation is in 0 to 1,000 times the mean.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::risk::Distribution;
    ///
    /// let permit = Distribution::lognormal(10.0, 5.0)?;
    /// assert_eq!((permit.mean(), permit.variance()), (10.0, 25.0));
    /// // Half of all take less than that: most are shorter than the mean, and few take far longer.
    /// assert!((permit.quantile(0.5) - 8.944).abs() < 1e-3);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn lognormal(mean: f64, deviation: f64) -> Result<Self, ParameterError> {
        if !(mean > 0.0 && mean <= MOST) {
            return Err(ParameterError::new("mean", mean, format!("more than 0 and at most {MOST}")));
        }
        let deviation = require_range("deviation", deviation, 0.0..=MOST_DEVIATIONS * mean)?;
        Ok(Self(Shape::Lognormal { mean, deviation }))
    }

    /// A log-normal distribution that is at most `p10` in a tenth of all cases, and at most `p90` in nine tenths.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless both are above 0 and ascend, with a mean of at most 2^58 and a deviation of at most
    /// 1,000 times that.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::risk::Distribution;
    ///
    /// let permit = Distribution::lognormal_from_quantiles(4.0, 25.0)?;
    /// assert!((permit.quantile(0.9) - 25.0).abs() < 1e-12);
    /// // On a scale of factors, the middle is halfway.
    /// assert!((permit.quantile(0.5) - 10.0).abs() < 1e-12);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn lognormal_from_quantiles(p10: f64, p90: f64) -> Result<Self, ParameterError> {
        if !(p10 > 0.0 && p10 <= MOST) {
            return Err(ParameterError::new("p10", p10, format!("more than 0 and at most {MOST}")));
        }
        let p90 = require_range("p90", p90, p10..=MOST)?;
        let (low, high) = (libm::log(p10), libm::log(p90));
        let sigma = 0.5 * (high - low) / normal::quantile(0.9);
        let mean = libm::exp(0.5 * (low + high) + 0.5 * sigma * sigma);
        Self::lognormal(mean, mean * libm::sqrt(libm::expm1(sigma * sigma)))
    }

    /// One of these values, each as likely as the others; what came twice is twice as likely.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] for none at all, and for one that is not in 0..=2^58.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::risk::Distribution;
    ///
    /// let reviews = Distribution::empirical(&[3.0, 2.0, 9.0, 2.0])?;
    /// assert_eq!(reviews.mean(), 4.0);
    /// assert_eq!(reviews.quantile(0.5), 2.0);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n log n) time; a copy shares the values.
    pub fn empirical(values: &[f64]) -> Result<Self, ParameterError> {
        if values.is_empty() {
            return Err(ParameterError::new("values", "empty", "at least one value"));
        }
        if let Some((index, value)) = values.iter().enumerate().find(|(_, value)| !(0.0..=MOST).contains(*value)) {
            return Err(ParameterError::new("values", format!("{value} at {index}"), format!("0..={MOST}")));
        }
        let mut sorted = Vec::from(values);
        sorted.sort_by(f64::total_cmp);
        Ok(Self(Shape::Empirical(sorted.into())))
    }

    /// The mean.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::risk::Distribution;
    ///
    /// assert_eq!(Distribution::uniform(2.0, 8.0)?.mean(), 5.0);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn mean(&self) -> f64 {
        match &self.0 {
            &Shape::Constant(value) => value,
            &Shape::Uniform { min, max } => min + 0.5 * (max - min),
            // From the least on, so that three that are the same make that, to the last bit.
            &Shape::Triangular { min, mode, max } => min + ((mode - min) + (max - min)) / 3.0,
            &Shape::Pert { min, mode, max } => min + (4.0 * (mode - min) + (max - min)) / 6.0,
            &Shape::Lognormal { mean, .. } => mean,
            Shape::Empirical(values) => {
                values[0] + values.iter().map(|value| value - values[0]).sum::<f64>() / values.len() as f64
            }
        }
    }

    /// The variance.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::risk::Distribution;
    ///
    /// assert_eq!(Distribution::triangular(0.0, 6.0, 6.0)?.variance(), 2.0);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn variance(&self) -> f64 {
        match &self.0 {
            Shape::Constant(_) => 0.0,
            &Shape::Uniform { min, max } => (max - min) * (max - min) / 12.0,
            &Shape::Triangular { min, mode, max } => {
                let (rise, fall) = (mode - min, max - mode);
                (rise * rise + rise * fall + fall * fall) / 18.0
            }
            &Shape::Pert { min, max, .. } => (self.mean() - min) * (max - self.mean()) / 7.0,
            &Shape::Lognormal { deviation, .. } => deviation * deviation,
            Shape::Empirical(values) => {
                let mean = self.mean();
                values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / values.len() as f64
            }
        }
    }

    /// The least value that is not exceeded with probability `p`.
    ///
    /// `p` below 0 is taken for 0 and above 1 for 1, where a log-normal one is infinite; NaN gives NaN.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::risk::Distribution;
    ///
    /// let walls = Distribution::pert(6.0, 9.0, 18.0)?;
    /// assert_eq!((walls.quantile(0.0), walls.quantile(1.0)), (6.0, 18.0));
    /// assert!((walls.quantile(0.9) - 13.007).abs() < 1e-3);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    ///
    /// # Accuracy
    ///
    /// About 1e-12 of the range, and of the value for a log-normal one.
    pub fn quantile(&self, p: f64) -> f64 {
        let p = p.clamp(0.0, 1.0);
        match &self.0 {
            _ if p.is_nan() => f64::NAN,
            &Shape::Constant(value) => value,
            &Shape::Uniform { min, max } => min + p * (max - min),
            &Shape::Triangular { min, mode, max } => triangular_quantile(min, mode, max, p),
            &Shape::Pert { min, mode, max } if min < max => {
                let ratio = (mode - min) / (max - min);
                let (rising, falling) = (1.0 + 4.0 * ratio, 5.0 - 4.0 * ratio);
                // From the nearer end, where small probabilities are exact.
                if p > 0.5 {
                    max - (max - min) * Beta::new(falling, rising).quantile(1.0 - p)
                } else {
                    min + (max - min) * Beta::new(rising, falling).quantile(p)
                }
            }
            &Shape::Pert { min, .. } => min,
            &Shape::Lognormal { mean, deviation: 0.0 } => mean,
            &Shape::Lognormal { mean, deviation } => {
                let (mu, sigma) = log_moments(mean, deviation);
                libm::exp(mu + sigma * normal::quantile(p))
            }
            Shape::Empirical(values) => values[rank(values.len(), p)],
        }
    }

    /// Whether it is one value only.
    pub(super) fn is_certain(&self) -> bool {
        match &self.0 {
            Shape::Constant(_) => true,
            Shape::Uniform { min, max } | Shape::Triangular { min, max, .. } | Shape::Pert { min, max, .. } => {
                min == max
            }
            Shape::Lognormal { deviation, .. } => *deviation == 0.0,
            Shape::Empirical(values) => values.first() == values.last(),
        }
    }
}

/// The quantile of a density that is a triangle: squares grow straight from either end.
pub(super) fn triangular_quantile(min: f64, mode: f64, max: f64, p: f64) -> f64 {
    let is_early = p * (max - min) <= mode - min;
    let (part, side) = if is_early { (p, mode - min) } else { (1.0 - p, max - mode) };
    let root = libm::sqrt(part * (max - min) * side);
    if is_early { min + root } else { max - root }
}

/// The index of the least of `n` values, in ascending order, of which a share `p` is not greater.
pub(super) fn rank(n: usize, p: f64) -> usize {
    (libm::ceil(p * n as f64 * BELOW_ONE) as usize).clamp(1, n) - 1
}

/// The mean and the deviation of the logarithm.
pub(super) fn log_moments(mean: f64, deviation: f64) -> (f64, f64) {
    let ratio = deviation / mean;
    let variance = libm::log1p(ratio * ratio);
    (libm::log(mean) - 0.5 * variance, libm::sqrt(variance))
}

fn require_amount(name: &'static str, value: f64) -> Result<f64, ParameterError> {
    require_range(name, value, 0.0..=MOST)
}

/// The three, if they ascend.
fn require_three(min: f64, mode: f64, max: f64) -> Result<[f64; 3], ParameterError> {
    let min = require_amount("min", min)?;
    let max = require_range("max", max, min..=MOST)?;
    Ok([min, require_range("mode", mode, min..=max)?, max])
}

impl From<ThreePoint> for Distribution {
    /// The beta distribution of PERT, see [`pert`](Self::pert); what is above 2^58 is taken for that.
    fn from(estimate: ThreePoint) -> Self {
        let [min, mode, max] = [estimate.optimistic(), estimate.most_likely(), estimate.pessimistic()]
            .map(|duration| duration.min(LIMIT) as f64);
        Self(Shape::Pert { min, mode, max })
    }
}

impl fmt::Debug for Distribution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Shape::Empirical(values) => f
                .debug_struct("Empirical")
                .field("values", &values.len())
                .field("mean", &self.mean())
                .finish_non_exhaustive(),
            shape => shape.fmt(f),
        }
    }
}

/// As much as a time of a network may be.
pub(super) const MOST: f64 = LIMIT as f64;

/// 100 values and p = 0.07 mean rank 7, not the float above it: rounding of p and of its product is below that.
pub(super) const BELOW_ONE: f64 = 1.0 - 2.0 * f64::EPSILON;

/// With a deviation of 1,000 means the largest value that can be drawn, at 12 deviations of the logarithm, is e^45 times
/// the median: sums and squares of such values are finite.
const MOST_DEVIATIONS: f64 = 1_000.0;
