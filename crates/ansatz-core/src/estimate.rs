//! An approximate answer with its interval.

use core::fmt;

/// An approximate answer: a value, the interval that is promised to hold the truth, and how often that promise is kept.
///
/// `confidence` is the probability, over the randomness of the algorithm (its hashes or its draws, never the data),
/// that the truth lies in `lower..=upper`. It is 0.95 unless the caller asked otherwise, and 1 where the interval is
/// certain. The unit of the three values is that of the question: items for a count, the data's own for a quantile.
///
/// # Examples
///
/// ```
/// use ansatz_core::Estimate;
///
/// let distinct = Estimate::new(10_120.0, 9_920.0, 10_330.0, 0.95);
/// assert_eq!(distinct.value, 10_120.0);
/// assert!(distinct.contains(10_000.0));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Estimate {
    /// The best single answer.
    pub value: f64,
    /// The lower end of the interval, inclusive.
    pub lower: f64,
    /// The upper end of the interval, inclusive.
    pub upper: f64,
    /// The probability that `lower..=upper` holds the truth, in `0..=1`.
    pub confidence: f64,
}

impl Estimate {
    /// An answer with its interval and its confidence in `0..=1`.
    ///
    /// # Examples
    ///
    /// ```
    /// let e = ansatz_core::Estimate::new(5.0, 4.0, 7.0, 0.95);
    /// assert_eq!((e.lower, e.upper), (4.0, 7.0));
    /// ```
    #[must_use]
    pub const fn new(value: f64, lower: f64, upper: f64, confidence: f64) -> Self {
        Self { value, lower, upper, confidence }
    }

    /// An answer without error: the interval is the value itself and the confidence is 1.
    ///
    /// # Examples
    ///
    /// ```
    /// let e = ansatz_core::Estimate::exact(3.0);
    /// assert_eq!((e.lower, e.value, e.upper, e.confidence), (3.0, 3.0, 3.0, 1.0));
    /// ```
    #[must_use]
    pub const fn exact(value: f64) -> Self {
        Self::new(value, value, value, 1.0)
    }

    /// Whether the interval holds `truth`.
    ///
    /// # Examples
    ///
    /// ```
    /// let e = ansatz_core::Estimate::new(5.0, 4.0, 7.0, 0.95);
    /// assert!(e.contains(4.0) && !e.contains(7.5));
    /// ```
    #[must_use]
    pub fn contains(&self, truth: f64) -> bool {
        self.lower <= truth && truth <= self.upper
    }
}

impl fmt::Display for Estimate {
    /// `value (lower to upper at confidence%)`; a precision (`{:.2}`) applies to the three values.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = f.precision().unwrap_or(0);
        let Self { value, lower, upper, confidence } = self;
        // Rounded to ten decimals: 0.57 * 100 is 56.99999999999999.
        let percent = (confidence * 1e12 + 0.5) as u64 as f64 / 1e10;
        write!(f, "{value:.digits$} ({lower:.digits$} to {upper:.digits$} at {percent}%)")
    }
}
