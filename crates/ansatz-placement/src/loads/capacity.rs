//! How many keys a node may hold, in whole numbers.
//!
//! (1 + eps) is an integer of billionths and each weight an integer of billionths of the heaviest one's power of ten, so
//! that what a user writes with up to nine digits is taken for exactly that: 0.1 is a tenth, and equal weights are equal.

use alloc::vec::Vec;

use ansatz_core::{ParameterError, require_range};

/// ceil((1 + eps) m w / W) for the nodes of a fleet.
#[derive(Debug, Clone)]
pub(crate) struct Capacities {
    /// 1 + eps, in billionths.
    factor: u64,
    /// The weight of each slot, 1 to 10^10.
    units: Vec<u64>,
    /// The sum of `units`.
    total: u128,
}

impl Capacities {
    pub(crate) fn new(slack: f64, weights: &[f64]) -> Result<Self, ParameterError> {
        let slack = require_range("slack", slack, LEAST_SLACK..=MOST_SLACK)?;
        let factor = libm::round(slack * BILLION as f64) as u64 + BILLION;
        let mut capacities = Self { factor, units: Vec::new(), total: 0 };
        capacities.weigh(weights);
        Ok(capacities)
    }

    /// Takes other weights.
    pub(crate) fn weigh(&mut self, weights: &[f64]) {
        let heaviest = weights.iter().copied().fold(0.0, f64::max);
        let scale = libm::pow(10.0, 9.0 - libm::floor(libm::log10(heaviest)));
        self.units = weights.iter().map(|weight| (libm::round(weight * scale) as u64).max(1)).collect();
        self.total = self.units.iter().map(|&unit| u128::from(unit)).sum();
    }

    pub(crate) fn slack(&self) -> f64 {
        (self.factor - BILLION) as f64 / BILLION as f64
    }

    pub(crate) fn memory_bytes(&self) -> usize {
        size_of::<u64>() * self.units.capacity()
    }

    /// The most keys that a slot may hold when there are `keys` in all.
    pub(crate) fn of(&self, slot: usize, keys: u64) -> u64 {
        // Exact for up to 2^54 keys, of which memory holds fewer: the factor is below 2^40, a unit below 2^34.
        let share = self.rate(slot).saturating_mul(u128::from(keys));
        u64::try_from(share.div_ceil(u128::from(BILLION) * self.total)).unwrap_or(u64::MAX)
    }

    /// The least number of keys in all at which a slot may hold `load` of them: the inverse of [`of`](Self::of).
    pub(crate) fn keys_for(&self, slot: usize, load: u64) -> u64 {
        // load <= ceil(x keys) just if load - 1 < x keys, for x = factor units / (10^9 total).
        let Some(below) = load.checked_sub(1) else { return 0 };
        let scaled = (u128::from(BILLION) * self.total).saturating_mul(u128::from(below));
        u64::try_from(scaled / self.rate(slot) + 1).unwrap_or(u64::MAX)
    }

    /// A slot's capacity for each key, in units of 1 / (10^9 total).
    fn rate(&self, slot: usize) -> u128 {
        u128::from(self.factor) * u128::from(self.units[slot])
    }
}

const BILLION: u64 = 1_000_000_000;

/// One billionth: less would be none.
const LEAST_SLACK: f64 = 1e-9;

/// Beyond it there is hardly a bound; the factor in billionths stays below 2^40.
const MOST_SLACK: f64 = 1000.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenth_is_a_tenth() {
        // In floating point 1.1 * 10 is more than 11, and its ceiling 12.
        let capacities = Capacities::new(0.1, &[1.0]).unwrap_or_else(|_| unreachable!());
        assert_eq!((1..=3).map(|tens| capacities.of(0, tens * 10)).collect::<Vec<_>>(), [11, 22, 33]);
        let thirds = Capacities::new(0.25, &[0.1, 0.2, 0.1]).unwrap_or_else(|_| unreachable!());
        assert_eq!([0, 1, 2].map(|slot| thirds.of(slot, 16)), [5, 10, 5]);
    }

    #[test]
    fn the_least_number_of_keys_is_the_inverse() {
        let weights = [1.0, 2.5, 0.001, 7e-12];
        for slack in [1e-9, 0.1, 0.25, 1000.0] {
            let capacities = Capacities::new(slack, &weights).unwrap_or_else(|_| unreachable!());
            for slot in 0..weights.len() {
                for load in 1..200 {
                    let keys = capacities.keys_for(slot, load);
                    assert!(capacities.of(slot, keys) >= load && capacities.of(slot, keys - 1) < load);
                }
            }
        }
    }
}
