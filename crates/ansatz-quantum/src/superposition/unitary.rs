//! Unitary matrices: how alternatives turn into each other without any probability being lost.

use alloc::{format, vec::Vec};
use core::{f64::consts::PI, fmt};

use ansatz_core::{ParameterError, require_range};

use super::{Superposition, sums::pair_sum};
use crate::QuantumError;
use crate::complex::{Complex, require_amplitudes};

/// A small unitary matrix: its rows are orthogonal and of length 1, so that it keeps the norm of every state and can be
/// undone.
///
/// The classical twin is a stochastic matrix, which moves probabilities. The Hadamard matrix and a fair coin's flip give
/// the same probabilities of one half; twice the Hadamard matrix is the state one started from, twice the flip is a flip.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::{Superposition, Unitary};
///
/// let mut state = Superposition::new([0, 1], &[1.0.into(), 0.0.into()])?;
/// state.apply(&Unitary::hadamard(), &[0, 1])?;
/// assert!((state.probability(|&x| x == 0) - 0.5).abs() < 1e-15);
/// state.apply(&Unitary::hadamard(), &[0, 1])?;
/// assert!((state.probability(|&x| x == 0) - 1.0).abs() < 1e-15);
/// # Ok::<(), ansatz_quantum::QuantumError>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Unitary {
    size: usize,
    /// Row by row.
    entries: Vec<Complex>,
}

impl Unitary {
    /// The matrix with these entries, row by row.
    ///
    /// One that is unitary up to 1e-9 is made so up to rounding (by Gram and Schmidt, from its first row on), so that a
    /// state keeps its norm however often it is applied.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] for a size that is not from 1 to 256, for another number of entries than its square and
    /// for one that is not finite; [`QuantumError::NotUnitary`].
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Complex, Unitary};
    ///
    /// let (zero, one, i) = (Complex::ZERO, Complex::from(1.0), Complex::new(0.0, 1.0));
    /// assert!(Unitary::new(2, &[zero, i, one, zero]).is_ok());
    /// assert!(Unitary::new(2, &[one, i, zero, one]).is_err());
    /// ```
    ///
    /// # Complexity
    ///
    /// The third power of the size.
    pub fn new(size: usize, entries: &[Complex]) -> Result<Self, QuantumError> {
        let size = require_range("size", size, 1..=MOST_ROWS)?;
        if entries.len() != size * size {
            let found = format!("of length {}", entries.len());
            return Err(ParameterError::new("entries", found, format!("{} for {size} rows", size * size)).into());
        }
        require_amplitudes("entries", entries)?;
        let mut unitary = Self { size, entries: entries.to_vec() };
        unitary.require_orthonormal_rows()?;
        unitary.orthonormalise();
        Ok(unitary)
    }

    /// The matrix that leaves everything as it is but for mixing two alternatives: the first becomes the cosine of
    /// `angle` of itself and the sine of the second, turned by `phase`; both in radians.
    ///
    /// A beam splitter that lets the square of the cosine through; with a phase of 0, a rotation.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] for an angle or a phase that is not finite.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Superposition, Unitary};
    /// use core::f64::consts::FRAC_PI_3;
    ///
    /// let mut photon = Superposition::new(["through", "aside"], &[1.0.into(), 0.0.into()])?;
    /// photon.apply(&Unitary::beam_splitter(FRAC_PI_3, 0.0)?, &[0, 1])?;
    /// assert!((photon.probability(|&port| port == "through") - 0.25).abs() < 1e-15);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn beam_splitter(angle: f64, phase: f64) -> Result<Self, QuantumError> {
        for (name, value) in [("angle", angle), ("phase", phase)] {
            if !value.is_finite() {
                return Err(ParameterError::new(name, value, "finite").into());
            }
        }
        let (sine, cosine) = libm::sincos(angle);
        let aside = Complex::from_polar(sine, phase);
        Ok(Self { size: 2, entries: [cosine.into(), -aside.conj(), aside, cosine.into()].into() })
    }

    /// The Hadamard matrix: from each of two alternatives to both, one as likely as the other.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::Unitary;
    ///
    /// assert_eq!(Unitary::hadamard().adjoint(), Unitary::hadamard());
    /// ```
    #[must_use]
    pub fn hadamard() -> Self {
        let half = Complex::from(core::f64::consts::FRAC_1_SQRT_2);
        Self { size: 2, entries: [half, half, half, -half].into() }
    }

    /// The discrete Fourier transform: from each of `size` alternatives to all, one as likely as the other.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] for a size that is not from 1 to 256.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Superposition, Unitary};
    ///
    /// // What is spread over all alternatives in phase comes together in the first of them.
    /// let mut state = Superposition::uniform([0, 1, 2])?;
    /// state.apply(&Unitary::fourier(3)?, &[0, 1, 2])?;
    /// assert!((state.probability(|&x| x == 0) - 1.0).abs() < 1e-15);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn fourier(size: usize) -> Result<Self, QuantumError> {
        let size = require_range("size", size, 1..=MOST_ROWS)?;
        let magnitude = 1.0 / libm::sqrt(size as f64);
        let entries = (0..size * size).map(|entry| {
            let turns = (entry / size) * (entry % size) % size;
            Complex::from_polar(magnitude, 2.0 * PI * turns as f64 / size as f64)
        });
        Ok(Self { size, entries: entries.collect() })
    }

    /// How many alternatives it is for.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_quantum::Unitary::hadamard().size(), 2);
    /// ```
    pub fn size(&self) -> usize {
        self.size
    }

    /// The entries, row by row.
    ///
    /// # Examples
    ///
    /// ```
    /// let entries = ansatz_quantum::Unitary::hadamard();
    /// assert_eq!(entries.entries()[3], -entries.entries()[0]);
    /// ```
    pub fn entries(&self) -> &[Complex] {
        &self.entries
    }

    /// The matrix that undoes this one: transposed, and conjugated.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Superposition, Unitary};
    ///
    /// let before = Superposition::from_weights([0, 1, 2], &[1.0, 2.0, 3.0])?;
    /// let mut state = before.clone();
    /// state.apply(&Unitary::fourier(3)?, &[0, 1, 2])?;
    /// state.apply(&Unitary::fourier(3)?.adjoint(), &[0, 1, 2])?;
    /// assert!((state.fidelity(&before)? - 1.0).abs() < 1e-14);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    #[must_use]
    pub fn adjoint(&self) -> Self {
        let size = self.size;
        let transposed = |entry: usize| self.entries[entry % size * size + entry / size].conj();
        Self { size, entries: (0..size * size).map(transposed).collect() }
    }

    fn require_orthonormal_rows(&self) -> Result<(), QuantumError> {
        for (row, ours) in self.entries.chunks_exact(self.size).enumerate() {
            for (other, theirs) in self.entries.chunks_exact(self.size).enumerate().skip(row) {
                let expected = if row == other { 1.0 } else { 0.0 };
                let deviation = (inner(ours, theirs) - Complex::from(expected)).norm();
                if deviation > UNITARY {
                    return Err(QuantumError::NotUnitary { row, other, deviation });
                }
            }
        }
        Ok(())
    }

    fn orthonormalise(&mut self) {
        for row in 0..self.size {
            let (done, rest) = self.entries.split_at_mut(row * self.size);
            let ours = &mut rest[..self.size];
            for before in done.chunks_exact(self.size) {
                let common = inner(before, ours);
                for (entry, &theirs) in ours.iter_mut().zip(before) {
                    *entry = *entry - theirs * common;
                }
            }
            let length = libm::sqrt(inner(ours, ours).re);
            for entry in ours {
                *entry = *entry * (1.0 / length);
            }
        }
    }

    /// What becomes of `before`.
    fn times(&self, before: &[Complex], after: &mut [Complex]) {
        for (after, row) in after.iter_mut().zip(self.entries.chunks_exact(self.size)) {
            *after = row.iter().zip(before).map(|(&entry, &amplitude)| entry * amplitude).sum();
        }
    }
}

impl fmt::Debug for Unitary {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Unitary").field("size", &self.size).finish_non_exhaustive()
    }
}

impl<T> Superposition<T> {
    /// Turns the alternatives at `positions` into each other; all others stay what they are.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] unless there are as many positions as the matrix has rows, all different and below
    /// [`len`](Self::len). The state is then as it was.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Superposition, Unitary};
    ///
    /// let mut state = Superposition::uniform(["a", "b", "c"])?;
    /// state.apply(&Unitary::hadamard(), &[2, 0])?;
    /// assert!(state.probability(|&x| x == "a") < 1e-30);
    /// assert!((state.probability(|&x| x == "c") - 2.0 / 3.0).abs() < 1e-15);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// The square of the size of the matrix, however many alternatives there are.
    pub fn apply(&mut self, unitary: &Unitary, positions: &[usize]) -> Result<(), QuantumError> {
        let (size, len) = (unitary.size, self.len());
        let are_valid = positions.len() == size
            && positions.iter().enumerate().all(|(at, &one)| one < len && !positions[..at].contains(&one));
        if !are_valid {
            let allowed = format!("{size} different ones below {len}");
            return Err(ParameterError::new("positions", format!("{:?}", Start(positions)), allowed).into());
        }
        let before: Vec<Complex> = positions.iter().map(|&position| self.amplitudes[position]).collect();
        let mut after = alloc::vec![Complex::ZERO; size];
        unitary.times(&before, &mut after);
        for (&position, &amplitude) in positions.iter().zip(&after) {
            self.amplitudes[position] = amplitude;
        }
        Ok(())
    }

    /// Turns the alternatives of each block into each other: the first ones, as many as the matrix has rows, then as many
    /// after them, and so on. After [`tensor`](Self::tensor) that is the matrix on the second of both states.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] if the number of alternatives is no multiple of the size of the matrix.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Superposition, Unitary};
    ///
    /// let mut pairs = Superposition::uniform(0..6)?;
    /// pairs.apply_blocks(&Unitary::hadamard())?;
    /// assert!(pairs.probability(|x| x % 2 == 1) < 1e-30);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// The number of alternatives times the size of the matrix.
    pub fn apply_blocks(&mut self, unitary: &Unitary) -> Result<(), QuantumError> {
        let size = unitary.size;
        if !self.len().is_multiple_of(size) {
            return Err(ParameterError::new("alternatives", self.len(), format!("a multiple of {size}")).into());
        }
        match unitary.entries[..] {
            // Half as many multiplications, for rotations and the Hadamard matrix.
            [a, b, c, d] if unitary.entries.iter().all(|entry| entry.im == 0.0) => {
                mix_pairs(&mut self.amplitudes, |one, other| (one * a.re + other * b.re, one * c.re + other * d.re));
            }
            [a, b, c, d] => mix_pairs(&mut self.amplitudes, |one, other| (a * one + b * other, c * one + d * other)),
            _ => self.mix_blocks(unitary),
        }
        Ok(())
    }

    fn mix_blocks(&mut self, unitary: &Unitary) {
        let size = unitary.size;
        let mut before = alloc::vec![Complex::ZERO; size];
        for block in self.amplitudes.chunks_exact_mut(size) {
            before.copy_from_slice(block);
            unitary.times(&before, block);
        }
    }
}

#[inline]
fn mix_pairs(amplitudes: &mut [Complex], mix: impl Fn(Complex, Complex) -> (Complex, Complex)) {
    for pair in amplitudes.chunks_exact_mut(2) {
        (pair[0], pair[1]) = mix(pair[0], pair[1]);
    }
}

fn inner(ours: &[Complex], theirs: &[Complex]) -> Complex {
    pair_sum(ours, theirs, |ours, &theirs| ours.conj() * theirs)
}

/// The first few of a list, for a message.
struct Start<'a>(&'a [usize]);

impl fmt::Debug for Start<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = &self.0[..self.0.len().min(8)];
        write!(formatter, "{shown:?}")?;
        if shown.len() < self.0.len() { write!(formatter, " and {} more", self.0.len() - shown.len()) } else { Ok(()) }
    }
}

/// What matrices that were written with nine digits or more deviate by.
const UNITARY: f64 = 1e-9;

/// 1 MiB of entries, and 17 million steps to check them.
const MOST_ROWS: usize = 256;
