//! The highest of one normal draw for each arm, and how probable it was.

use alloc::vec::Vec;

use ansatz_random::{normal, rand_core::Rng, standard_normal};

use crate::{
    Prediction, Propensity,
    argmax::first_highest,
    posterior::{NormalBelief, probability_highest},
};

/// The position of the highest of one draw of each score; the first of equal ones.
#[inline]
pub(super) fn highest_draw<R: Rng + ?Sized>(scores: impl Iterator<Item = Prediction>, rng: &mut R) -> usize {
    first_highest(scores.map(|Prediction { score, deviation }| score + deviation * standard_normal(rng)))
}

/// The probability of that.
pub(super) fn propensity(scores: impl Iterator<Item = Prediction>, position: usize, seed: u64) -> Propensity {
    let scores: Vec<Prediction> = scores.collect();
    // Where nothing is left to chance: features that are all 0, or a single arm.
    if scores.iter().all(|score| score.deviation == 0.0) {
        return Propensity::Exact(1.0);
    }
    if let [first, second] = scores[..] {
        let (own, other) = if position == 0 { (first, second) } else { (second, first) };
        let spread = libm::hypot(own.deviation, other.deviation);
        return Propensity::Exact(normal::cdf((own.score - other.score) / spread).max(f64::MIN_POSITIVE));
    }
    // A score that is certain among others that are not: its distance counts, whatever it is divided by.
    let belief = |score: &Prediction| NormalBelief::new(score.score, score.deviation.max(f64::MIN_POSITIVE));
    let beliefs: Vec<NormalBelief> = scores.iter().map(belief).collect();
    probability_highest(&beliefs, position, seed)
}
