//! Correlated durations against what a Gaussian copula makes of them.

use core::f64::consts::PI;

use ansatz_planning::risk::Distribution;

use super::{assert_found, chain};

const RUNS: u64 = 200_000;

/// The correlation of both tasks of a chain, from the variance of their sum. For durations with a fourth moment of at most
/// `kurtosis`, a sample's variance has a deviation of sqrt(kurtosis - 1) of itself at most.
fn assert_correlation(durations: &[Distribution; 2], rho: f64, pearson: f64, kurtosis: f64) {
    let [one, other] = [0, 1].map(|task| durations[task].variance());
    let mut model = chain(durations);
    model.correlate(1, 0, rho).unwrap();
    let found = model.simulate(RUNS, 1).unwrap().finish().variance;
    let expected = one + other + 2.0 * pearson * (one * other).sqrt();
    assert_found(&format!("variance at {rho}"), found, expected, expected * (kurtosis - 1.0).sqrt(), RUNS);
}

/// Pearson's correlation of uniform numbers is Spearman's of any: 6 / pi asin(rho / 2).
#[test]
fn ranks_are_correlated_as_the_copula_says() {
    let uniform = Distribution::uniform(2.0, 5.0).unwrap();
    for rho in [-0.95, -0.5, -0.1, 0.0, 0.3, 0.8, 0.99] {
        let spearman = 6.0 / PI * libm::asin(0.5 * rho);
        assert!((spearman - rho).abs() < 0.02);
        // 9 / sqrt 5 = 4.02 where rho goes to -1: a normal whose deviation goes with the normal density. Else less.
        assert_correlation(&[uniform.clone(), uniform.clone()], rho, spearman, 4.1);
    }
}

/// For log-normal durations: (exp(rho s t) - 1) / sqrt((exp(s^2) - 1) (exp(t^2) - 1)).
#[test]
fn lognormal_durations_are_correlated_as_their_logarithms_say() {
    for rho in [-0.7, 0.4, 0.9] {
        let (s, t): (f64, f64) = (0.3, 0.2);
        let of = |sigma: f64| Distribution::lognormal(10.0, 10.0 * libm::expm1(sigma * sigma).sqrt()).unwrap();
        let pearson = libm::expm1(rho * s * t) / (libm::expm1(s * s) * libm::expm1(t * t)).sqrt();
        // That of the wider one is 4.64, more than that of a sum.
        assert_correlation(&[of(s), of(t)], rho, pearson, 4.7);
    }
}

#[test]
fn correlations_may_be_perfect() {
    let uniform = Distribution::uniform(2.0, 4.0).unwrap();
    let finishes = |rho| {
        let mut model = chain(&vec![uniform.clone(); 3]);
        model.correlate(0, 1, rho).unwrap();
        model.correlate(1, 2, 1.0).unwrap();
        model.correlate(0, 2, rho).unwrap();
        model.simulate(10_000, 2).unwrap()
    };
    // Three times the same; and one that takes back what one of the two others gives.
    let same = finishes(1.0);
    assert!((same.task(1).unwrap().cruciality - 1.0).abs() < 1e-9);
    assert_found("variance", same.finish().variance, 3.0, 3.0, 10_000);
    let opposite = finishes(-1.0);
    assert!((opposite.task(0).unwrap().cruciality + 1.0).abs() < 1e-9);
    assert!(opposite.min() >= 8.0 && opposite.max() <= 10.0);
}

#[test]
fn groups_are_all_their_pairs() {
    let uniform = Distribution::uniform(2.0, 4.0).unwrap();
    let mut group = chain(&vec![uniform; 4]);
    let mut pairs = group.clone();
    group.correlate_group(&[3, 0, 2], 0.6).unwrap();
    for (one, other) in [(0, 2), (2, 3), (3, 0)] {
        pairs.correlate(one, other, 0.9).unwrap();
        pairs.correlate(one, other, 0.6).unwrap();
    }
    assert_eq!(group.simulate(1_000, 3).unwrap(), pairs.simulate(1_000, 3).unwrap());
    // What is not correlated with anything is independent: the variances of the group and of the fourth.
    let spearman = 6.0 / PI * libm::asin(0.3);
    let expected = (4.0 + 6.0 * spearman) / 3.0;
    assert_found("variance", group.simulate(RUNS, 4).unwrap().finish().variance, expected, expected * 1.5, RUNS);
}

#[test]
fn many_small_groups_are_many_small_matrices() {
    let mut model = chain(&vec![Distribution::uniform(2.0, 4.0).unwrap(); 100_000]);
    for first in (0..100_000).step_by(10) {
        model.correlate_group(&[first, first + 3, first + 7], 0.5).unwrap();
    }
    let analysis = model.simulate(16, 5).unwrap();
    // 30,000 pairs add twice their covariance.
    let variance = 1e5 / 3.0 + 6e4 * (6.0 / PI * libm::asin(0.25)) / 3.0;
    assert_found("mean", analysis.finish().mean, 3e5, variance.sqrt(), 16);
}
