//! Discrete conditionals beside sums over all combinations.

// Oracles take the functions of the standard library where the code takes those of libm.
#![allow(clippy::disallowed_methods)]

use ansatz_quantum::{DiscreteCorrelated, QuantumError};
use ansatz_random::{Stream, below, unit};
use proptest::prelude::*;

/// A discrete model, its factors and its observations, for sums over all combinations.
pub(super) struct Discrete {
    pub(super) states: Vec<usize>,
    pub(super) factors: Vec<(Vec<usize>, Vec<f64>)>,
    fixed: Vec<(usize, usize)>,
}

impl Discrete {
    pub(super) fn new(n: usize, rng: &mut Stream) -> Self {
        let states: Vec<usize> = (0..n).map(|_| 2 + below(rng, 3) as usize).collect();
        let mut factors = Vec::new();
        for _ in 0..below(rng, 2 * n as u64 + 1) {
            let mut variables: Vec<usize> = (0..n).collect();
            ansatz_random::shuffle(rng, &mut variables);
            variables.truncate(1 + below(rng, n.min(3) as u64) as usize);
            let combinations = variables.iter().map(|&variable| states[variable]).product();
            // Zeros are frequent enough that some models have no combination left.
            let mut weights: Vec<f64> =
                (0..combinations).map(|_| if below(rng, 4) == 0 { 0.0 } else { 10.0 * unit(rng) }).collect();
            weights[0] += 0.5;
            factors.push((variables, weights));
        }
        Self { states, factors, fixed: Vec::new() }
    }

    /// Calls with each combination and its weight.
    fn each(&self, observed: bool, mut call: impl FnMut(&[usize], f64)) {
        let total: usize = self.states.iter().product();
        for mut code in 0..total {
            let mut combination = vec![0; self.states.len()];
            for (state, &states) in combination.iter_mut().zip(&self.states) {
                *state = code % states;
                code /= states;
            }
            if observed && self.fixed.iter().any(|&(variable, state)| combination[variable] != state) {
                continue;
            }
            let mut weight = 1.0;
            for (variables, weights) in &self.factors {
                let at = variables.iter().fold(0, |at, &variable| at * self.states[variable] + combination[variable]);
                weight *= weights[at];
            }
            call(&combination, weight);
        }
    }
}

proptest! {
    #[test]
    fn discrete_answers_are_sums_over_all_combinations(seed: u64, n in 1usize..6) {
        let mut rng = Stream::new(seed, 0);
        let mut problem = Discrete::new(n, &mut rng);
        let mut model = DiscreteCorrelated::new(&problem.states).unwrap();
        for (variables, weights) in &problem.factors {
            model.insert_factor(variables, weights).unwrap();
        }
        let mut prior = 0.0;
        problem.each(false, |_, weight| prior += weight);
        for variable in 0..n {
            match below(&mut rng, 4) {
                0 => {
                    let state = below(&mut rng, problem.states[variable] as u64) as usize;
                    model.observe(variable, state).unwrap();
                    problem.fixed.push((variable, state));
                }
                1 => {
                    let weights: Vec<f64> = (0..problem.states[variable]).map(|_| unit(&mut rng)).collect();
                    model.observe_with_noise(variable, &weights).unwrap();
                    problem.factors.push((vec![variable], weights));
                }
                _ => {}
            }
        }
        let mut total = 0.0;
        problem.each(true, |_, weight| total += weight);
        if total == 0.0 {
            prop_assert_eq!(model.marginal(0), Err(QuantumError::Impossible));
            prop_assert_eq!(model.log_likelihood(), Err(QuantumError::Impossible));
        } else {
            // Sums of at most 1,024 positive terms of at most 15 factors: relative errors below 1e-12.
            prop_assert!((model.log_likelihood().unwrap() - (total / prior).ln()).abs() < 1e-11);
            for one in 0..n {
                let mut expected = vec![0.0; problem.states[one]];
                problem.each(true, |combination, weight| expected[combination[one]] += weight / total);
                for (found, expected) in model.marginal(one).unwrap().iter().zip(expected) {
                    prop_assert!((found - expected).abs() < 1e-12);
                }
                for other in (0..n).filter(|&other| other != one) {
                    let columns = problem.states[other];
                    let mut expected = vec![0.0; problem.states[one] * columns];
                    problem.each(true, |combination, weight| {
                        expected[combination[one] * columns + combination[other]] += weight / total;
                    });
                    let found = model.joint(&[one, other]).unwrap();
                    prop_assert_eq!(found.len(), expected.len());
                    for (found, expected) in found.iter().zip(expected) {
                        prop_assert!((found - expected).abs() < 1e-12);
                    }
                }
            }
        }
    }
}

/// A chain in which each variable is as the one before with probability 0.9.
fn chain(length: usize) -> DiscreteCorrelated {
    let mut model = DiscreteCorrelated::new(&vec![2; length]).unwrap();
    for variable in 1..length {
        model.insert_factor(&[variable - 1, variable], &[0.9, 0.1, 0.1, 0.9]).unwrap();
    }
    model
}

#[test]
fn a_chain_forgets_at_its_rate() {
    // The difference of the two probabilities shrinks by 0.8 a link.
    let mut model = chain(1_000);
    model.observe(0, 1).unwrap();
    for at in [1usize, 10, 50, 999] {
        let expected = 0.5 + 0.5 * 0.8f64.powi(at as i32);
        assert!((model.marginal(at).unwrap()[1] - expected).abs() < 1e-12, "{at}");
    }
    assert!((model.log_likelihood().unwrap() - 0.5f64.ln()).abs() < 1e-10);
    // Between two that are known: Bayes with both.
    model.observe(20, 0).unwrap();
    let near = |steps: i32| [0.5 - 0.5 * 0.8f64.powi(steps), 0.5 + 0.5 * 0.8f64.powi(steps)];
    let (from_first, from_second) = (near(5), near(15));
    let (one, zero) = (from_first[1] * from_second[0], from_first[0] * from_second[1]);
    assert!((model.marginal(5).unwrap()[1] - one / (one + zero)).abs() < 1e-12);
}

#[test]
fn contrary_evidence_of_any_length_is_weighed() {
    // 300 alarms against 301 all-clears, each 1,000 to 1: products of 1e-900 on the way. Their logarithms reach 2,072,
    // half a unit of rounding of which is 2.3e-13: 601 additions stay below 1.4e-10.
    let mut model = DiscreteCorrelated::new(&[2, 2]).unwrap();
    model.insert_factor(&[0, 1], &[3.0, 1.0, 1.0, 3.0]).unwrap();
    for alarm in 0..601 {
        let weights = if alarm < 300 { [1e-3, 1.0] } else { [1.0, 1e-3] };
        model.observe_with_noise(0, &weights).unwrap();
    }
    assert!((model.marginal(0).unwrap()[1] - 1.0 / 1001.0).abs() < 1.4e-10);
    // Nor do they vanish from what follows for a partner that is as it is three times in four.
    assert!((model.marginal(1).unwrap()[1] - (0.25 * 1000.0 + 0.75) / 1001.0).abs() < 1.4e-10);
    assert!(model.undo());
    assert!((model.marginal(0).unwrap()[1] - 0.5).abs() < 1.4e-10);
}

#[test]
fn elimination_refuses_what_it_cannot_hold() {
    // Thirty variables that all touch each other take a table of 2^30; with fifteen observed, of 2^15.
    let mut dense = DiscreteCorrelated::new(&[2; 30]).unwrap();
    for one in 0..30 {
        for other in 0..one {
            dense.insert_factor(&[other, one], &[2.0, 1.0, 1.0, 2.0]).unwrap();
        }
    }
    let error = dense.marginal(29).unwrap_err();
    let text = "eliminating variable 0 takes the tables beyond 16777216 entries, allowed: at most that many in all";
    assert_eq!(error.to_string(), text);
    for variable in 0..15 {
        dense.observe(variable, 1).unwrap();
    }
    assert!(dense.marginal(29).unwrap()[1] > 0.99);
    // Of a grid of 32 x 32 each variable has four neighbours at most, but more as others go.
    let mut grid = DiscreteCorrelated::new(&[2; 32 * 32]).unwrap();
    for at in 0..32 * 32 {
        for (other, joined) in [(at + 1, at % 32 < 31), (at + 32, at < 31 * 32)] {
            if joined {
                grid.insert_factor(&[at, other], &[2.0, 1.0, 1.0, 2.0]).unwrap();
            }
        }
    }
    assert!(matches!(grid.marginal(0), Err(QuantumError::Intractable { .. })));
    // Rows and columns that are known leave parts of 8 x 8. Two neighbours that are known make it 4 to 1, and more add.
    for (line, at) in [8, 16, 24].into_iter().flat_map(|line| (0..32).map(move |at| (line, at))) {
        grid.observe(32 * line + at, 0).unwrap();
        grid.observe(32 * at + line, 0).unwrap();
    }
    assert!(grid.marginal(32 * 15 + 15).unwrap()[0] > 0.8);
    let mut wide = DiscreteCorrelated::new(&[2; 25]).unwrap();
    let all: Vec<usize> = (0..25).collect();
    assert!(matches!(wide.joint(&all), Err(QuantumError::Intractable { variable: 0, .. })));
    // The answer would be as long if all of it were known.
    for variable in 0..25 {
        wide.observe(variable, 0).unwrap();
    }
    assert!(matches!(wide.joint(&all), Err(QuantumError::Intractable { variable: 0, .. })));
    let huge = DiscreteCorrelated::new(&vec![1 << 16; 4_096]).unwrap();
    assert!(huge.joint(&(0..4_096).collect::<Vec<_>>()).is_err());
    // 4,096 tables of 65,536 come to more than there may be in all, though none is large.
    assert!(matches!(huge.marginal(0), Err(QuantumError::Intractable { .. })));
}

#[test]
fn bad_factors_and_observations_are_named() {
    let text = |result: Result<(), QuantumError>| result.unwrap_err().to_string();
    let new = |states: &[usize]| text(DiscreteCorrelated::new(states).map(|_| ()));
    assert_eq!(new(&[]), "the model has no variable, allowed: at least one");
    assert_eq!(new(&vec![2; 4097]), "`variables` is 4097, allowed: 1..=4096");
    assert_eq!(new(&[2, 1]), "`states` is 1, allowed: 2..=65536");
    let mut model = DiscreteCorrelated::new(&[2, 3]).unwrap();
    let before = model.clone();
    let mut insert = |variables: &[usize], weights: &[f64]| text(model.insert_factor(variables, weights));
    assert_eq!(insert(&[], &[1.0]), "`variables` is empty, allowed: at least one");
    assert_eq!(insert(&[2], &[1.0]), "the variable is 2, allowed: below 2, the number of variables");
    assert_eq!(insert(&[0, 0], &[1.0; 4]), "variable 0 is given twice, allowed: each variable once");
    let number = "`weights` is 5 numbers, allowed: 6, one for each combination of states";
    assert_eq!(insert(&[0, 1], &[1.0; 5]), number);
    assert_eq!(insert(&[0], &[0.0; 2]), "`weights` is 0 throughout, allowed: at least one that is not 0");
    for weight in [-1.0, f64::NAN, f64::INFINITY] {
        assert!(insert(&[0], &[1.0, weight]).starts_with("`weight` is "), "{weight}");
    }
    let state = "the state of variable 1 is 3, allowed: below 3, the number of its states";
    assert_eq!(text(model.observe(1, 3)), state);
    assert!(model.observe(2, 0).is_err() && model.observe_with_noise(2, &[1.0]).is_err());
    assert!(model.observe_with_noise(1, &[1.0]).is_err() && model.observe_with_noise(0, &[1.0, 1.1]).is_err());
    assert_eq!(model, before);
    assert!(model.marginal(2).is_err());
    assert_eq!(model.joint(&[1, 0, 1]), Err(QuantumError::RepeatedVariable { variable: 1 }));
    model.insert_factor(&[0, 1], &[1.0, 0.0, 0.0, 1.0, 1.0, 1.0]).unwrap();
    model.observe(0, 0).unwrap();
    model.observe(0, 0).unwrap();
    assert_eq!(model.observe(0, 1), Err(QuantumError::Impossible));
    model.observe(1, 1).unwrap();
    let impossible = "the observations have probability 0 together, allowed: any that the factors do not exclude";
    assert_eq!(model.marginal(0).unwrap_err().to_string(), impossible);
    model.clear();
    assert!((model.marginal(0).unwrap()[0] - 0.25).abs() < 1e-15);
    assert_eq!(model.joint(&[]).unwrap(), [1.0]);
    assert!(model.memory_bytes() > before.memory_bytes());
    assert!(format!("{model:?}").len() < 100);
}
