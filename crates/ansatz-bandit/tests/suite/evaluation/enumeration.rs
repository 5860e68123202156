//! Expectations over all logs of three rounds, one by one.

use ansatz_bandit::evaluation::{Estimator, OffPolicy, ShrunkMeans};
use ansatz_random::normal;

use super::world::{MEANS, MODEL, Outcome, TARGET, evaluated, expected, outcomes, truth};

/// The weights of the world are 0.2, 2/3, 3.5, 5, 4/3 and 1/6: two are above it.
const THRESHOLD: f64 = 2.0;

/// The mean of `of` over all logs of three rounds; those of which it says nothing are left out.
fn over_logs(of: impl Fn(&[Outcome]) -> Option<f64>) -> f64 {
    let all = outcomes();
    let (mut mean, mut mass) = (0.0, 0.0);
    for first in &all {
        for second in &all {
            for third in &all {
                let probability = first.probability * second.probability * third.probability;
                if let Some(value) = of(&[*first, *second, *third]) {
                    mean += probability * value;
                    mass += probability;
                }
            }
        }
    }
    mean / mass
}

fn near(what: &str, one: f64, other: f64) {
    // 1,728 logs and some dozens of roundings each.
    assert!((one - other).abs() < 1e-12, "{what}: {one}, expected {other}");
}

fn squared_error_of(estimator: Estimator, log: &[Outcome]) -> f64 {
    let estimate = evaluated(log, THRESHOLD).unwrap().estimate(estimator).unwrap();
    let deviations = (estimate.upper - estimate.value) / normal::quantile(0.975);
    deviations * deviations
}

#[test]
fn expectations_are_those_of_theory() {
    let mean = |estimator| over_logs(|log| Some(evaluated(log, THRESHOLD).unwrap().estimate(estimator).unwrap().value));
    near("IPS", mean(Estimator::InversePropensity), truth());
    near("DR", mean(Estimator::DoublyRobust), truth());
    near("DM", mean(Estimator::DirectMethod), expected(|kind, arm| MODEL[kind][arm]));
    let weight = |kind: usize, arm: usize| TARGET[kind][arm] / super::world::LOGGING[kind][arm];
    let trusted = |kind: usize, arm: usize| weight(kind, arm) > THRESHOLD;
    let means = expected(|kind, arm| if trusted(kind, arm) { MODEL[kind][arm] } else { MEANS[kind][arm] });
    near("switch-DR", mean(Estimator::SwitchDoublyRobust), means);
    // What is tested differs from the truth where it may.
    assert!((means - truth()).abs() > 0.05);
}

#[test]
fn the_intervals_are_as_wide_as_the_estimates_vary() {
    for estimator in
        [Estimator::InversePropensity, Estimator::DirectMethod, Estimator::DoublyRobust, Estimator::SwitchDoublyRobust]
    {
        let value = |log: &[Outcome]| evaluated(log, THRESHOLD).unwrap().estimate(estimator).unwrap().value;
        let mean = over_logs(|log| Some(value(log)));
        let variance = over_logs(|log| Some((value(log) - mean) * (value(log) - mean)));
        near(estimator.name(), over_logs(|log| Some(squared_error_of(estimator, log))), variance);
    }
}

#[test]
fn self_normalized_is_its_definition_in_each_log() {
    over_logs(|log| {
        let weights = || log.iter().map(Outcome::weight);
        let sum: f64 = weights().sum();
        let value = log.iter().map(|row| row.weight() * row.reward).sum::<f64>() / sum;
        let squares = log.iter().map(|row| (row.weight() * (row.reward - value)).powi(2)).sum::<f64>();
        let evaluation = evaluated(log, THRESHOLD).unwrap();
        near("value", evaluation.estimate(Estimator::SelfNormalized).unwrap().value, value);
        near("variance", squared_error_of(Estimator::SelfNormalized, log), squares / (sum * sum) * 1.5);
        near("size", evaluation.effective_sample_size(), sum * sum / weights().map(|w| w * w).sum::<f64>());
        assert_eq!(evaluation.largest_weight(), weights().fold(0.0, f64::max));
        None
    });
}

#[test]
fn a_model_that_leaves_the_row_out_keeps_doubly_robust_unbiased_and_one_that_does_not_biases_it() {
    let mean = |leaves_out: bool| {
        over_logs(|log| {
            let mut model = ShrunkMeans::new(3, 0.5, 0.5).unwrap();
            for row in log {
                model.observe(row.arm, row.reward).unwrap();
            }
            let mut evaluation = OffPolicy::new();
            for row in log {
                let rewards = if leaves_out { model.without(row.arm, row.reward) } else { model.means() };
                evaluation.observe_with_model(&row.round(), &TARGET[row.kind], &rewards).unwrap();
            }
            Some(evaluation.estimate(Estimator::DoublyRobust).unwrap().value)
        })
    };
    near("left out", mean(true), truth());
    assert!((mean(false) - truth()).abs() > 0.01, "{} and {}", mean(false), truth());
}

#[test]
fn shrunk_means_are_those_of_the_formula() {
    let mut model = ShrunkMeans::new(2, 0.25, 20.0).unwrap();
    for reward in [1.0, 0.0, 1.0] {
        model.observe(1, reward).unwrap();
    }
    near("mean", model.means()[1], (2.0 + 20.0 * 0.25) / 23.0);
    near("without", model.without(1, 1.0)[1], (1.0 + 20.0 * 0.25) / 22.0);
    assert_eq!((model.means()[0], model.without(0, 1.0)[0]), (0.25, 0.25));
    assert!(model.observe(2, 1.0).is_err() && model.observe(0, f64::NAN).is_err());
    assert!(ShrunkMeans::new(2, f64::NAN, 1.0).is_err());
}
