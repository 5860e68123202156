//! A mean, a variance, and the normal distribution with these.

use super::ThreePoint;
use ansatz_random::normal;

/// The mean and the variance of a duration or a date.
///
/// # Examples
///
/// ```
/// use ansatz_planning::Moments;
///
/// let finish = Moments { mean: 44.0, variance: 9.0 };
/// assert_eq!(finish.probability_by(44.0), 0.5);
/// // A standard deviation later.
/// assert!((finish.probability_by(47.0) - 0.8413).abs() < 5e-5);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moments {
    /// The mean.
    pub mean: f64,
    /// The variance.
    pub variance: f64,
}

impl Moments {
    /// Those of tasks that are done one after the other, each independent of the others: means and variances add up.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Moments, ThreePoint};
    ///
    /// let path = [ThreePoint::new(6, 9, 18)?, ThreePoint::new(3, 9, 9)?];
    /// assert_eq!(Moments::in_sequence(&path), Moments { mean: 18.0, variance: 5.0 });
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn in_sequence(estimates: &[ThreePoint]) -> Self {
        let none = Self { mean: 0.0, variance: 0.0 };
        estimates
            .iter()
            .map(ThreePoint::moments)
            .fold(none, |sum, next| Self { mean: sum.mean + next.mean, variance: sum.variance + next.variance })
    }

    /// The standard deviation.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_planning::Moments { mean: 44.0, variance: 9.0 }.standard_deviation(), 3.0);
    /// ```
    pub fn standard_deviation(&self) -> f64 {
        libm::sqrt(self.variance)
    }

    /// The probability of `date` or earlier, for a normal distribution; 0 or 1 without variance.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::Moments;
    ///
    /// assert_eq!(Moments { mean: 8.0, variance: 0.0 }.probability_by(8.0), 1.0);
    /// assert_eq!(Moments { mean: 8.0, variance: 0.0 }.probability_by(7.9), 0.0);
    /// ```
    pub fn probability_by(&self, date: f64) -> f64 {
        if self.variance > 0.0 {
            return normal::cdf((date - self.mean) / self.standard_deviation());
        }
        f64::from(u8::from(date >= self.mean))
    }
}
