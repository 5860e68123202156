//! Posteriors, likelihoods and their gradients as scikit-learn has them.

use std::collections::BTreeMap;

use ansatz_optimize::{GaussianProcess, Matern52};

/// scikit-learn 1.7's `GaussianProcessRegressor` on small data sets, recorded by benches/optimize/references.py.
const RECORDED: &str = include_str!("../../data/gp_sklearn.csv");

/// For each case, its quantities as tables by row.
fn cases() -> BTreeMap<&'static str, BTreeMap<&'static str, Vec<Vec<f64>>>> {
    let mut cases: BTreeMap<_, BTreeMap<_, Vec<Vec<f64>>>> = BTreeMap::new();
    for line in RECORDED.lines().skip(1) {
        let [case, quantity, row, column, value] = line.split(',').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let rows = cases.entry(case).or_default().entry(quantity).or_default();
        if row.parse::<usize>().unwrap() == rows.len() {
            rows.push(Vec::new());
        }
        let last = rows.last_mut().unwrap();
        assert_eq!(column.parse::<usize>().unwrap(), last.len());
        last.push(value.parse().unwrap());
    }
    cases
}

fn column(rows: &[Vec<f64>]) -> Vec<f64> {
    rows.iter().map(|row| row[0]).collect()
}

#[test]
fn posteriors_and_likelihoods_are_those_of_scikit_learn() {
    let cases = cases();
    assert_eq!(cases.len(), 6);
    for (name, case) in cases {
        let noise = case["noise_variance"][0][0];
        let kernel = Matern52::new(column(&case["length_scale"]), case["signal_variance"][0][0], noise).unwrap();
        let variance = kernel.variance();
        // Both round in units of the last place, which a solution magnifies by the condition number: at most n variance / noise.
        let allowed = 1e-15 * case["y"].len() as f64 * (variance / noise).max(1.0);
        let close = |what: &str, found: f64, expected: f64| {
            let difference = (found - expected).abs();
            assert!(difference <= allowed * (1.0 + expected.abs()), "{name} {what}: {found}, expected {expected}");
        };
        let process = GaussianProcess::new(&case["x"], &column(&case["y"]), kernel).unwrap();
        for ((query, mean), deviation) in case["query"].iter().zip(&case["mean"]).zip(&case["deviation"]) {
            let prediction = process.predict(query);
            close("mean", prediction.mean, mean[0]);
            close("variance", prediction.variance, deviation[0] * deviation[0]);
        }
        close("likelihood", process.log_marginal_likelihood(), case["log_marginal_likelihood"][0][0]);
        // scikit-learn has the variance first.
        let mut gradient = process.log_marginal_likelihood_gradient();
        let dimensions = gradient.len() - 2;
        gradient[..=dimensions].rotate_right(1);
        for (found, expected) in gradient.iter().zip(&case["gradient"]) {
            close("gradient", *found, expected[0]);
        }
    }
}
