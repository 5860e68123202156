//! The Ising model: spins that point up or down, and energies of fields and of pairs.

use alloc::vec::Vec;
use core::fmt;

use super::{
    Qubo,
    graph::{Graph, require_strength},
};
use crate::QuantumError;

/// Spins `s` of 1 or -1 with the energy `offset + sum of h_i s_i + sum over pairs of J_ij s_i s_j`, which is to be as low
/// as possible.
///
/// The signs are those of D-Wave's tools: a positive coupling wants two spins that differ, a positive field a spin that
/// is -1. (Physicists often write the energy with minus signs.) `h`, `J` and the offset may be fractions; as long as all
/// of them are multiples of one power of two and sums of their sizes stay below 2^53 of it, every energy is exact.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::Ising;
///
/// // Three spins that all want to differ: at best two of the three pairs do.
/// let triangle = Ising::new(&[0.0; 3], [(0, 1, 1.0), (1, 2, 1.0), (0, 2, 1.0)])?;
/// assert_eq!(triangle.energy(&[1, -1, 1])?, -1.0);
/// assert_eq!(triangle.energy(&[1, 1, 1])?, 3.0);
/// # Ok::<(), ansatz_quantum::QuantumError>(())
/// ```
///
/// # Complexity
///
/// 24 bytes a pair and 16 a spin; building sorts the pairs.
#[derive(Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "super::form::IsingForm", into = "super::form::IsingForm"))]
pub struct Ising {
    fields: Vec<f64>,
    graph: Graph,
    offset: f64,
}

impl Ising {
    /// Spins with a field each, and couplings `(i, j, J_ij)` of pairs of them.
    ///
    /// Couplings of the same pair are added up, whichever of its spins comes first; what comes to 0 is left out.
    ///
    /// # Errors
    ///
    /// [`QuantumError::EmptyModel`] without fields, [`QuantumError::UnknownVariable`] and [`QuantumError::SelfLoop`] for
    /// couplings, [`QuantumError::Parameter`] for a field or coupling that is not finite or above 1e250.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::Ising;
    ///
    /// let pair = Ising::new(&[0.5, 0.0], [(0, 1, 1.0), (1, 0, 0.25)])?;
    /// assert!(pair.couplings().eq([(0, 1, 1.25)]));
    /// assert!(Ising::new(&[], []).is_err());
    /// assert!(Ising::new(&[f64::NAN], []).is_err());
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn new(fields: &[f64], couplings: impl IntoIterator<Item = (usize, usize, f64)>) -> Result<Self, QuantumError> {
        for &field in fields {
            require_strength("field", field)?;
        }
        Ok(Self { fields: fields.to_vec(), graph: Graph::new(fields.len(), couplings)?, offset: 0.0 })
    }

    /// The same model with `offset` in every energy.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] if it is not finite or above 1e250.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::Ising;
    ///
    /// let spin = Ising::new(&[1.0], [])?.with_offset(10.0)?;
    /// assert_eq!(spin.energy(&[-1])?, 9.0);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn with_offset(self, offset: f64) -> Result<Self, QuantumError> {
        Ok(Self { offset: require_strength("offset", offset)?, ..self })
    }

    /// The number of spins, at least 1.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_quantum::Ising::new(&[0.0; 3], [])?.len(), 3);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    #[expect(clippy::len_without_is_empty, reason = "there is at least one spin")]
    pub fn len(&self) -> usize {
        self.fields.len()
    }

    /// The field of each spin.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_quantum::Ising::new(&[0.0, 2.0], [])?.fields(), [0.0, 2.0]);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn fields(&self) -> &[f64] {
        &self.fields
    }

    /// What every energy contains, whatever the spins are.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_quantum::Ising::new(&[0.0, 2.0], [])?.offset(), 0.0);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn offset(&self) -> f64 {
        self.offset
    }

    /// Each coupled pair once, the smaller spin first, in ascending order.
    ///
    /// # Examples
    ///
    /// ```
    /// let chain = ansatz_quantum::Ising::new(&[0.0; 3], [(2, 1, 1.0), (0, 1, -1.0)])?;
    /// assert!(chain.couplings().eq([(0, 1, -1.0), (1, 2, 1.0)]));
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn couplings(&self) -> impl Iterator<Item = (usize, usize, f64)> + '_ {
        self.graph.pairs()
    }

    /// The number of coupled pairs.
    ///
    /// # Examples
    ///
    /// ```
    /// let chain = ansatz_quantum::Ising::new(&[0.0; 3], [(2, 1, 1.0), (0, 1, -1.0)])?;
    /// assert_eq!(chain.couplings_len(), 2);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn couplings_len(&self) -> usize {
        self.graph.len()
    }

    /// The spins that `variable` is coupled with, and how strongly, in ascending order.
    ///
    /// # Errors
    ///
    /// [`QuantumError::UnknownVariable`] unless `variable` is below [`len`](Self::len).
    ///
    /// # Examples
    ///
    /// ```
    /// let chain = ansatz_quantum::Ising::new(&[0.0; 3], [(2, 1, 1.0), (0, 1, -1.0)])?;
    /// assert!(chain.neighbours(1)?.eq([(0, -1.0), (2, 1.0)]));
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn neighbours(
        &self,
        variable: usize,
    ) -> Result<impl ExactSizeIterator<Item = (usize, f64)> + '_, QuantumError> {
        let variables = self.len();
        if variable >= variables {
            return Err(QuantumError::UnknownVariable { variable, variables });
        }
        Ok(self.graph.neighbours(variable))
    }

    /// The neighbours of a variable that is known to be one.
    pub(crate) fn neighbours_of(&self, variable: usize) -> impl ExactSizeIterator<Item = (usize, f64)> + '_ {
        self.graph.neighbours(variable)
    }

    /// The energy of `spins`, each 1 or -1.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Length`] unless there is one for each variable, [`QuantumError::Spin`] for another number.
    ///
    /// # Examples
    ///
    /// ```
    /// let pair = ansatz_quantum::Ising::new(&[0.5, 0.0], [(0, 1, 1.0)])?;
    /// assert_eq!(pair.energy(&[-1, 1])?, -1.5);
    /// assert!(pair.energy(&[1]).is_err());
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// Reads each pair once.
    pub fn energy(&self, spins: &[i8]) -> Result<f64, QuantumError> {
        self.require_spins(spins)?;
        Ok(self.energy_of(spins))
    }

    /// A spin of 1 or -1 for each variable.
    pub(crate) fn require_spins(&self, spins: &[i8]) -> Result<(), QuantumError> {
        if spins.len() != self.len() {
            return Err(QuantumError::Length { what: "the list of spins", length: spins.len(), variables: self.len() });
        }
        match spins.iter().position(|&spin| spin != 1 && spin != -1) {
            Some(variable) => Err(QuantumError::Spin { variable, spin: spins[variable] }),
            None => Ok(()),
        }
    }

    /// The energy of spins that are known to be valid.
    pub(crate) fn energy_of(&self, spins: &[i8]) -> f64 {
        let alone: f64 = self.fields.iter().zip(spins).map(|(field, &spin)| field * f64::from(spin)).sum();
        let paired: f64 =
            self.couplings().map(|(one, other, weight)| weight * f64::from(spins[one] * spins[other])).sum();
        self.offset + alone + paired
    }

    /// The same problem in bits: a spin of 1 is a bit that is set, and every energy stays the same.
    ///
    /// Exact as long as sums of sizes stay below 2^51 of the power of two that [`Ising`] speaks of.
    ///
    /// # Examples
    ///
    /// ```
    /// let pair = ansatz_quantum::Ising::new(&[0.5, 0.0], [(0, 1, 1.0)])?;
    /// assert_eq!(pair.to_qubo().energy(&[false, true])?, pair.energy(&[-1, 1])?);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn to_qubo(&self) -> Qubo {
        // s = 2 x - 1, so that h s = 2 h x - h and J s t = 4 J x y - 2 J x - 2 J y + J.
        let mut linear: Vec<f64> = self.fields.iter().map(|field| 2.0 * field).collect();
        let mut offset = self.offset - self.fields.iter().sum::<f64>();
        for (one, other, weight) in self.couplings() {
            linear[one] -= 2.0 * weight;
            linear[other] -= 2.0 * weight;
            offset += weight;
        }
        Qubo::from_parts(linear, self.graph.scaled(4.0), offset)
    }

    /// The same energies with couplings alone: fields as those with one more spin, while it is 1. Sums may be larger than what
    /// a constructor takes.
    pub(crate) fn without_fields(&self) -> Result<Self, QuantumError> {
        if self.fields.iter().all(|&field| field == 0.0) {
            return Ok(self.clone());
        }
        let graph = self.graph.with_ghost(&self.fields)?;
        Ok(Self { fields: alloc::vec![0.0; self.len() + 1], graph, offset: self.offset })
    }

    pub(super) fn from_parts(fields: Vec<f64>, graph: Graph, offset: f64) -> Self {
        Self { fields, graph, offset }
    }

    /// Heap memory in bytes.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_quantum::Ising::new(&[0.0; 100], [])?.memory_bytes() >= 800);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn memory_bytes(&self) -> usize {
        self.graph.memory_bytes() + size_of_val(self.fields.as_slice())
    }
}

impl fmt::Debug for Ising {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Ising")
            .field("spins", &self.len())
            .field("couplings", &self.couplings_len())
            .finish_non_exhaustive()
    }
}
