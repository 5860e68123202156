//! Exponential weights as their logarithms: shares, draws and means that neither overflow nor underflow.

use ansatz_random::{rand_core::Rng, unit};

/// The shares exp(x) / sum of exp(x) of exponents x, relative to the largest.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shares {
    peak: f64,
    /// The sum of exp(x - peak): 1 to the number of exponents.
    total: f64,
}

impl Shares {
    pub(super) fn of(exponents: impl Iterator<Item = f64> + Clone) -> Self {
        let peak = exponents.clone().fold(f64::NEG_INFINITY, f64::max);
        Self { peak, total: exponents.map(|exponent| libm::exp(exponent - peak)).sum() }
    }

    /// The share of one of the exponents.
    pub(super) fn share(&self, exponent: f64) -> f64 {
        libm::exp(exponent - self.peak) / self.total
    }

    /// A position, each with its share as the probability. The exponents are those that the shares are of.
    pub(super) fn draw<R: Rng + ?Sized>(&self, exponents: impl Iterator<Item = f64>, rng: &mut R) -> usize {
        // The partial sums are those of the total, so that the last one is above the target: a unit is less than 1.
        let target = unit(rng) * self.total;
        let (mut sum, mut last) = (0.0, 0);
        for (position, exponent) in exponents.enumerate() {
            sum += libm::exp(exponent - self.peak);
            last = position;
            if sum > target {
                break;
            }
        }
        last
    }

    /// The logarithm of the mean of `count` weights exp(x).
    pub(super) fn log_mean(&self, count: usize) -> f64 {
        self.peak + libm::log(self.total / count as f64)
    }
}
