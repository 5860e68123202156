//! What serde reads and writes of correlated models: the arguments of their constructors, and the observations.

use alloc::vec::Vec;

use super::{Correlated, DiscreteCorrelated, discrete::Evidence, observation::Observation, table::Table};
use crate::QuantumError;

/// A [`Correlated`] as it is written.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GaussianForm {
    means: Vec<f64>,
    deviations: Vec<f64>,
    correlations: Vec<f64>,
    observations: Vec<ObservationForm>,
}

/// An observation; its noise is 0 if there is none.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ObservationForm {
    variable: usize,
    value: f64,
    noise: f64,
}

impl From<Correlated> for GaussianForm {
    fn from(model: Correlated) -> Self {
        let form =
            |&Observation { variable, value, noise, .. }: &Observation| ObservationForm { variable, value, noise };
        Self {
            observations: model.observations.iter().map(form).collect(),
            means: model.means,
            deviations: model.deviations,
            correlations: model.correlations,
        }
    }
}

impl TryFrom<GaussianForm> for Correlated {
    type Error = QuantumError;

    fn try_from(form: GaussianForm) -> Result<Self, QuantumError> {
        let mut model = Self::new(&form.means, &form.deviations, &form.correlations)?;
        for ObservationForm { variable, value, noise } in form.observations {
            if noise == 0.0 {
                model.observe(variable, value)?;
            } else {
                model.observe_with_noise(variable, value, noise)?;
            }
        }
        Ok(model)
    }
}

/// A [`DiscreteCorrelated`] as it is written.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DiscreteForm {
    states: Vec<usize>,
    factors: Vec<FactorForm>,
    observations: Vec<Evidence>,
}

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct FactorForm {
    variables: Vec<usize>,
    weights: Vec<f64>,
}

impl From<DiscreteCorrelated> for DiscreteForm {
    fn from(model: DiscreteCorrelated) -> Self {
        let form = |Table { variables, entries, .. }| FactorForm { variables, weights: entries };
        let factors = model.factors.into_iter().map(form).collect();
        Self { states: model.states, factors, observations: model.observations }
    }
}

impl TryFrom<DiscreteForm> for DiscreteCorrelated {
    type Error = QuantumError;

    fn try_from(form: DiscreteForm) -> Result<Self, QuantumError> {
        let mut model = Self::new(&form.states)?;
        for FactorForm { variables, weights } in form.factors {
            model.insert_factor(&variables, &weights)?;
        }
        for evidence in form.observations {
            match evidence {
                Evidence::State { variable, state } => model.observe(variable, state)?,
                Evidence::Likelihood { variable, weights } => model.observe_with_noise(variable, &weights)?,
            }
        }
        Ok(model)
    }
}
