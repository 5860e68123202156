//! How many items were inserted, from how many bits are still zero.
//!
//! The expected number of zero bits falls with the number of items, and both it and its variance are known exactly for
//! ideal hashes. Reading that curve backwards gives the estimate (Swamidass and Baldi, J. Chem. Inf. Model. 47, 2007;
//! Papapetrou, Siberski and Nejdl, Distrib. Parallel Databases 28, 2010); reading backwards where the curve, plus or
//! minus its deviation *there*, meets what was counted gives the interval (Wilson's score interval), which stays right
//! when hardly any bits are zero or set.

use ansatz_core::Estimate;

use crate::normal::deviations;

/// The number of zero bits: its expectation and its variance.
#[derive(Debug, Clone, Copy)]
pub(super) struct Zeros {
    pub(super) mean: f64,
    pub(super) variance: f64,
}

/// What was counted in a filter.
#[derive(Debug, Clone, Copy)]
pub(super) struct Count {
    pub(super) zeros: u64,
    pub(super) bits: u64,
    /// How many bits an item sets at most.
    pub(super) bits_per_item: u32,
}

/// The number of items for which `model` expects the zero bits that were counted.
pub(super) fn estimate_items(count: Count, confidence: f64, model: impl Fn(f64) -> Zeros) -> Estimate {
    let Count { zeros, bits, bits_per_item } = count;
    if zeros == bits {
        return Estimate::exact(0.0);
    }
    let width = deviations(confidence);
    let observed = zeros as f64;
    // No item can set more bits than it has: below this the probability of what was seen is 0.
    let least = libm::ceil((bits - zeros) as f64 / f64::from(bits_per_item));
    let at_deviations = |items: f64, deviations: f64| {
        let Zeros { mean, variance } = model(items);
        mean + deviations * libm::sqrt(variance.max(0.0))
    };
    // Counts are whole: the half is the continuity correction. With no zero bit left, the same half stands for it.
    let value = crossing(observed.max(0.5), |items| at_deviations(items, 0.0));
    let lower = crossing(observed + 0.5, |items| at_deviations(items, -width));
    let upper = match zeros {
        0 => f64::INFINITY,
        _ => crossing(observed - 0.5, |items| at_deviations(items, width)),
    };
    Estimate::new(value.max(least), lower.max(least), upper.max(least), confidence)
}

/// The number of items at which the falling curve `zeros` comes down to `target`.
fn crossing(target: f64, zeros: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    while zeros(high) > target && high < MOST_ITEMS {
        low = high;
        high *= 2.0;
    }
    // 60 halvings take any interval to the spacing of floats.
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if zeros(middle) > target {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// 2^64, more than anyone inserts.
const MOST_ITEMS: f64 = 18_446_744_073_709_551_616.0;

#[cfg(test)]
mod tests {
    use super::*;

    const fn ones(set: u64) -> Count {
        Count { zeros: 1000 - set, bits: 1000, bits_per_item: 1 }
    }

    /// A table of 1,000 cells with one ball each.
    fn balls(items: f64) -> Zeros {
        let mean = 1000.0 * libm::exp(items * libm::log1p(-0.001));
        Zeros { mean, variance: mean * (1.0 - mean / 1000.0) }
    }

    #[test]
    fn nothing_set_is_nothing_inserted() {
        assert_eq!(estimate_items(ones(0), 0.95, balls), Estimate::exact(0.0));
    }

    #[test]
    fn the_curve_is_read_backwards() {
        let e = estimate_items(ones(632), 0.95, balls);
        assert!(libm::fabs(e.value - libm::log(0.368) / libm::log1p(-0.001)) < 1e-6, "{e:?}");
        assert!(e.lower < e.value && e.value < e.upper && e.confidence == 0.95);
    }

    #[test]
    fn an_item_sets_no_more_bits_than_it_has() {
        let e = estimate_items(ones(1), 0.95, balls);
        assert_eq!(e.lower, 1.0);
    }

    #[test]
    fn a_full_filter_bounds_the_number_from_below_only() {
        let e = estimate_items(ones(1000), 0.95, balls);
        assert!(e.upper == f64::INFINITY && e.value.is_finite() && e.lower > 1000.0, "{e:?}");
    }
}
