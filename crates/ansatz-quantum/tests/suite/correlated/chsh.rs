//! What shared randomness reaches, beside entanglement and signals.

// Oracles take the functions of the standard library where the code takes those of libm.
#![allow(clippy::disallowed_methods)]

use ansatz_quantum::{Bell, BipartiteState, ChshSettings, Correlated, DiscreteCorrelated};
use ansatz_random::{Stream, below, unit};
use proptest::prelude::*;

/// The CHSH value of a model of the settings 0 and 1 and the outcomes 2 and 3, each of two states.
fn chsh(model: &DiscreteCorrelated) -> f64 {
    let correlation = |left: usize, right: usize| {
        let mut given = model.clone();
        given.observe(0, left).unwrap();
        given.observe(1, right).unwrap();
        let joint = given.joint(&[2, 3]).unwrap();
        joint[0] - joint[1] - joint[2] + joint[3]
    };
    correlation(0, 0) + correlation(0, 1) + correlation(1, 0) - correlation(1, 1)
}

/// Two sides whose outcomes depend on a common cause (variable 4) and on their own setting.
fn shared_cause(causes: usize, mut probability: impl FnMut() -> f64) -> DiscreteCorrelated {
    let mut model = DiscreteCorrelated::new(&[2, 2, 2, 2, causes]).unwrap();
    let prior: Vec<f64> = (0..causes).map(|_| 0.01 + probability()).collect();
    model.insert_factor(&[4], &prior).unwrap();
    for side in 0..2 {
        let outcomes: Vec<f64> = (0..2 * causes).map(|_| probability()).flat_map(|up| [up, 1.0 - up]).collect();
        model.insert_factor(&[4, side, 2 + side], &outcomes).unwrap();
    }
    model
}

proptest! {
    #[test]
    fn a_common_cause_never_exceeds_two(seed: u64, causes in 2usize..17) {
        let mut rng = Stream::new(seed, 0);
        prop_assert!(chsh(&shared_cause(causes, || unit(&mut rng))).abs() <= 2.0 + 1e-12);
        // Certain answers, which go furthest.
        prop_assert!(chsh(&shared_cause(causes, || below(&mut rng, 2) as f64)).abs() <= 2.0 + 1e-12);
    }
}

#[test]
fn shared_randomness_reaches_two_entanglement_more_and_signals_four() {
    // Always 1 on both sides.
    assert!((chsh(&shared_cause(2, || 1.0)) - 2.0).abs() < 1e-12);
    let bell = BipartiteState::bell(Bell::PhiPlus).chsh(&ChshSettings::tsirelson()).unwrap();
    assert!((bell - 8f64.sqrt()).abs() < 1e-12);
    // The right outcome knows the left setting: it differs from the left outcome if both settings are 1.
    let mut signal = DiscreteCorrelated::new(&[2, 2, 2, 2]).unwrap();
    let weights: Vec<f64> = (0..16)
        .map(|code: usize| {
            let bit = |place: usize| code >> (3 - place) & 1;
            if (bit(2) ^ bit(3)) == (bit(0) & bit(1)) { 1.0 } else { 0.0 }
        })
        .collect();
    signal.insert_factor(&[0, 1, 2, 3], &weights).unwrap();
    assert!((chsh(&signal) - 4.0).abs() < 1e-12);
}

#[test]
fn models_of_other_kinds_reach_four() {
    // Of the four causes, weights let only the one that knows both settings answer: the cause depends on the settings.
    let mut conspiracy = DiscreteCorrelated::new(&[2, 2, 2, 2, 4]).unwrap();
    let (mut left, mut right) = ([0.0; 16], [0.0; 16]);
    for cause in 0..4 {
        let (one, other) = (cause / 2, cause % 2);
        left[4 * cause + 2 * one] = 1.0;
        right[4 * cause + 2 * other + (one & other)] = 1.0;
    }
    conspiracy.insert_factor(&[4, 0, 2], &left).unwrap();
    conspiracy.insert_factor(&[4, 1, 3], &right).unwrap();
    assert_eq!(chsh(&conspiracy), 4.0);
    // Outcomes that pull each other, e^10 to e^-10, and settings of 1 that pull three times as much, in opposite
    // directions: only where both are 1 do the outcomes differ.
    let mut pull = DiscreteCorrelated::new(&[2, 2, 2, 2]).unwrap();
    let [with, against] = [10f64.exp(), (-10f64).exp()];
    pull.insert_factor(&[0, 2], &[1.0, 1.0, with.powi(3), against.powi(3)]).unwrap();
    pull.insert_factor(&[1, 3], &[1.0, 1.0, against.powi(3), with.powi(3)]).unwrap();
    pull.insert_factor(&[2, 3], &[with, against, against, with]).unwrap();
    // The least likely of the four agreements fails with e^-20.
    assert!(chsh(&pull) > 4.0 - 4.0 * 4.0 * (-20f64).exp());
    // That is a signal: what the right side chooses shows on the left.
    let left_is_up = |setting: usize| {
        let mut given = pull.clone();
        given.observe(0, 0).unwrap();
        given.observe(1, setting).unwrap();
        given.marginal(2).unwrap()[0]
    };
    assert!(left_is_up(1) < 0.01 && (left_is_up(0) - 0.5).abs() < 1e-12);
}

#[test]
fn gaussian_models_keep_two_as_well() {
    // Signs of jointly normal variables: their correlation is 2/pi asin(rho) (W. F. Sheppard, 1899), and the four
    // correlations of a matrix that is positive semidefinite keep the bound. Two settings a side are four variables.
    let mut rng = Stream::new(19, 0);
    let mut valid = 0;
    while valid < 400 {
        let mut matrix = [0.0; 16];
        for row in 0..4 {
            matrix[row * 5] = 1.0;
            for column in 0..row {
                matrix[row * 4 + column] = 2.0 * unit(&mut rng) - 1.0;
                matrix[column * 4 + row] = matrix[row * 4 + column];
            }
        }
        let Ok(model) = Correlated::new(&[0.0; 4], &[1.0; 4], &matrix) else { continue };
        valid += 1;
        let sign = |left: usize, right: usize| {
            core::f64::consts::FRAC_2_PI * model.correlation(left, 2 + right).unwrap().asin()
        };
        assert!((sign(0, 0) + sign(0, 1) + sign(1, 0) - sign(1, 1)).abs() <= 2.0 + 1e-12);
    }
}
