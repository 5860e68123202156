//! A part of a whole, and not nothing of it.

use ansatz_core::ParameterError;

/// `value`, if it is above 0 and at most 1.
pub(crate) fn require_share(name: &'static str, value: f64) -> Result<f64, ParameterError> {
    if value > 0.0 && value <= 1.0 {
        return Ok(value);
    }
    Err(ParameterError::new(name, value, "above 0, at most 1"))
}
