//! A world of which everything is known: kinds of contexts, a logging policy, another one, and means of rewards.

use ansatz_bandit::{
    Propensity,
    evaluation::{EvaluationError, LoggedRound, OffPolicy},
};
use ansatz_random::{Stream, unit};

pub(super) const KINDS: [f64; 2] = [0.3, 0.7];
pub(super) const LOGGING: [[f64; 3]; 2] = [[0.5, 0.3, 0.2], [0.1, 0.3, 0.6]];
pub(super) const TARGET: [[f64; 3]; 2] = [[0.1, 0.2, 0.7], [0.5, 0.4, 0.1]];
/// Of rewards that are 0 or 1.
pub(super) const MEANS: [[f64; 3]; 2] = [[0.2, 0.6, 0.9], [0.7, 0.4, 0.1]];
/// A model that is off by a lot.
pub(super) const MODEL: [[f64; 3]; 2] = [[0.5, 0.1, 0.4], [0.6, 0.4, 0.3]];

#[derive(Debug, Clone, Copy)]
pub(super) struct Outcome {
    pub(super) kind: usize,
    pub(super) arm: usize,
    pub(super) reward: f64,
    pub(super) probability: f64,
}

impl Outcome {
    pub(super) fn weight(&self) -> f64 {
        TARGET[self.kind][self.arm] / LOGGING[self.kind][self.arm]
    }

    pub(super) fn round(&self) -> LoggedRound {
        LoggedRound::new(self.arm, self.reward, Propensity::Exact(LOGGING[self.kind][self.arm]))
    }
}

/// All that a round can be.
pub(super) fn outcomes() -> Vec<Outcome> {
    let mut all = Vec::new();
    for kind in 0..2 {
        for arm in 0..3 {
            for (reward, chance) in [(1.0, MEANS[kind][arm]), (0.0, 1.0 - MEANS[kind][arm])] {
                all.push(Outcome { kind, arm, reward, probability: KINDS[kind] * LOGGING[kind][arm] * chance });
            }
        }
    }
    all
}

/// The mean of `of` over kinds of contexts and the target's choices.
pub(super) fn expected(of: impl Fn(usize, usize) -> f64) -> f64 {
    (0..2).flat_map(|kind| (0..3).map(move |arm| (kind, arm))).map(|(k, a)| KINDS[k] * TARGET[k][a] * of(k, a)).sum()
}

pub(super) fn truth() -> f64 {
    expected(|kind, arm| MEANS[kind][arm])
}

pub(super) fn evaluated(log: &[Outcome], threshold: f64) -> Result<OffPolicy, EvaluationError> {
    let mut evaluation = OffPolicy::new().with_threshold(threshold)?;
    for row in log {
        evaluation.observe_with_model(&row.round(), &TARGET[row.kind], &MODEL[row.kind])?;
    }
    Ok(evaluation)
}

pub(super) fn drawn(rng: &mut Stream) -> Outcome {
    let mut place = unit(rng);
    let all = outcomes();
    for outcome in &all {
        place -= outcome.probability;
        if place < 0.0 {
            return *outcome;
        }
    }
    all[all.len() - 1]
}
