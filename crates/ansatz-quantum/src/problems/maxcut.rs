//! The maximum cut: a graph's vertices in two groups, with as much as possible between them.

use alloc::vec::Vec;

use crate::{Ising, QuantumError, model::require_strength};

/// A graph whose vertices are to be divided in two so that the edges between the two sides weigh as much as possible.
///
/// A spin for each vertex says on which side it is, and the model's energy is the cut's weight with a minus sign.
/// Weights may be negative: such an edge is better not cut.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::{problems::MaxCut, solvers::ExactSearch};
///
/// // A square with one diagonal: the four sides can be cut, the diagonal then not.
/// let square = MaxCut::new(4, [(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0), (3, 0, 1.0), (0, 2, 1.0)])?;
/// let mut search = ExactSearch::new(square.model())?;
/// search.step(u64::MAX);
/// let best = search.best();
/// assert_eq!((best.energy(), square.cut(best.spins())?), (-4.0, 4.0));
/// # Ok::<(), ansatz_quantum::QuantumError>(())
/// ```
///
/// # Accuracy
///
/// Energies are exact as those of an [`Ising`] model are, for weights of half the size.
///
/// # References
///
/// A. Lucas, "Ising formulations of many NP problems", Frontiers in Physics 2, 2014, section 2.2. F. Barahona,
/// M. Grötschel, M. Jünger and G. Reinelt, "An application of combinatorial optimization to statistical physics and
/// circuit layout design", Operations Research 36, 1988: the two problems are the same.
#[derive(Debug, Clone, PartialEq)]
pub struct MaxCut {
    model: Ising,
}

impl MaxCut {
    /// A graph with as many vertices, and edges `(u, v, weight)` between them.
    ///
    /// Edges between the same two vertices are added up.
    ///
    /// # Errors
    ///
    /// [`QuantumError::EmptyModel`] without vertices, [`QuantumError::UnknownVariable`] and [`QuantumError::SelfLoop`] for
    /// edges, [`QuantumError::Parameter`] for a weight that is not finite or above 1e250, and for weights that add up to
    /// more than twice that.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::problems::MaxCut;
    ///
    /// assert_eq!(MaxCut::new(3, [(0, 1, 2.0), (1, 0, 1.0)])?.model().couplings().next(), Some((0, 1, 1.5)));
    /// assert!(MaxCut::new(3, [(0, 3, 2.0)]).is_err());
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn new(vertices: usize, edges: impl IntoIterator<Item = (usize, usize, f64)>) -> Result<Self, QuantumError> {
        super::require_variables(vertices)?;
        let half = |(one, other, weight)| Ok((one, other, 0.5 * require_strength("weight", weight)?));
        let halves = edges.into_iter().map(half).collect::<Result<Vec<_>, QuantumError>>()?;
        let model = Ising::new(&alloc::vec![0.0; vertices], halves)?;
        let all: f64 = model.couplings().map(|(_, _, half)| half).sum();
        Ok(Self { model: model.with_offset(-all)? })
    }

    /// The model, with a spin for each vertex.
    ///
    /// # Examples
    ///
    /// ```
    /// let edge = ansatz_quantum::problems::MaxCut::new(2, [(0, 1, 3.0)])?;
    /// assert_eq!(edge.model().energy(&[1, -1])?, -3.0);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn model(&self) -> &Ising {
        &self.model
    }

    /// The weight of the edges between the two sides.
    ///
    /// # Errors
    ///
    /// Those of [`Ising::energy`].
    ///
    /// # Examples
    ///
    /// ```
    /// let path = ansatz_quantum::problems::MaxCut::new(3, [(0, 1, 3.0), (1, 2, 4.0)])?;
    /// assert_eq!(path.cut(&[1, -1, -1])?, 3.0);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn cut(&self, spins: &[i8]) -> Result<f64, QuantumError> {
        // Not -0 for no cut at all.
        Ok(0.0 - self.model.energy(spins)?)
    }

    /// The vertices of the two sides, those that are up first.
    ///
    /// # Errors
    ///
    /// Those of [`Ising::energy`].
    ///
    /// # Examples
    ///
    /// ```
    /// let path = ansatz_quantum::problems::MaxCut::new(3, [(0, 1, 3.0), (1, 2, 4.0)])?;
    /// assert_eq!(path.decode(&[1, -1, 1])?, (vec![0, 2], vec![1]));
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn decode(&self, spins: &[i8]) -> Result<(Vec<usize>, Vec<usize>), QuantumError> {
        self.model.require_spins(spins)?;
        Ok(super::sides(spins))
    }
}
