//! Simulated regret: below the bound that each page states, and equal to that of a reference simulation.

use ansatz_bandit::{EpsilonGreedy, ExploreThenCommit, KlUcb, Moss, Policy, Ucb1, UcbV};
use ansatz_random::{Stream, unit};
use ansatz_testkit::statistics::{DEVIATIONS, mean_and_deviation};

/// Success rates of arms, and how many rounds.
type Instance = (&'static [f64], usize);

const TWO: Instance = (&[0.9, 0.8], 10_000);
const TEN: Instance = (&[0.1, 0.05, 0.05, 0.05, 0.02, 0.02, 0.02, 0.01, 0.01, 0.01], 20_000);
/// Where bounds are far below what chance would lose.
const PLAIN: Instance = (&[0.2, 0.9], 2_000);
const THREE: Instance = (&[0.05, 0.95, 0.5], 3_000);

const RUNS: u64 = 400;

fn regrets<P: Policy<Context = ()>>(make: impl Fn() -> P, (means, rounds): Instance) -> Vec<f64> {
    let gaps = gaps(means);
    let run = |seed| {
        let (mut policy, mut rng) = (make(), Stream::new(11, seed));
        let mut regret = 0.0;
        for _ in 0..rounds {
            let choice = policy.select(&(), &mut rng).unwrap();
            regret += gaps[choice.arm];
            let paid = unit(&mut rng) < means[choice.arm];
            policy.observe(choice.ticket, f64::from(u8::from(paid))).unwrap();
        }
        regret
    };
    (0..RUNS).map(run).collect()
}

fn gaps(means: &[f64]) -> Vec<f64> {
    let best = means.iter().copied().fold(0.0, f64::max);
    means.iter().map(|mean| best - mean).collect()
}

/// The sum of a term over the arms that are not the best.
fn over_gaps(means: &[f64], term: impl Fn(f64, f64) -> f64) -> f64 {
    gaps(means).iter().zip(means).filter(|(gap, _)| **gap > 0.0).map(|(gap, mean)| term(*gap, *mean)).sum()
}

fn assert_regret_at_most(what: &str, regrets: &[f64], bound: f64) {
    let (mean, deviation) = mean_and_deviation(regrets);
    let allowed = bound + DEVIATIONS * deviation / (regrets.len() as f64).sqrt();
    assert!(mean <= allowed, "{what}: {mean}, at most {bound}");
}

/// The reference is the mean of at least 200 runs; ours have the same spread, if they are of the same policy.
fn assert_regret_is(what: &str, regrets: &[f64], reference: f64) {
    let (mean, deviation) = mean_and_deviation(regrets);
    let allowed = 4.0 * deviation * (1.0 / regrets.len() as f64 + 1.0 / 200.0).sqrt();
    assert!((mean - reference).abs() <= allowed, "{what}: {mean}, {reference} within {allowed}");
}

#[test]
fn ucb1() {
    for (instance, reference) in [(TWO, Some(86.0)), (TEN, Some(844.0)), (PLAIN, None), (THREE, None)] {
        let (means, rounds) = instance;
        let ln_t = libm::log(rounds as f64);
        let constant = 1.0 + core::f64::consts::PI.powi(2) / 3.0;
        let regrets = regrets(|| Ucb1::new(means.len()).unwrap(), instance);
        assert_regret_at_most("UCB1", &regrets, over_gaps(means, |gap, _| 8.0 * ln_t / gap + constant * gap));
        if let Some(reference) = reference {
            assert_regret_is("UCB1", &regrets, reference);
        }
    }
}

#[test]
fn ucb_v() {
    for (instance, reference) in [(TWO, Some(60.0)), (TEN, Some(352.0)), (PLAIN, None), (THREE, None)] {
        let (means, rounds) = instance;
        let ln_t = libm::log(rounds as f64);
        let regrets = regrets(|| UcbV::new(means.len()).unwrap(), instance);
        let bound = over_gaps(means, |gap, mean| 10.0 * ln_t * (mean * (1.0 - mean) / gap + 2.0));
        assert_regret_at_most("UCB-V", &regrets, bound);
        if let Some(reference) = reference {
            assert_regret_is("UCB-V", &regrets, reference);
        }
    }
}

/// Theorem 1 of Cappe et al., 2013, for Bernoulli rewards.
fn kl_ucb_bound((means, rounds): Instance) -> f64 {
    let (ln_t, best) = (libm::log(rounds as f64), means.iter().copied().fold(0.0, f64::max));
    let lnln_t = libm::log(ln_t);
    over_gaps(means, |gap, mean| {
        let d = mean * libm::log(mean / best) + (1.0 - mean) * libm::log((1.0 - mean) / (1.0 - best));
        // Minus the derivative of d by the mean.
        let slope = libm::log(best * (1.0 - mean) / (mean * (1.0 - best)));
        // The variance is largest at 1/2, if that is between the two.
        let nearest = 0.5_f64.clamp(mean, best);
        let variance = nearest * (1.0 - nearest);
        let root = 2.0 * libm::sqrt(2.0 * core::f64::consts::PI * variance) * slope / d.powf(1.5);
        let pulls = ln_t / d
            + root * libm::sqrt(ln_t + 3.0 * lnln_t)
            + (4.0 * core::f64::consts::E + 3.0 / d) * lnln_t
            + 8.0 * variance * (slope / d).powi(2)
            + 6.0;
        gap * pulls
    })
}

#[test]
fn kl_ucb() {
    for (instance, reference) in [(TWO, Some(15.0)), (TEN, Some(130.5)), (PLAIN, None), (THREE, None)] {
        let make = || KlUcb::bernoulli(instance.0.len()).unwrap();
        let regrets = regrets(make, instance);
        assert_regret_at_most("KL-UCB", &regrets, kl_ucb_bound(instance));
        if let Some(reference) = reference {
            assert_regret_is("KL-UCB", &regrets, reference);
        }
    }
}

#[test]
fn kl_ucb_with_the_exploration_of_its_theorem() {
    for instance in [PLAIN, THREE] {
        let make = || KlUcb::bernoulli(instance.0.len()).unwrap().with_exploration(3.0).unwrap();
        assert_regret_at_most("KL-UCB", &regrets(make, instance), kl_ucb_bound(instance));
    }
}

#[test]
fn moss() {
    for instance in [TWO, PLAIN, THREE, (&[0.5, 0.45, 0.45, 0.45], 10_000)] {
        let (means, rounds) = instance;
        let regrets = regrets(|| Moss::new(means.len(), rounds as u64).unwrap(), instance);
        assert_regret_at_most("MOSS", &regrets, 49.0 * libm::sqrt((means.len() * rounds) as f64));
    }
}

#[test]
fn explore_then_commit() {
    for (instance, pulls) in [(TWO, 1_000), (PLAIN, 30), (THREE, 60)] {
        let (means, rounds) = instance;
        let (m, t) = (pulls as f64, rounds as f64);
        let regrets = regrets(|| ExploreThenCommit::new(means.len(), pulls).unwrap(), instance);
        let bound = over_gaps(means, |gap, _| gap * (m + 2.0 * t * libm::exp(-m * gap * gap / 2.0)));
        assert_regret_at_most("explore-then-commit", &regrets, bound);
    }
}

/// The bound of the page, summed over the rounds; no probability is above 1.
fn epsilon_greedy_bound((means, rounds): Instance, epsilon: impl Fn(f64) -> f64) -> f64 {
    let k = means.len() as f64;
    let (mut x, mut bound) = (0.0, 0.0);
    for round in 0..rounds {
        let epsilon = epsilon(round as f64 + 1.0);
        bound += over_gaps(means, |gap, _| {
            let tail = 4.0 / (gap * gap) * libm::exp(-gap * gap * libm::floor(x) / 2.0);
            gap * (epsilon / k + 2.0 * (x + 1.0) * libm::exp(-x / 5.0) + tail).min(1.0)
        });
        x += epsilon / (2.0 * k);
    }
    bound
}

#[test]
fn epsilon_greedy() {
    for (instance, epsilon) in [(TWO, 0.1), (PLAIN, 0.3), (THREE, 0.5)] {
        let regrets = regrets(|| EpsilonGreedy::new(instance.0.len(), epsilon).unwrap(), instance);
        assert_regret_at_most("epsilon-greedy", &regrets, epsilon_greedy_bound(instance, |_| epsilon));
        if epsilon == 0.1 {
            assert_regret_is("epsilon-greedy", &regrets, 56.0);
        }
    }
    // The paper's scale for c = 6: 6 K / gap^2.
    for (instance, scale) in [(PLAIN, 6.0 * 2.0 / 0.49), (THREE, 6.0 * 3.0 / 0.2025)] {
        let regrets = regrets(|| EpsilonGreedy::decaying(instance.0.len(), scale).unwrap(), instance);
        let bound = epsilon_greedy_bound(instance, |t| (scale / t).min(1.0));
        assert_regret_at_most("decaying epsilon", &regrets, bound);
    }
}
