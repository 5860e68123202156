//! Linear Thompson sampling: how often which arm is chosen.

use ansatz_bandit::{LinTs, Propensity};
use ansatz_random::{Stream, normal, standard_normal};
use ansatz_testkit::statistics::{DEVIATIONS, assert_frequencies};

use super::features;

fn learnt(arms: usize, dimension: usize) -> LinTs {
    let mut rng = Stream::new(1, 0);
    let mut learnt = LinTs::new(arms, dimension, 0.7).unwrap();
    for round in 0..4 * arms {
        let arm = round % arms;
        let x = features(&mut rng, dimension);
        learnt.record_for(&x, arm, 0.3 * standard_normal(&mut rng)).unwrap();
    }
    learnt
}

/// Scores are independent normal variables, so that the probability for two arms is that of their difference.
#[test]
fn two_arms_are_chosen_as_often_as_the_normal_distribution_says() {
    let mut arms = learnt(2, 3);
    let mut rng = Stream::new(2, 0);
    let x = [1.0, -0.5, 0.3];
    let [first, second] = [0, 1].map(|arm| arms.predict(arm, &x).unwrap());
    let spread = 0.7 * first.deviation.hypot(second.deviation);
    let expected = normal::cdf((first.score - second.score) / spread);
    let mut counts = [0; 2];
    for _ in 0..20_000 {
        let choice = arms.select_logged_for(&x, &mut rng).unwrap();
        counts[choice.arm] += 1;
        let Propensity::Exact(probability) = choice.propensity else { panic!("{:?}", choice.propensity) };
        assert!((probability - [expected, 1.0 - expected][choice.arm]).abs() < 1e-14);
    }
    assert_frequencies("two arms", &counts, &[expected, 1.0 - expected]);
}

/// Of one feature, ridge and deviation of 1: nothing is known of an arm, N(0, 1), and of the other three rewards of 2,
/// N(1.5, 1/4). A draw that is a tenth too narrow would choose the former in 6.8% instead of 9.0%: eleven standard errors.
#[test]
fn a_draw_is_as_wide_as_the_posterior() {
    let mut arms = LinTs::new(2, 1, 1.0).unwrap();
    (0..3).for_each(|_| arms.record_for(&[1.0], 1, 2.0).unwrap());
    let mut rng = Stream::new(5, 0);
    let mut counts = [0; 2];
    for _ in 0..20_000 {
        counts[arms.select_for(&[1.0], &mut rng).unwrap().arm] += 1;
    }
    let expected = normal::cdf(-1.5 / 1.25_f64.sqrt());
    assert_frequencies("two arms", &counts, &[expected, 1.0 - expected]);
}

/// The propensities of several arms sum up to 1, and are the frequencies, within their own standard errors.
#[test]
fn several_arms_are_chosen_as_often_as_their_propensities_say() {
    let mut arms = learnt(4, 3);
    let mut rng = Stream::new(3, 0);
    let x = [0.5, 0.5, -0.2];
    let (mut counts, mut estimates) = ([0_u32; 4], [const { Vec::new() }; 4]);
    for _ in 0..4_000 {
        let choice = arms.select_logged_for(&x, &mut rng).unwrap();
        counts[choice.arm] += 1;
        assert!(matches!(choice.propensity, Propensity::Estimated { .. }));
        estimates[choice.arm].push((choice.propensity.probability(), choice.propensity.standard_error()));
    }
    for (count, estimates) in counts.iter().zip(&estimates) {
        assert!(*count >= 100, "{counts:?}");
        let n = estimates.len() as f64;
        let mean = estimates.iter().map(|estimate| estimate.0).sum::<f64>() / n;
        let error = estimates.iter().map(|estimate| estimate.1 * estimate.1).sum::<f64>().sqrt() / n;
        let frequency = f64::from(*count) / 4_000.0;
        let sampling = (frequency * (1.0 - frequency) / 4_000.0).sqrt();
        assert!((mean - frequency).abs() < DEVIATIONS * error.hypot(sampling), "{mean} {frequency}");
    }
}

/// All scores are 0, whatever the weights; of equal ones it is the first.
#[test]
fn a_context_of_zeros_leaves_nothing_to_chance() {
    let mut arms = learnt(3, 2);
    let choice = arms.select_logged_for(&[0.0, 0.0], &mut Stream::new(4, 0)).unwrap();
    assert_eq!((choice.arm, choice.propensity), (0, Propensity::Exact(1.0)));
    let mut one = LinTs::new(1, 1, 1.0).unwrap();
    assert_eq!(one.select_logged_for(&[2.0], &mut Stream::new(4, 0)).unwrap().propensity, Propensity::Exact(1.0));
}
