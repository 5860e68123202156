//! Two states: what they have in common, and both as one.

use alloc::{format, vec::Vec};

use ansatz_core::ParameterError;

use super::{Superposition, sums::pair_sum};
use crate::Complex;
use crate::QuantumError;

impl<T> Superposition<T> {
    /// The inner product with `other`: the sum of our amplitudes, conjugated, times the other's.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] if the other is not over the same alternatives in the same order.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Complex, Superposition};
    ///
    /// let plus = Superposition::uniform([0, 1])?;
    /// let minus = Superposition::new([0, 1], &[Complex::from(1.0), Complex::from(-1.0)])?;
    /// assert!(plus.inner(&minus)?.norm() < 1e-15);
    /// assert!(plus.inner(&Superposition::uniform([1, 0])?).is_err());
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn inner(&self, other: &Self) -> Result<Complex, QuantumError>
    where
        T: PartialEq,
    {
        if self.alternatives != other.alternatives {
            let allowed = "the same alternatives in the same order";
            return Err(ParameterError::new("other", "over other alternatives", allowed).into());
        }
        Ok(pair_sum(&self.amplitudes, &other.amplitudes, |ours, &theirs| ours.conj() * theirs))
    }

    /// The probability that this state passes for `other` where one asks for just that: 1 for the same state, whatever
    /// its global phase, 0 for one that has nothing in common with it.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] if the other is not over the same alternatives in the same order.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Complex, Superposition};
    ///
    /// let plus = Superposition::uniform([0, 1])?;
    /// let zero = Superposition::new([0, 1], &[Complex::from(-1.0), Complex::ZERO])?;
    /// assert!((plus.fidelity(&zero)? - 0.5).abs() < 1e-15);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn fidelity(&self, other: &Self) -> Result<f64, QuantumError>
    where
        T: PartialEq,
    {
        Ok(self.inner(other)?.norm_sqr().min(1.0))
    }

    /// Both states as one, of pairs of alternatives: the amplitude of a pair is the product of two. The pairs of our first
    /// alternative come first.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] for more than 2^24 pairs, whose amplitudes take 256 MiB.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::Superposition;
    ///
    /// let two = Superposition::uniform(1..=6)?.tensor(&Superposition::uniform(1..=6)?)?;
    /// assert!((two.probability(|(one, other)| one + other == 7) - 1.0 / 6.0).abs() < 1e-15);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// The product of both numbers of alternatives, in time and memory.
    pub fn tensor<U: Clone>(&self, other: &Superposition<U>) -> Result<Superposition<(T, U)>, QuantumError>
    where
        T: Clone,
    {
        let pairs = self.len().checked_mul(other.len());
        if pairs.is_none_or(|pairs| pairs > MOST_PAIRS) {
            let found = format!("{} times {}", self.len(), other.len());
            return Err(ParameterError::new("alternatives", found, format!("up to {MOST_PAIRS} pairs")).into());
        }
        let pairs = pairs.unwrap_or(0);
        let (mut alternatives, mut amplitudes) = (Vec::with_capacity(pairs), Vec::with_capacity(pairs));
        for (one, &ours) in self.alternatives.iter().zip(&self.amplitudes) {
            alternatives.extend(other.alternatives.iter().map(|other| (one.clone(), other.clone())));
            amplitudes.extend(other.amplitudes.iter().map(|&theirs| ours * theirs));
        }
        Ok(Superposition { alternatives, amplitudes })
    }
}

/// 256 MiB of amplitudes.
const MOST_PAIRS: usize = 1 << 24;
