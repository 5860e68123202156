//! A duration that is not certain.

use alloc::format;

use ansatz_core::ParameterError;

use super::Moments;

/// The optimistic, most likely and pessimistic duration of a task.
///
/// Its mean and variance are those of PERT, an approximation for a beta distribution between the two extremes.
///
/// # Examples
///
/// ```
/// use ansatz_planning::ThreePoint;
///
/// let moments = ThreePoint::new(6, 9, 18)?.moments();
/// assert_eq!((moments.mean, moments.variance), (10.0, 4.0));
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
///
/// # Accuracy
///
/// For the beta distribution between the extremes with this mode and a shape a + b = 6, the mean is exact, and the true
/// variance, ab/7 of this one, is between 5/7 (mode at an extreme) and 9/7 (in the middle) of it.
///
/// # References
///
/// D. G. Malcolm, J. H. Roseboom, C. E. Clark and W. Fazar, "Application of a technique for research and development
/// program evaluation", Operations Research 7 (1959).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(try_from = "Form"))]
pub struct ThreePoint {
    optimistic: u64,
    most_likely: u64,
    pessimistic: u64,
}

/// The three durations, before they are checked.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(rename = "ThreePoint")]
struct Form {
    optimistic: u64,
    most_likely: u64,
    pessimistic: u64,
}

impl ThreePoint {
    /// An estimate by three durations.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless they ascend.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::ThreePoint;
    ///
    /// assert!(ThreePoint::new(2, 3, 7).is_ok());
    /// let error = ThreePoint::new(2, 9, 7).unwrap_err();
    /// assert_eq!(error.to_string(), "`most_likely` is 9, allowed: 2..=7, from optimistic to pessimistic");
    /// ```
    pub fn new(optimistic: u64, most_likely: u64, pessimistic: u64) -> Result<Self, ParameterError> {
        if pessimistic < optimistic {
            let allowed = format!("at least {optimistic}, the optimistic duration");
            return Err(ParameterError::new("pessimistic", pessimistic, allowed));
        }
        if most_likely < optimistic || most_likely > pessimistic {
            let allowed = format!("{optimistic}..={pessimistic}, from optimistic to pessimistic");
            return Err(ParameterError::new("most_likely", most_likely, allowed));
        }
        Ok(Self { optimistic, most_likely, pessimistic })
    }

    /// A duration that is certain.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_planning::ThreePoint::certain(4).moments().variance, 0.0);
    /// ```
    pub fn certain(duration: u64) -> Self {
        Self { optimistic: duration, most_likely: duration, pessimistic: duration }
    }

    /// The optimistic duration.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_planning::ThreePoint::certain(4).optimistic(), 4);
    /// ```
    pub fn optimistic(&self) -> u64 {
        self.optimistic
    }

    /// The most likely duration.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_planning::ThreePoint::certain(4).most_likely(), 4);
    /// ```
    pub fn most_likely(&self) -> u64 {
        self.most_likely
    }

    /// The pessimistic duration.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_planning::ThreePoint::certain(4).pessimistic(), 4);
    /// ```
    pub fn pessimistic(&self) -> u64 {
        self.pessimistic
    }

    /// The mean (a + 4 m + b) / 6 and the variance ((b - a) / 6)^2.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::ThreePoint;
    ///
    /// let moments = ThreePoint::new(3, 9, 9)?.moments();
    /// assert_eq!((moments.mean, moments.variance), (8.0, 1.0));
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn moments(&self) -> Moments {
        let six_means = u128::from(self.optimistic) + 4 * u128::from(self.most_likely) + u128::from(self.pessimistic);
        Moments { mean: six_means as f64 / 6.0, variance: self.variance() as f64 / 36.0 }
    }

    /// The mean in sixths, of durations within the limits.
    pub(super) fn mean(&self) -> u64 {
        self.optimistic + 4 * self.most_likely + self.pessimistic
    }

    /// The variance in squares of a sixth.
    pub(super) fn variance(&self) -> u128 {
        let range = u128::from(self.pessimistic - self.optimistic);
        range * range
    }
}

#[cfg(feature = "serde")]
impl TryFrom<Form> for ThreePoint {
    type Error = ParameterError;

    fn try_from(form: Form) -> Result<Self, ParameterError> {
        Self::new(form.optimistic, form.most_likely, form.pessimistic)
    }
}
