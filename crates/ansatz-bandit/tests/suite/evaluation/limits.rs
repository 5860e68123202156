//! Where something begins to be so, from both sides.

use ansatz_bandit::{
    Propensity, Ucb1,
    evaluation::{Estimator, EvaluationError, LoggedRound, OffPolicy, Replay, Warning},
};
use ansatz_random::Stream;

fn exact(arm: usize, reward: f64, propensity: f64) -> LoggedRound {
    LoggedRound::new(arm, reward, Propensity::Exact(propensity))
}

fn estimated(arm: usize, reward: f64, probability: f64, standard_error: f64) -> LoggedRound {
    LoggedRound::new(arm, reward, Propensity::Estimated { probability, standard_error })
}

/// Rounds of a policy's own, with alternating rewards.
fn own(rounds: usize) -> OffPolicy {
    let mut own = OffPolicy::new();
    for round in 0..rounds {
        own.observe(&exact(0, (round % 2) as f64, 1.0), &[1.0]).unwrap();
    }
    own
}

#[test]
fn a_weight_at_the_threshold_is_trusted() {
    let switched = |threshold: f64| {
        let mut other = OffPolicy::new().with_threshold(threshold).unwrap();
        other.observe_with_model(&exact(0, 1.0, 0.25), &[0.5, 0.5], &[0.25, 0.75]).unwrap();
        other.estimate(Estimator::SwitchDoublyRobust).unwrap().value
    };
    // Direct 1/2, and twice the residual of 3/4.
    assert_eq!((switched(2.0), switched(2.0_f64.next_down()), switched(0.0)), (2.0, 0.5, 0.5));
}

#[test]
fn few_rounds_are_fewer_than_thirty_and_a_large_weight_is_more_than_a_tenth() {
    let few = |rounds| own(rounds).warnings().iter().any(|warning| matches!(warning, Warning::FewRounds { .. }));
    let large = |rounds| own(rounds).warnings().iter().any(|warning| matches!(warning, Warning::LargeWeight { .. }));
    assert_eq!((few(29), few(30), large(9), large(10)), (true, false, true, false));
}

#[test]
fn one_reward_is_not_equal_to_others_and_a_merge_knows_all_of_them() {
    let of = |rewards: &[f64]| {
        let mut other = OffPolicy::new();
        for reward in rewards {
            other.observe(&exact(0, *reward, 1.0), &[1.0]).unwrap();
        }
        other
    };
    let equal =
        |other: &OffPolicy| other.warnings().iter().any(|warning| matches!(warning, Warning::EqualRewards { .. }));
    assert_eq!([&[0.5][..], &[0.5, 0.5], &[0.5, 1.0]].map(|rewards| equal(&of(rewards))), [false, true, false]);
    for (one, other, is_equal) in
        [([0.5, 0.5], [0.5, 1.0], false), ([1.0; 2], [0.5, 1.0], false), ([0.5; 2], [0.5; 2], true)]
    {
        let mut merged = of(&one);
        merged.merge(&of(&other)).unwrap();
        assert_eq!(equal(&merged), is_equal);
    }
}

/// Weights of 1/2, 3/2 and 1/2, propensities with a relative error of a tenth, and a mean below 0.
#[test]
fn the_bias_of_estimated_propensities_is_by_weight_and_outlives_a_merge() {
    let mut other = OffPolicy::new();
    let mut part = OffPolicy::new();
    other.observe(&exact(0, 0.0, 0.5), &[0.0, 1.0]).unwrap();
    for (arm, reward) in [(0, -1.0), (1, -0.5), (0, -0.5)] {
        part.observe(&estimated(arm, reward, 0.5, 0.05), &[0.25, 0.75]).unwrap();
    }
    other.merge(&part).unwrap();
    let Some(Warning::EstimatedPropensities { rounds, bias }) = other.warnings().last().copied() else { panic!() };
    assert!(rounds == 3 && (bias - 0.01).abs() < 1e-15, "{rounds} {bias}");
    // -0.6 is the mean; |weight reward| adds up to 1.5, and 0.6 times the weights too, of 2.5.
    let width = |other: &OffPolicy| {
        let estimate = other.estimate(Estimator::SelfNormalized).unwrap();
        assert!((estimate.value + 0.6).abs() < 1e-15);
        estimate.upper - estimate.value
    };
    let mut sharp = OffPolicy::new();
    for (arm, reward) in [(0, -1.0), (1, -0.5), (0, -0.5)] {
        sharp.observe(&exact(arm, reward, 0.5), &[0.25, 0.75]).unwrap();
    }
    assert!((width(&part) - width(&sharp) - 3.0 / 2.5 * 0.01).abs() < 1e-14);
}

/// 1 / 0.99 is too large by 1%: a log that says so of an estimate is not wrong, and one that is sure of it is.
#[test]
fn weights_may_be_too_large_by_what_estimated_propensities_make_them() {
    let wrong = |round: LoggedRound| {
        let mut other = OffPolicy::new();
        for _ in 0..50 {
            other.observe(&round, &[1.0]).unwrap();
        }
        other.warnings().iter().any(|warning| matches!(warning, Warning::MeanWeight { .. }))
    };
    assert!(wrong(exact(0, 1.0, 0.99)) && wrong(estimated(0, 1.0, 0.99, 0.05)));
    assert!(!wrong(estimated(0, 1.0, 0.99, 0.1)));
}

#[test]
fn a_log_is_never_worth_more_than_its_rounds() {
    let mut hardly = OffPolicy::new();
    // The squares are 1e-320, of which four digits are kept.
    for _ in 0..2 {
        hardly.observe_chosen(&exact(0, 1.0, 1.0), 1e-160).unwrap();
    }
    assert_eq!(hardly.effective_sample_size(), 2.0);
}

#[test]
fn a_row_a_little_out_of_range_is_refused() {
    let mut other = OffPolicy::new();
    let (two, three) = ([0.5, 0.5], [0.1, 0.2, 0.3]);
    assert!(matches!(
        other.observe(&exact(0, 1.0, 1.0_f64.next_up()), &two),
        Err(EvaluationError::Propensity { row: 0, .. })
    ));
    assert!(matches!(
        other.observe_with_model(&exact(0, 1.0, 1.0), &two, &three),
        Err(EvaluationError::ModelLength { row: 0, rewards: 3, arms: 2 })
    ));
    assert_eq!(other, OffPolicy::new());
    let (mut policy, mut replay, mut rng) = (Ucb1::new(3).unwrap(), Replay::uniform(3).unwrap(), Stream::new(1, 0));
    // A third in single precision is one, and one that is off by 2e-6 is none.
    replay.observe(&mut policy, &(), &exact(0, 1.0, f64::from(1.0_f32 / 3.0)), &mut rng).unwrap();
    for wrong in [1.0 + 2e-6, 1.0 - 2e-6] {
        let refused = replay.observe(&mut policy, &(), &exact(0, 1.0, wrong / 3.0), &mut rng);
        assert!(matches!(refused, Err(EvaluationError::NotUniform { row: 1, .. })), "{refused:?}");
    }
}

/// Of 1,000 rounds, 500 are expected with a deviation of 15.8, of which four are 63.2.
#[test]
fn coverage_is_chance_up_to_four_deviations() {
    let warns = |used: usize| {
        let (mut policy, mut replay) = (Ucb1::new(1).unwrap(), Replay::uniform(2).unwrap());
        let mut rng = Stream::new(1, 0);
        for round in 0..1_000 {
            let row = LoggedRound { arm: usize::from(round >= used), reward: 1.0, propensity: None };
            replay.observe(&mut policy, &(), &row, &mut rng).unwrap();
        }
        assert_eq!(replay.used(), used as u64);
        replay.warning().is_some()
    };
    assert_eq!([436, 437, 563, 564].map(warns), [true, false, false, true]);
}
