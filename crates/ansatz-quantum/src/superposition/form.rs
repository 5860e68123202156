//! A state as it is stored, and the checks on its way back.

use alloc::vec::Vec;

use super::{Superposition, state::require_length};
use crate::Complex;
use crate::QuantumError;

/// A state as it is stored.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(rename = "Superposition", deny_unknown_fields)]
pub(super) struct Form<T> {
    alternatives: Vec<T>,
    amplitudes: Vec<Complex>,
}

impl<T> TryFrom<Form<T>> for Superposition<T> {
    type Error = QuantumError;

    fn try_from(form: Form<T>) -> Result<Self, QuantumError> {
        require_length("amplitudes", form.amplitudes.len(), form.alternatives.len())?;
        Self::normalised(form.alternatives, form.amplitudes)
    }
}

impl<T> From<Superposition<T>> for Form<T> {
    fn from(state: Superposition<T>) -> Self {
        Self { alternatives: state.alternatives, amplitudes: state.amplitudes }
    }
}
