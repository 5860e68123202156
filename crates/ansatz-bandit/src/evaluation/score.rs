//! A mean over rounds with its interval.

use ansatz_core::{Estimate, ParameterError, require_fraction};
use ansatz_random::normal;

use crate::evidence::Evidence;

/// Numbers, one a round, whose mean is an estimate.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Score {
    pub(super) values: Evidence,
    /// The sum of what estimated propensities may have moved the numbers, on the mean.
    pub(super) blur: f64,
}

impl Score {
    pub(super) fn add(&mut self, value: f64, blur: f64) {
        self.values.add(1.0, value);
        self.blur += blur;
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.values.merge(&other.values);
        self.blur += other.blur;
    }

    /// The mean; not a number without rounds.
    pub(super) fn estimate(&self, confidence: f64) -> Result<Estimate, ParameterError> {
        let rounds = self.values.weight;
        interval(self.values.mean(), self.standard_error(), self.blur / rounds, confidence)
    }

    /// Of the mean; infinite with a single round.
    pub(super) fn standard_error(&self) -> f64 {
        let rounds = self.values.weight;
        if rounds < 2.0 { f64::INFINITY } else { libm::sqrt(self.values.spread / (rounds - 1.0) / rounds) }
    }
}

/// The interval of the normal limit, wider by `blur` on both sides.
pub(super) fn interval(
    value: f64,
    standard_error: f64,
    blur: f64,
    confidence: f64,
) -> Result<Estimate, ParameterError> {
    let confidence = require_fraction("confidence", confidence)?;
    // From the tail, which is not rounded to nothing where the confidence is almost 1.
    let deviations = -normal::quantile(0.5 * (1.0 - confidence));
    // No deviations at all from an error that is not known are not a number.
    let half = if standard_error == f64::INFINITY { standard_error } else { deviations * standard_error + blur };
    Ok(Estimate::new(value, value - half, value + half, confidence))
}

/// What an estimate has unless the caller asks otherwise.
pub(super) const CONFIDENCE: f64 = 0.95;
