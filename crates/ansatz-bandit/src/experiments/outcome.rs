//! Which outcomes an experiment can learn from.

use ansatz_core::ParameterError;

use crate::reward::require_finite;

/// An outcome of which the square of the sum of 2^64 is finite.
pub(super) fn require_moderate(outcome: f64) -> Result<f64, ParameterError> {
    match require_finite(outcome) {
        Ok(()) => Ok(outcome),
        Err(_) => Err(ParameterError::new("outcome", outcome, "finite and at most 1e100 in magnitude")),
    }
}
