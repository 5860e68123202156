//! Estimators over drawn logs.

use ansatz_bandit::{
    Propensity,
    evaluation::{Estimator, LoggedRound, OffPolicy, Warning},
};
use ansatz_random::{Stream, below, unit};
use ansatz_testkit::statistics::{assert_mean, assert_rate_at_most, mean_and_deviation};

use super::world::{MODEL, Outcome, TARGET, drawn, evaluated, outcomes, truth};

const SEEDS: u64 = 1_000;
const ROUNDS: usize = 1_000;

fn log(seed: u64) -> Vec<Outcome> {
    let mut rng = Stream::new(seed, 3);
    (0..ROUNDS).map(|_| drawn(&mut rng)).collect()
}

/// By how much the normal limit may be off for both tails of a mean of `score`, by Berry and Esseen (I. Shevtsova, 2011:
/// 0.4748 times the third absolute moment by the cube of the deviation and the root of the rounds, for each tail).
fn berry_esseen(score: impl Fn(&Outcome) -> f64) -> f64 {
    let moment = |of: &dyn Fn(f64) -> f64| -> f64 { outcomes().iter().map(|o| o.probability * of(score(o))).sum() };
    let mean = moment(&|x| x);
    let deviation = moment(&|x| (x - mean) * (x - mean)).sqrt();
    2.0 * 0.4748 * moment(&|x| (x - mean).abs().powi(3)) / deviation.powi(3) / (ROUNDS as f64).sqrt()
}

#[test]
fn estimates_are_unbiased_and_intervals_hold_the_truth() {
    let logs: Vec<OffPolicy> = (0..SEEDS).map(|seed| evaluated(&log(seed), f64::INFINITY).unwrap()).collect();
    let residual = |o: &Outcome| {
        let direct: f64 = (0..3).map(|arm| TARGET[o.kind][arm] * MODEL[o.kind][arm]).sum();
        direct + o.weight() * (o.reward - MODEL[o.kind][o.arm])
    };
    for (estimator, slack) in [
        (Estimator::InversePropensity, berry_esseen(|o| o.weight() * o.reward)),
        (Estimator::SelfNormalized, berry_esseen(|o| o.weight() * (o.reward - truth()))),
        (Estimator::DoublyRobust, berry_esseen(residual)),
    ] {
        let estimates: Vec<_> = logs.iter().map(|log| log.estimate(estimator).unwrap()).collect();
        let values: Vec<f64> = estimates.iter().map(|estimate| estimate.value).collect();
        // The bias of a ratio is the variance of its weights by the rounds, times at most the range of rewards: 4 / 1,000.
        let bias = if estimator == Estimator::SelfNormalized { 4.0 / ROUNDS as f64 } else { 0.0 };
        assert_mean(estimator.name(), &values, truth(), bias);
        let misses = estimates.iter().filter(|estimate| !estimate.contains(truth())).count();
        assert_rate_at_most(estimator.name(), misses, estimates.len(), 0.05 + slack);
        // Nor are they too wide: half of them are at 50%.
        let halves = logs.iter().filter(|log| log.estimate_at(estimator, 0.5).unwrap().contains(truth())).count();
        assert_rate_at_most(estimator.name(), halves, estimates.len(), 0.5 + slack);
    }
    assert!(logs.iter().all(|log| log.warnings().is_empty()));
    // The switch that nothing is above is doubly robust.
    for log in &logs {
        assert_eq!(log.estimate(Estimator::SwitchDoublyRobust), log.estimate(Estimator::DoublyRobust));
    }
}

#[test]
fn with_equal_weights_self_normalized_is_inverse_propensity() {
    let mut rng = Stream::new(1, 4);
    let mut own = OffPolicy::new();
    for _ in 0..100 {
        let arm = below(&mut rng, 4) as usize;
        own.observe(&LoggedRound::new(arm, unit(&mut rng), Propensity::Exact(0.25)), &[0.25; 4]).unwrap();
    }
    let [one, other] = [Estimator::InversePropensity, Estimator::SelfNormalized].map(|e| own.estimate(e).unwrap());
    for (one, other) in [(one.value, other.value), (one.lower, other.lower), (one.upper, other.upper)] {
        assert!((one - other).abs() < 1e-14, "{one} and {other}");
    }
    assert!((own.effective_sample_size() - 100.0).abs() < 1e-10);
}

#[test]
fn with_an_exact_model_doubly_robust_is_exact() {
    let paid = [0.25, 0.5, 1.0];
    let mut rng = Stream::new(1, 5);
    let mut other = OffPolicy::new();
    for _ in 0..50 {
        let arm = below(&mut rng, 3) as usize;
        let round = LoggedRound::new(arm, paid[arm], Propensity::Exact(1.0 / 3.0));
        other.observe_with_model(&round, &[0.5, 0.25, 0.25], &paid).unwrap();
    }
    for estimator in [Estimator::DirectMethod, Estimator::DoublyRobust] {
        let estimate = other.estimate(estimator).unwrap();
        assert_eq!((estimate.lower, estimate.value, estimate.upper), (0.5, 0.5, 0.5));
    }
    assert!(other.estimate(Estimator::InversePropensity).unwrap().upper > 0.51);
}

/// A choice in fifty is of the arm that the other policy always takes, and that pays 0.8 or 1, beside one that pays 0.
/// The model says 0.9 of it. With weights 50: the variance of IPS is 50 (0.82) - 0.9^2 = 40 a round, of SNIPS about
/// 50 (0.01) = 0.5, of DR the same 0.5, and the switch, which leaves it to the model, has none.
#[test]
fn variances_are_in_the_order_of_theory() {
    let (mut values, estimators) = (
        [const { Vec::new() }; 4],
        [
            Estimator::InversePropensity,
            Estimator::SelfNormalized,
            Estimator::DoublyRobust,
            Estimator::SwitchDoublyRobust,
        ],
    );
    for seed in 0..400 {
        let mut rng = Stream::new(seed, 6);
        let mut rare = OffPolicy::new().with_threshold(10.0).unwrap();
        for _ in 0..2_000 {
            let is_rare = below(&mut rng, 50) == 0;
            let reward = if is_rare { 0.8 + 0.2 * below(&mut rng, 2) as f64 } else { 0.0 };
            let propensity = Propensity::Exact(if is_rare { 0.02 } else { 0.98 });
            let round = LoggedRound::new(usize::from(is_rare), reward, propensity);
            rare.observe_with_model(&round, &[0.0, 1.0], &[0.0, 0.9]).unwrap();
        }
        for (values, estimator) in values.iter_mut().zip(estimators) {
            values.push(rare.estimate(estimator).unwrap().value);
        }
    }
    let deviations = values.each_ref().map(|values| mean_and_deviation(values).1);
    // The relative standard error of a deviation over 400 logs is 1 / sqrt(800); five of it are 0.18.
    for (deviation, variance) in deviations.into_iter().zip([40.19_f64, 0.5, 0.5]) {
        let expected = (variance / 2_000.0).sqrt();
        // SNIPS divides by a sum of weights that varies by 1 / sqrt(40) = 0.16 of itself, which makes it larger by a few per
        // cent.
        assert!((deviation / expected - 1.0).abs() < 0.22, "{deviations:?}: {deviation}, expected {expected}");
    }
    assert!(deviations[3] < 1e-12 && deviations[0] > 5.0 * deviations[1], "{deviations:?}");
}

#[test]
fn parts_of_a_log_merge_into_the_whole() {
    let rows = log(7);
    let whole = evaluated(&rows, 2.0).unwrap();
    let mut parts = evaluated(&rows[..300], 2.0).unwrap();
    parts.merge(&evaluated(&rows[300..310], 2.0).unwrap()).unwrap();
    parts.merge(&OffPolicy::new().with_threshold(2.0).unwrap()).unwrap();
    let mut front = evaluated(&rows[310..], 2.0).unwrap();
    front.merge(&parts).unwrap();
    assert_eq!((front.rounds(), front.largest_weight()), (whole.rounds(), whole.largest_weight()));
    assert!((front.effective_sample_size() / whole.effective_sample_size() - 1.0).abs() < 1e-12);
    for estimator in Estimator::ALL {
        let (one, other) = (front.estimate(estimator).unwrap(), whole.estimate(estimator).unwrap());
        for (one, other) in [(one.value, other.value), (one.lower, other.lower), (one.upper, other.upper)] {
            assert!((one / other - 1.0).abs() < 1e-12, "{}: {one} and {other}", estimator.name());
        }
    }
    // Arm 2 is logged in neither part, arms 0 and 1 in one each.
    let mut parts = [0, 1].map(|arm| {
        let mut part = OffPolicy::new();
        part.observe(&LoggedRound::new(arm, 1.0, Propensity::Exact(0.5)), &[0.25, 0.25, 0.5]).unwrap();
        part
    });
    let (one, other) = parts.split_at_mut(1);
    one[0].merge(&other[0]).unwrap();
    assert_eq!(one[0].warnings()[0], Warning::NeverLogged { arms: 1, mass: 0.5 });
    let before = front.clone();
    let error = front.merge(&OffPolicy::new()).unwrap_err();
    assert_eq!(error.to_string(), "cannot merge: `threshold` is 2 here and inf there");
    assert_eq!(front, before);
}

#[test]
fn estimated_propensities_widen_the_interval_by_their_bias() {
    let estimated = |standard_error| {
        let mut other = OffPolicy::new();
        for (arm, reward) in [(0, 1.0), (1, 0.5), (0, 0.5), (1, -1.0)] {
            let propensity = Propensity::Estimated { probability: 0.5, standard_error };
            other.observe_with_model(&LoggedRound::new(arm, reward, propensity), &[0.25, 0.75], &[0.5, 0.0]).unwrap();
        }
        other
    };
    let (exact, blurred) = (estimated(0.0), estimated(0.05));
    // The square of 0.05 / 0.5.
    let doubt = 0.01;
    let value = exact.estimate(Estimator::SelfNormalized).unwrap().value;
    let wider = [
        // The mean of weight times |reward|.
        (Estimator::InversePropensity, (0.5 + 0.75 + 0.25 + 1.5) / 4.0 * doubt),
        (Estimator::SelfNormalized, (0.5 + 0.75 + 0.25 + 1.5 + 4.0 * value.abs()) / 4.0 * doubt),
        (Estimator::DirectMethod, 0.0),
        (Estimator::DoublyRobust, (0.25 + 0.75 + 0.0 + 1.5) / 4.0 * doubt),
    ];
    for (estimator, by) in wider {
        let (exact, blurred) = (exact.estimate(estimator).unwrap(), blurred.estimate(estimator).unwrap());
        assert_eq!(exact.value, blurred.value);
        assert!((blurred.upper - exact.upper - by).abs() < 1e-14, "{}", estimator.name());
        assert!((exact.lower - blurred.lower - by).abs() < 1e-14, "{}", estimator.name());
    }
    assert!(blurred.warnings().iter().any(|warning| match *warning {
        Warning::EstimatedPropensities { rounds, bias } => rounds == 4 && (bias - doubt).abs() < 1e-15,
        _ => false,
    }));
    assert!(!exact.warnings().iter().any(|warning| matches!(warning, Warning::EstimatedPropensities { .. })));
}

/// Propensities of 1/2 from 100 draws each: 1 / p is too large by 1% on the mean, and what is left after the first order
/// is less than a tenth of that.
#[test]
fn the_bias_of_estimated_propensities_is_as_announced() {
    let (mut values, mut announced) = (Vec::new(), 0.0);
    for seed in 0..400 {
        let mut rng = Stream::new(seed, 8);
        let mut other = OffPolicy::new();
        for _ in 0..400 {
            let arm = below(&mut rng, 2) as usize;
            let probability = (0..100).filter(|_| unit(&mut rng) < 0.5).count() as f64 / 100.0;
            let standard_error = (probability * (1.0 - probability) / 100.0).sqrt();
            let propensity = Propensity::Estimated { probability, standard_error };
            other.observe(&LoggedRound::new(arm, 1.0, propensity), &[0.5, 0.5]).unwrap();
        }
        let estimate = other.estimate(Estimator::InversePropensity).unwrap();
        values.push(estimate.value);
        if let Some(Warning::EstimatedPropensities { bias, .. }) = other.warnings().last() {
            announced += bias / 400.0;
        }
    }
    assert!((announced - 0.01).abs() < 0.001, "{announced}");
    assert_mean("inverse propensity", &values, 1.01, 0.001);
}

#[test]
fn warnings_say_what_the_log_shows() {
    // Propensities that are said to be 0.5, and are 0.3 and 0.7; the other policy takes the second.
    let mut wrong = OffPolicy::new();
    let mut rng = Stream::new(1, 9);
    for _ in 0..1_000 {
        let arm = usize::from(unit(&mut rng) < 0.7);
        wrong.observe(&LoggedRound::new(arm, unit(&mut rng), Propensity::Exact(0.5)), &[0.0, 1.0]).unwrap();
    }
    let warnings = wrong.warnings();
    assert!(
        matches!(warnings[..], [Warning::MeanWeight { mean, deviations }] if mean > 1.3 && deviations > 4.0),
        "{warnings:?}"
    );
    // One row that counts, a hundred that hardly do.
    let mut heavy = OffPolicy::new();
    heavy.observe_chosen(&LoggedRound::new(0, 1.0, Propensity::Exact(0.001)), 0.9).unwrap();
    for _ in 0..100 {
        heavy.observe_chosen(&LoggedRound::new(1, 1.0, Propensity::Exact(0.999)), 0.1).unwrap();
    }
    let warnings = heavy.warnings();
    let [
        Warning::FewRounds { effective, rounds: 101 },
        Warning::LargeWeight { weight, share },
        Warning::EqualRewards { .. },
    ] = warnings[..]
    else {
        panic!("{warnings:?}")
    };
    assert!((effective - 910.01 * 910.01 / 810_001.0).abs() < 0.01 && weight == 900.0 && share > 0.98);
    let texts: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    assert_eq!(texts[0], "101 rounds are worth 1.0 of the policy's own");
    assert_eq!(texts[1], "one round weighs 900.0, 98.9% of all weight");
    assert!(OffPolicy::new().warnings().is_empty());
}

#[test]
fn a_single_round_has_an_infinite_interval() {
    let mut one = OffPolicy::new();
    one.observe(&LoggedRound::new(0, 1.0, Propensity::Exact(0.5)), &[0.5, 0.5]).unwrap();
    for estimator in [Estimator::InversePropensity, Estimator::SelfNormalized] {
        let estimate = one.estimate(estimator).unwrap();
        assert_eq!((estimate.lower, estimate.value, estimate.upper), (f64::NEG_INFINITY, 1.0, f64::INFINITY));
    }
    assert!(one.estimate_at(Estimator::InversePropensity, 1.0).is_err());
    // Not even with no confidence at all is anything known; and certainty without any doubt is a number.
    let unsure = one.estimate_at(Estimator::InversePropensity, 1e-20).unwrap();
    assert_eq!((unsure.lower, unsure.upper), (f64::NEG_INFINITY, f64::INFINITY));
    one.observe(&LoggedRound::new(0, 1.0, Propensity::Exact(0.5)), &[0.5, 0.5]).unwrap();
    let sure = one.estimate_at(Estimator::InversePropensity, 1.0 - f64::EPSILON / 2.0).unwrap();
    assert_eq!((sure.lower, sure.upper), (1.0, 1.0));
}

/// One choice in 500 is of the arm that the other policy takes every other time: two logs of three do not have it.
#[test]
fn chance_that_is_not_seen_is_no_wrong_mean_weight() {
    let mut never = 0;
    for seed in 0..400 {
        let mut rng = Stream::new(seed, 18);
        let (mut known, mut chosen) = (OffPolicy::new(), OffPolicy::new());
        for _ in 0..200 {
            let arm = usize::from(below(&mut rng, 500) == 0);
            let round = LoggedRound::new(arm, unit(&mut rng), Propensity::Exact([0.998, 0.002][arm]));
            known.observe(&round, &[0.5, 0.5]).unwrap();
            chosen.observe_chosen(&round, arm as f64).unwrap();
        }
        for warning in known.warnings().iter().chain(&chosen.warnings()) {
            assert!(!matches!(warning, Warning::MeanWeight { .. }), "{warning}");
        }
        never += usize::from(known.warnings().contains(&Warning::NeverLogged { arms: 1, mass: 0.5 }));
    }
    assert!(never > 200, "{never}");
}

#[test]
fn where_only_the_logged_arm_is_known_none_is_said_to_be_missing() {
    let mut both = OffPolicy::new();
    both.observe(&LoggedRound::new(0, 1.0, Propensity::Exact(0.5)), &[0.5, 0.5]).unwrap();
    assert_eq!(both.warnings()[0], Warning::NeverLogged { arms: 1, mass: 0.5 });
    let mut chosen = OffPolicy::new();
    chosen.observe_chosen(&LoggedRound::new(1, 1.0, Propensity::Exact(0.5)), 0.5).unwrap();
    chosen.merge(&both).unwrap();
    assert!(!chosen.warnings().iter().any(|warning| matches!(warning, Warning::NeverLogged { .. })));
}
