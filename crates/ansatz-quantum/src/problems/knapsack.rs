//! The knapsack: items of the most value that are not too heavy together.

use alloc::vec::Vec;
use core::fmt;

use ansatz_core::ParameterError;

use crate::{Ising, QuantumError, Qubo};

/// Items with values and weights, of which some are to be taken: of the most value, and not heavier than the capacity.
///
/// The first variables say which items are taken. What is left of the capacity is written in the others, in binary: they
/// stand for 1, 2, 4, ... and the last for the rest, so that together they reach exactly the numbers from 0 to the
/// capacity. The energy is `(greatest value + 1) (weight + what is left - capacity)^2 - value`.
///
/// This is enough: if the items taken are too heavy by `e`, leaving out at most `e` of them that weigh anything makes them
/// fit, which costs less than `e (greatest value + 1)` and saves at least `e^2 (greatest value + 1)`. And if they fit, the
/// others can be set so that the square is 0. So in all minima the items fit, and the energy is minus their value. All
/// energies are exact: numbers that are too large for that are refused.
///
/// The squares make steep walls between solutions, which single flips have to climb: dynamic programming solves the
/// knapsack alone in O(items x capacity). As a model it is a part of larger ones.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::{problems::Knapsack, solvers::ExactSearch};
///
/// let bag = Knapsack::new(&[(6, 5), (5, 4), (5, 4)], 8)?;
/// let mut search = ExactSearch::new(bag.model())?;
/// search.step(u64::MAX);
/// let best = search.best();
/// assert_eq!(bag.decode(best.spins())?, Some(vec![1, 2]));
/// assert_eq!(best.energy(), -10.0);
/// # Ok::<(), ansatz_quantum::QuantumError>(())
/// ```
///
/// # Complexity
///
/// Of n items, n + log2(capacity) + 1 variables at most, all of them coupled.
///
/// # References
///
/// A. Lucas, "Ising formulations of many NP problems", Frontiers in Physics 2, 2014, sections 2.4 and 5.2.
#[derive(Clone, PartialEq)]
pub struct Knapsack {
    model: Ising,
    /// The value and the weight of each.
    items: Vec<(u64, u64)>,
    capacity: u64,
}

impl Knapsack {
    /// Items, each with its value and its weight, and what may be taken.
    ///
    /// # Errors
    ///
    /// [`QuantumError::EmptyModel`] without items, [`QuantumError::Parameter`] for more than 5,793 variables, and for
    /// numbers that are too large for exact energies: the sum of all values, with (greatest value + 1) x (sum of weights +
    /// 2 x capacity)^2, may be 2^51 at most.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::problems::Knapsack;
    ///
    /// // Three items, and 1 + 2 + 4 + 3 for what is left of ten.
    /// assert_eq!(Knapsack::new(&[(6, 5), (5, 4), (5, 4)], 10)?.model().len(), 7);
    /// assert!(Knapsack::new(&[(1, u64::MAX)], 10).is_err());
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn new(items: &[(u64, u64)], capacity: u64) -> Result<Self, QuantumError> {
        if items.is_empty() {
            return Err(QuantumError::EmptyModel);
        }
        let fine = require_exact(items, capacity)?;
        let left: Vec<u64> = super::binary(capacity).collect();
        super::require_pairs(super::pairs_among(items.len() + left.len()))?;
        let values = items.iter().map(|&(value, _)| -(value as f64));
        let linear: Vec<f64> = values.chain(left.iter().map(|_| 0.0)).collect();
        // Below 2^26 each, as the sum of their squares is at most 2^51.
        let weights = items.iter().map(|&(_, weight)| weight);
        let sizes: Vec<(usize, u64)> = (0..).zip(weights.chain(left)).collect();
        let pairs = super::squared(&sizes, capacity, fine);
        let offset = fine * capacity as f64 * capacity as f64;
        let model = Qubo::new(&linear, pairs)?.with_offset(offset)?.to_ising();
        Ok(Self { model, items: items.to_vec(), capacity })
    }

    /// The model: a spin for each item, up if it is taken, and those for what is left.
    ///
    /// # Examples
    ///
    /// ```
    /// // One item, and a bit for what is left of 1.
    /// let bag = ansatz_quantum::problems::Knapsack::new(&[(6, 1)], 1)?;
    /// assert_eq!(bag.model().energy(&[1, -1])?, -6.0);
    /// assert_eq!(bag.model().energy(&[-1, 1])?, 0.0);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn model(&self) -> &Ising {
        &self.model
    }

    /// The items taken, counted from 0, or `None` if they are too heavy; what the other spins say is left does not matter.
    ///
    /// # Errors
    ///
    /// Those of [`Ising::energy`].
    ///
    /// # Examples
    ///
    /// ```
    /// let bag = ansatz_quantum::problems::Knapsack::new(&[(6, 1), (3, 1)], 1)?;
    /// assert_eq!(bag.decode(&[-1, 1, -1])?, Some(vec![1]));
    /// assert_eq!(bag.decode(&[1, 1, -1])?, None);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn decode(&self, spins: &[i8]) -> Result<Option<Vec<usize>>, QuantumError> {
        self.model.require_spins(spins)?;
        let (taken, _) = super::sides(&spins[..self.items.len()]);
        let weight: u64 = taken.iter().map(|&item| self.items[item].1).sum();
        Ok((weight <= self.capacity).then_some(taken))
    }

    /// The value of items, counted from 0.
    ///
    /// # Errors
    ///
    /// [`QuantumError::UnknownVariable`] for an item that is not there.
    ///
    /// # Examples
    ///
    /// ```
    /// let bag = ansatz_quantum::problems::Knapsack::new(&[(6, 1), (3, 1)], 2)?;
    /// assert_eq!(bag.value(&[0, 1])?, 9);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn value(&self, items: &[usize]) -> Result<u128, QuantumError> {
        items.iter().try_fold(0, |sum, &item| {
            super::require_below(item, self.items.len())?;
            Ok(sum + u128::from(self.items[item].0))
        })
    }
}

/// The fine for an excess of 1, if all energies are exact.
fn require_exact(items: &[(u64, u64)], capacity: u64) -> Result<f64, ParameterError> {
    let sum = |part: fn(&(u64, u64)) -> u64| items.iter().map(|item| u128::from(part(item))).sum::<u128>();
    let fine = u128::from(items.iter().map(|item| item.0).max().unwrap_or(0)) + 1;
    // Of all terms of the square together.
    let span = sum(|item| item.1) + 2 * u128::from(capacity);
    let fines = span.checked_mul(span).and_then(|square| square.checked_mul(fine));
    if fines.is_some_and(|fines| fines.saturating_add(sum(|item| item.0)) <= super::MOST_EXACT) {
        return Ok(fine as f64);
    }
    let found = alloc::format!("values of {} at most and weights of {span} with twice the capacity", fine - 1);
    Err(ParameterError::new("items", found, "energies of at most 2^51, so that they are exact"))
}

impl fmt::Debug for Knapsack {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Knapsack")
            .field("items", &self.items.len())
            .field("capacity", &self.capacity)
            .finish_non_exhaustive()
    }
}
