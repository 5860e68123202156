//! The logistic model against scipy, against itself with less memory, and where chances are 0 and 1.

use ansatz_bandit::{BanditError, LogisticThompson, Propensity, WeightPrior};
use ansatz_random::{Stream, below, normal, unit};
use ansatz_testkit::statistics::assert_frequencies;

use super::{assert_near, dot, features};

fn chance(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// scipy.optimize.root(gradient, 0, jac=curvature, tol=1e-15) for twelve observations of four contexts
/// and the prior below, and the root of x' inv(hess) x.
#[test]
fn the_mode_and_the_widths_are_those_of_scipy() {
    let prior = WeightPrior::with_precision(3, &[0.5, 0.1, 0.0, 0.1, 1.0, 0.25, 0.0, 0.25, 2.0]).unwrap();
    let mut arms = LogisticThompson::with_prior(2, prior.with_mean(&[-1.0, 0.5, 0.25]).unwrap()).unwrap();
    let contexts = [[1.0, 0.5, -2.0], [1.0, -1.5, 0.25], [1.0, 3.0, 1.0], [1.0, 0.125, -0.75]];
    let rewards = [1.0, 0.0, 1.0, 0.0, 0.25, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 0.5];
    for (at, reward) in rewards.into_iter().enumerate() {
        arms.record_for(&contexts[at % 4], 1, reward).unwrap();
    }
    assert_near("mode", arms.weights(1).unwrap(), &SCIPY_MODE, 1e-11);
    let prediction = arms.predict(1, &[1.0, -1.0, 0.5]).unwrap();
    assert_near("prediction", &[prediction.deviation, prediction.score], &SCIPY_PREDICTION, 1e-11);
    assert_eq!(arms.weights(0).unwrap(), [-1.0, 0.5, 0.25]);
}

/// Normal contexts, of which one is kept and of which all are. The modes differ by what the mean of a chance less its best
/// line, 0.02 at most for log-odds within 2, differs from its expectation: a twentieth of a reward's deviation. Five of
/// those are a quarter of the posterior's deviation.
#[test]
fn contexts_that_are_not_kept_count_as_normal_ones() {
    let mut rng = Stream::new(1, 0);
    let mut exact = LogisticThompson::new(1, 3).unwrap().with_contexts(5_000).unwrap();
    let mut compact = LogisticThompson::new(1, 3).unwrap().with_contexts(1).unwrap();
    for _ in 0..3_000 {
        let mut x = features(&mut rng, 3);
        x[0] = 1.0;
        let reward = f64::from(u8::from(unit(&mut rng) < chance(dot(&[-2.0, 0.8, -0.5], &x))));
        compact.record_for(&x, 0, reward).unwrap();
        if exact.decisions() < 3_000 {
            exact.record_for(&x, 0, reward).unwrap();
        }
    }
    for at in 0..3 {
        let mut x = [0.0; 3];
        x[at] = 1.0;
        let (exact, compact) = (exact.predict(0, &x).unwrap(), compact.predict(0, &x).unwrap());
        let apart = (exact.score - compact.score).abs();
        assert!(apart < 0.25 * exact.deviation, "{exact:?} {compact:?}");
        assert!((compact.deviation / exact.deviation - 1.0).abs() < 0.05, "{exact:?} {compact:?}");
    }
}

/// A reward of 1 at 1 says the same as a reward of 0 at -1, so that the mode is where the prior's pull is the missing chance,
/// w = n (1 - chance(w)); with one context kept, the other one is a distribution without any width.
#[test]
fn rewards_without_exception_do_not_run_away() {
    for most in [1, 64] {
        let mut arms = LogisticThompson::new(1, 1).unwrap().with_contexts(most).unwrap();
        for _ in 0..500 {
            arms.record_for(&[1.0], 0, 1.0).unwrap();
            arms.record_for(&[-1.0], 0, 0.0).unwrap();
        }
        let weight = arms.weights(0).unwrap()[0];
        assert!((weight / 1_000.0 - (1.0 - chance(weight))).abs() < 1e-14, "{weight}");
    }
}

/// One context whose features are large, and dependent as it is alone: the mode along it is the log-odds of the rewards, of
/// which a fifth are 1; the prior moves that by less than 1 / (n |x|^2). A thousandth of the deviation is for rounding.
/// The first rewards are all 0: chances that are 0 to the last digit when the first 1 comes.
#[test]
fn features_that_are_large_are_learnt() {
    for scale in [1.0, 1e3, 1e6, 1e9] {
        for x in [[3e3 * scale, 4e3 * scale], [4.1e3 * scale, 3.3e3 * scale], [1.0, 1.7e3 * scale]] {
            let mut arms = LogisticThompson::new(1, 2).unwrap();
            for round in 0..2_000 {
                arms.record_for(&x, 0, f64::from(u8::from(round % 5 == 4))).unwrap();
            }
            let found = arms.predict(0, &x).unwrap();
            assert!((found.score - 0.25_f64.ln()).abs() < 1e-3 * found.deviation, "{x:?} {found:?}");
            // 1 / sqrt(n p (1 - p)).
            assert!((found.deviation - 320.0_f64.sqrt().recip()).abs() < 1e-3 * found.deviation, "{x:?} {found:?}");
        }
    }
}

/// Rewards that are all 1: w = 4 x (1 - chance), far out where Newton's steps add one to the log-odds each. Of 1e6, what is
/// missing of the chance is 1e-11, of which 1e-5 is rounding.
#[test]
fn rewards_without_exception_are_learnt_from_large_features() {
    for (x, rounding) in [(1e-3, 1e-6), (1e3, 1e-6), (1e6, 1e-4)] {
        let mut arms = LogisticThompson::new(1, 1).unwrap();
        for _ in 0..4 {
            arms.record_for(&[x], 0, 1.0).unwrap();
        }
        let score = arms.predict(0, &[x]).unwrap().score;
        assert!((score - 4.0 * x * x * chance(-score)).abs() < rounding * score, "{x}: {score}");
    }
}

#[test]
fn two_arms_are_chosen_as_often_as_the_normal_distribution_says() {
    let mut rng = Stream::new(2, 0);
    let mut arms = LogisticThompson::new(2, 2).unwrap();
    for round in 0..40 {
        let x = [1.0, below(&mut rng, 3) as f64 - 1.0];
        arms.record_for(&x, round % 2, below(&mut rng, 2) as f64).unwrap();
    }
    let x = [1.0, 1.0];
    let [first, second] = [0, 1].map(|arm| arms.predict(arm, &x).unwrap());
    let expected = normal::cdf((first.score - second.score) / first.deviation.hypot(second.deviation));
    let mut counts = [0; 2];
    for _ in 0..10_000 {
        let choice = arms.select_logged_for(&x, &mut rng).unwrap();
        counts[choice.arm] += 1;
        let Propensity::Exact(probability) = choice.propensity else { panic!("{:?}", choice.propensity) };
        assert!((probability - [expected, 1.0 - expected][choice.arm]).abs() < 1e-14);
    }
    assert_frequencies("two arms", &counts, &[expected, 1.0 - expected]);
}

/// Chances of a few percent that depend on the context: what is lost is less than half of what equal shares lose.
#[test]
fn rare_rewards_are_learnt() {
    let (mut lost, mut equal) = (0.0, 0.0);
    let prior = WeightPrior::ridge(3, 1.0).unwrap().with_mean(&[-3.0, 0.0, 0.0]).unwrap();
    for seed in 0..5 {
        let mut rng = Stream::new(seed, 3);
        let mut arms = LogisticThompson::with_prior(3, prior.clone()).unwrap();
        let weights = [[-3.0, 1.5, 0.0], [-3.0, -1.5, 0.0], [-3.5, 0.0, 1.5]];
        for _ in 0..3_000 {
            let x = [1.0, below(&mut rng, 2) as f64, below(&mut rng, 2) as f64];
            let chances = weights.map(|weights| chance(dot(&weights, &x)));
            let best = chances.iter().fold(0.0_f64, |best, chance| best.max(*chance));
            let choice = arms.select_for(&x, &mut rng).unwrap();
            let reward = f64::from(u8::from(unit(&mut rng) < chances[choice.arm]));
            lost += best - chances[choice.arm];
            equal += best - chances.iter().sum::<f64>() / 3.0;
            arms.observe(choice.ticket, reward).unwrap();
        }
    }
    assert!(lost < 0.5 * equal, "{lost} of {equal}");
}

#[test]
fn what_does_not_fit_is_refused_and_nothing_overflows() {
    let mut arms = LogisticThompson::new(2, 2).unwrap().with_contexts(2).unwrap();
    let before = arms.clone();
    assert!(matches!(arms.record_for(&[1.0, 1.0], 0, 1.5), Err(BanditError::Reward { .. })));
    assert!(matches!(arms.record_for(&[1.0], 0, 1.0), Err(BanditError::Dimension { .. })));
    assert_eq!(arms, before);
    assert!(LogisticThompson::new(1, 1).unwrap().with_contexts(0).is_err());
    assert!(arms.merge(&LogisticThompson::new(2, 2).unwrap()).is_err());
    assert_eq!(arms, before);
    for x in [[1e100, 1e100], [1e100, -1e100], [1e-100, 1e100], [0.0, -0.0], [1.0, 1e100], [-1e100, 1.0]] {
        arms.record_for(&x, 0, 1.0).unwrap();
        arms.record_for(&x, 1, 0.0).unwrap();
    }
    for arm in 0..2 {
        let prediction = arms.predict(arm, &[1.0, 1.0]).unwrap();
        assert!(prediction.score.is_finite() && prediction.deviation.is_finite(), "{prediction:?}");
    }
    assert_eq!(LogisticThompson::from_bytes(&arms.to_bytes()), Ok(arms));
}

const SCIPY_MODE: [f64; 3] = [-0.656_805_474_501_149_1, 1.235_889_852_628_246_7, 0.101_631_544_612_576_94];
const SCIPY_PREDICTION: [f64; 2] = [1.245_847_596_930_598_4, -1.841_879_554_823_107_3];
