//! Pure states of two systems: a matrix of amplitudes.

use alloc::{format, vec, vec::Vec};
use core::fmt;

use ansatz_core::ParameterError;

use super::{Schmidt, svd};
use crate::{Complex, QuantumError, superposition::normalise};

/// A pure state of two systems: one amplitude for each pair of a left and a right alternative, `|amplitude|²` being the
/// probability of the pair.
///
/// The state is a product, and the systems know nothing of each other, if the matrix of amplitudes has rank 1; otherwise
/// it is entangled. [`schmidt`](Self::schmidt) tells which.
///
/// **Classical twin**: shared randomness, that is a table of joint probabilities such as
/// [`DiscreteCorrelated`](crate::DiscreteCorrelated) holds. As long as each side is only ever observed among its own
/// alternatives, the two are the same: `|amplitude|²` is such a table, and the phases change nothing. They differ exactly
/// where a side may choose *what* to observe ([`observe_along`](Self::observe_along)): outcomes of shared randomness keep
/// [`chsh`](Self::chsh) within -2 to 2 at all settings, and every entangled state of two qubits is above 2 at some
/// ([`optimal_chsh`](Self::optimal_chsh); N. Gisin, *Bell's inequality holds for all non-product states*, Physics Letters
/// A 154, 1991). Either way nothing is signalled: what one side chooses never changes the probabilities of the other.
/// It is a simulation, whose cost grows with the product of the dimensions; no speed-up comes of it.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::{BipartiteState, Complex};
///
/// // Two replicas that are both up or both down, with amplitudes 0.8 and 0.6.
/// let state = BipartiteState::new(2, 2, &[0.8, 0.0, 0.0, 0.6].map(Complex::from))?;
/// assert_eq!(state.schmidt().rank(1e-9)?, 2);
/// assert!((state.concurrence()? - 0.96).abs() < 1e-12);
/// # Ok::<(), ansatz_quantum::QuantumError>(())
/// ```
///
/// # Complexity
///
/// 16 bytes a pair of alternatives, and at most 2^22 pairs.
#[derive(Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "super::form::Form", into = "super::form::Form"))]
pub struct BipartiteState {
    left: usize,
    right: usize,
    /// Row by row: those of the first left alternative come first.
    amplitudes: Vec<Complex>,
}

/// One of the two systems of a [`BipartiteState`].
///
/// # Examples
///
/// ```
/// use ansatz_quantum::{Bell, BipartiteState, Side};
///
/// let probabilities = BipartiteState::bell(Bell::PhiPlus).probabilities(Side::Right);
/// assert!((probabilities[0] - 0.5).abs() < 1e-15);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// The system whose alternatives are the rows of the matrix of amplitudes.
    Left,
    /// The system whose alternatives are its columns.
    Right,
}

impl BipartiteState {
    /// A state of a system with `left` alternatives and one with `right`, from its amplitudes row by row: those with the
    /// first left alternative come first.
    ///
    /// They are divided by their norm.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] for a dimension that is 0, more than 2^22 amplitudes or another number of them than
    /// `left` x `right`, and an amplitude that is not finite; [`QuantumError::Unnormalisable`] if all are 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{BipartiteState, Complex};
    ///
    /// let state = BipartiteState::new(1, 2, &[Complex::new(3.0, 0.0), Complex::new(0.0, 4.0)])?;
    /// assert_eq!(state.amplitudes(), [Complex::new(0.6, 0.0), Complex::new(0.0, 0.8)]);
    /// assert!(BipartiteState::new(1, 2, &[Complex::ZERO; 2]).is_err());
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn new(left: usize, right: usize, amplitudes: &[Complex]) -> Result<Self, QuantumError> {
        require_dimensions(left, right)?;
        if amplitudes.len() != left * right {
            let allowed = format!("{left} x {right}, one for each pair of alternatives");
            return Err(ParameterError::new("amplitudes", format!("{} numbers", amplitudes.len()), allowed).into());
        }
        let mut amplitudes = amplitudes.to_vec();
        normalise(&mut amplitudes)?;
        Ok(Self { left, right, amplitudes })
    }

    /// The state of two systems that know nothing of each other, from the amplitudes of each.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{BipartiteState, Complex};
    ///
    /// let even = [Complex::from(1.0), Complex::from(1.0)];
    /// let state = BipartiteState::product(&even, &[Complex::from(1.0), Complex::ZERO])?;
    /// assert_eq!(state.schmidt().rank(1e-9)?, 1);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn product(left: &[Complex], right: &[Complex]) -> Result<Self, QuantumError> {
        require_dimensions(left.len(), right.len())?;
        let (mut rows, mut columns) = (left.to_vec(), right.to_vec());
        normalise(&mut rows)?;
        normalise(&mut columns)?;
        let amplitudes = rows.iter().flat_map(|&row| columns.iter().map(move |&column| row * column)).collect();
        Ok(Self::from_parts(left.len(), right.len(), amplitudes))
    }

    /// How many alternatives the left system has, and the right one.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Bell, BipartiteState};
    ///
    /// assert_eq!(BipartiteState::bell(Bell::PhiPlus).dimensions(), (2, 2));
    /// ```
    pub fn dimensions(&self) -> (usize, usize) {
        (self.left, self.right)
    }

    /// The amplitudes, row by row.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Bell, BipartiteState, Complex};
    ///
    /// assert_eq!(BipartiteState::bell(Bell::PhiPlus).amplitudes()[1], Complex::ZERO);
    /// ```
    pub fn amplitudes(&self) -> &[Complex] {
        &self.amplitudes
    }

    /// How probable each alternative of one side is, whatever the other one does.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{BipartiteState, Complex, Side};
    ///
    /// let state = BipartiteState::new(2, 2, &[0.5, 0.5, 0.5, 0.5].map(Complex::from))?;
    /// assert_eq!(state.probabilities(Side::Left), [0.5, 0.5]);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn probabilities(&self, side: Side) -> Vec<f64> {
        (0..self.dimension(side)).map(|index| self.slice(side, index).map(Complex::norm_sqr).sum()).collect()
    }

    /// The density matrix of one side, row by row: the partial trace over the other one.
    ///
    /// Its diagonal has the [`probabilities`](Self::probabilities), and its eigenvalues are the squares of the Schmidt
    /// coefficients.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] if it has more than 2^22 entries.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Bell, BipartiteState, Complex, Side};
    ///
    /// // Nothing is known of one half of a Bell state, along whatever direction.
    /// let density = BipartiteState::bell(Bell::PhiPlus).reduced_density(Side::Left)?;
    /// assert!((density[0].re - 0.5).abs() < 1e-15);
    /// assert_eq!(density[1], Complex::ZERO);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(amplitudes x alternatives of the side).
    pub fn reduced_density(&self, side: Side) -> Result<Vec<Complex>, QuantumError> {
        let dimension = self.dimension(side);
        require_dimensions(dimension, dimension)?;
        let mut density = vec![Complex::ZERO; dimension * dimension];
        for row in 0..dimension {
            for column in 0..=row {
                let mut entry = Complex::ZERO;
                for (one, other) in self.slice(side, row).zip(self.slice(side, column)) {
                    entry += one * other.conj();
                }
                density[row * dimension + column] = entry;
                density[column * dimension + row] = entry.conj();
            }
        }
        Ok(density)
    }

    /// The state as a sum of products of orthonormal states, as few as possible.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Bell, BipartiteState};
    ///
    /// let schmidt = BipartiteState::bell(Bell::PsiPlus).schmidt();
    /// assert!((schmidt.entropy() - 1.0).abs() < 1e-12);
    /// ```
    ///
    /// # Complexity
    ///
    /// O(m n²) a sweep for dimensions m >= n, and some 6 to 10 sweeps, by the one-sided Jacobi method.
    pub fn schmidt(&self) -> Schmidt {
        // The smaller system gives the columns. A matrix is `sum of c u v*`, a state `sum of c u v`: hence the conjugate.
        let turned = self.left < self.right;
        let side = if turned { Side::Left } else { Side::Right };
        let columns = (0..self.dimension(side)).map(|index| self.slice(side, index).collect()).collect();
        let mut schmidt = Schmidt::default();
        for term in svd::singular_triples(columns) {
            let conjugate = term.right.into_iter().map(Complex::conj).collect();
            let (left, right) = if turned { (conjugate, term.left) } else { (term.left, conjugate) };
            schmidt.push(term.value, left, right);
        }
        schmidt
    }

    /// The concurrence of two qubits, from 0 for a product to 1 for a Bell state: twice the modulus of the determinant
    /// of the amplitudes.
    ///
    /// W. K. Wootters, *Entanglement of formation of an arbitrary state of two qubits*, Physical Review Letters 80 (1998).
    ///
    /// # Errors
    ///
    /// [`QuantumError::NotQubits`] unless both sides have two alternatives.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Bell, BipartiteState};
    ///
    /// assert!((BipartiteState::bell(Bell::PhiMinus).concurrence()? - 1.0).abs() < 1e-15);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn concurrence(&self) -> Result<f64, QuantumError> {
        let [a, b, c, d] = self.qubits()?;
        Ok((2.0 * (a * d - b * c).norm()).min(1.0))
    }

    /// The four amplitudes of two qubits.
    pub(super) fn qubits(&self) -> Result<[Complex; 4], QuantumError> {
        let wrong = QuantumError::NotQubits { left: self.left, right: self.right };
        if self.left != 2 {
            return Err(wrong);
        }
        self.amplitudes.as_slice().try_into().map_err(|_| wrong)
    }

    /// A state whose amplitudes have norm 1.
    pub(super) fn from_parts(left: usize, right: usize, amplitudes: Vec<Complex>) -> Self {
        Self { left, right, amplitudes }
    }

    pub(super) fn dimension(&self, side: Side) -> usize {
        match side {
            Side::Left => self.left,
            Side::Right => self.right,
        }
    }

    /// The amplitudes with alternative `index` of `side`, in the order of the other side's.
    pub(super) fn slice(&self, side: Side, index: usize) -> impl Iterator<Item = Complex> + '_ {
        let (from, to, step) = match side {
            Side::Left => (index * self.right, (index + 1) * self.right, 1),
            Side::Right => (index, self.amplitudes.len(), self.right),
        };
        self.amplitudes[from..to].iter().step_by(step).copied()
    }
}

impl Side {
    /// The other one.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::Side;
    ///
    /// assert_eq!(Side::Left.other(), Side::Right);
    /// ```
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
        }
    }
}

impl fmt::Debug for BipartiteState {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("BipartiteState")
            .field("left", &self.left)
            .field("right", &self.right)
            .finish_non_exhaustive()
    }
}

/// Whether so many alternatives on each side can be held.
pub(super) fn require_dimensions(left: usize, right: usize) -> Result<(), ParameterError> {
    if left == 0 || right == 0 || left.checked_mul(right).is_none_or(|pairs| pairs > MOST_PAIRS) {
        let allowed = "at least 1 x 1, and at most 4194304 pairs";
        return Err(ParameterError::new("dimensions", format!("{left} x {right}"), allowed));
    }
    Ok(())
}

/// The most amplitudes: 64 MiB.
const MOST_PAIRS: usize = 1 << 22;
