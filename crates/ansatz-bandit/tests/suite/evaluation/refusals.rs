//! Rows that cannot be are refused, by number, and nothing has changed.

use ansatz_bandit::{
    Propensity, Ucb1,
    evaluation::{Estimator, EvaluationError, LoggedRound, OffPolicy, Replay},
};
use ansatz_random::Stream;

fn exact(arm: usize, reward: f64, propensity: f64) -> LoggedRound {
    LoggedRound::new(arm, reward, Propensity::Exact(propensity))
}

fn begun() -> OffPolicy {
    let mut begun = OffPolicy::new();
    for reward in [0.25, 0.5] {
        begun.observe_with_model(&exact(0, reward, 0.5), &[0.5, 0.5], &[0.1, 0.2]).unwrap();
    }
    begun
}

#[test]
fn each_bad_row_is_named_and_changes_nothing() {
    let estimated =
        |standard_error| LoggedRound::new(0, 1.0, Propensity::Estimated { probability: 0.5, standard_error });
    let (fair, model) = ([0.5, 0.5], [0.1, 0.2]);
    let cases: [(LoggedRound, &[f64], &[f64], &str); 15] = [
        (exact(0, 1.0, 0.0), &fair, &model, "the propensity of row 2 is 0, allowed: 1e-30 to 1"),
        (exact(0, 1.0, f64::NAN), &fair, &model, "the propensity of row 2 is NaN, allowed: 1e-30 to 1"),
        (exact(0, 1.0, 1.5), &fair, &model, "the propensity of row 2 is 1.5, allowed: 1e-30 to 1"),
        (
            exact(0, f64::NAN, 0.5),
            &fair,
            &model,
            "the reward of row 2 is NaN, allowed: finite and at most 1e100 in magnitude",
        ),
        (
            exact(0, f64::INFINITY, 0.5),
            &fair,
            &model,
            "the reward of row 2 is inf, allowed: finite and at most 1e100 in magnitude",
        ),
        (exact(2, 1.0, 0.5), &fair, &model, "the arm of row 2 is 2, allowed: less than 2, the number of arms"),
        (exact(0, 1.0, 0.5), &[], &[], "the arm of row 2 is 0, allowed: less than 0, the number of arms"),
        (
            exact(0, 1.0, 0.5),
            &[0.5, 0.4],
            &model,
            "the policy's probabilities in row 2 add up to 0.9, allowed: 1, up to 1e-6",
        ),
        (
            exact(0, 1.0, 0.5),
            &[0.5, -0.5],
            &model,
            "the policy's probability of arm 1 in row 2 is -0.5, allowed: 0 to 1",
        ),
        (
            exact(0, 1.0, 0.5),
            &[f64::NAN, 0.5],
            &model,
            "the policy's probability of arm 0 in row 2 is NaN, allowed: 0 to 1",
        ),
        (
            exact(0, 1.0, 0.5),
            &fair,
            &[0.1],
            "the model has 1 rewards in row 2, allowed: 2, one for each arm of the policy",
        ),
        (
            exact(0, 1.0, 0.5),
            &fair,
            &[0.1, f64::NAN],
            "the model's reward of arm 1 in row 2 is NaN, allowed: finite and at most 1e100 in magnitude",
        ),
        (estimated(f64::NAN), &fair, &model, "the standard error of row 2's propensity is NaN, allowed: 0 to 1"),
        (estimated(-0.1), &fair, &model, "the standard error of row 2's propensity is -0.1, allowed: 0 to 1"),
        (
            LoggedRound { arm: 0, reward: 1.0, propensity: None },
            &fair,
            &model,
            "row 2 has no propensity, allowed: the probability with which its arm was taken, since without it nobody knows \
             how many rows like this one are missing; a log of uniform choices can be replayed, if it is declared as such",
        ),
    ];
    for (round, target, rewards, message) in cases {
        let mut evaluation = begun();
        let error = evaluation.observe_with_model(&round, target, rewards).unwrap_err();
        assert_eq!(error.to_string(), message);
        assert_eq!(evaluation, begun(), "{message}");
    }
    let mut evaluation = begun();
    assert!(matches!(
        evaluation.observe_chosen(&exact(9, 1.0, 0.5), f64::NAN),
        Err(EvaluationError::Probability { row: 2, arm: 9, .. })
    ));
    assert!(matches!(
        evaluation.observe(&exact(0, 1.0, 0.5), &[1.0, 1e-5]),
        Err(EvaluationError::ProbabilitySum { .. })
    ));
    assert_eq!(evaluation, begun());
    evaluation.observe(&exact(0, 1.0, 0.5), &[f64::from(0.1_f32), f64::from(0.9_f32)]).unwrap();
}

#[test]
fn questions_that_the_log_cannot_answer_are_refused() {
    let mut evaluation = begun();
    evaluation.observe(&exact(0, 0.0, 0.5), &[0.5, 0.5]).unwrap();
    let error = evaluation.estimate(Estimator::DoublyRobust).unwrap_err();
    assert_eq!(error, EvaluationError::NoModel { modelled: 2, rounds: 3 });
    assert!(evaluation.estimate(Estimator::InversePropensity).is_ok());
    for confidence in [0.0, 1.0, f64::NAN] {
        assert!(matches!(
            evaluation.estimate_at(Estimator::SelfNormalized, confidence),
            Err(EvaluationError::Parameter(_))
        ));
    }
    let mut elsewhere = OffPolicy::new();
    elsewhere.observe(&exact(0, 1.0, 0.5), &[0.0, 1.0]).unwrap();
    let error = elsewhere.estimate(Estimator::SelfNormalized).unwrap_err();
    assert_eq!(error, EvaluationError::NoOverlap { rounds: 1 });
    assert_eq!(elsewhere.estimate(Estimator::InversePropensity).unwrap().value, 0.0);
    assert_eq!(elsewhere.effective_sample_size(), 0.0);
    assert!(elsewhere.with_threshold(1.0).is_err());
    assert!(OffPolicy::new().with_threshold(f64::NAN).is_err());
}

#[test]
fn replay_refuses_what_was_not_declared() {
    let mut rng = Stream::new(1, 0);
    let fresh = Ucb1::new(2).unwrap();
    let unknown = LoggedRound { arm: 0, reward: 1.0, propensity: None };
    let (known, uniform) = (Replay::with_propensities(0.25).unwrap(), Replay::uniform(2).unwrap());
    let cases = [
        (&known, unknown, "row 0 has no propensity"),
        (&known, exact(0, 1.0, 0.2), "the propensity of row 0 is 0.2, allowed: 0.25 to 1"),
        (
            &uniform,
            exact(0, 1.0, 0.6),
            "the propensity of row 0 is 0.6, allowed: 0.5, since the log was declared uniform",
        ),
        (&uniform, exact(0, 1.0, f64::NAN), "the propensity of row 0 is NaN, allowed: 0.5"),
        (&uniform, exact(2, 1.0, 0.5), "the arm of row 0 is 2, allowed: less than 2"),
        (&uniform, exact(0, f64::NAN, 0.5), "the reward of row 0 is NaN"),
        // The policy's own refusal.
        (&uniform, exact(0, 2.0, 0.5), "row 0: the reward is 2, allowed: 0 to 1"),
    ];
    for (replay, round, message) in cases {
        let (mut tried, mut policy) = (replay.clone(), fresh.clone());
        let error = tried.observe(&mut policy, &(), &round, &mut rng).unwrap_err();
        assert!(error.to_string().starts_with(message), "{error}");
        assert_eq!((&tried, &policy), (replay, &fresh));
    }
    for least in [0.0, 1.0, f64::NAN, 1e-31] {
        assert!(Replay::with_propensities(least).is_err());
    }
    let mut passed = uniform;
    assert!(!passed.observe(&mut fresh.clone(), &(), &exact(1, 1.0, 0.5), &mut rng).unwrap());
    assert_eq!(passed.estimate(), Err(EvaluationError::NoOverlap { rounds: 1 }));
}
