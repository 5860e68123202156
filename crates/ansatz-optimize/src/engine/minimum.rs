//! What a search has found.

use crate::{History, Stop};

/// The best candidate of a finished search.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{RandomSearch, Space};
///
/// let space = Space::real([(-1.0, 1.0); 2])?;
/// let best = RandomSearch::new(&space).minimize(1_000, 7, |x| x[0] * x[0] + x[1] * x[1])?;
/// assert!(best.is_feasible() && best.value < 0.01 && best.candidate.len() == 2);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Minimum<C> {
    /// The best candidate by the rules of feasibility, the first of equals.
    pub candidate: C,
    /// Its objective; infinite if every evaluation failed.
    pub value: f64,
    /// By how much its constraints are violated; infinite if every evaluation failed.
    pub violation: f64,
    /// How many evaluations were made.
    pub evaluations: u64,
    /// How many of them failed.
    pub failures: u64,
    /// Why the search ended.
    pub stop: Stop,
    /// How it went.
    pub history: History,
}

impl<C> Minimum<C> {
    /// Whether the candidate violates no constraint.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{Evaluation, RandomSearch, Space};
    ///
    /// let space = Space::real([(0.0, 1.0)])?;
    /// let never = RandomSearch::new(&space).minimize(9, 7, |_| Evaluation::from(1.0).with_constraints([1.0]))?;
    /// assert!(!never.is_feasible());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn is_feasible(&self) -> bool {
        self.violation == 0.0
    }
}
