//! Parameters are checked once, in a constructor, and a bad one is named with its value and its range.

use alloc::{borrow::Cow, format, string::String};
use core::{fmt::Display, ops::RangeInclusive};

/// One bad parameter: its name, the value it was given and what is allowed.
///
/// # Examples
///
/// ```
/// use ansatz_core::ParameterError;
///
/// let error = ParameterError::new("depth", 0, "1..=32");
/// assert_eq!(error.name(), "depth");
/// assert_eq!(error.to_string(), "`depth` is 0, allowed: 1..=32");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` is {value}, allowed: {allowed}")]
pub struct ParameterError {
    name: &'static str,
    value: String,
    allowed: Cow<'static, str>,
}

impl ParameterError {
    /// An error about the parameter `name`, which is `value` where only `allowed` will do.
    ///
    /// # Examples
    ///
    /// ```
    /// let error = ansatz_core::ParameterError::new("weights", "empty", "at least one weight");
    /// assert_eq!(error.to_string(), "`weights` is empty, allowed: at least one weight");
    /// ```
    pub fn new(name: &'static str, value: impl Display, allowed: impl Into<Cow<'static, str>>) -> Self {
        Self { name, value: format!("{value}"), allowed: allowed.into() }
    }

    /// The parameter's name, as the constructor's signature has it.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_core::ParameterError::new("depth", 0, "1..=32").name(), "depth");
    /// ```
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The value that was refused, as text.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_core::ParameterError::new("depth", 0, "1..=32").value(), "0");
    /// ```
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }

    /// What would have been accepted, as text.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_core::ParameterError::new("depth", 0, "1..=32").allowed(), "1..=32");
    /// ```
    #[must_use]
    pub fn allowed(&self) -> &str {
        &self.allowed
    }
}

/// `value`, if it lies in `allowed`; a NaN lies in no range.
///
/// # Errors
///
/// [`ParameterError`] that names `name`, `value` and `allowed`.
///
/// # Examples
///
/// ```
/// use ansatz_core::require_range;
///
/// assert_eq!(require_range("precision", 14, 4..=18), Ok(14));
/// let error = require_range("precision", 3, 4..=18).unwrap_err();
/// assert_eq!(error.to_string(), "`precision` is 3, allowed: 4..=18");
/// ```
pub fn require_range<T>(name: &'static str, value: T, allowed: RangeInclusive<T>) -> Result<T, ParameterError>
where
    T: PartialOrd + Display,
{
    if allowed.contains(&value) {
        return Ok(value);
    }
    let (low, high) = allowed.into_inner();
    Err(ParameterError::new(name, value, format!("{low}..={high}")))
}

/// `value`, if it lies strictly between 0 and 1: an error rate, a quantile's inside, a confidence.
///
/// # Errors
///
/// [`ParameterError`] that names `name` and `value`.
///
/// # Examples
///
/// ```
/// use ansatz_core::require_fraction;
///
/// assert_eq!(require_fraction("fpr", 0.01), Ok(0.01));
/// assert!(require_fraction("fpr", 1.0).is_err());
/// assert!(require_fraction("fpr", f64::NAN).is_err());
/// ```
pub fn require_fraction(name: &'static str, value: f64) -> Result<f64, ParameterError> {
    if value > 0.0 && value < 1.0 {
        return Ok(value);
    }
    Err(ParameterError::new(name, value, "more than 0 and less than 1"))
}

/// `value`, if it is finite and more than 0.
///
/// # Errors
///
/// [`ParameterError`] that names `name` and `value`.
///
/// # Examples
///
/// ```
/// use ansatz_core::require_positive;
///
/// assert_eq!(require_positive("weight", 2.5), Ok(2.5));
/// assert!(require_positive("weight", f64::INFINITY).is_err());
/// ```
pub fn require_positive(name: &'static str, value: f64) -> Result<f64, ParameterError> {
    if value > 0.0 && value.is_finite() {
        return Ok(value);
    }
    Err(ParameterError::new(name, value, "finite and more than 0"))
}
