//! Periods: from a time to a phase.

use core::{f64::consts::PI, time::Duration};

use ansatz_core::ParameterError;

use crate::Complex;

/// A period, which gives a phase to each time.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::Period;
/// use core::{f64::consts::PI, time::Duration};
///
/// let minute = Period::new(Duration::from_secs(60))?;
/// assert_eq!(minute.phase(Duration::from_secs(90)), PI);
/// assert!(Period::new(Duration::ZERO).is_err());
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    nanoseconds: u128,
}

impl Period {
    /// The period of this length.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] for a length of 0.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_quantum::Period::new(core::time::Duration::from_millis(1)).is_ok());
    /// ```
    pub fn new(length: Duration) -> Result<Self, ParameterError> {
        match length.as_nanos() {
            0 => Err(ParameterError::new("length", 0, "at least a nanosecond")),
            nanoseconds => Ok(Self { nanoseconds }),
        }
    }

    /// The phase of a time since any origin, in radians from 0 to 2 pi: a full turn for each period.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::Period;
    /// use core::time::Duration;
    ///
    /// let second = Period::new(Duration::from_secs(1))?;
    /// assert_eq!(second.phase(Duration::from_millis(250)), second.phase(Duration::from_millis(1_000_000_250)));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    ///
    /// # Accuracy
    ///
    /// The time within the period is exact, however long ago the origin is.
    pub fn phase(&self, at: Duration) -> f64 {
        2.0 * PI * ((at.as_nanos() % self.nanoseconds) as f64 / self.nanoseconds as f64)
    }

    /// The amplitude of an event of this magnitude at that time since the origin.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Complex, Period};
    /// use core::time::Duration;
    ///
    /// let second = Period::new(Duration::from_secs(1))?;
    /// assert_eq!(second.amplitude(3.0, Duration::from_secs(7)), Complex::from(3.0));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn amplitude(&self, magnitude: f64, at: Duration) -> Complex {
        Complex::from_polar(magnitude, self.phase(at))
    }
}
