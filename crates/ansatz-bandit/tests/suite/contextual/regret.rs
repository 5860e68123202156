//! Regret on rewards that are linear in the context, and the bounds of theory.

use ansatz_bandit::{Bandit, ConfidenceRadius, LinTs, LinUcb, ModelRule, Ucb1, WeightPrior};
use ansatz_random::{Stream, standard_normal, unit};
use ansatz_testkit::statistics::assert_rate_at_most;

use super::{Plain, dot};

/// A point of the unit sphere.
fn direction(rng: &mut Stream, dimension: usize) -> Vec<f64> {
    let x: Vec<f64> = (0..dimension).map(|_| standard_normal(rng)).collect();
    let length = dot(&x, &x).sqrt();
    x.iter().map(|x| x / length).collect()
}

fn best(weights: &[Vec<f64>], x: &[f64]) -> f64 {
    weights.iter().map(|weights| dot(weights, x)).fold(f64::NEG_INFINITY, f64::max)
}

/// Theory's radius: each choice is the arm with the highest index as computed from plain sums; with a probability of 95%
/// at least, all indices of a run are above the truth and the regret is below the bound that the page of `LinUcb` states.
#[test]
fn the_radius_of_theory_covers_and_its_regret_is_bounded() {
    // Until a factor of each arm has been computed anew.
    const ROUNDS: usize = 160;
    let (arms, dimension, noise, delta) = (2, 2, 0.3, 0.05);
    let (mut uncovered, mut beyond) = (0, 0);
    for seed in 0..400 {
        let mut rng = Stream::new(seed, 0);
        let weights: Vec<Vec<f64>> = (0..arms).map(|_| direction(&mut rng, dimension)).collect();
        let radius = ConfidenceRadius::new(noise, 1.0, delta).unwrap();
        let mut policy = LinUcb::with_confidence(arms, WeightPrior::ridge(dimension, 1.0).unwrap(), radius).unwrap();
        let mut plain = vec![Plain::new(dimension, 1.0); arms];
        let (mut regret, mut covered) = (0.0, true);
        for _ in 0..ROUNDS {
            let x = direction(&mut rng, dimension);
            let index: Vec<f64> = plain
                .iter()
                .map(|arm| {
                    let information = arm.log_determinant();
                    let radius = noise * (2.0 * (arms as f64 / delta).ln() + information).sqrt() + 1.0;
                    dot(&arm.weights(), &x) + radius * arm.deviation(&x)
                })
                .collect();
            covered &= index.iter().zip(&weights).all(|(index, weights)| *index >= dot(weights, &x));
            let choice = policy.select_for(&x, &mut rng).unwrap();
            // Up to rounding, where two are equal.
            assert!(index[choice.arm] >= index[0].max(index[1]) - 1e-12, "{index:?} {}", choice.arm);
            let mean = dot(&weights[choice.arm], &x);
            regret += best(&weights, &x) - mean;
            let reward = mean + noise * standard_normal(&mut rng);
            plain[choice.arm].add(&x, reward);
            policy.observe(choice.ticket, reward).unwrap();
        }
        let (k, d, t) = (arms as f64, dimension as f64, ROUNDS as f64);
        let radius = noise * (2.0 * (k / delta).ln() + d * (1.0 + t / d).ln()).sqrt() + 1.0;
        let bound = radius * (8.0 * t * k * d * (1.0 + t / (k * d)).ln()).sqrt();
        uncovered += usize::from(!covered);
        beyond += usize::from(regret > bound);
    }
    assert_rate_at_most("the truth above an index", uncovered, 400, delta);
    assert_rate_at_most("regret beyond the bound", beyond, 400, delta);
}

/// The sum of what was lost in 1,500 rounds, with rewards from 0 to 1.
fn lost(mut decide: impl FnMut(&[f64], &mut Stream, &dyn Fn(usize, f64) -> f64) -> usize, seed: u64) -> f64 {
    let mut rng = Stream::new(seed, 7);
    let weights = [[0.5, 0.4, 0.0], [0.5, -0.4, 0.0], [0.5, 0.0, 0.4]];
    let mut regret = 0.0;
    for _ in 0..1_500 {
        let x = [1.0, 2.0 * unit(&mut rng) - 1.0, 2.0 * unit(&mut rng) - 1.0];
        let means = weights.map(|weights| dot(&weights, &x));
        let arm = decide(&x, &mut rng, &|arm, chance| f64::from(u8::from(chance < means[arm])));
        regret += means[0].max(means[1]).max(means[2]) - means[arm];
    }
    regret
}

fn with_context<R: ModelRule>(mut policy: Bandit<R>, seed: u64) -> f64 {
    lost(
        |x, rng, reward| {
            let choice = policy.select_for(x, rng).unwrap();
            let chance = unit(rng);
            policy.observe(choice.ticket, reward(choice.arm, chance)).unwrap();
            choice.arm
        },
        seed,
    )
}

/// Without the context, every arm is worth the same and a quarter of a reward is lost each round; with it, a run of 1,500
/// rounds loses less than a third of that in every one of twenty runs.
#[test]
fn the_context_is_worth_looking_at() {
    for seed in 0..20 {
        let mut blind = Ucb1::new(3).unwrap();
        let without = lost(
            |_, rng, reward| {
                let choice = blind.select(rng);
                let chance = unit(rng);
                blind.observe(choice.ticket, reward(choice.arm, chance)).unwrap();
                choice.arm
            },
            seed,
        );
        for (name, with) in [
            ("LinUcb", with_context(LinUcb::new(3, 3, 1.0).unwrap(), seed)),
            ("LinTs", with_context(LinTs::new(3, 3, 0.5).unwrap(), seed)),
        ] {
            assert!(with < without / 3.0, "{name}, {seed}: {with} of {without}");
        }
    }
}
