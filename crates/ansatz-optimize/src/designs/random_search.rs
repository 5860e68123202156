//! Candidates drawn uniformly: the search that every other must beat.
//!
//! J. Bergstra and Y. Bengio, *Random search for hyper-parameter optimization*, JMLR 13 (2012).

use ansatz_core::DecodeError;
use ansatz_random::{Stream, unit};

use super::outstanding::Outstanding;
use crate::{Evaluation, Method, Space, engine::surface::surface};

/// Candidates drawn uniformly from a space, independently of each other and of what they are worth.
///
/// It never waits: any number of candidates may be outstanding.
///
/// J. Bergstra and Y. Bengio, *Random search for hyper-parameter optimization*, JMLR 13 (2012).
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{Dimension, RandomSearch, Space};
///
/// let space = Space::new([Dimension::logarithmic(1e-4, 1.0)?, Dimension::category(3)?])?;
/// let best = RandomSearch::new(&space).minimize(100, 1, |x| (x[0] - 0.01).abs() + x[1])?;
/// assert!(best.value < 0.1);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Complexity
///
/// O(d) for a candidate.
#[derive(Debug, Clone, PartialEq)]
pub struct RandomSearch {
    space: Space,
    outstanding: Outstanding,
}

impl RandomSearch {
    /// A search in this space.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{RandomSearch, Space};
    ///
    /// let search = RandomSearch::new(&Space::real([(-1.0, 1.0)])?);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn new(space: &Space) -> Self {
        Self { space: space.clone(), outstanding: Outstanding::default() }
    }

    fn check(&self) -> Result<(), DecodeError> {
        self.outstanding.require_in(&self.space)
    }
}

surface!([] RandomSearch, [f64], "RandomSearch::new(&space)");

ansatz_core::codec!([] RandomSearch { space, outstanding });

impl Method for RandomSearch {
    const NAME: &'static str = "RandomSearch";
    type Candidate = [f64];

    fn propose(&mut self, number: u64, rng: &mut Stream) -> bool {
        let candidate = self.space.dimensions().iter().map(|dimension| dimension.from_unit(unit(rng))).collect();
        self.outstanding.insert(number, candidate);
        true
    }

    fn candidate(&self, number: u64) -> Option<&[f64]> {
        self.outstanding.candidate(number)
    }

    fn observe(&mut self, number: u64, _: Evaluation) {
        self.outstanding.remove(number);
    }
}
