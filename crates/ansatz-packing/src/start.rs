//! What the exact solver and the searches begin with.

use crate::{
    Packing, PackingError, best_fit_decreasing, dual_feasible_bound, first_fit_decreasing,
    modified_first_fit_decreasing,
};

/// The best of the decreasing forms, with the best lower bound there is here.
pub(crate) fn start(sizes: &[u64], capacity: u64) -> Result<Packing, PackingError> {
    let mut best = first_fit_decreasing(sizes, capacity)?;
    for method in [best_fit_decreasing, modified_first_fit_decreasing] {
        let packing = method(sizes, capacity)?;
        if packing.bin_count() < best.bin_count() {
            best = packing;
        }
    }
    best.with_lower_bound(dual_feasible_bound(sizes, capacity, DEGREE)?)
}

/// As its page says, there is little to gain beyond.
const DEGREE: u64 = 20;
