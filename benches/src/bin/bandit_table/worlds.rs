//! The environments of the table.

use ansatz_bandit::{
    BanditError, Ucb1,
    simulation::{Adversarial, Bernoulli, Contextual, Delayed, Drifting, Gaussian, StochasticallyConstrained},
};
use ansatz_random::{Stream, standard_normal};

/// Two arms, nine successes in ten against eight.
pub(crate) fn two_arms() -> Result<Bernoulli, BanditError> {
    Ok(Bernoulli::new(&[0.9, 0.8])?)
}

/// Ten arms that seldom pay.
pub(crate) fn ten_arms() -> Result<Bernoulli, BanditError> {
    Ok(Bernoulli::new(&[0.1, 0.05, 0.05, 0.05, 0.02, 0.02, 0.02, 0.01, 0.01, 0.01])?)
}

pub(crate) fn gaussian() -> Result<Gaussian, BanditError> {
    Ok(Gaussian::new(&[0.5, 0.3, 0.3, 0.1, 0.0], DEVIATION)?)
}

/// The reward of each of ten arms is linear in eight features.
pub(crate) fn linear() -> Result<Contextual, BanditError> {
    Ok(Contextual::linear(&weights(10, 8, 1.0), DEVIATION)?)
}

/// The odds of each of five arms are exponential in five features.
pub(crate) fn logistic() -> Result<Contextual, BanditError> {
    Ok(Contextual::logistic(&weights(5, 5, 2.0))?)
}

pub(crate) fn abrupt(horizon: u64) -> Result<Drifting, BanditError> {
    Ok(Drifting::abrupt(&PHASES, horizon / PHASES.len() as u64)?)
}

pub(crate) fn gradual(horizon: u64) -> Result<Drifting, BanditError> {
    Ok(Drifting::gradual(&PHASES, horizon / PHASES.len() as u64)?)
}

/// What was written down against UCB1.
pub(crate) fn trap(horizon: u64) -> Result<Adversarial, BanditError> {
    Adversarial::against(2, horizon, &mut Ucb1::new(2)?)
}

/// The gap is that of the first arms; the means jump.
pub(crate) fn constrained() -> Result<StochasticallyConstrained, BanditError> {
    Ok(StochasticallyConstrained::new(2, 0.1)?)
}

/// The two arms, heard of 100 decisions later in the mean, and of a tenth of them never.
pub(crate) fn delayed() -> Result<Delayed<Bernoulli>, BanditError> {
    Ok(Delayed::geometric(two_arms()?, 100.0)?.with_lost(0.1)?)
}

/// Drawn once, each of this length.
fn weights(arms: usize, dimension: usize, length: f64) -> Vec<Vec<f64>> {
    let mut rng = Stream::new(8, 0);
    let mut draw = || {
        let arm: Vec<f64> = (0..dimension).map(|_| standard_normal(&mut rng)).collect();
        let norm = libm::sqrt(arm.iter().map(|weight| weight * weight).sum());
        arm.iter().map(|weight| weight * length / norm).collect()
    };
    (0..arms).map(|_| draw()).collect()
}

/// Of all noise that is normal.
pub(crate) const DEVIATION: f64 = 0.5;

/// Each of three arms is the best of a phase, and then the first again.
const PHASES: [[f64; 3]; 4] = [[0.8, 0.5, 0.2], [0.2, 0.8, 0.5], [0.5, 0.2, 0.8], [0.8, 0.5, 0.2]];

/// How often they change.
pub(crate) const CHANGES: u64 = 3;
