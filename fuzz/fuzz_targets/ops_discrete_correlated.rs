//! Discrete models beside sums over all combinations: any factors, observations in any order, taken back in between.
#![cfg_attr(feature = "libfuzzer", no_main)]
// What is computed is compared with the platform's own functions.
#![allow(clippy::disallowed_methods)]

use ansatz_quantum::{DiscreteCorrelated, QuantumError};

ansatz_fuzz::target!(|data| run(data));

/// A factor or a likelihood: its variables, and a weight for each combination.
type Factor = (Vec<usize>, Vec<f64>);

/// The number of variables and their states; then operations, each with as many bytes as it takes.
fn run(data: &[u8]) {
    let Some((&[variables, kinds], mut rest)) = data.split_first_chunk::<2>() else { return };
    let states: Vec<usize> = (0..=variables % 5).map(|i| if kinds >> i & 1 == 1 { 3 } else { 2 }).collect();
    let mut model = DiscreteCorrelated::new(&states).expect("some variables");
    let mut factors: Vec<Factor> = vec![];
    let mut observations: Vec<Factor> = vec![];
    for _ in 0..24 {
        let Some((&[what, which], after)) = rest.split_first_chunk::<2>() else { break };
        rest = after;
        let variable = usize::from(which % 8);
        let count = states.get(variable).copied().unwrap_or(1);
        let was = model.clone();
        let result = match what % 4 {
            0 => {
                let variables = [variable, usize::from(which / 8 % 8), usize::from(which / 64)];
                let variables = &variables[..usize::from(what / 4 % 4).min(3)];
                let combinations = variables.iter().filter_map(|&variable| states.get(variable)).product();
                let factor = (variables.to_vec(), weights(&mut rest, combinations, 16.0));
                let result = model.insert_factor(&factor.0, &factor.1);
                factors.extend(result.is_ok().then_some(factor));
                result
            }
            1 => {
                let state = usize::from(which / 64);
                let result = model.observe(variable, state);
                let indicator = (0..count).map(|other| f64::from(u8::from(other == state))).collect();
                observations.extend(result.is_ok().then(|| (vec![variable], indicator)));
                result
            }
            2 => {
                let likelihood = weights(&mut rest, count, 1.0);
                let result = model.observe_with_noise(variable, &likelihood);
                observations.extend(result.is_ok().then(|| (vec![variable], likelihood)));
                result
            }
            _ => {
                assert_eq!(model.undo(), observations.pop().is_some());
                continue;
            }
        };
        if result.is_err() {
            assert_eq!(model, was);
        }
    }
    check(&model, &states, &factors, &observations);
    model.clear();
    check(&model, &states, &factors, &[]);
}

/// So many weights from 0 to `most`, in steps of which products are exact enough to be told from 0.
fn weights(rest: &mut &[u8], count: usize, most: f64) -> Vec<f64> {
    let (taken, after) = rest.split_at(rest.len().min(count));
    *rest = after;
    taken.iter().map(|&byte| f64::from(byte % 17) / 16.0 * most).collect()
}

fn check(model: &DiscreteCorrelated, states: &[usize], factors: &[Factor], observations: &[Factor]) {
    let combinations: usize = states.iter().product();
    let state = |code: usize, variable: usize| code / states[..variable].iter().product::<usize>() % states[variable];
    let weight = |code: usize, factors: &[Factor]| -> f64 {
        let entry = |(variables, weights): &Factor| {
            weights[variables.iter().fold(0, |at, &variable| at * states[variable] + state(code, variable))]
        };
        factors.iter().map(entry).product()
    };
    let prior: f64 = (0..combinations).map(|code| weight(code, factors)).sum();
    let joint: Vec<f64> = (0..combinations).map(|code| weight(code, factors) * weight(code, observations)).collect();
    let total: f64 = joint.iter().sum();
    if total == 0.0 {
        assert_eq!(model.marginal(0), Err(QuantumError::Impossible));
        assert_eq!(model.log_likelihood(), Err(QuantumError::Impossible));
        return;
    }
    assert!((model.log_likelihood().expect("possible") - (total / prior).ln()).abs() < 1e-10);
    for variable in 0..states.len() {
        let marginal = model.marginal(variable).expect("possible");
        for (own, found) in marginal.iter().enumerate() {
            let those = (0..combinations).filter(|&code| state(code, variable) == own);
            let expected = those.map(|code| joint[code]).sum::<f64>() / total;
            assert!((found - expected).abs() < 1e-10, "{found} {expected}");
        }
    }
}
