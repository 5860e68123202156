//! How far a mean may be from the truth, at all times together.

use ansatz_core::{DecodeError, Estimate, ParameterError, require_fraction, require_range};

/// Robbins' mixture of normal distributions, by the variance that was seen.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Boundary {
    confidence: f64,
    /// The variance of the mixture, in variances of an outcome.
    mixture: f64,
}

impl Boundary {
    pub(super) fn new(confidence: f64, narrowest_at: u64) -> Result<Self, ParameterError> {
        let confidence = require_fraction("confidence", confidence)?;
        let narrowest_at = require_range("narrowest_at", narrowest_at, 1..=1 << 53)?;
        // At t the square of the width is (1 + 1 / x) (2 ln(1 / alpha) + ln(1 + x)) / t for x = t times the mixture, least
        // where x = 2 ln(1 / alpha) + ln(1 + x); each step leaves 1 / (1 + x) of the error.
        let odds = -2.0 * libm::log1p(-confidence);
        let x = (0..STEPS).fold(odds, |x, _| odds + libm::log1p(x));
        Ok(Self { confidence, mixture: x / narrowest_at as f64 })
    }

    /// The value within its interval, if the number of outcomes and their variance are known; outcomes that are all equal
    /// say nothing of what is rare.
    pub(super) fn estimate(&self, value: f64, known: Option<(f64, f64)>) -> Estimate {
        let half = known.filter(|(_, variance)| *variance > 0.0).map_or(f64::INFINITY, |(count, variance)| {
            let x = count * self.mixture;
            let odds = libm::log1p(x) - 2.0 * libm::log1p(-self.confidence);
            libm::sqrt(variance * (1.0 + 1.0 / x) * odds / count)
        });
        Estimate::new(value, value - half, value + half, self.confidence)
    }

    pub(super) fn check(&self) -> Result<(), DecodeError> {
        require_fraction("confidence", self.confidence)?;
        if self.mixture > 0.0 && self.mixture <= MOST_MIXTURE {
            return Ok(());
        }
        Err(DecodeError::field("mixture", self.mixture, "more than 0 and at most 100"))
    }
}

ansatz_core::codec!([] Boundary { confidence, mixture });

/// Outcomes, in each group, before an interval says anything: the variance of normal ones is known to about
/// sqrt(2 / 100) by then.
pub(super) const FEWEST: f64 = 100.0;
/// At alpha = 0.05 the error is divided by 9 with each, at alpha = 0.6 by 3.
const STEPS: usize = 40;
/// A confidence of 1 - 1e-16 at one outcome makes 78.
const MOST_MIXTURE: f64 = 100.0;
