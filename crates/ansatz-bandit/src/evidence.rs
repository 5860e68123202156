//! What the rewards of one arm amount to.

use ansatz_core::{DecodeError, codec};

/// The number, the sum and the spread of rewards, each with a weight.
///
/// With weights of 1 and whole rewards, the weight and the sum are exact up to 2^53, in any order and however merged.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Evidence {
    /// The sum of the weights: how many rewards.
    pub(crate) weight: f64,
    /// The sum of the rewards, weighted.
    pub(crate) sum: f64,
    /// The sum of the squared distances from the mean, weighted.
    pub(crate) spread: f64,
}

impl Evidence {
    /// The mean; not a number without evidence.
    pub(crate) fn mean(&self) -> f64 {
        self.sum / self.weight
    }

    /// The variance about the mean: of those that were seen, not of their distribution.
    pub(crate) fn variance(&self) -> f64 {
        self.spread / self.weight
    }

    /// One reward more, of this weight (Welford's step; West, CACM 22, 1979, for weights).
    pub(crate) fn add(&mut self, weight: f64, reward: f64) {
        let before = if self.weight > 0.0 { reward - self.mean() } else { 0.0 };
        self.weight += weight;
        self.sum += weight * reward;
        // An arm that has been discounted to nothing has no mean to be far from.
        if self.weight > 0.0 {
            self.spread += (weight * before * (reward - self.mean())).max(0.0);
        }
    }

    /// The evidence of both (Chan, Golub and LeVeque, 1979).
    pub(crate) fn merge(&mut self, other: &Self) {
        if other.weight > 0.0 && self.weight > 0.0 {
            let apart = other.mean() - self.mean();
            let share = self.weight / (self.weight + other.weight);
            self.spread += apart * apart * share * other.weight;
        }
        self.weight += other.weight;
        self.sum += other.sum;
        self.spread += other.spread;
    }

    /// The same evidence, so many times as heavy.
    pub(crate) fn scale(&mut self, factor: f64) {
        self.weight *= factor;
        self.sum *= factor;
        self.spread *= factor;
    }

    fn check(&self) -> Result<(), DecodeError> {
        let possible = self.weight >= 0.0 && self.spread >= 0.0 && self.weight.is_finite() && self.spread.is_finite();
        // A reward is at most 1e100 in magnitude, the distance of two is at most twice that, and a sum of none is 0.
        if possible && libm::fabs(self.sum) <= self.weight * 2.01e100 {
            return Ok(());
        }
        Err(DecodeError::field("evidence", format_args!("{self:?}"), "a weight, a sum and a spread of rewards"))
    }
}

codec!([] Evidence { weight, sum, spread });
