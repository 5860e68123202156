//! Correlated models: conditionals beside dense linear algebra and sums written out.

// Oracles take the functions of the standard library where the code takes those of libm.
#![allow(clippy::disallowed_methods)]

use ansatz_quantum::{Bell, BipartiteState, ChshSettings, Correlated, DiscreteCorrelated, QuantumError};
use ansatz_random::{Stream, below, standard_normal, unit};
use proptest::prelude::*;

/// `matrix x = right` by elimination with pivots, and the logarithm of the determinant's modulus.
fn solved(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> (Vec<f64>, f64) {
    let n = right.len();
    let mut log_determinant = 0.0;
    for column in 0..n {
        let pivot = (column..n).max_by(|&a, &b| matrix[a][column].abs().total_cmp(&matrix[b][column].abs())).unwrap();
        matrix.swap(column, pivot);
        right.swap(column, pivot);
        log_determinant += matrix[column][column].abs().ln();
        for row in column + 1..n {
            let factor = matrix[row][column] / matrix[column][column];
            let (above, below) = matrix.split_at_mut(row);
            for (entry, other) in below[0].iter_mut().zip(&above[column]) {
                *entry -= factor * other;
            }
            right[row] -= factor * right[column];
        }
    }
    for row in (0..n).rev() {
        let known: f64 = (row + 1..n).map(|column| matrix[row][column] * right[column]).sum();
        right[row] = (right[row] - known) / matrix[row][row];
    }
    (right, log_determinant)
}

/// Means and a covariance that is far from singular, its variances from 1 to about 10.
struct Problem {
    means: Vec<f64>,
    covariance: Vec<Vec<f64>>,
    /// Variable, value, standard deviation of the noise.
    seen: Vec<(usize, f64, f64)>,
}

impl Problem {
    fn new(n: usize, observations: usize, rng: &mut Stream) -> Self {
        let factor: Vec<Vec<f64>> = (0..n).map(|_| (0..n).map(|_| standard_normal(rng)).collect()).collect();
        let dot = |i: usize, j: usize| factor[i].iter().zip(&factor[j]).map(|(a, b)| a * b).sum::<f64>();
        let covariance = (0..n).map(|i| (0..n).map(|j| dot(i, j) + if i == j { 1.0 } else { 0.0 }).collect()).collect();
        let mut free: Vec<usize> = (0..n).collect();
        let mut seen = Vec::new();
        for _ in 0..observations {
            let value = 3.0 * standard_normal(rng);
            if below(rng, 2) == 0 && !free.is_empty() {
                let variable = free.swap_remove(below(rng, free.len() as u64) as usize);
                seen.push((variable, value, 0.0));
            } else {
                seen.push((below(rng, n as u64) as usize, value, 0.1 + unit(rng)));
            }
        }
        // Noisy ones first, so that none is of a variable that is known.
        seen.sort_by(|a, b| b.2.total_cmp(&a.2));
        Self { means: (0..n).map(|_| standard_normal(rng)).collect(), covariance, seen }
    }

    fn model(&self) -> Correlated {
        let covariance: Vec<f64> = self.covariance.iter().flatten().copied().collect();
        Correlated::from_covariance(&self.means, &covariance).unwrap()
    }

    fn observed(model: &mut Correlated, (variable, value, noise): (usize, f64, f64)) -> f64 {
        if noise == 0.0 {
            model.observe(variable, value).unwrap()
        } else {
            model.observe_with_noise(variable, value, noise).unwrap()
        }
    }

    /// The covariance of the first `count` observations.
    fn system(&self, count: usize) -> Vec<Vec<f64>> {
        let entry = |i: usize, j: usize| {
            let ((one, _, noise), (other, _, _)) = (self.seen[i], self.seen[j]);
            self.covariance[one][other] + if i == j { noise * noise } else { 0.0 }
        };
        (0..count).map(|i| (0..count).map(|j| entry(i, j)).collect()).collect()
    }

    fn residuals(&self, count: usize) -> Vec<f64> {
        self.seen[..count].iter().map(|&(variable, value, _)| value - self.means[variable]).collect()
    }

    /// By the Schur complement of what the first `count` observations saw.
    fn mean(&self, variable: usize, count: usize) -> f64 {
        let (weights, _) = solved(self.system(count), self.residuals(count));
        let pulls = weights.iter().zip(&self.seen).map(|(weight, seen)| weight * self.covariance[variable][seen.0]);
        self.means[variable] + pulls.sum::<f64>()
    }

    fn covariance(&self, one: usize, other: usize, count: usize) -> f64 {
        let column = self.seen[..count].iter().map(|seen| self.covariance[other][seen.0]).collect();
        let (weights, _) = solved(self.system(count), column);
        let explained = weights.iter().zip(&self.seen).map(|(weight, seen)| weight * self.covariance[one][seen.0]);
        self.covariance[one][other] - explained.sum::<f64>()
    }
}

proptest! {
    #[test]
    fn conditionals_are_those_of_dense_linear_algebra(seed: u64, n in 1usize..9, observations in 0usize..12) {
        // The smallest eigenvalue of what is solved is above 0.01 (noise of 0.1), the largest below 1e3: 1e-9 leaves the
        // oracle's rounding, 1e5 x 1e-16 for each of its steps, room.
        let problem = Problem::new(n, observations, &mut Stream::new(seed, 0));
        let mut model = problem.model();
        for (count, &seen) in problem.seen.iter().enumerate() {
            let (variable, value, noise) = seen;
            let spread = (problem.covariance(variable, variable, count) + noise * noise).sqrt();
            let expected = (value - problem.mean(variable, count)) / spread;
            if noise == 0.0 {
                prop_assert!((model.surprise(variable, value).unwrap() - expected).abs() < 1e-9);
            }
            prop_assert!((Problem::observed(&mut model, seen) - expected).abs() < 1e-9);
        }
        let count = problem.seen.len();
        prop_assert_eq!(model.observations(), count);
        let is_known = |variable: usize| problem.seen.iter().any(|seen| seen.0 == variable && seen.2 == 0.0);
        for one in 0..n {
            prop_assert!((model.mean(one).unwrap() - problem.mean(one, count)).abs() < 1e-9);
            let variance = problem.covariance(one, one, count);
            if is_known(one) {
                prop_assert_eq!(model.deviation(one).unwrap(), 0.0);
            } else {
                prop_assert!((model.deviation(one).unwrap() - variance.sqrt()).abs() < 1e-9);
            }
            for other in 0..n {
                let covariance = problem.covariance(one, other, count);
                prop_assert!((model.covariance(one, other).unwrap() - covariance).abs() < 1e-9);
                if !is_known(one) && !is_known(other) {
                    let spread = (variance * problem.covariance(other, other, count)).sqrt();
                    prop_assert!((model.correlation(one, other).unwrap() - covariance / spread).abs() < 1e-9);
                }
            }
        }
    }

    #[test]
    fn likelihood_is_the_density_of_all_observations(seed: u64, n in 1usize..7, observations in 0usize..9) {
        let problem = Problem::new(n, observations, &mut Stream::new(seed, 0));
        let mut model = problem.model();
        for &seen in &problem.seen {
            Problem::observed(&mut model, seen);
        }
        let count = problem.seen.len();
        let residuals = problem.residuals(count);
        let (weights, log_determinant) = solved(problem.system(count), residuals.clone());
        let square: f64 = weights.iter().zip(&residuals).map(|(a, b)| a * b).sum();
        let expected = -0.5 * (square + log_determinant + count as f64 * core::f64::consts::TAU.ln());
        prop_assert!((model.log_likelihood() - expected).abs() < 1e-9 * expected.abs().max(1.0));
    }

    #[test]
    fn order_does_not_matter_and_undoing_is_exact(seed: u64, n in 2usize..8, observations in 2usize..10) {
        let mut rng = Stream::new(seed, 0);
        let problem = Problem::new(n, observations, &mut rng);
        let (mut forward, mut shuffled) = (problem.model(), problem.model());
        for &seen in &problem.seen {
            Problem::observed(&mut forward, seen);
        }
        // Noisy observations among each other, and exact ones: a noisy one of what is known would say nothing.
        let noisy = problem.seen.iter().filter(|seen| seen.2 > 0.0).count();
        let mut order = problem.seen.clone();
        ansatz_random::shuffle(&mut rng, &mut order[..noisy]);
        ansatz_random::shuffle(&mut rng, &mut order[noisy..]);
        let mut states = Vec::new();
        for &seen in &order {
            states.push(shuffled.clone());
            Problem::observed(&mut shuffled, seen);
        }
        for one in 0..n {
            prop_assert!((forward.mean(one).unwrap() - shuffled.mean(one).unwrap()).abs() < 1e-9);
            prop_assert!((forward.deviation(one).unwrap() - shuffled.deviation(one).unwrap()).abs() < 1e-9);
        }
        prop_assert!((forward.log_likelihood() - shuffled.log_likelihood()).abs() < 1e-9 * forward.log_likelihood().abs());
        while let Some(before) = states.pop() {
            prop_assert!(shuffled.undo());
            prop_assert_eq!(&shuffled, &before);
        }
        prop_assert!(!shuffled.undo());
        forward.clear();
        prop_assert_eq!(forward, shuffled);
    }

    #[test]
    fn matrices_are_refused_exactly_if_a_leading_minor_is_negative(seed: u64, n in 2usize..6) {
        // Sylvester: positive definite if all leading minors are above 0. Those near 0 are left out, as either is right.
        let mut rng = Stream::new(seed, 0);
        let mut matrix = vec![vec![1.0; n]; n];
        for (i, j) in (0..n).flat_map(|i| (0..i).map(move |j| (i, j))) {
            matrix[i][j] = 1.6 * unit(&mut rng) - 0.8;
            matrix[j][i] = matrix[i][j];
        }
        let minor = |size: usize| determinant(&matrix[..size].iter().map(|row| row[..size].to_vec()).collect::<Vec<_>>());
        let minors: Vec<f64> = (1..=n).map(minor).collect();
        if minors.iter().all(|minor| minor.abs() > 1e-3) {
            let flat: Vec<f64> = matrix.iter().flatten().copied().collect();
            let first = minors.iter().position(|&minor| minor < 0.0);
            match Correlated::new(&vec![0.0; n], &vec![1.0; n], &flat) {
                Ok(_) => prop_assert_eq!(first, None),
                Err(QuantumError::Semidefinite { variable, other, correlation, low, high }) => {
                    prop_assert_eq!(Some(variable), first);
                    prop_assert_eq!(correlation, matrix[variable][other]);
                    prop_assert!(correlation < low || correlation > high);
                }
                Err(error) => prop_assert!(false, "{error}"),
            }
        }
    }
}

/// By expansion along the first row.
fn determinant(matrix: &[Vec<f64>]) -> f64 {
    if matrix.is_empty() {
        return 1.0;
    }
    (0..matrix.len())
        .map(|column| {
            let minor: Vec<Vec<f64>> =
                matrix[1..].iter().map(|row| [&row[..column], &row[column + 1..]].concat()).collect();
            let sign = if column % 2 == 0 { 1.0 } else { -1.0 };
            sign * matrix[0][column] * determinant(&minor)
        })
        .sum()
}

#[test]
fn the_room_that_is_left_is_what_the_error_says() {
    // Given 0.6 and 0.8 with the first, the others' correlation is from 0.48 - 0.48 to 0.48 + 0.48.
    let matrix = |rho: f64| [1.0, 0.6, 0.8, 0.6, 1.0, rho, 0.8, rho, 1.0];
    let new = |rho: f64| Correlated::new(&[0.0; 3], &[1.0; 3], &matrix(rho));
    for inside in [0.0, 0.5, 0.96] {
        assert!(new(inside).is_ok(), "{inside}");
    }
    for outside in [-0.001, 0.961] {
        let error = new(outside).unwrap_err().to_string();
        let expected = format!(
            "the correlation of variables 1 and 2 is {outside}, allowed: 0.0000 to 0.9600 beside those of the variables before"
        );
        assert_eq!(
            error,
            expected.replace(": 0.0000", if error.contains("-0.0000") { ": -0.0000" } else { ": 0.0000" })
        );
    }
}

#[test]
fn singular_models_determine_what_they_must() {
    // The third variable is the sum of two independent ones.
    let half = 0.5f64.sqrt();
    let correlations = [1.0, 0.0, half, 0.0, 1.0, half, half, half, 1.0];
    let deviations = [1.0, 1.0, 2f64.sqrt()];
    let mut model = Correlated::new(&[1.0, 2.0, 3.0], &deviations, &correlations).unwrap();
    model.observe(2, 10.0).unwrap();
    model.observe(0, 4.0).unwrap();
    assert!((model.mean(1).unwrap() - 6.0).abs() < 1e-9);
    assert_eq!(model.deviation(1).unwrap(), 0.0);
    assert_eq!(model.covariance(1, 1).unwrap(), 0.0);
    assert_eq!(model.correlation(1, 2).unwrap(), 0.0);
    let before = model.clone();
    let error = model.observe(1, 7.0).unwrap_err();
    assert!(matches!(error, QuantumError::Contradiction { variable: 1, value: 7.0, .. }), "{error}");
    assert_eq!(model.surprise(1, 7.0).unwrap_err(), error);
    assert_eq!(model, before);
    assert_eq!(model.surprise(1, 6.0).unwrap(), 0.0);
    assert_eq!(model.observe(1, 6.0).unwrap(), 0.0);
    // A noisy reading of what is known: two of its own deviations off, and it changes nothing.
    assert!((model.observe_with_noise(1, 6.2, 0.1).unwrap() - 2.0).abs() < 1e-6);
    assert!((model.mean(0).unwrap() - 4.0).abs() < 1e-9);
    let known = [1.0; 9];
    assert!(Correlated::new(&[0.0; 3], &[1.0; 3], &known).is_ok());
}

#[test]
fn sizes_are_bounded_and_bad_numbers_named() {
    let new = |means: &[f64], deviations: &[f64], matrix: &[f64]| {
        Correlated::new(means, deviations, matrix).map(|_| ()).map_err(|error| error.to_string())
    };
    let error = |text: &str| Err(text.to_owned());
    assert_eq!(new(&[], &[], &[]), error("the model has no variable, allowed: at least one"));
    assert_eq!(new(&vec![0.0; 2049], &[], &[]), error("`variables` is 2049, allowed: at most 2048"));
    assert_eq!(new(&[0.0], &[], &[1.0]), error("the deviations has 0 entries, allowed: 1, one for each variable"));
    let square = "`matrix` is 3 entries, allowed: 4, the square of the number of variables";
    assert_eq!(new(&[0.0; 2], &[1.0; 2], &[1.0; 3]), error(square));
    assert_eq!(new(&[f64::NAN], &[1.0], &[1.0]), error("`mean` is NaN, allowed: -1e100 to 1e100"));
    for deviation in [0.0, -1.0, 1e-101, 1e101, f64::NAN] {
        assert!(new(&[0.0], &[deviation], &[1.0]).is_err(), "{deviation}");
    }
    let off = "`correlation` is 0.9 of variable 0 with itself, allowed: 1";
    assert_eq!(new(&[0.0], &[1.0], &[0.9]), error(off));
    let skew = "`correlation` is 0.5 for variables 1 and 0, and 0.4 for 0 and 1, allowed: the same both ways";
    assert_eq!(new(&[0.0; 2], &[1.0; 2], &[1.0, 0.4, 0.5, 1.0]), error(skew));
    let large = "`correlation` is 1.5 for variables 0 and 1, allowed: -1..=1";
    assert_eq!(new(&[0.0; 2], &[1.0; 2], &[1.0, 1.5, 1.5, 1.0]), error(large));
    for at in 0..4 {
        let mut matrix = [1.0, 0.0, 0.0, 1.0];
        matrix[at] = f64::NAN;
        assert!(new(&[0.0; 2], &[1.0; 2], &matrix).is_err(), "{at}");
        assert!(Correlated::from_covariance(&[0.0; 2], &matrix).is_err(), "{at}");
    }
    assert!(Correlated::from_covariance(&[], &[]).is_err());
    assert!(Correlated::from_covariance(&[0.0; 2], &[1.0]).is_err());
    let zero = Correlated::from_covariance(&[0.0], &[0.0]).unwrap_err();
    assert_eq!(zero.to_string(), "`variance` is 0, allowed: 1e-200 to 1e200");

    let mut model = Correlated::new(&[0.0], &[1e-100], &[1.0]).unwrap();
    let before = model.clone();
    assert_eq!(model.observe(1, 0.0), Err(QuantumError::UnknownVariable { variable: 1, variables: 1 }));
    for value in [f64::NAN, f64::INFINITY, 1e100] {
        assert!(model.observe(0, value).is_err(), "{value}");
    }
    for noise in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert!(model.observe_with_noise(0, 1.0, noise).is_err(), "{noise}");
    }
    assert_eq!(model, before);
    assert!(model.mean(1).is_err() && model.deviation(1).is_err() && model.covariance(0, 1).is_err());
    assert!(model.covariance(1, 0).is_err() && model.correlation(0, 1).is_err() && model.surprise(1, 0.0).is_err());
}

#[test]
fn observations_end_at_the_limit() {
    // 2,048 effects for each of 2,048 variables.
    let n = 2048;
    let identity: Vec<f64> = (0..n * n).map(|at| if at % (n + 1) == 0 { 1.0 } else { 0.0 }).collect();
    let mut model = Correlated::new(&vec![0.0; n], &vec![1.0; n], &identity).unwrap();
    for _ in 0..n {
        model.observe(0, 1.0).unwrap();
    }
    let error = model.observe(1, 1.0).unwrap_err().to_string();
    assert_eq!(error, "`observations` is 2049, allowed: 2048, 2^22 over the number of variables");
    assert_eq!(model.observations(), n);
    assert!(format!("{model:?}").len() < 100);
}

/// A discrete model, its factors and its observations, for sums over all combinations.
struct Discrete {
    states: Vec<usize>,
    factors: Vec<(Vec<usize>, Vec<f64>)>,
    fixed: Vec<(usize, usize)>,
}

impl Discrete {
    fn new(n: usize, rng: &mut Stream) -> Self {
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
    let mut model = DiscreteCorrelated::new(&[2]).unwrap();
    for alarm in 0..601 {
        let weights = if alarm < 300 { [1e-3, 1.0] } else { [1.0, 1e-3] };
        model.observe_with_noise(0, &weights).unwrap();
    }
    assert!((model.marginal(0).unwrap()[1] - 1.0 / 1001.0).abs() < 1.4e-10);
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
    let wide = DiscreteCorrelated::new(&[2; 25]).unwrap();
    let all: Vec<usize> = (0..25).collect();
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
    assert_eq!(insert(&[0, 0], &[1.0; 4]), "a coupling joins variable 0 to itself, allowed: two different variables");
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
    assert!(model.marginal(2).is_err() && model.joint(&[1, 1]).is_err());
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

#[cfg(feature = "serde")]
#[test]
fn models_are_stored_to_the_bit_and_checked_when_read() {
    let mut rng = Stream::new(23, 0);
    for _ in 0..400 {
        let problem = Problem::new(4, 5, &mut rng);
        let mut model = problem.model();
        for &seen in &problem.seen {
            Problem::observed(&mut model, seen);
        }
        let stored = serde_json::to_value(&model).unwrap();
        assert_eq!(serde_json::from_value::<Correlated>(stored).unwrap(), model);
        let problem = Discrete::new(3, &mut rng);
        let mut model = DiscreteCorrelated::new(&problem.states).unwrap();
        for (variables, weights) in &problem.factors {
            model.insert_factor(variables, weights).unwrap();
        }
        model.observe(0, 1).unwrap();
        model.observe_with_noise(1, &vec![0.5; problem.states[1]]).unwrap();
        let stored = serde_json::to_value(&model).unwrap();
        assert_eq!(serde_json::from_value::<DiscreteCorrelated>(stored).unwrap(), model);
    }
    let read = |text: &str| serde_json::from_str::<Correlated>(text).map(|_| ()).map_err(|error| error.to_string());
    let model = |matrix: &str, seen: &str| {
        read(&format!(r#"{{"means":[0,0],"deviations":[1,1],"correlations":{matrix},"observations":[{seen}]}}"#))
    };
    assert_eq!(model("[1,0.5,0.5,1]", r#"{"variable":0,"value":1,"noise":0}"#), Ok(()));
    for wrong in [model("[1,2,2,1]", ""), model("[1]", ""), model("[1,0,0,1]", r#"{"variable":2,"value":1,"noise":0}"#)]
    {
        assert!(wrong.unwrap_err().contains("allowed"));
    }
    for wrong in [
        r#"{"states":[],"factors":[],"observations":[]}"#,
        r#"{"states":[2],"factors":[{"variables":[0],"weights":[1]}],"observations":[]}"#,
        r#"{"states":[2],"factors":[],"observations":[{"state":{"variable":0,"state":2}}]}"#,
        r#"{"states":[2],"factors":[],"observations":[{"likelihood":{"variable":0,"weights":[2,2]}}]}"#,
    ] {
        let error = serde_json::from_str::<DiscreteCorrelated>(wrong).unwrap_err().to_string();
        assert!(error.contains("allowed"), "{error}");
    }
}
