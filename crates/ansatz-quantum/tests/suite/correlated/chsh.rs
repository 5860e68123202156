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
