//! Evidence that weighs less with every decision that is made after its own.

use alloc::vec::Vec;

use ansatz_core::{DecodeError, MergeError, ParameterError, codec, require_range};

use crate::{engine::rule::require_arms, evidence::Evidence};

/// By arm, the evidence in which the reward of decision s weighs discount^(t - s), when t was the last one.
///
/// It is kept with the weights that it has when decision `base` is the last: later ones weigh more than 1 then. The base
/// moves up before they come to 2^100, so that nothing overflows, whatever the discount; a reward takes one power, and so
/// does a decision, for all arms. The base depends on which decisions have rewards, not on the order in which they came.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fading {
    discount: f64,
    base: u64,
    arms: Vec<Evidence>,
}

impl Fading {
    pub(super) fn new(arms: usize, discount: f64) -> Result<Self, ParameterError> {
        let discount = require_discount(discount)?;
        Ok(Self { discount, base: 0, arms: alloc::vec![Evidence::default(); require_arms(arms)?] })
    }

    pub(super) fn arms(&self) -> &[Evidence] {
        &self.arms
    }

    pub(super) fn add_arm(&mut self) {
        self.arms.push(Evidence::default());
    }

    pub(super) fn remove_arm(&mut self, position: usize) {
        self.arms.remove(position);
    }

    /// The evidence of each arm, as heavy as it is before decision `now`.
    pub(super) fn evidence(&self, now: u64) -> impl Iterator<Item = Evidence> + Clone + '_ {
        let factor = self.power(last(now).saturating_sub(self.base));
        self.arms.iter().map(move |arm| faded(arm, factor))
    }

    pub(super) fn learn(&mut self, position: usize, sequence: u64, reward: f64) {
        self.advance(sequence);
        let weight = match sequence.checked_sub(self.base) {
            Some(ahead) => 1.0 / self.power(ahead),
            None => self.power(self.base - sequence),
        };
        if weight >= LEAST {
            self.arms[position].add(weight, reward);
        }
    }

    /// Adds the evidence of another, in which a decision is as old as one that was made as many decisions ago here.
    pub(super) fn merge(&mut self, now: u64, other: &Self, others_now: u64) -> Result<(), MergeError> {
        MergeError::unless_equal("discount", self.discount, other.discount)?;
        let (ours, theirs) = (heaviest(self.evidence(now)), heaviest(other.evidence(others_now)));
        // Half of what can be, so that rewards may still come.
        if ours + theirs > MOST / 2.0 {
            return Err(MergeError::new("weight", ours, theirs));
        }
        self.advance(last(now));
        let (ahead, others_ahead) = (last(now).saturating_sub(self.base), last(others_now).saturating_sub(other.base));
        let factor = match others_ahead.checked_sub(ahead) {
            Some(older) => self.power(older),
            None => 1.0 / self.power(ahead - others_ahead),
        };
        for (arm, others) in self.arms.iter_mut().zip(&other.arms) {
            arm.merge(&faded(others, factor));
        }
        Ok(())
    }

    /// Whether it can be that before decision `now`.
    pub(super) fn check_clock(&self, now: u64) -> bool {
        self.base <= last(now) && heaviest(self.evidence(now)) <= MOST
    }

    /// Moves the base to the last multiple of the stride that is not above `sequence`.
    fn advance(&mut self, sequence: u64) {
        let base = sequence - sequence % self.stride();
        if base > self.base {
            let factor = self.power(base - self.base);
            for arm in &mut self.arms {
                *arm = faded(arm, factor);
            }
            self.base = base;
        }
    }

    /// The number of decisions in which a weight comes to 2^-100 at the least.
    fn stride(&self) -> u64 {
        // A discount of 1 makes it infinite and one of 0 makes it 0; the cast saturates. The magnitude, as ln 1 has the wrong
        // sign of 0.
        ((100.0 * core::f64::consts::LN_2 / libm::fabs(libm::log(self.discount))) as u64).max(1)
    }

    fn power(&self, decisions: u64) -> f64 {
        libm::pow(self.discount, decisions as f64)
    }
}

fn heaviest(arms: impl Iterator<Item = Evidence>) -> f64 {
    arms.map(|arm| arm.weight).fold(0.0, f64::max)
}

/// The evidence with its weight multiplied; none at all where so little is left that sums lose digits.
fn faded(evidence: &Evidence, factor: f64) -> Evidence {
    if evidence.weight * factor < LEAST {
        return Evidence::default();
    }
    let mut evidence = *evidence;
    evidence.scale(factor);
    evidence
}

/// The decision before decision `now`; the first one, if there is none.
const fn last(now: u64) -> u64 {
    now.saturating_sub(1)
}

fn require_discount(discount: f64) -> Result<f64, ParameterError> {
    require_range("discount", discount, 0.0..=1.0)
}

codec!([] Fading { discount, base, arms });

impl Fading {
    fn check(&self) -> Result<(), DecodeError> {
        require_discount(self.discount)?;
        require_arms(self.arms.len())?;
        require_range("weight", heaviest(self.arms.iter().copied()), 0.0..=MOST_AHEAD)?;
        if !self.base.is_multiple_of(self.stride()) {
            let stride = self.stride();
            return Err(DecodeError::field("base", self.base, format_args!("a multiple of {stride}")));
        }
        Ok(())
    }
}

/// More rewards than there can be, each with a weight of 1.
const MOST: f64 = 1e15;

/// As many with a weight of 2^100: so little that the spread of rewards of 1e100 is finite.
const MOST_AHEAD: f64 = 1.3e45;

/// Far below what tells in a sum with a weight of 1, and far above the numbers without all their digits.
const LEAST: f64 = 1e-100;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use ansatz_random::{Stream, below, shuffle, unit};

    use super::*;

    /// What the definition says, from all rewards: their weights, in the order of the decisions.
    fn by_definition(discount: f64, arms: usize, now: u64, rewards: &[(u64, usize, f64)]) -> Vec<Evidence> {
        let mut evidence = alloc::vec![Evidence::default(); arms];
        for (sequence, arm, reward) in rewards {
            evidence[*arm].add(libm::pow(discount, (now - 1 - sequence) as f64), *reward);
        }
        evidence
    }

    fn assert_close(found: impl Iterator<Item = Evidence>, expected: &[Evidence]) {
        for (found, expected) in found.zip(expected) {
            let close = |a: f64, b: f64| (a - b).abs() <= 1e-12 * b.abs() || b < LEAST;
            let same = close(found.weight, expected.weight) && close(found.sum, expected.sum);
            assert!(
                same && (found.spread - expected.spread).abs() <= 1e-12 * expected.weight,
                "{found:?} {expected:?}"
            );
        }
    }

    #[test]
    fn rewards_in_any_order_come_to_what_the_definition_says() {
        for (seed, discount) in [0.0, 1e-300, 0.01, 0.5, 0.9, 0.999, 1.0 - 1e-9, 1.0].into_iter().enumerate() {
            let mut rng = Stream::new(seed as u64, 0);
            let mut rewards: Vec<_> =
                (0..1_500u64).map(|at| (at, below(&mut rng, 3) as usize, unit(&mut rng))).collect();
            let expected = by_definition(discount, 3, 1_510, &rewards);
            for _ in 0..5 {
                let mut fading = Fading::new(3, discount).unwrap();
                for (sequence, arm, reward) in &rewards {
                    fading.learn(*arm, *sequence, *reward);
                }
                assert_close(fading.evidence(1_510), &expected);
                assert!(fading.check_clock(1_510) && fading.check().is_ok(), "{fading:?}");
                shuffle(&mut rng, &mut rewards);
            }
        }
    }

    /// Replicas are one stream whose decisions of the same age have been made at once.
    #[test]
    fn a_merge_adds_decisions_of_the_same_age() {
        for (seed, discount) in [0.0, 0.01, 0.5, 0.999, 1.0].into_iter().enumerate() {
            for (now, others_now) in [(1, 1_000), (1_000, 1), (700, 800), (0, 5), (5, 0), (300, 300)] {
                let mut rng = Stream::new(seed as u64, now);
                let mut stream = |now: u64| -> Vec<_> {
                    (0..now).map(|at| (at, below(&mut rng, 2) as usize, unit(&mut rng))).collect()
                };
                let (ours, theirs) = (stream(now), stream(others_now));
                let (mut here, mut there) = (Fading::new(2, discount).unwrap(), Fading::new(2, discount).unwrap());
                for (sequence, arm, reward) in &ours {
                    here.learn(*arm, *sequence, *reward);
                }
                for (sequence, arm, reward) in &theirs {
                    there.learn(*arm, *sequence, *reward);
                }
                let mut expected = by_definition(discount, 2, now.max(1), &ours);
                let added = by_definition(discount, 2, others_now.max(1), &theirs);
                for (arm, added) in expected.iter_mut().zip(&added) {
                    arm.merge(added);
                }
                here.merge(now, &there, others_now).unwrap();
                assert_close(here.evidence(now), &expected);
                assert!(here.check_clock(now) && here.check().is_ok(), "{here:?}");
            }
        }
    }

    /// With a discount of 1 the base stays where it is, so that a reward touches its arm alone.
    #[test]
    fn a_stride_is_as_long_as_a_weight_takes_to_come_to_2_to_the_minus_100() {
        for (discount, stride) in [(0.0, 1), (1e-300, 1), (0.5, 100), (0.25, 50), (1.0, u64::MAX)] {
            assert_eq!(Fading::new(1, discount).unwrap().stride(), stride, "{discount}");
        }
        let mut fading = Fading::new(2, 1.0).unwrap();
        (0..1_000).for_each(|sequence| fading.learn(0, sequence, 0.5));
        assert_eq!(fading.base, 0);
    }

    #[test]
    fn a_long_silence_forgets_and_does_not_overflow() {
        for discount in [0.0, 0.5, 0.999_999] {
            let mut fading = Fading::new(2, discount).unwrap();
            fading.learn(0, 0, 1.0);
            fading.learn(1, u64::MAX / 2, 0.5);
            fading.learn(0, 7, 1.0);
            let [first, second] = fading.evidence(u64::MAX / 2 + 1).collect::<Vec<_>>()[..] else { return };
            assert_eq!((first, second.weight, second.sum), (Evidence::default(), 1.0, 0.5));
            assert_eq!(fading.evidence(u64::MAX).nth(1), Some(Evidence::default()));
            let mut other = Fading::new(2, discount).unwrap();
            other.learn(0, 0, 1.0);
            fading.merge(u64::MAX / 2 + 1, &other, 1).unwrap();
            assert_eq!(fading.evidence(u64::MAX / 2 + 1).next().map(|arm| arm.weight), Some(1.0));
        }
    }
}
