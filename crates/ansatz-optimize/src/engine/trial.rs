//! What is asked for, and what cannot be told of it.

use core::fmt;

/// A candidate that waits for its evaluation.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{RandomSearch, Space};
///
/// let mut run = RandomSearch::new(&Space::real([(0.0, 1.0)])?).start(9, 42)?;
/// let trial = run.ask().unwrap();
/// run.tell(trial.number, trial.candidate[0])?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Trial<C> {
    /// Its number, from 0, by which it is told.
    pub number: u64,
    /// What is to be evaluated.
    pub candidate: C,
}

/// What cannot be told.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{RandomSearch, Space, TellError};
///
/// let mut run = RandomSearch::new(&Space::real([(0.0, 1.0)])?).start(9, 42)?;
/// assert_eq!(run.tell(3, 1.0), Err(TellError::NotAsked { number: 3, asked: 0 }));
/// assert_eq!(run.tell(3, 1.0).unwrap_err().to_string(), "trial 3 has not been asked for, known: 0..0");
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TellError {
    /// No candidate of this number has been asked for.
    NotAsked {
        /// The number.
        number: u64,
        /// How many have been asked for: numbers from 0 up to it, exclusive.
        asked: u64,
    },
    /// The candidate of this number has been told already; what was told first stands.
    AlreadyTold {
        /// The number.
        number: u64,
    },
}

impl fmt::Display for TellError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAsked { number, asked } => write!(f, "trial {number} has not been asked for, known: 0..{asked}"),
            Self::AlreadyTold { number } => write!(f, "trial {number} has been told already"),
        }
    }
}

impl core::error::Error for TellError {}
