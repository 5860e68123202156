//! What the optimistic algorithms for drifting rewards have in common.

use ansatz_core::{ParameterError, require_range};

use crate::evidence::Evidence;

/// The position with the highest index: of infinite ones that with the fewest decisions, of equal ones the lowest.
pub(super) fn most_optimistic(indices: impl Iterator<Item = (f64, u64)>) -> usize {
    let mut best = (f64::NEG_INFINITY, u64::MAX, 0);
    for (position, (index, selected)) in indices.enumerate() {
        if index > best.0 || (index == f64::INFINITY && selected < best.1) {
            best = (index, selected, position);
        }
    }
    best.2
}

/// The mean and how much it could be above it; infinite if nothing is known.
pub(super) fn index(evidence: &Evidence, width: f64) -> f64 {
    let weight = evidence.weight;
    if weight > 0.0 { evidence.mean() + libm::sqrt(width / weight) } else { f64::INFINITY }
}

pub(super) fn require_xi(xi: f64) -> Result<f64, ParameterError> {
    require_range("xi", xi, 0.0..=1e6)
}

/// The theorems ask for more than 1/2, and the least serves best.
pub(super) const XI: f64 = 0.6;
