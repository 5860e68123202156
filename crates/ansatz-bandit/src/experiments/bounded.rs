//! Outcomes within bounds, and how much to bet on the next one.

use core::ops::RangeInclusive;

use alloc::format;

use ansatz_core::{DecodeError, Estimate, ParameterError, require_fraction};

/// What sequences for bounded outcomes know of the past: outcomes are scaled to 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Bounded {
    confidence: f64,
    low: f64,
    high: f64,
    count: u64,
    sum: f64,
    /// The sum of the squared distances from the means of their times.
    spread: f64,
}

impl Bounded {
    pub(super) fn new(confidence: f64, bounds: RangeInclusive<f64>) -> Result<Self, ParameterError> {
        let (low, high) = bounds.into_inner();
        let new = Self { confidence, low, high, count: 0, sum: 0.0, spread: 0.0 };
        new.check_parameters()?;
        Ok(new)
    }

    /// The outcome on the scale from 0 to 1.
    pub(super) fn scaled(&self, outcome: f64) -> Result<f64, ParameterError> {
        if outcome >= self.low && outcome <= self.high {
            return Ok(((outcome - self.low) / self.range()).min(1.0));
        }
        Err(ParameterError::new("outcome", outcome, format!("{}..={}", self.low, self.high)))
    }

    /// The stake on the next outcome, from the past alone.
    ///
    /// The predictable plug-in of equation (15) in the paper: the best for an interval at one time t, as if t were now and
    /// with a logarithm for all other times.
    pub(super) fn stake(&self) -> f64 {
        let next = self.count as f64 + 1.0;
        let variance = (0.25 + self.spread) / next;
        libm::sqrt(2.0 * self.log_odds() / (variance * next * libm::log1p(next))).min(MOST_STAKE)
    }

    /// ln(2 / alpha): each side may fail with half of alpha.
    pub(super) fn log_odds(&self) -> f64 {
        core::f64::consts::LN_2 - libm::log1p(-self.confidence)
    }

    /// The mean of the outcomes and of one in the middle: never without an answer.
    pub(super) fn mean(&self) -> f64 {
        (0.5 + self.sum) / (1.0 + self.count as f64)
    }

    pub(super) fn learn(&mut self, scaled: f64) {
        self.count = self.count.saturating_add(1);
        self.sum += scaled;
        let apart = scaled - self.mean();
        self.spread += apart * apart;
    }

    /// From the lowest outcome that there may be to the highest.
    pub(super) fn range(&self) -> f64 {
        self.high - self.low
    }

    pub(super) fn len(&self) -> u64 {
        self.count
    }

    /// The mean within these bounds, which are scaled, in the outcomes' own units.
    pub(super) fn estimate(&self, lower: f64, upper: f64) -> Estimate {
        let mean = if self.count == 0 { 0.5 } else { self.sum / self.count as f64 };
        let unscaled = |value: f64| (self.low + self.range() * value).clamp(self.low, self.high);
        let value = mean.clamp(lower, upper.max(lower));
        Estimate::new(unscaled(value), unscaled(lower), unscaled(upper), self.confidence)
    }

    fn check_parameters(&self) -> Result<(), ParameterError> {
        require_fraction("confidence", self.confidence)?;
        if self.range() > 0.0 && self.low.abs() <= MOST_BOUND && self.high.abs() <= MOST_BOUND {
            return Ok(());
        }
        let bounds = format!("{}..={}", self.low, self.high);
        Err(ParameterError::new("bounds", bounds, "rising, and at most 1e100 in magnitude"))
    }

    fn check(&self) -> Result<(), DecodeError> {
        self.check_parameters()?;
        let most = self.count as f64 * (1.0 + 1e-9);
        if self.sum >= 0.0 && self.sum <= most && self.spread >= 0.0 && self.spread <= most {
            return Ok(());
        }
        Err(DecodeError::field("sum of outcomes", self.sum, "0 to 1 for each, as their spread"))
    }
}

ansatz_core::codec!([] Bounded { confidence, low, high, count, sum, spread });

/// The paper's c, 1/2 or 3/4: the part of what there is that may be lost by one outcome.
const MOST_STAKE: f64 = 0.5;
/// As for other outcomes.
const MOST_BOUND: f64 = 1e100;
