//! The answer of a search with several objectives.

use alloc::vec::Vec;

use ansatz_core::ParameterError;

use super::hypervolume;
use crate::{History, Stop};

/// A candidate of a front and what it is worth.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{Nsga2, RealVector, Space};
///
/// let genomes = RealVector::new(&Space::real([(0.0, 1.0)])?);
/// let front = Nsga2::new(genomes, 20)?.minimize(200, 42, |x| [x[0], 1.0 - x[0]])?;
/// for member in &front.members {
///     assert_eq!(member.objectives, [member.candidate[0], 1.0 - member.candidate[0]]);
/// }
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct FrontMember<C, const M: usize> {
    /// What was evaluated.
    pub candidate: C,
    /// Its objectives.
    pub objectives: [f64; M],
}

/// The feasible candidates that a finished search ends with and of which none dominates another: a trade-off to choose
/// from.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{Nsga2, RealVector, Space};
///
/// let genomes = RealVector::new(&Space::real([(0.0, 1.0)])?);
/// let front = Nsga2::new(genomes, 20)?.minimize(200, 42, |x| [x[0], 1.0 - x[0]])?;
/// assert!(front.members.is_sorted_by(|a, b| a.objectives[0] < b.objectives[0]));
/// assert_eq!((front.evaluations, front.failures), (200, 0));
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Front<C, const M: usize> {
    /// Its candidates, by rising objectives, the first one first; none if nothing feasible was found.
    pub members: Vec<FrontMember<C, M>>,
    /// How many evaluations were made.
    pub evaluations: u64,
    /// How many of them failed.
    pub failures: u64,
    /// Why the search ended.
    pub stop: Stop,
    /// How the best value of each objective went.
    pub history: History<M>,
}

impl<C, const M: usize> Front<C, M> {
    /// The volume that the front dominates up to a reference point, for up to three objectives.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if there are more than three objectives, or if the reference is not finite.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{Nsga2, RealVector, Space};
    ///
    /// let genomes = RealVector::new(&Space::real([(0.0, 1.0)])?);
    /// let front = Nsga2::new(genomes, 50)?.minimize(1_000, 42, |x| [x[0], 1.0 - x[0]])?;
    /// // All of the front has a half.
    /// assert!((0.48..0.5).contains(&front.hypervolume(&[1.0, 1.0])?));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn hypervolume(&self, reference: &[f64; M]) -> Result<f64, ParameterError> {
        let points: Vec<[f64; M]> = self.members.iter().map(|member| member.objectives).collect();
        hypervolume(&points, reference)
    }
}
