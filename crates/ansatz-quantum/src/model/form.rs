//! Models as they are stored, and the checks on their way back.

use alloc::vec::Vec;

use super::{Ising, Qubo};
use crate::QuantumError;

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(rename = "Ising", deny_unknown_fields)]
pub(super) struct IsingForm {
    fields: Vec<f64>,
    couplings: Vec<(usize, usize, f64)>,
    offset: f64,
}

impl TryFrom<IsingForm> for Ising {
    type Error = QuantumError;

    fn try_from(form: IsingForm) -> Result<Self, QuantumError> {
        Self::new(&form.fields, form.couplings)?.with_offset(form.offset)
    }
}

impl From<Ising> for IsingForm {
    fn from(model: Ising) -> Self {
        Self { fields: model.fields().to_vec(), couplings: model.couplings().collect(), offset: model.offset() }
    }
}

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(rename = "Qubo", deny_unknown_fields)]
pub(super) struct QuboForm {
    linear: Vec<f64>,
    quadratic: Vec<(usize, usize, f64)>,
    offset: f64,
}

impl TryFrom<QuboForm> for Qubo {
    type Error = QuantumError;

    fn try_from(form: QuboForm) -> Result<Self, QuantumError> {
        Self::new(&form.linear, form.quadratic)?.with_offset(form.offset)
    }
}

impl From<Qubo> for QuboForm {
    fn from(model: Qubo) -> Self {
        Self { linear: model.linear().to_vec(), quadratic: model.quadratic().collect(), offset: model.offset() }
    }
}
