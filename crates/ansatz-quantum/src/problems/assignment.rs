//! Assignment: each item to one of the slots, at the least cost.

use alloc::{vec, vec::Vec};
use core::fmt;

use ansatz_core::ParameterError;

use crate::{Ising, QuantumError, Qubo};

/// Items that are each to be put into one of the slots, at a cost that depends on both.
///
/// Item `i` in slot `s` is the variable `i * slots + s`, up for yes. With an item's costs counted from its cheapest slot,
/// `d_is = c_is - min c_i`, the greatest of them `D_i`, and a margin `u` of a quarter of the greatest `D` (if all
/// are 0, the size of the greatest cost; 1 if there is none),
///
/// * an item in a number of slots `r` other than one is fined `(D_i + u) (1 - r)^2`;
/// * if slots are exclusive, each pair of items `i`, `j` in a slot is fined `min(D_i, D_j) + u`.
///
/// This is enough: from spins that break a rule, a change leads to a lower energy. An item in several slots may leave one
/// of them: no `d` is negative, and the fine falls. Once there is none, one of two items that share an exclusive slot, the
/// one with the lower `D`, may move to a free slot: that costs at most `D`, and saves more. An item in no slot may go to a
/// free one: that costs at most `D_i`, and saves more. So all minima obey the rules, and the energy is the cost.
///
/// The assignment problem alone is easy, and the Hungarian method solves it exactly; as a model it is there to be built
/// upon, with costs of pairs of items that make it hard.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::{problems::Assignment, solvers::ExactSearch};
///
/// // Two jobs on two machines; both would like the first.
/// let jobs = Assignment::exclusive(&[[1.0, 5.0], [2.0, 3.0]])?;
/// let mut search = ExactSearch::new(jobs.model())?;
/// search.step(u64::MAX);
/// let best = search.best();
/// assert_eq!(jobs.decode(best.spins())?, Some(vec![0, 1]));
/// assert_eq!(best.energy(), 4.0);
/// # Ok::<(), ansatz_quantum::QuantumError>(())
/// ```
///
/// # Complexity
///
/// Of n items and m slots, n m (m - 1) / 2 pairs of variables, and m n (n - 1) / 2 more if slots are exclusive.
///
/// # Accuracy
///
/// Energies are exact as those of a [`Qubo`] are: 8 times as large as the costs, as margins are quarters. Where they are
/// not, rounding may swallow fines that are small beside the costs (differences of 1 between costs of 1e20): such spins
/// then have the same energy as those that obey the rules. Costs are better counted from an item's cheapest slot.
///
/// # References
///
/// A. Lucas, "Ising formulations of many NP problems", Frontiers in Physics 2, 2014, section 3, for constraints as fines.
#[derive(Clone, PartialEq)]
pub struct Assignment {
    model: Ising,
    slots: usize,
    is_exclusive: bool,
}

impl Assignment {
    /// Items, each with its costs in all of the slots; any number of items may share a slot.
    ///
    /// # Errors
    ///
    /// [`QuantumError::EmptyModel`] without items or slots, [`QuantumError::Length`] for an item with more or fewer costs
    /// than the first, [`QuantumError::Parameter`] for a cost that is not finite or above 1e240 in size, and for more than
    /// 2^24 pairs of variables.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::problems::Assignment;
    ///
    /// let jobs = Assignment::new(&[[1.0, 5.0], [2.0, 3.0]])?;
    /// assert_eq!(jobs.model().energy(&[1, -1, 1, -1])?, 3.0);
    /// assert!(Assignment::new(&[vec![1.0, 5.0], vec![2.0]]).is_err());
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn new<C: AsRef<[f64]>>(costs: &[C]) -> Result<Self, QuantumError> {
        Self::with_rules(costs, false)
    }

    /// Items, each with its costs in all of the slots, of which each holds at most one item.
    ///
    /// # Errors
    ///
    /// Those of [`new`](Self::new), and [`QuantumError::Parameter`] for more items than slots.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::problems::Assignment;
    ///
    /// let jobs = Assignment::exclusive(&[[1.0, 5.0], [2.0, 3.0]])?;
    /// assert_eq!(jobs.decode(&[1, -1, 1, -1])?, None);
    /// assert!(Assignment::exclusive(&[[1.0], [2.0]]).is_err());
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn exclusive<C: AsRef<[f64]>>(costs: &[C]) -> Result<Self, QuantumError> {
        Self::with_rules(costs, true)
    }

    fn with_rules<C: AsRef<[f64]>>(costs: &[C], is_exclusive: bool) -> Result<Self, QuantumError> {
        let slots = require_table(costs, is_exclusive)?;
        let items = costs.len();
        let cheapest: Vec<f64> = costs.iter().map(|row| least(row.as_ref())).collect();
        let spreads: Vec<f64> =
            costs.iter().zip(&cheapest).map(|(row, least)| greatest(row.as_ref()) - least).collect();
        let size = cheapest.iter().fold(0.0, |size: f64, cost| size.max(cost.abs()));
        // A fine of another magnitude than the costs would swallow them, or be swallowed.
        let margin = match (greatest(&spreads), size) {
            (0.0, 0.0) => 1.0,
            (0.0, size) => size,
            // The quarter of a number near the least would be 0.
            (spread, _) => (0.25 * spread).max(f64::MIN_POSITIVE),
        };
        let mut linear = Vec::with_capacity(items * slots);
        let mut pairs = Vec::new();
        for (item, row) in costs.iter().enumerate() {
            linear.extend(row.as_ref().iter().map(|cost| cost - cheapest[item]));
            pairs.extend(super::exactly_one(item * slots..(item + 1) * slots, spreads[item] + margin));
            let rivals = if is_exclusive { item } else { 0 };
            for rival in 0..rivals {
                let fine = spreads[item].min(spreads[rival]) + margin;
                pairs.extend((0..slots).map(|slot| (rival * slots + slot, item * slots + slot, fine)));
            }
        }
        let fines: f64 = spreads.iter().map(|spread| spread + margin).sum();
        let offset = cheapest.iter().sum::<f64>() + fines;
        let model = Qubo::new(&linear, pairs)?.with_offset(offset)?.to_ising();
        Ok(Self { model, slots, is_exclusive })
    }

    /// The model, with a spin for each item and slot: item 0's first.
    ///
    /// # Examples
    ///
    /// ```
    /// let jobs = ansatz_quantum::problems::Assignment::new(&[[1.0, 5.0, 2.0], [2.0, 3.0, 9.0]])?;
    /// assert_eq!(jobs.model().len(), 6);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn model(&self) -> &Ising {
        &self.model
    }

    /// The slot of each item, both counted from 0, or `None` if the spins break a rule.
    ///
    /// # Errors
    ///
    /// Those of [`Ising::energy`].
    ///
    /// # Examples
    ///
    /// ```
    /// let jobs = ansatz_quantum::problems::Assignment::new(&[[1.0, 5.0], [2.0, 3.0]])?;
    /// assert_eq!(jobs.decode(&[1, -1, -1, 1])?, Some(vec![0, 1]));
    /// assert_eq!(jobs.decode(&[1, 1, -1, 1])?, None);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn decode(&self, spins: &[i8]) -> Result<Option<Vec<usize>>, QuantumError> {
        self.model.require_spins(spins)?;
        let chosen: Option<Vec<usize>> = spins.chunks_exact(self.slots).map(super::only_one).collect();
        Ok(chosen.filter(|chosen| !self.is_exclusive || are_different(chosen, self.slots)))
    }
}

/// The number of slots, if all is well with the costs.
fn require_table<C: AsRef<[f64]>>(costs: &[C], is_exclusive: bool) -> Result<usize, QuantumError> {
    let slots = costs.first().map_or(0, |row| row.as_ref().len());
    if slots == 0 {
        return Err(QuantumError::EmptyModel);
    }
    let items = costs.len();
    for row in costs {
        let row = row.as_ref();
        if row.len() != slots {
            return Err(QuantumError::Length { what: "an item's costs", length: row.len(), variables: slots });
        }
        if let Some(cost) = row.iter().find(|cost| cost.is_nan() || cost.abs() > GREATEST_COST) {
            return Err(ParameterError::new("cost", format_args!("{cost:e}"), "at most 1e240 in size").into());
        }
    }
    if is_exclusive && items > slots {
        let allowed = alloc::format!("at most {slots}, the number of slots");
        return Err(ParameterError::new("items", items, allowed).into());
    }
    let rivals = if is_exclusive { slots as u128 * super::pairs_among(items) } else { 0 };
    super::require_pairs(rivals + items as u128 * super::pairs_among(slots))?;
    super::require_variables(items.saturating_mul(slots))?;
    Ok(slots)
}

fn are_different(chosen: &[usize], slots: usize) -> bool {
    let mut is_taken = vec![false; slots];
    chosen.iter().all(|&slot| !core::mem::replace(&mut is_taken[slot], true))
}

fn least(numbers: &[f64]) -> f64 {
    numbers.iter().copied().fold(f64::INFINITY, f64::min)
}

fn greatest(numbers: &[f64]) -> f64 {
    numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

impl fmt::Debug for Assignment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Assignment")
            .field("items", &(self.model.len() / self.slots))
            .field("slots", &self.slots)
            .field("is_exclusive", &self.is_exclusive)
            .finish_non_exhaustive()
    }
}

/// So that fines, and sums of 2^24 of them, stay below what a model takes, 1e250.
const GREATEST_COST: f64 = 1e240;
