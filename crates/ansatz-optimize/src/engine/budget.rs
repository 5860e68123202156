//! When a run ends: by counts, never by a clock.

use core::fmt;

use ansatz_core::{
    DecodeError, ParameterError,
    bytes::{Reader, Writer},
};

use crate::Codec;

/// How long a run may go on: so many evaluations, until a target, or until nothing has improved for a while.
///
/// A number is a budget of so many evaluations.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::Budget;
///
/// let budget = Budget::evaluations(10_000).with_target(1e-8).with_patience(2_000);
/// assert_eq!(Budget::from(10_000), Budget::evaluations(10_000));
/// # let _ = budget;
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Budget {
    pub(super) evaluations: u64,
    pub(super) target: f64,
    pub(super) patience: u64,
}

impl Budget {
    /// At most so many candidates are proposed.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_ne!(ansatz_optimize::Budget::evaluations(1), ansatz_optimize::Budget::evaluations(2));
    /// ```
    pub const fn evaluations(evaluations: u64) -> Self {
        Self { evaluations, target: f64::NEG_INFINITY, patience: u64::MAX }
    }

    /// The run ends with the first feasible candidate whose only objective is at most `target`.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{RandomSearch, Space, Stop, Budget};
    ///
    /// let space = Space::real([(0.0, 1.0)])?;
    /// let found = RandomSearch::new(&space).minimize(Budget::evaluations(1_000).with_target(0.1), 1, |x| x[0])?;
    /// assert!(found.value <= 0.1 && found.stop == Stop::Target && found.evaluations < 1_000);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    #[must_use]
    pub const fn with_target(self, target: f64) -> Self {
        Self { target, ..self }
    }

    /// The run ends when so many evaluations in a row have improved nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{RandomSearch, Space, Stop, Budget};
    ///
    /// let space = Space::real([(0.0, 1.0)])?;
    /// let found = RandomSearch::new(&space).minimize(Budget::evaluations(1_000).with_patience(10), 1, |_| 7.0)?;
    /// assert_eq!((found.evaluations, found.stop), (11, Stop::Patience));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    #[must_use]
    pub const fn with_patience(self, patience: u64) -> Self {
        Self { patience, ..self }
    }

    /// How many candidates are proposed at most.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_optimize::Budget::evaluations(10_000).limit(), 10_000);
    /// ```
    pub const fn limit(&self) -> u64 {
        self.evaluations
    }

    pub(super) fn require_valid(self) -> Result<Self, ParameterError> {
        if self.evaluations == 0 {
            return Err(ParameterError::new("evaluations", 0, "1 or more"));
        }
        if self.patience == 0 {
            return Err(ParameterError::new("patience", 0, "1 or more"));
        }
        if self.target.is_nan() {
            return Err(ParameterError::new("target", self.target, "a number"));
        }
        Ok(self)
    }
}

impl From<u64> for Budget {
    fn from(evaluations: u64) -> Self {
        Self::evaluations(evaluations)
    }
}

impl Codec for Budget {
    fn encode(&self, writer: &mut Writer) {
        (self.evaluations, self.target).encode(writer);
        self.patience.encode(writer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let (evaluations, target) = Codec::decode(reader)?;
        Ok(Self { evaluations, target, patience: Codec::decode(reader)? }.require_valid()?)
    }
}

/// Why a run has ended.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{Budget, RandomSearch, Space, Stop};
///
/// let search = RandomSearch::new(&Space::real([(0.0, 1.0)])?);
/// let best = search.minimize(Budget::evaluations(1_000).with_target(0.5), 1, |x| x[0])?;
/// assert_eq!((best.stop, best.stop.to_string().as_str()), (Stop::Target, "the target has been reached"));
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stop {
    /// All evaluations of the budget have been made.
    Evaluations,
    /// The target has been reached.
    Target,
    /// Nothing has improved for as long as the budget's patience.
    Patience,
    /// The method has nothing more to propose.
    Converged,
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Evaluations => "all evaluations of the budget have been made",
            Self::Target => "the target has been reached",
            Self::Patience => "nothing has improved for long enough",
            Self::Converged => "the method has converged",
        })
    }
}
