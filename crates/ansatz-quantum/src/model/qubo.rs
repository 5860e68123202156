//! Quadratic unconstrained binary optimisation: bits, and energies of single ones and of pairs.

use alloc::vec::Vec;
use core::fmt;

use super::{
    Ising,
    graph::{Graph, require_strength},
};
use crate::QuantumError;

/// Bits `x` with the energy `offset + sum of q_i x_i + sum over pairs of q_ij x_i x_j`, which is to be as low as possible.
///
/// A matrix `Q` with the energy `x' Q x` has its diagonal as `q_i`, and `Q_ij + Q_ji` as `q_ij`: entries that a file
/// counts twice are to be given twice. As long as all numbers are multiples of one power of two, of 2^-1072 or more, and
/// sums of their sizes stay below 2^51 of it, every energy is exact, and so is the conversion to an [`Ising`] model.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::Qubo;
///
/// // Either of two, but not both.
/// let either = Qubo::new(&[-1.0, -1.0], [(0, 1, 2.0)])?;
/// assert_eq!(either.energy(&[true, false])?, -1.0);
/// assert_eq!(either.energy(&[true, true])?, 0.0);
/// assert_eq!(either.to_ising().energy(&[1, -1])?, -1.0);
/// # Ok::<(), ansatz_quantum::QuantumError>(())
/// ```
///
/// # Complexity
///
/// 24 bytes a pair and 16 a bit; building sorts the pairs.
#[derive(Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "super::form::QuboForm", into = "super::form::QuboForm"))]
pub struct Qubo {
    linear: Vec<f64>,
    graph: Graph,
    offset: f64,
}

impl Qubo {
    /// Bits with a cost each, and costs `(i, j, q_ij)` of pairs of them that are both set.
    ///
    /// Costs of the same pair are added up, whichever of its bits comes first. A pair `(i, i)` is a matrix's diagonal and
    /// is added to bit `i`'s own cost, as `x_i x_i = x_i`.
    ///
    /// # Errors
    ///
    /// [`QuantumError::EmptyModel`] without bits, [`QuantumError::UnknownVariable`] for pairs, and
    /// [`QuantumError::Parameter`] for a cost that is not finite or above 1e250.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::Qubo;
    ///
    /// let qubo = Qubo::new(&[0.0, 1.0], [(0, 0, 3.0), (0, 1, 1.0), (1, 0, 1.0)])?;
    /// assert_eq!(qubo.linear(), [3.0, 1.0]);
    /// assert!(qubo.quadratic().eq([(0, 1, 2.0)]));
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn new(linear: &[f64], quadratic: impl IntoIterator<Item = (usize, usize, f64)>) -> Result<Self, QuantumError> {
        let mut linear = linear.iter().map(|&cost| require_strength("cost", cost)).collect::<Result<Vec<_>, _>>()?;
        let mut pairs = Vec::new();
        for (one, other, cost) in quadratic {
            require_strength("cost", cost)?;
            if one == other && one < linear.len() {
                linear[one] += cost;
            } else {
                pairs.push((one, other, cost));
            }
        }
        let graph = Graph::new(linear.len(), pairs)?;
        Ok(Self { linear, graph, offset: 0.0 })
    }

    /// The same problem with `offset` in every energy.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] if it is not finite or above 1e250.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::Qubo;
    ///
    /// let bit = Qubo::new(&[1.0], [])?.with_offset(10.0)?;
    /// assert_eq!(bit.energy(&[true])?, 11.0);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn with_offset(self, offset: f64) -> Result<Self, QuantumError> {
        Ok(Self { offset: require_strength("offset", offset)?, ..self })
    }

    /// The number of bits, at least 1.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_quantum::Qubo::new(&[0.0; 3], [])?.len(), 3);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    #[expect(clippy::len_without_is_empty, reason = "there is at least one bit")]
    pub fn len(&self) -> usize {
        self.linear.len()
    }

    /// What each bit costs if it is set.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_quantum::Qubo::new(&[0.0, 2.0], [])?.linear(), [0.0, 2.0]);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn linear(&self) -> &[f64] {
        &self.linear
    }

    /// Each pair with a cost once, the smaller bit first, in ascending order.
    ///
    /// # Examples
    ///
    /// ```
    /// let qubo = ansatz_quantum::Qubo::new(&[0.0; 3], [(2, 1, 1.0), (0, 1, -1.0)])?;
    /// assert!(qubo.quadratic().eq([(0, 1, -1.0), (1, 2, 1.0)]));
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn quadratic(&self) -> impl Iterator<Item = (usize, usize, f64)> + '_ {
        self.graph.pairs()
    }

    /// What every energy contains, whatever the bits are.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_quantum::Qubo::new(&[0.0, 2.0], [])?.offset(), 0.0);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn offset(&self) -> f64 {
        self.offset
    }

    /// The energy of `bits`.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Length`] unless there is one for each variable.
    ///
    /// # Examples
    ///
    /// ```
    /// let qubo = ansatz_quantum::Qubo::new(&[1.0, -2.0], [(0, 1, 4.0)])?;
    /// assert_eq!(qubo.energy(&[true, true])?, 3.0);
    /// assert!(qubo.energy(&[true]).is_err());
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// Reads each pair once.
    pub fn energy(&self, bits: &[bool]) -> Result<f64, QuantumError> {
        if bits.len() != self.len() {
            return Err(QuantumError::Length { what: "the list of bits", length: bits.len(), variables: self.len() });
        }
        let alone: f64 = self.linear.iter().zip(bits).filter(|&(_, &set)| set).map(|(cost, _)| cost).sum();
        let paired: f64 =
            self.quadratic().filter(|&(one, other, _)| bits[one] && bits[other]).map(|(_, _, cost)| cost).sum();
        Ok(self.offset + alone + paired)
    }

    /// The same problem in spins: a bit that is set is a spin of 1, and every energy stays the same.
    ///
    /// Exact where energies are: see [`Qubo`].
    ///
    /// # Examples
    ///
    /// ```
    /// let qubo = ansatz_quantum::Qubo::new(&[1.0, -2.0], [(0, 1, 4.0)])?;
    /// assert_eq!(qubo.to_ising().energy(&[-1, 1])?, qubo.energy(&[false, true])?);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn to_ising(&self) -> Ising {
        // x = (1 + s) / 2, so that q x = q/2 + q/2 s and q x y = q/4 (1 + s + t + s t).
        let mut fields: Vec<f64> = self.linear.iter().map(|cost| cost / 2.0).collect();
        let mut offset = self.offset + fields.iter().sum::<f64>();
        for (one, other, cost) in self.quadratic() {
            fields[one] += cost / 4.0;
            fields[other] += cost / 4.0;
            offset += cost / 4.0;
        }
        Ising::from_parts(fields, self.graph.scaled(0.25), offset)
    }

    pub(super) fn from_parts(linear: Vec<f64>, graph: Graph, offset: f64) -> Self {
        Self { linear, graph, offset }
    }

    /// Heap memory in bytes.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_quantum::Qubo::new(&[0.0; 100], [])?.memory_bytes() >= 800);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn memory_bytes(&self) -> usize {
        self.graph.memory_bytes() + size_of_val(self.linear.as_slice())
    }
}

impl fmt::Debug for Qubo {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Qubo")
            .field("bits", &self.len())
            .field("pairs", &self.graph.len())
            .finish_non_exhaustive()
    }
}
