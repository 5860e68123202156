//! Which outcomes an experiment can learn from, and which effects it can look for.

use ansatz_core::{ParameterError, require_range};

use crate::reward::require_finite;

/// An outcome of which the square of the sum of 2^64 is finite.
pub(super) fn require_moderate(outcome: f64) -> Result<f64, ParameterError> {
    match require_finite(outcome) {
        Ok(()) => Ok(outcome),
        Err(_) => Err(ParameterError::new("outcome", outcome, "finite and at most 1e100 in magnitude")),
    }
}

/// An effect in deviations: beyond these it is found at once or never, and their squares leave room for the numbers of
/// outcomes.
pub(super) fn require_effect(effect: f64) -> Result<f64, ParameterError> {
    require_range("effect", effect, 1e-6..=1e3)
}
