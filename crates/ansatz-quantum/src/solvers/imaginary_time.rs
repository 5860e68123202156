//! How a model takes over from its transverse field, and how strongly slices of imaginary time are coupled meanwhile.

use ansatz_core::{ParameterError, require_positive, require_range};

use super::schedule::Strengths;
use crate::Ising;

/// How many slices and sweeps, how cold, and from which transverse field.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::solvers::QuantumAnnealingConfig;
///
/// let long = QuantumAnnealingConfig::default().sweeps(10_000).slices(16);
/// let by_hand = QuantumAnnealingConfig::default().temperature(0.05).transverse_field(2.0);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct QuantumAnnealingConfig {
    /// Visits of each spin of each slice: 1,000 unless said otherwise.
    pub sweeps: u64,
    /// Slices of imaginary time: 32 unless said otherwise, or 4, 8 or 16.
    pub slices: usize,
    /// In units of the energy; chosen from the model unless given.
    pub temperature: Option<f64>,
    /// The one at the start, in units of the energy; chosen from the model unless given.
    pub transverse_field: Option<f64>,
}

impl Default for QuantumAnnealingConfig {
    fn default() -> Self {
        Self { sweeps: 1_000, slices: 32, temperature: None, transverse_field: None }
    }
}

impl QuantumAnnealingConfig {
    /// The same with so many visits of each spin.
    ///
    /// # Examples
    ///
    /// See [`QuantumAnnealingConfig`].
    #[must_use]
    pub fn sweeps(self, sweeps: u64) -> Self {
        Self { sweeps, ..self }
    }

    /// The same with so many slices of imaginary time: 4, 8, 16 or 32.
    ///
    /// # Examples
    ///
    /// See [`QuantumAnnealingConfig`].
    #[must_use]
    pub fn slices(self, slices: usize) -> Self {
        Self { slices, ..self }
    }

    /// The same at another temperature.
    ///
    /// # Examples
    ///
    /// See [`QuantumAnnealingConfig`].
    #[must_use]
    pub fn temperature(self, temperature: f64) -> Self {
        Self { temperature: Some(temperature), ..self }
    }

    /// The same with another transverse field at the start.
    ///
    /// # Examples
    ///
    /// See [`QuantumAnnealingConfig`].
    #[must_use]
    pub fn transverse_field(self, field: f64) -> Self {
        Self { transverse_field: Some(field), ..self }
    }
}

/// A Hamiltonian `s` times the model plus `1 - s` times a transverse field, with `s` from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct TransverseSchedule {
    pub(super) sweeps: u64,
    /// That of a slice: slices times temperature.
    slice_temperature: f64,
    field: f64,
}

impl TransverseSchedule {
    pub(super) fn new(model: &Ising, config: &QuantumAnnealingConfig) -> Result<Self, ParameterError> {
        let sweeps = require_range("sweeps", config.sweeps, 1..=u64::MAX)?;
        if ![4, 8, 16, 32].contains(&config.slices) {
            return Err(ParameterError::new("slices", config.slices, "4, 8, 16 or 32"));
        }
        let strengths = Strengths::of(model);
        let slice_temperature = match config.temperature {
            None => (COLD * strengths.cold()).min(strengths.spread),
            Some(temperature) => config.slices as f64 * require_positive("temperature", temperature)?,
        };
        let field = match config.transverse_field {
            None => FIRST * strengths.spread,
            Some(field) => require_positive("transverse field", field)?,
        };
        Ok(Self { sweeps, slice_temperature, field })
    }

    /// The temperature of a slice of the model at a sweep, and half the logarithm of how much likelier a spin is to agree
    /// with the one beside it in imaginary time than not.
    pub(super) fn at(&self, sweep: u64) -> (f64, f64) {
        let share = share((sweep as f64 + 0.5) / self.sweeps as f64);
        let ratio = (1.0 - share) * self.field / self.slice_temperature;
        // Where the ratio vanishes, nothing turns any more.
        (self.slice_temperature / share, (-0.5 * libm::log(libm::tanh(ratio))).min(STIFFEST))
    }
}

/// The model's share in the Hamiltonian once so much of the time is over, flat at both ends.
///
/// S. Morita and H. Nishimori, *Mathematical foundation of quantum annealing*, Journal of Mathematical Physics 49, 125210
/// (2008), as `OpenJij` has it.
fn share(done: f64) -> f64 {
    let square = done * done;
    square * square * (35.0 + done * (-84.0 + done * (70.0 - 20.0 * done)))
}

/// With a factor of e^-800 nothing is ever accepted.
const STIFFEST: f64 = 400.0;

/// The temperature of a slice, over the one at which annealing ends: the best of 2, 2.5, 3 and 4 over Gset's G1, G22, G11, G14
/// and G43; 1, 6 and 8 are worse, there and on the pairs of clusters of Denchev et al. (2016).
const COLD: f64 = 2.5;

/// The transverse field at the start, over the spread of local fields: the best of 0.15, 0.3, 0.5 and 1 there, by little.
const FIRST: f64 = 0.5;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn halfway_the_model_has_half_of_the_hamiltonian() {
        let model = Ising::new(&[0.0; 2], [(0, 1, 1.0)]).unwrap();
        let config = QuantumAnnealingConfig::default().sweeps(3).slices(4).temperature(0.25).transverse_field(1.5);
        let schedule = TransverseSchedule::new(&model, &config).unwrap();
        // At 1/6 and 5/6 of the time, by the polynomial's own integral 140 x^3 (1 - x)^3 in 1.2 million steps.
        let integral = |end: u32| {
            let density = |step: u32| {
                let x = (f64::from(step) + 0.5) / 1.2e6;
                140.0 * (x * (1.0 - x)) * (x * (1.0 - x)) * (x * (1.0 - x)) / 1.2e6
            };
            (0..end).map(density).sum::<f64>()
        };
        for (sweep, end) in [(0, 200_000), (1, 600_000), (2, 1_000_000)] {
            let share = integral(end);
            let (temperature, stiffness) = schedule.at(sweep);
            assert!((temperature * share - 1.0).abs() < 1e-6);
            // e^(-2 K) = tanh(G (1 - s) / (P T)).
            assert!((libm::exp(-2.0 * stiffness) - libm::tanh(1.5 * (1.0 - share))).abs() < 1e-6);
        }
    }
}
