//! Graph colouring: neighbours are to have different colours.

use alloc::{collections::BTreeSet, vec, vec::Vec};
use core::fmt;

use crate::{Ising, QuantumError, Qubo};

/// A graph whose vertices are each to get one of the colours, so that few edges join two of the same colour.
///
/// Vertex `v` in colour `c` is the variable `v * colours + c`, up for yes. A vertex of degree `d` with a number of colours
/// `r` other than one is fined `(floor(d / colours) + 1) (1 - r)^2`. This is enough: a vertex with several colours may lose
/// one, which makes no conflict and lowers the fine; and once there is none of these, a vertex without a colour may
/// take the one that is rarest among its neighbours, which makes at most `floor(d / colours)` conflicts. So all minima
/// are colourings, the energy of a colouring is the number of its conflicts, and it is 0 if and only if the colouring is
/// proper. All energies are exact.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::{problems::Colouring, solvers::ExactSearch};
///
/// // Of a triangle with two colours, one edge is in conflict.
/// let triangle = Colouring::new(3, [(0, 1), (1, 2), (2, 0)], 2)?;
/// let mut search = ExactSearch::new(triangle.model())?;
/// search.step(u64::MAX);
/// let best = search.best();
/// assert_eq!(best.energy(), 1.0);
/// let colours = triangle.decode(best.spins())?.unwrap();
/// assert_eq!(triangle.conflicts(&colours)?, 1);
/// # Ok::<(), ansatz_quantum::QuantumError>(())
/// ```
///
/// # Complexity
///
/// Of n vertices, m edges and k colours, n k variables and n k (k - 1) / 2 + m k pairs of them.
///
/// # References
///
/// A. Lucas, "Ising formulations of many NP problems", Frontiers in Physics 2, 2014, section 6.1.
#[derive(Clone, PartialEq)]
pub struct Colouring {
    model: Ising,
    edges: Vec<(usize, usize)>,
    colours: usize,
}

impl Colouring {
    /// A graph with as many vertices, edges between them and as many colours; an edge that is given twice counts once.
    ///
    /// # Errors
    ///
    /// [`QuantumError::EmptyModel`] without vertices or colours, [`QuantumError::UnknownVariable`] and
    /// [`QuantumError::SelfLoop`] for edges, [`QuantumError::Parameter`] for more than 2^24 pairs of variables.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::problems::Colouring;
    ///
    /// assert_eq!(Colouring::new(3, [(0, 1)], 2)?.model().len(), 6);
    /// assert!(Colouring::new(3, [(1, 1)], 2).is_err());
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn new(
        vertices: usize,
        edges: impl IntoIterator<Item = (usize, usize)>,
        colours: usize,
    ) -> Result<Self, QuantumError> {
        if colours == 0 || vertices == 0 {
            return Err(QuantumError::EmptyModel);
        }
        super::require_variables(vertices.saturating_mul(colours))?;
        let edges = require_edges(vertices, edges)?;
        let pairs = vertices as u128 * super::pairs_among(colours) + edges.len() as u128 * colours as u128;
        super::require_pairs(pairs)?;
        let mut degrees = vec![0; vertices];
        for end in edges.iter().flat_map(|&(one, other)| [one, other]) {
            degrees[end] += 1;
        }
        let fines: Vec<f64> = degrees.iter().map(|degree| (degree / colours + 1) as f64).collect();
        let one_each = fines
            .iter()
            .enumerate()
            .flat_map(|(vertex, &fine)| super::exactly_one(vertex * colours..(vertex + 1) * colours, fine));
        let conflicts = edges.iter().flat_map(|&(one, other)| {
            (0..colours).map(move |colour| (one * colours + colour, other * colours + colour, 1.0))
        });
        let offset = fines.iter().sum();
        let qubo = Qubo::new(&vec![0.0; vertices * colours], one_each.chain(conflicts))?.with_offset(offset)?;
        Ok(Self { model: qubo.to_ising(), edges, colours })
    }

    /// The model, with a spin for each vertex and colour: vertex 0's first.
    ///
    /// # Examples
    ///
    /// ```
    /// let edge = ansatz_quantum::problems::Colouring::new(2, [(0, 1)], 2)?;
    /// assert_eq!(edge.model().energy(&[1, -1, -1, 1])?, 0.0);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn model(&self) -> &Ising {
        &self.model
    }

    /// The colour of each vertex, counted from 0, or `None` if one has no colour or several.
    ///
    /// The colouring need not be proper: see [`conflicts`](Self::conflicts).
    ///
    /// # Errors
    ///
    /// Those of [`Ising::energy`].
    ///
    /// # Examples
    ///
    /// ```
    /// let edge = ansatz_quantum::problems::Colouring::new(2, [(0, 1)], 2)?;
    /// assert_eq!(edge.decode(&[1, -1, -1, 1])?, Some(vec![0, 1]));
    /// assert_eq!(edge.decode(&[1, -1, -1, -1])?, None);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn decode(&self, spins: &[i8]) -> Result<Option<Vec<usize>>, QuantumError> {
        self.model.require_spins(spins)?;
        Ok(spins.chunks_exact(self.colours).map(super::only_one).collect())
    }

    /// The number of edges between two vertices of the same colour.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Length`] unless there is a colour for each vertex.
    ///
    /// # Examples
    ///
    /// ```
    /// let path = ansatz_quantum::problems::Colouring::new(3, [(0, 1), (1, 2)], 2)?;
    /// assert_eq!(path.conflicts(&[0, 0, 1])?, 1);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn conflicts(&self, colours: &[usize]) -> Result<usize, QuantumError> {
        let variables = self.model.len() / self.colours;
        if colours.len() != variables {
            return Err(QuantumError::Length { what: "the colours", length: colours.len(), variables });
        }
        Ok(self.edges.iter().filter(|&&(one, other)| colours[one] == colours[other]).count())
    }
}

/// The edges, each once, the smaller vertex first.
fn require_edges(
    vertices: usize,
    edges: impl IntoIterator<Item = (usize, usize)>,
) -> Result<Vec<(usize, usize)>, QuantumError> {
    let mut seen = BTreeSet::new();
    for (one, other) in edges {
        super::require_below(one.max(other), vertices)?;
        if one == other {
            return Err(QuantumError::SelfLoop { variable: one });
        }
        seen.insert((one.min(other), one.max(other)));
    }
    Ok(seen.into_iter().collect())
}

impl fmt::Debug for Colouring {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Colouring")
            .field("vertices", &(self.model.len() / self.colours))
            .field("edges", &self.edges.len())
            .field("colours", &self.colours)
            .finish_non_exhaustive()
    }
}
