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

    /// One reward more, of this weight (West, CACM 22, 1979).
    pub(crate) fn add(&mut self, weight: f64, reward: f64) {
        self.spread += self.apart(weight, reward);
        self.weight += weight;
        self.sum += weight * reward;
    }

    /// The evidence of both (Chan, Golub and `LeVeque`, 1979).
    pub(crate) fn merge(&mut self, other: &Self) {
        self.spread += other.spread + self.apart(other.weight, other.mean());
        self.weight += other.weight;
        self.sum += other.sum;
    }

    /// What so much weight at this mean adds to the spread. The product of the distances from the mean before and after, which is
    /// the same, loses its digits where a light past meets a heavy reward.
    fn apart(&self, weight: f64, mean: f64) -> f64 {
        if weight > 0.0 && self.weight > 0.0 {
            let distance = mean - self.mean();
            distance * distance * weight * (self.weight / (self.weight + weight))
        } else {
            0.0
        }
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

#[cfg(test)]
mod tests {
    use ansatz_core::bytes::{Codec, Reader, Writer};
    use ansatz_random::{Stream, below, unit};

    use super::*;

    fn of(rewards: &[(f64, f64)]) -> Evidence {
        let mut evidence = Evidence::default();
        for (weight, reward) in rewards {
            evidence.add(*weight, *reward);
        }
        evidence
    }

    /// What the definitions say, in two passes.
    fn by_definition(rewards: &[(f64, f64)]) -> Evidence {
        let weight = rewards.iter().map(|(weight, _)| weight).sum::<f64>();
        let sum = rewards.iter().map(|(weight, reward)| weight * reward).sum::<f64>();
        let mean = sum / weight;
        let spread = rewards.iter().map(|(weight, reward)| weight * (reward - mean) * (reward - mean)).sum();
        Evidence { weight, sum, spread }
    }

    /// Up to n roundings of weights, sums and, as the mean is rounded too, of spreads (Chan, Golub and `LeVeque`, *Algorithms
    /// for computing the sample variance*, The American Statistician 37, 1983: n times the condition number).
    fn assert_close(found: &Evidence, rewards: &[(f64, f64)]) {
        let expected = by_definition(rewards);
        let largest = rewards.iter().map(|(_, reward)| reward.abs()).fold(0.0, f64::max);
        let allowed = rewards.len() as f64 * f64::EPSILON;
        assert!((found.weight - expected.weight).abs() <= allowed * expected.weight, "{found:?} {expected:?}");
        assert!((found.sum - expected.sum).abs() <= allowed * expected.weight * largest, "{found:?} {expected:?}");
        let condition = libm::sqrt(expected.weight * expected.spread) * largest + expected.spread;
        let rounding = 4.0 * allowed * (condition + allowed * expected.weight * largest * largest);
        assert!((found.spread - expected.spread).abs() <= rounding, "{found:?} {expected:?} {rounding}");
    }

    #[test]
    fn however_it_is_parted_it_is_that_of_the_definition() {
        let mut rng = Stream::new(1, 0);
        for _ in 0..2_000 {
            let exponent = |rng: &mut Stream, most: f64| libm::pow(10.0, most * (2.0 * unit(rng) - 1.0));
            let (shift, scale, ratio) = (exponent(&mut rng, 8.0), exponent(&mut rng, 8.0), below(&mut rng, 2) as f64);
            let rewards: Vec<(f64, f64)> = (0..=below(&mut rng, 60))
                .map(|_| (exponent(&mut rng, 12.0 * ratio), shift + scale * (unit(&mut rng) - 0.5)))
                .collect();
            assert_close(&of(&rewards), &rewards);
            let (first, second) = rewards.split_at(below(&mut rng, rewards.len() as u64 + 1) as usize);
            let mut both = of(first);
            both.merge(&of(second));
            assert_close(&both, &rewards);
        }
    }

    #[test]
    fn whole_rewards_are_exact_in_any_order_and_part() {
        let rewards: Vec<(f64, f64)> = (0..999_u32).map(|step| (1.0, f64::from(step * step % 97))).collect();
        let (whole, mut parts) = (of(&rewards), Evidence::default());
        rewards.rchunks(7).for_each(|part| parts.merge(&of(part)));
        assert_eq!((whole.weight, whole.sum), (parts.weight, parts.sum));
        assert_eq!(whole.sum, rewards.iter().map(|(_, reward)| reward).sum::<f64>());
    }

    #[test]
    fn nothing_adds_nothing() {
        let some = of(&[(1.0, 3.0), (2.0, 5.0)]);
        let mut both = some;
        both.merge(&Evidence::default());
        assert_eq!(both, some);
        let mut both = Evidence::default();
        both.merge(&some);
        assert_eq!(both, some);
        both.add(0.0, 7.0);
        assert_eq!(both, some);
        assert_eq!(of(&[(0.0, 7.0)]), Evidence::default());
        let one = of(&[(1.0, 3.0)]);
        assert_eq!((one.mean(), one.variance()), (3.0, 0.0));
        // The variance of 3, 5 and 5.
        assert!((some.variance() - 8.0 / 9.0).abs() < 1e-15);
    }

    #[test]
    fn the_largest_rewards_stay_finite_and_are_read_again() {
        let mut evidence = of(&[(1e15, 1e100), (1e15, -1e100)]);
        evidence.merge(&of(&[(1e-100, 1e100), (1e15, -1e100)]));
        assert!(evidence.spread.is_finite() && evidence.mean() < 0.0, "{evidence:?}");
        let read = |evidence: &Evidence| {
            let mut writer = Writer::new(ansatz_core::bytes::Kind::new(*b"TEST"), 1, 0);
            evidence.encode(&mut writer);
            Evidence::decode(&mut Reader::new(&writer.into_bytes()[10..]))
        };
        assert_eq!(read(&evidence), Ok(evidence));
        let good = of(&[(1.0, 3.0), (2.0, 5.0)]);
        for bad in [
            Evidence { weight: -1.0, ..good },
            Evidence { weight: f64::INFINITY, ..good },
            Evidence { weight: f64::NAN, ..good },
            Evidence { weight: 0.0, ..good },
            Evidence { sum: f64::NAN, ..good },
            Evidence { sum: -6.1e100, ..good },
            Evidence { spread: -1.0, ..good },
            Evidence { spread: f64::NAN, ..good },
            Evidence { spread: f64::INFINITY, ..good },
        ] {
            assert!(read(&bad).is_err(), "{bad:?}");
        }
    }
}
