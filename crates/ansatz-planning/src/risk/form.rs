//! A distribution as it is stored: the arguments of its constructor.

use alloc::vec::Vec;

use ansatz_core::ParameterError;

use super::{Distribution, distribution::Shape};

/// Everything that a constructor takes, before it is checked.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Form {
    Constant(f64),
    Uniform { min: f64, max: f64 },
    Triangular { min: f64, mode: f64, max: f64 },
    Pert { min: f64, mode: f64, max: f64 },
    Lognormal { mean: f64, deviation: f64 },
    Empirical(Vec<f64>),
}

impl TryFrom<Form> for Distribution {
    type Error = ParameterError;

    fn try_from(form: Form) -> Result<Self, ParameterError> {
        match form {
            Form::Constant(value) => Self::constant(value),
            Form::Uniform { min, max } => Self::uniform(min, max),
            Form::Triangular { min, mode, max } => Self::triangular(min, mode, max),
            Form::Pert { min, mode, max } => Self::pert(min, mode, max),
            Form::Lognormal { mean, deviation } => Self::lognormal(mean, deviation),
            Form::Empirical(values) => Self::empirical(&values),
        }
    }
}

impl From<Distribution> for Form {
    fn from(distribution: Distribution) -> Self {
        match distribution.0 {
            Shape::Constant(value) => Self::Constant(value),
            Shape::Uniform { min, max } => Self::Uniform { min, max },
            Shape::Triangular { min, mode, max } => Self::Triangular { min, mode, max },
            Shape::Pert { min, mode, max } => Self::Pert { min, mode, max },
            Shape::Lognormal { mean, deviation } => Self::Lognormal { mean, deviation },
            Shape::Empirical(values) => Self::Empirical(values.to_vec()),
        }
    }
}
