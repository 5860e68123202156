//! What serde reads and writes of joint states.

use alloc::{format, vec::Vec};

use ansatz_core::ParameterError;

use super::{BipartiteState, state::require_dimensions};
use crate::{Complex, QuantumError};

/// A [`BipartiteState`] as it is written.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    left: usize,
    right: usize,
    amplitudes: Vec<Complex>,
}

impl From<BipartiteState> for Form {
    fn from(state: BipartiteState) -> Self {
        let (left, right) = state.dimensions();
        Self { left, right, amplitudes: state.amplitudes().to_vec() }
    }
}

impl TryFrom<Form> for BipartiteState {
    type Error = QuantumError;

    /// Amplitudes are kept to the bit, so that they must be normalised already.
    fn try_from(Form { left, right, amplitudes }: Form) -> Result<Self, QuantumError> {
        require_dimensions(left, right)?;
        if amplitudes.len() != left * right {
            return Self::new(left, right, &amplitudes);
        }
        let total: f64 = amplitudes.iter().copied().map(Complex::norm_sqr).sum();
        if (total - 1.0).abs() <= TOLERANCE {
            return Ok(Self::from_parts(left, right, amplitudes));
        }
        Err(ParameterError::new("amplitudes", format!("of squared norm {total}"), "of squared norm 1").into())
    }
}

/// How far the squared norm may be off 1: more than the rounding of a sum of 2^22 squares, 4.7e-10.
const TOLERANCE: f64 = 1e-9;
