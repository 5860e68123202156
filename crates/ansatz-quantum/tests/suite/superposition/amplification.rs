//! Amplification beside its formula.

use ansatz_quantum::{Complex, Superposition, amplified_probability, optimal_iterations};
use ansatz_random::Stream;

use super::{drawn, norm};

/// The formula of Brassard and others, from the angle.
fn formula(probability: f64, iterations: u64) -> f64 {
    ((2 * iterations + 1) as f64 * probability.sqrt().asin()).sin().powi(2)
}

#[test]
fn success_is_that_of_the_formula() {
    for qubits in 0..=10 {
        for marked in [1u32, 2, 3, 7, 100] {
            let size = 1u32 << qubits;
            if marked > size {
                continue;
            }
            let probability = f64::from(marked) / f64::from(size);
            let is_marked = |value: &u32| value.wrapping_mul(2_654_435_761) & (size - 1) < marked;
            for iterations in [0u64, 1, 2, 3, 10, 25, 100, 1_000] {
                let mut register = Superposition::register(qubits).unwrap();
                register.amplify(is_marked, iterations);
                let found = register.probability(is_marked);
                assert!((found - formula(probability, iterations)).abs() < 1e-12, "{qubits}, {marked}, {iterations}");
                assert!((found - amplified_probability(probability, iterations).unwrap()).abs() < 1e-12);
                assert!((norm(&register) - 1.0).abs() < 1e-12);
            }
        }
    }
}

#[test]
fn a_large_register() {
    let mut register = Superposition::register(16).unwrap();
    let probability = 1.0 / 65_536.0;
    let iterations = optimal_iterations(probability).unwrap();
    assert_eq!(iterations, 201);
    register.amplify(|&value| value == 54_321, iterations);
    let found = register.probability(|&value| value == 54_321);
    assert!((found - formula(probability, iterations)).abs() < 1e-12);
    assert!(found > 1.0 - probability);
}

/// A norm of 1 + 8e-13, which passes for 1, and stays that.
#[test]
fn a_norm_that_is_off_does_not_grow() {
    let amplitudes = vec![Complex::from(0.125 * (1.0 + 4e-13)); 64];
    let mut state = Superposition::new(0..64, &amplitudes).unwrap();
    assert_eq!(state.amplitudes(), amplitudes);
    state.amplify(|&x| x == 5, 1_000);
    assert!((norm(&state) - 1.0).abs() < 2e-12, "{}", norm(&state));
}

#[test]
fn any_state_can_be_amplified() {
    for seed in 0..20 {
        let mut state = drawn(50, &mut Stream::new(41, seed));
        let probability = state.probability(|x| x % 7 == 0);
        for iterations in 1..5 {
            let mut state = state.clone();
            state.amplify(|x| x % 7 == 0, iterations);
            assert!((state.probability(|x| x % 7 == 0) - formula(probability, iterations)).abs() < 1e-13);
        }
        // Nothing and everything marked: no probability changes.
        let before = state.clone();
        state.amplify(|_| false, 3);
        state.amplify(|_| true, 4);
        assert!((state.fidelity(&before).unwrap() - 1.0).abs() < 1e-13);
    }
}

#[test]
fn the_optimum_is_the_first_peak() {
    for inverse in 1..2_000u32 {
        let probability = 1.0 / f64::from(inverse);
        let best = optimal_iterations(probability).unwrap();
        // More than half a turn away the formula would come to a second peak.
        let within = (1.0 / probability.sqrt()).ceil() as u64;
        let peak = formula(probability, best);
        assert!((0..=within).all(|iterations| formula(probability, iterations) <= peak + 1e-12), "{inverse}");
    }
}
