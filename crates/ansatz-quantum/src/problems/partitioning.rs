//! Number partitioning: numbers in two groups with sums as equal as possible.

use alloc::{vec, vec::Vec};
use core::fmt;

use ansatz_core::ParameterError;

use crate::{Ising, QuantumError};

/// Numbers that are to be divided in two groups so that the sums of the two differ as little as possible.
///
/// A spin for each number says in which group it is, and the model's energy is the difference of the sums, squared. Every
/// pair of numbers is coupled, so that n numbers make n (n - 1) / 2 couplings; and the energies span so many magnitudes
/// that the best of them are hard to find for any search by single flips: for more than some 30 numbers, differencing
/// (Karmarkar and Karp) is the better method.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::{problems::NumberPartitioning, solvers::ExactSearch};
///
/// let loads = NumberPartitioning::new(&[8, 7, 6, 5, 4])?;
/// let mut search = ExactSearch::new(loads.model())?;
/// search.step(u64::MAX);
/// assert_eq!(loads.difference(search.best().spins())?, 0);
/// # Ok::<(), ansatz_quantum::QuantumError>(())
/// ```
///
/// # Accuracy
///
/// All energies are exact: numbers whose sum is too large for that are refused.
///
/// # References
///
/// A. Lucas, "Ising formulations of many NP problems", Frontiers in Physics 2, 2014, section 2.1.
#[derive(Clone, PartialEq)]
pub struct NumberPartitioning {
    model: Ising,
    numbers: Vec<u64>,
}

impl NumberPartitioning {
    /// The numbers, with a sum of at most 94,906,265, whose square is below 2^53.
    ///
    /// # Errors
    ///
    /// [`QuantumError::EmptyModel`] without numbers, [`QuantumError::Parameter`] for a larger sum and for more than 5,793
    /// numbers.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::problems::NumberPartitioning;
    ///
    /// let error = NumberPartitioning::new(&[1 << 30, 1]).unwrap_err();
    /// assert_eq!(error.to_string(), "`numbers` is a sum of 1073741825, allowed: at most 94906265, so that squares are exact");
    /// ```
    pub fn new(numbers: &[u64]) -> Result<Self, QuantumError> {
        super::require_pairs(super::pairs_among(numbers.len()))?;
        let sum: u128 = numbers.iter().map(|&number| u128::from(number)).sum();
        if sum > GREATEST_SUM {
            let found = format_args!("a sum of {sum}");
            let allowed = "at most 94906265, so that squares are exact";
            return Err(ParameterError::new("numbers", found, allowed).into());
        }
        let couplings = numbers.iter().enumerate().flat_map(|(one, &a)| {
            let later = numbers.iter().enumerate().skip(one + 1);
            later.map(move |(other, &b)| (one, other, (2 * a * b) as f64))
        });
        let squares: u64 = numbers.iter().map(|number| number * number).sum();
        let model = Ising::new(&vec![0.0; numbers.len()], couplings)?.with_offset(squares as f64)?;
        Ok(Self { model, numbers: numbers.to_vec() })
    }

    /// The model, with a spin for each number.
    ///
    /// # Examples
    ///
    /// ```
    /// let pair = ansatz_quantum::problems::NumberPartitioning::new(&[5, 3])?;
    /// assert_eq!(pair.model().energy(&[1, -1])?, 4.0);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn model(&self) -> &Ising {
        &self.model
    }

    /// The difference of the two sums.
    ///
    /// # Errors
    ///
    /// Those of [`Ising::energy`].
    ///
    /// # Examples
    ///
    /// ```
    /// let pair = ansatz_quantum::problems::NumberPartitioning::new(&[5, 3])?;
    /// assert_eq!(pair.difference(&[-1, 1])?, 2);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn difference(&self, spins: &[i8]) -> Result<u64, QuantumError> {
        let (up, down) = self.decode(spins)?;
        let sum = |group: Vec<usize>| group.into_iter().map(|number| self.numbers[number]).sum::<u64>();
        Ok(sum(up).abs_diff(sum(down)))
    }

    /// Which numbers, counted from 0, are in each of the two groups, those that are up first.
    ///
    /// # Errors
    ///
    /// Those of [`Ising::energy`].
    ///
    /// # Examples
    ///
    /// ```
    /// let three = ansatz_quantum::problems::NumberPartitioning::new(&[5, 3, 2])?;
    /// assert_eq!(three.decode(&[1, -1, -1])?, (vec![0], vec![1, 2]));
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn decode(&self, spins: &[i8]) -> Result<(Vec<usize>, Vec<usize>), QuantumError> {
        self.model.require_spins(spins)?;
        Ok(super::sides(spins))
    }
}

impl fmt::Debug for NumberPartitioning {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("NumberPartitioning").field("numbers", &self.numbers.len()).finish_non_exhaustive()
    }
}

/// The largest whole number with a square of at most 2^53.
const GREATEST_SUM: u128 = 94_906_265;
