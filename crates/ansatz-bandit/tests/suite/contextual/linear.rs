//! The regressions against systems that are solved anew, closed forms and numpy.

use ansatz_bandit::{BanditError, LinTs, LinUcb, WeightPrior};
use ansatz_random::{Stream, standard_normal};

use super::{Plain, assert_near, dot, features};

/// numpy.linalg.solve(P + X.T @ X, X.T @ r), and the width and the score of a context.
#[test]
fn weights_and_widths_are_those_of_numpy() {
    let prior = WeightPrior::with_precision(3, &[2.0, 0.5, 0.0, 0.5, 1.0, 0.25, 0.0, 0.25, 4.0]).unwrap();
    let mut arms = LinUcb::with_prior(2, prior, 1.0).unwrap();
    let rows = [[1.0, 0.5, -2.0], [1.0, -1.5, 0.25], [1.0, 3.0, 1.0], [1.0, 0.125, -0.75], [1.0, 2.0, 2.0]];
    for (row, reward) in rows.iter().zip([1.0, 0.0, 0.5, 0.25, 2.0]) {
        arms.record_for(row, 1, reward).unwrap();
    }
    assert_near("weights", arms.weights(1).unwrap(), &NUMPY_WEIGHTS, 1e-14);
    let prediction = arms.predict(1, &[1.0, -1.0, 0.5]).unwrap();
    assert_near("prediction", &[prediction.deviation, prediction.score], &NUMPY_PREDICTION, 1e-14);
    assert_eq!(arms.weights(0).unwrap(), [0.0; 3]);
}

/// A prior about other weights than 0 is one of rewards from which those weights' have been taken.
#[test]
fn a_prior_about_other_weights_shifts_the_model() {
    let mut rng = Stream::new(7, 0);
    let mean = [2.0, -1.0, 0.5];
    let prior = WeightPrior::with_precision(3, &[2.0, 0.5, 0.0, 0.5, 1.0, 0.25, 0.0, 0.25, 4.0]).unwrap();
    let mut about_zero = LinUcb::with_prior(1, prior.clone(), 1.0).unwrap();
    let mut about_mean = LinUcb::with_prior(1, prior.clone().with_mean(&mean).unwrap(), 1.0).unwrap();
    assert_eq!(about_mean.weights(0).unwrap(), mean);
    let mut other = about_mean.clone();
    let shifted = |arms: &LinUcb| arms.weights(0).unwrap().iter().zip(mean).map(|(w, m)| w + m).collect::<Vec<f64>>();
    for round in 0..150 {
        let x = features(&mut rng, 3);
        let reward = standard_normal(&mut rng);
        about_zero.record_for(&x, 0, reward - dot(&mean, &x)).unwrap();
        // Updates, a factor from the sums, and a merge.
        let to = if round < 100 { &mut about_mean } else { &mut other };
        to.record_for(&x, 0, reward).unwrap();
        if [20, 63, 64].contains(&round) {
            assert_near("shifted", about_mean.weights(0).unwrap(), &shifted(&about_zero), 1e-13);
        }
    }
    about_mean.merge(&other).unwrap();
    assert_near("shifted", about_mean.weights(0).unwrap(), &shifted(&about_zero), 1e-13);
    assert_eq!(LinUcb::from_bytes(&about_mean.to_bytes()), Ok(about_mean.clone()));
    assert!(about_mean.merge(&about_zero).is_err());
    assert!(prior.clone().with_mean(&[1.0]).is_err() && prior.with_mean(&[1.0, f64::NAN, 0.0]).is_err());
}

/// Precisions whose extreme eigenvalues are within a ratio of 1e3 and d <= 40: 40 * 1e3 * 2.2e-16 is below 1e-11.
#[test]
fn models_are_those_of_systems_solved_anew() {
    for dimension in [1, 2, 3, 4, 5, 8, 13, 32, 40] {
        let mut rng = Stream::new(1, dimension as u64);
        let mut arms = LinUcb::new(1, dimension, 1.0).unwrap();
        let mut plain = Plain::new(dimension, 1.0);
        for round in 0..200 {
            let x = features(&mut rng, dimension);
            let reward = standard_normal(&mut rng);
            arms.record_for(&x, 0, reward).unwrap();
            plain.add(&x, reward);
            // Before, at and after the refactorisations.
            if [0, 1, 62, 63, 64, 100, 199].contains(&round) {
                assert_near("weights", arms.weights(0).unwrap(), &plain.weights(), 1e-11);
                let deviation = arms.predict(0, &x).unwrap().deviation;
                assert_near("deviation", &[deviation], &[plain.deviation(&x)], 1e-11);
            }
        }
    }
}

/// A hundred thousand updates leave what a solution of the sums gives, to 1e-13: nothing adds up.
#[test]
fn rounding_does_not_add_up() {
    let mut rng = Stream::new(2, 0);
    let (mut arms, mut plain) = (LinUcb::new(1, 8, 1.0).unwrap(), Plain::new(8, 1.0));
    for _ in 0..100_000 {
        let x = features(&mut rng, 8);
        let reward = x[0] - 0.5 * x[3] + standard_normal(&mut rng);
        arms.record_for(&x, 0, reward).unwrap();
        plain.add(&x, reward);
    }
    let x = features(&mut rng, 8);
    // The plain sums of a hundred thousand terms are off by about their root times 1e-16 themselves.
    assert_near("weights", arms.weights(0).unwrap(), &plain.weights(), 1e-13);
    assert_near("deviation", &[arms.predict(0, &x).unwrap().deviation], &[plain.deviation(&x)], 1e-13);
}

/// A feature in other units, by a power of two, with a prior in the same units: every number is the same to the bit.
#[test]
fn units_do_not_matter() {
    let mut rng = Stream::new(3, 0);
    let scales = [1.0, 2.0_f64.powi(27), 2.0_f64.powi(-27)];
    let mut precision = [0.0; 9];
    (0..3).for_each(|at| precision[at * 4] = scales[at] * scales[at]);
    let mut plain = LinUcb::new(1, 3, 1.0).unwrap();
    let mut scaled = LinUcb::with_prior(1, WeightPrior::with_precision(3, &precision).unwrap(), 1.0).unwrap();
    for _ in 0..500 {
        let x = features(&mut rng, 3);
        let in_other_units: Vec<f64> = x.iter().zip(scales).map(|(x, scale)| x * scale).collect();
        let reward = standard_normal(&mut rng);
        assert_eq!(plain.predict(0, &x), scaled.predict(0, &in_other_units));
        plain.record_for(&x, 0, reward).unwrap();
        scaled.record_for(&in_other_units, 0, reward).unwrap();
    }
}

/// Features of which one is 1e8 times the other, with a ridge of 1 for both.
#[test]
fn features_of_very_different_size() {
    let mut rng = Stream::new(4, 0);
    let (mut arms, mut plain) = (LinUcb::new(1, 3, 1.0).unwrap(), Plain::new(3, 1.0));
    for _ in 0..10_000 {
        let x = [1.0, 1e8 * standard_normal(&mut rng), 1e-8 * standard_normal(&mut rng)];
        let reward = 1.0 + 1e-8 * x[1] + standard_normal(&mut rng);
        arms.record_for(&x, 0, reward).unwrap();
        plain.add(&x, reward);
    }
    for (found, expected) in arms.weights(0).unwrap().iter().zip(plain.weights()) {
        // Gauss's steps know no units either: each weight is right for itself.
        assert!((found - expected).abs() <= 1e-11 * expected.abs(), "{found} {expected}");
    }
    for x in [[1.0, 0.0, 0.0], [0.0, 1e8, 0.0], [0.0, 0.0, 1.0], [1.0, 1e8, 1.0]] {
        assert_near("deviation", &[arms.predict(0, &x).unwrap().deviation], &[plain.deviation(&x)], 1e-11);
    }
}

/// A million times the same context, so long that the sums have lost the ridge: what is across it is as unknown as ever.
#[test]
fn the_same_context_a_million_times() {
    let (n, x) = (1_000_000, [3e6, 4e6]);
    let mut arms = LinUcb::new(1, 2, 1.0).unwrap();
    for _ in 0..n {
        arms.record_for(&x, 0, 2.0).unwrap();
    }
    let along = arms.predict(0, &x).unwrap();
    // x' (I + n x x')^-1 x = |x|^2 / (1 + n |x|^2), and 1 / n up to 1e-20 here.
    assert_near("along", &[along.deviation], &[1e-3], 1e-9);
    assert_near("score", &[along.score], &[2.0], 1e-9);
    let across = arms.predict(0, &[-4.0, 3.0]).unwrap();
    assert_near("across", &[across.deviation], &[5.0], 1e-9);
    assert!(across.score.abs() < 1e-9, "{across:?}");
}

/// Replicas whose sums have lost the ridge too: nothing is claimed to be known that is not.
#[test]
fn replicas_of_nearly_dependent_features_merge_without_false_certainty() {
    let x = [3e6, 4e6];
    let mut arms = LinUcb::new(1, 2, 1.0).unwrap();
    let mut other = arms.clone();
    for _ in 0..10_000 {
        arms.record_for(&x, 0, 2.0).unwrap();
        other.record_for(&x, 0, 1.0).unwrap();
    }
    arms.merge(&other).unwrap();
    let along = arms.predict(0, &x).unwrap();
    assert_near("along", &[along.deviation, along.score], &[1.0 / 20_000.0_f64.sqrt(), 1.5], 1e-6);
    assert_near("across", &[arms.predict(0, &[-4.0, 3.0]).unwrap().deviation], &[5.0], 1e-6);
}

/// Of features and rewards so large that the sums' rounding is more than any weight, the weights stay what bytes may say.
#[test]
fn replicas_of_dependent_features_at_the_limit_merge_to_what_can_be_read() {
    let prior = WeightPrior::ridge(2, 1e-20).unwrap();
    let mut arms = LinUcb::with_prior(1, prior, 1.0).unwrap();
    let mut other = arms.clone();
    for _ in 0..200 {
        arms.record_for(&[3e99, 4.1e99], 0, 1e100).unwrap();
        other.record_for(&[3e99, 4.1e99], 0, -0.7e100).unwrap();
    }
    arms.merge(&other).unwrap();
    assert_eq!(LinUcb::from_bytes(&arms.to_bytes()), Ok(arms));
}

/// A million equal squares, added plainly, are off by 1e-11 of their sum: w = n x / (1 + n x^2), and a factor that is as new.
#[test]
fn a_million_equal_rewards_add_up() {
    let mut arms = LinUcb::new(1, 1, 1.0).unwrap();
    for _ in 0..1_000_000 {
        arms.record_for(&[0.1], 0, 1.0).unwrap();
    }
    let (n, x) = (1e6, 0.1);
    let found = arms.predict(0, &[1.0]).unwrap();
    assert_near("weight", &[found.score], &[n * x / (1.0 + n * (x * x))], 1e-15);
    assert_near("deviation", &[found.deviation], &[(1.0 + n * (x * x)).sqrt().recip()], 1e-15);
}

#[test]
fn of_equal_arms_it_is_the_first() {
    let mut arms = LinUcb::new(3, 2, 1.0).unwrap();
    assert_eq!(arms.select_for(&[1.0, 2.0], &mut Stream::new(1, 0)).unwrap().arm, 0);
}

/// What a large reward took from a small one, and left when it was taken back, comes along in a merge: (1e16 + 1 - 1e16) / 4.
#[test]
fn what_rounding_left_of_a_replicas_sums_is_merged() {
    let mut other = LinUcb::new(1, 1, 1.0).unwrap();
    for reward in [1e16, 1.0, -1e16] {
        other.record_for(&[1.0], 0, reward).unwrap();
    }
    let mut fresh = LinUcb::new(1, 1, 1.0).unwrap();
    fresh.merge(&other).unwrap();
    assert_near("weights", fresh.weights(0).unwrap(), &[0.25], 1e-15);
}

#[test]
fn the_largest_features_and_rewards_overflow_nothing() {
    let prior = WeightPrior::ridge(2, 1e-20).unwrap();
    let mut arms = LinUcb::with_prior(2, prior, 1e20).unwrap();
    for x in [[1e100, 1e100], [1e100, -1e100], [1e-100, 1e100], [0.0, 0.0]] {
        arms.record_for(&x, 0, 1e100).unwrap();
        arms.record_for(&x, 1, -1e100).unwrap();
    }
    for arm in 0..2 {
        let prediction = arms.predict(arm, &[1.0, 1.0]).unwrap();
        assert!(prediction.score.is_finite() && prediction.deviation.is_finite(), "{prediction:?}");
    }
    assert_eq!(LinUcb::from_bytes(&arms.to_bytes()), Ok(arms));
}

#[test]
fn what_does_not_fit_is_refused() {
    let mut rng = Stream::new(5, 0);
    let mut arms = LinTs::new(2, 2, 1.0).unwrap();
    let before = arms.clone();
    let dimension = BanditError::Dimension { length: 1, dimension: 2 };
    assert_eq!(arms.select_for(&[1.0], &mut rng).unwrap_err(), dimension);
    assert_eq!(arms.record_for(&[1.0], 0, 1.0).unwrap_err(), dimension);
    assert!(matches!(arms.record_for(&[1.0, f64::NAN], 0, 1.0), Err(BanditError::Feature { index: 1, .. })));
    assert!(matches!(arms.record_for(&[1.0, 1.0], 0, f64::NAN), Err(BanditError::Reward { .. })));
    assert!(matches!(arms.record_for(&[1.0, 1.0], 2, 1.0), Err(BanditError::UnknownArm { .. })));
    assert!(arms.predict(2, &[1.0, 1.0]).is_err() && arms.predict(0, &[1.0]).is_err() && arms.weights(2).is_err());
    assert_eq!(arms, before);
    // A ticket of another policy, of the same number and arm.
    let ticket = LinTs::new(1, 3, 1.0).unwrap().select_for(&[1.0; 3], &mut rng).unwrap().ticket;
    let mut one = LinTs::new(1, 2, 1.0).unwrap();
    one.select_for(&[1.0, 1.0], &mut rng).unwrap();
    assert_eq!(one.observe(ticket, 1.0), Err(BanditError::Dimension { length: 3, dimension: 2 }));

    let message = |precision: &[f64]| WeightPrior::with_precision(2, precision).unwrap_err().to_string();
    assert!(message(&[1.0, 2.0, 2.0, 1.0]).contains("-3 at pivot 1"));
    assert!(message(&[0.0, 0.0, 0.0, 1.0]).contains("0 at pivot 0"));
    assert!(
        message(&[1.0, 2.0, 0.0, 1.0]).contains("2 across") || message(&[1.0, 2.0, 0.0, 1.0]).contains("symmetric")
    );
    assert!(message(&[1.0, f64::NAN, f64::NAN, 1.0]).contains("NaN"));
    assert!(message(&[1.0; 3]).contains("2 rows of 2"));
    assert!(WeightPrior::ridge(0, 1.0).is_err() && WeightPrior::ridge(5_000, 1.0).is_err());
    assert!(LinUcb::new(1 << 24, 4_096, 1.0).is_err() && LinUcb::new(usize::MAX, 1, 1.0).is_err());
    assert!(LinUcb::new(1 << 20, 1_000, 1.0).is_err() && LinUcb::new(1, 1, f64::NAN).is_err());
    assert!(LinTs::new(1, 1, f64::INFINITY).is_err());
}

#[test]
fn arms_come_and_go() {
    let mut rng = Stream::new(6, 0);
    let mut arms = LinUcb::new(3, 2, 0.5).unwrap();
    for round in 0..60 {
        arms.record_for(&features(&mut rng, 2), round % 3, f64::from(round as u32 % 3)).unwrap();
    }
    let kept = arms.weights(2).unwrap().to_vec();
    let ticket = arms.select_for(&[1.0, 1.0], &mut rng).unwrap().ticket;
    arms.remove_arm(1).unwrap();
    assert_eq!(arms.add_arm().unwrap(), 3);
    assert_eq!(arms.weights(2).unwrap(), kept);
    assert_eq!(arms.weights(3).unwrap(), [0.0, 0.0]);
    assert!(arms.weights(1).is_err());
    let gone = ticket.arm() == 1;
    assert_eq!(arms.observe(ticket, 1.0).is_err(), gone);
    assert!(dot(&[1.0, 1.0], &kept).is_finite());
}

const NUMPY_WEIGHTS: [f64; 3] = [0.371_712_212_815_21, 0.242_467_788_040_800_77, 0.053_201_981_209_652_534];
const NUMPY_PREDICTION: [f64; 2] = [0.674_008_648_217_900_6, 0.155_845_415_379_235_5];
