//! The probability that an arm has the highest of one draw each.

use ansatz_random::Stream;

use super::Belief;
use crate::Propensity;

/// The probability that the belief at `position` has the highest of one draw each, estimated by 256 rounds.
pub(crate) fn probability_highest<B: Belief>(arms: &[B], position: usize, seed: u64) -> Propensity {
    probability_highest_in(ROUNDS, arms, position, seed)
}

/// The same by so many rounds, two at least.
///
/// In each round the other arms draw, and what counts is the probability that this arm exceeds the highest of them: the
/// expectation is the same as if it drew too and wins were counted, and the variance is less (Rao and Blackwell). For ten
/// arms of which this one is best with probability 0.02, the standard error is a fifth of that of counting, and a third of
/// that of the other way round, a draw of this arm and the distribution functions of the others, for half of the time.
///
/// Only an arm that is best where a [wide rival](wide_rival) has one of its rare low draws is reckoned the other way round:
/// those draws would not come in so few rounds. And where draws are [coarse](Belief::is_coarse), wins are counted, since
/// of equal draws the first wins.
pub(crate) fn probability_highest_in<B: Belief>(rounds: u32, arms: &[B], position: usize, seed: u64) -> Propensity {
    if arms.len() == 1 {
        return Propensity::Exact(1.0);
    }
    let (own, rival) = (&arms[position], wide_rival(arms, position));
    let exceeds = own.exceedance();
    let rival_exceeds = rival.map(|rival| arms[rival].exceedance());
    let mut rng = Stream::new(seed, 0);
    let mut round = || {
        let (before, after) = highest_around(arms, position, rival, &mut rng);
        let (Some(rival), Some(rival_exceeds)) = (rival, &rival_exceeds) else {
            let highest = before.max(after);
            return if own.is_coarse(highest) {
                one_if(wins(own.draw(&mut rng), before, after))
            } else {
                exceeds(highest)
            };
        };
        let draw = own.draw(&mut rng);
        if !wins(draw, before, after) {
            0.0
        } else if arms[rival].is_coarse(draw) {
            let others = arms[rival].draw(&mut rng);
            one_if(if rival < position { draw > others } else { draw >= others })
        } else {
            1.0 - rival_exceeds(draw)
        }
    };
    let (mut sum, mut squares) = (0.0, 0.0);
    for _ in 0..rounds {
        let chance = round();
        sum += chance;
        squares += chance * chance;
    }
    let rounds = f64::from(rounds);
    let mean = sum / rounds;
    let variance = ((squares - sum * mean) / (rounds - 1.0)).max(0.0);
    Propensity::Estimated {
        // An arm that has been chosen can be, however small the tail of its distribution.
        probability: mean.clamp(f64::MIN_POSITIVE, 1.0),
        standard_error: libm::sqrt(variance / rounds),
    }
}

/// The highest draw of the arms before `position` and of those behind it, but for this arm and `rival`.
fn highest_around<B: Belief>(arms: &[B], position: usize, rival: Option<usize>, rng: &mut Stream) -> (f64, f64) {
    let (mut before, mut after) = (f64::NEG_INFINITY, f64::NEG_INFINITY);
    for (other, belief) in arms.iter().enumerate().filter(|(other, _)| *other != position && Some(*other) != rival) {
        let highest = if other < position { &mut before } else { &mut after };
        *highest = highest.max(belief.draw(rng));
    }
    (before, after)
}

/// Whether the draw is chosen: of equal ones the first is.
fn wins(draw: f64, before: f64, after: f64) -> bool {
    draw > before && draw >= after
}

fn one_if(yes: bool) -> f64 {
    f64::from(u8::from(yes))
}

/// The arm that stands the most in the way of the one at `position`, if it is ahead by more than a deviation of their
/// difference and its draws stray more than twice as far.
fn wide_rival<B: Belief>(arms: &[B], position: usize) -> Option<usize> {
    let (mean, variance) = (arms[position].mean(), arms[position].variance());
    let mut furthest = (1.0, None);
    for (other, belief) in arms.iter().enumerate().filter(|(other, _)| *other != position) {
        let ahead = (belief.mean() - mean) / libm::sqrt(variance + belief.variance());
        if ahead > furthest.0 {
            furthest = (ahead, Some(other));
        }
    }
    furthest.1.filter(|rival| arms[*rival].variance() > 4.0 * variance)
}

/// The standard error is then at most 0.031, for a probability of one half of which each round tells yes or no.
const ROUNDS: u32 = 256;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::{Gaussian, Posterior, evidence::Evidence};

    #[test]
    fn it_is_never_nothing() {
        let at = |mean: f64| Gaussian::new(mean, 1.0, 1.0).map(|prior| prior.belief(&Evidence::default()));
        let arms = [at(0.0), at(1e6)].map(Result::unwrap);
        let estimate = probability_highest(&arms, 0, 1);
        assert_eq!(estimate.probability(), f64::MIN_POSITIVE);
        assert_eq!(probability_highest(&arms, 1, 1).probability(), 1.0);
        assert_eq!(probability_highest(&arms[..1], 0, 1), Propensity::Exact(1.0));
    }

    #[test]
    fn a_narrow_arm_behind_a_wide_one_is_not_left_to_rare_draws() {
        let normal =
            |mean: f64, variance: f64| Gaussian::new(mean, variance, 1.0).unwrap().belief(&Evidence::default());
        // Best where the wide arm has a draw below -4 of its deviations: once in 31,574.
        let (exact, arms) = (ansatz_random::normal::cdf(-4.0), [normal(4.0, 1.0), normal(0.0, 1e-8)]);
        for (seed, arms, position) in [(1, [arms[0], arms[1]], 1), (2, [arms[1], arms[0]], 0)] {
            let estimate = probability_highest(&arms, position, seed);
            let error = libm::fabs(estimate.probability() - exact);
            // The slope of its logarithm is 4.2 in deviations of the wide arm, of which draws of the narrow one have 1e-4.
            assert!(error <= 6.0 * estimate.standard_error() && error < 1e-3 * exact, "{estimate:?} {exact}");
        }
    }
}
