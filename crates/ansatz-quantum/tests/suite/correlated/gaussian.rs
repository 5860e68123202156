//! Conditionals beside dense linear algebra.

// Oracles take the functions of the standard library where the code takes those of libm.
#![allow(clippy::disallowed_methods)]

use ansatz_quantum::{Correlated, QuantumError};
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
pub(super) struct Problem {
    means: Vec<f64>,
    covariance: Vec<Vec<f64>>,
    /// Variable, value, standard deviation of the noise.
    pub(super) seen: Vec<(usize, f64, f64)>,
}

impl Problem {
    pub(super) fn new(n: usize, observations: usize, rng: &mut Stream) -> Self {
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

    pub(super) fn model(&self) -> Correlated {
        let covariance: Vec<f64> = self.covariance.iter().flatten().copied().collect();
        Correlated::from_covariance(&self.means, &covariance).unwrap()
    }

    pub(super) fn observed(model: &mut Correlated, (variable, value, noise): (usize, f64, f64)) -> f64 {
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
                let correlation = model.correlation(one, other).unwrap();
                if is_known(one) || is_known(other) {
                    prop_assert_eq!(correlation, 0.0);
                    prop_assert_eq!(model.covariance(one, other).unwrap(), 0.0);
                } else {
                    let spread = (variance * problem.covariance(other, other, count)).sqrt();
                    prop_assert!((correlation - covariance / spread).abs() < 1e-9);
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
    // Four deviations from its mean, what is determined agrees with values within 4e-5 of one.
    for (off, agrees) in [(3.6e-5, true), (-3.6e-5, true), (4.4e-5, false), (-4.4e-5, false)] {
        assert_eq!(model.surprise(1, 6.0 + off).is_ok(), agrees, "{off}");
    }
    // Far out, rounding alone is more than 1e-5 deviations.
    model.clear();
    model.observe(2, 1e13).unwrap();
    model.observe(0, 3e12 + 0.25).unwrap();
    assert_eq!(model.observe(1, 7e12 - 0.25).unwrap(), 0.0);
    assert!(model.undo());
    assert!(matches!(model.observe(1, 7.1e12), Err(QuantumError::Contradiction { .. })));
}

/// Two pairs that are alike but for rounding, which says different things of their members.
#[test]
fn rounding_of_what_is_determined_refuses_nothing() {
    let (up, down) = (0.5 + 1e-9, 0.5 - 1e-9);
    let correlations = [
        [1.0, 1.0 - 1e-15, 0.5, 0.5],
        [1.0 - 1e-15, 1.0, up, down],
        [0.5, up, 1.0, 1.0 + 5e-10],
        [0.5, down, 1.0 + 5e-10, 1.0],
    ];
    let model = Correlated::new(&[0.0; 4], &[1.0; 4], correlations.as_flattened()).unwrap();
    assert_eq!(model.covariance(2, 3).unwrap(), 1.0);
}

/// Variables that share three causes and nothing else determine each other after three observations. Rounded to so many
/// digits their correlations are those of no variables, and what is left of them is noise.
#[test]
fn rounded_singular_models_stay_within_their_surprise() {
    let mut taken = 0;
    for seed in 0..400 {
        let mut rng = Stream::new(seed, 29);
        let (n, scale) = (15 + below(&mut rng, 15) as usize, 10f64.powi(7 + below(&mut rng, 2) as i32));
        let causes: Vec<[f64; 3]> = (0..n)
            .map(|_| {
                let raw = [(); 3].map(|()| standard_normal(&mut rng));
                let length = raw.iter().map(|part| part * part).sum::<f64>().sqrt();
                raw.map(|part| part / length)
            })
            .collect();
        let dot = |i: usize, j: usize| causes[i].iter().zip(causes[j]).map(|(a, b)| a * b).sum::<f64>();
        let entry =
            |at: usize| if at.is_multiple_of(n + 1) { 1.0 } else { (dot(at / n, at % n) * scale).round() / scale };
        let correlations: Vec<f64> = (0..n * n).map(entry).collect();
        let Ok(mut model) = Correlated::new(&vec![0.0; n], &vec![1.0; n], &correlations) else { continue };
        taken += 1;
        for variable in 0..n {
            let before: Vec<[f64; 2]> = (0..n).map(|j| [model.mean(j).unwrap(), model.deviation(j).unwrap()]).collect();
            // What the model expects but for a thousandth; what it cannot be is refused.
            let Ok(surprise) = model.observe(variable, before[variable][0] + 1e-3 * standard_normal(&mut rng)) else {
                continue;
            };
            for (j, [mean, deviation]) in before.into_iter().enumerate() {
                let moved = (model.mean(j).unwrap() - mean).abs();
                // What counts as determined may have a millionth left. Sums of 30 shares are off by less than 1e-14, and
                // a square root of 1e-12 then by 5e-9.
                let most = (deviation.max(1e-6) + 5e-9) * surprise.abs();
                assert!(moved <= most + 1e-12, "{seed}: {moved} {most}");
                assert!(model.deviation(j).unwrap() <= deviation);
            }
        }
    }
    assert!(taken >= 200, "{taken}");
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
    let identity: Vec<f64> = (0..n * n).map(|at: usize| if at.is_multiple_of(n + 1) { 1.0 } else { 0.0 }).collect();
    let mut model = Correlated::new(&vec![0.0; n], &vec![1.0; n], &identity).unwrap();
    for _ in 0..n {
        model.observe(0, 1.0).unwrap();
    }
    let error = model.observe(1, 1.0).unwrap_err().to_string();
    assert_eq!(error, "`observations` is 2049, allowed: 2048, 2^22 over the number of variables");
    assert_eq!(model.observations(), n);
    // As the type says, with no effects of what was determined: all observations but the first.
    assert_eq!(model.memory_bytes(), 8 * (n * n + 2 * n) + 64 * n + 8 * n);
    assert!(format!("{model:?}").len() < 100);
}
