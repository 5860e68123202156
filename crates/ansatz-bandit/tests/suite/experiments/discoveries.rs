//! Adjusted p-values against statsmodels, against the procedures' own statements, and the rates that they promise.

use ansatz_bandit::experiments::{benjamini_hochberg, benjamini_yekutieli, e_benjamini_hochberg, holm};
use ansatz_random::{Stream, below, normal, standard_normal, unit};
use ansatz_testkit::statistics::{assert_mean, assert_rate_at_most};

/// statsmodels.stats.multitest.multipletests(p, method=...)[1].
#[test]
fn adjusted_values_are_those_of_statsmodels() {
    let p = [0.01, 0.013, 0.014, 0.19, 0.35, 0.5, 0.63, 0.67, 0.75, 0.81, 0.005, 0.04];
    let expected = [
        (holm(&p), [0.11, 0.13, 0.13, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.06, 0.32]),
        (benjamini_hochberg(&p), [0.042, 0.042, 0.042, 0.38, 0.6, 0.75, 0.804, 0.804, 0.81, 0.81, 0.042, 0.096]),
        (benjamini_yekutieli(&p), {
            let (y, z) = (0.130_334_848_484_848_5, 0.297_908_225_108_225_1);
            [y, y, y, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, y, z]
        }),
    ];
    for (adjusted, expected) in expected {
        for (ours, theirs) in adjusted.unwrap().into_iter().zip(expected) {
            assert!((ours - theirs).abs() < 1e-14, "{ours} {theirs}");
        }
    }
}

/// What is rejected at a level, by the definition of each procedure.
fn rejected(method: usize, values: &[f64], level: f64) -> Vec<bool> {
    let m = values.len();
    let at_most = |bound: f64| values.iter().filter(|value| **value <= bound).count();
    let harmonic: f64 = (1..=m).map(|k| 1.0 / k as f64).sum();
    let bound = match method {
        // The largest k with k p-values of at most k q / m.
        0 | 1 => {
            let level = if method == 0 { level } else { level / harmonic };
            let bounds = (1..=m).map(|k| (k, level * k as f64 / m as f64));
            bounds.filter(|(k, bound)| at_most(*bound) >= *k).map(|(_, bound)| bound).next_back().unwrap_or(-1.0)
        }
        // Step down as long as the k-th smallest is at most alpha / (m + 1 - k).
        _ => {
            let mut sorted = values.to_vec();
            sorted.sort_by(f64::total_cmp);
            let steps = sorted.iter().enumerate().take_while(|(k, p)| **p <= level / (m - k) as f64);
            steps.map(|(_, p)| *p).last().unwrap_or(-1.0)
        }
    };
    values.iter().map(|value| *value <= bound).collect()
}

#[test]
fn adjusted_values_reject_what_the_procedures_do() {
    for seed in 0..2_000 {
        let mut rng = Stream::new(seed, 0);
        let values: Vec<f64> = (0..below(&mut rng, 12))
            .map(|_| if below(&mut rng, 4) == 0 { 0.01 } else { unit(&mut rng) * unit(&mut rng) * unit(&mut rng) })
            .collect();
        let level = unit(&mut rng);
        let e_values: Vec<f64> = values.iter().map(|p| 1.0 / p).collect();
        let adjusted = [
            (0, benjamini_hochberg(&values)),
            (1, benjamini_yekutieli(&values)),
            (2, holm(&values)),
            (0, e_benjamini_hochberg(&e_values)),
        ];
        for (method, adjusted) in adjusted {
            let ours: Vec<bool> = adjusted.unwrap().iter().map(|p| *p <= level).collect();
            assert_eq!(ours, rejected(method, &values, level), "{method} {level} {values:?}");
        }
    }
}

/// The false discoveries among all, of ten hypotheses of which six are true.
fn false_fraction(adjusted: &[f64], level: f64) -> f64 {
    let rejected = |from: usize, to: usize| adjusted[from..to].iter().filter(|p| **p <= level).count() as f64;
    let (wrong, right) = (rejected(0, 6), rejected(6, 10));
    wrong / (wrong + right).max(1.0)
}

#[test]
fn false_discoveries_are_as_rare_as_promised() {
    let (level, runs) = (0.2, 4_000);
    let mut independent = Vec::new();
    let (mut yekutieli, mut by_e_values, mut family) = (0.0, 0.0, 0);
    for seed in 0..runs {
        let mut rng = Stream::new(seed, 0);
        let z: Vec<f64> = (0..10).map(|i| standard_normal(&mut rng) + if i < 6 { 0.0 } else { 2.0 }).collect();
        let p: Vec<f64> = z.iter().map(|z| normal::cdf(-z)).collect();
        independent.push(false_fraction(&benjamini_hochberg(&p).unwrap(), level));
        family += usize::from(holm(&p).unwrap()[..6].iter().any(|p| *p <= level));
        // Against each other: one deviation for all, with alternating signs.
        let shock = standard_normal(&mut rng);
        let sign = |i: usize| if i.is_multiple_of(2) { shock } else { -shock };
        let z: Vec<f64> = (0..10).map(|i| sign(i) + if i < 6 { 0.0 } else { 2.0 }).collect();
        let p: Vec<f64> = z.iter().map(|z| normal::cdf(-z)).collect();
        yekutieli += false_fraction(&benjamini_yekutieli(&p).unwrap(), level);
        // Likelihood ratios of a mean of 2 to a mean of 0.
        let e: Vec<f64> = z.iter().map(|z| (2.0 * z - 2.0).exp()).collect();
        by_e_values += false_fraction(&e_benjamini_hochberg(&e).unwrap(), level);
    }
    // With independent p-values the rate is q times the fraction of true hypotheses, exactly.
    assert_mean("Benjamini-Hochberg", &independent, 0.6 * level, 0.0);
    // A fraction from 0 to 1 is at least as concentrated as a coin of its mean.
    assert_rate_at_most("Benjamini-Yekutieli", yekutieli as usize, runs as usize, 0.6 * level);
    assert_rate_at_most("e-values", by_e_values as usize, runs as usize, 0.6 * level);
    assert_rate_at_most("Holm", family, runs as usize, level);
    assert!(by_e_values > 0.0, "nothing is ever rejected");
}

#[test]
fn what_cannot_be_is_an_error() {
    for bad in [f64::NAN, -0.1, 1.1, f64::INFINITY] {
        assert!(benjamini_hochberg(&[0.5, bad]).is_err());
        assert!(benjamini_yekutieli(&[0.5, bad]).is_err());
        assert!(holm(&[0.5, bad]).is_err());
    }
    for bad in [f64::NAN, -0.1] {
        assert!(e_benjamini_hochberg(&[0.5, bad]).is_err());
    }
    assert_eq!(e_benjamini_hochberg(&[f64::INFINITY, 0.0]), Ok(vec![0.0, 1.0]));
    assert_eq!(e_benjamini_hochberg(&[-0.0, 0.0]), Ok(vec![1.0, 1.0]));
    assert_eq!(benjamini_hochberg(&[]), Ok(vec![]));
    assert_eq!(holm(&[0.0, 1.0]), Ok(vec![0.0, 1.0]));
}
