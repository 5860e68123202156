//! The bounds of Garivier and Moulines on rewards that change, and what algorithms lose that do not expect it.

use ansatz_bandit::{
    DiscountedThompson, DiscountedUcb, Policy, SlidingWindowThompson, SlidingWindowUcb, Thompson, Ucb1,
};
use ansatz_random::{Stream, unit};
use ansatz_testkit::statistics::{DEVIATIONS, mean_and_deviation};

const SEEDS: u64 = 400;

/// Two arms, and how the means of their rewards change.
#[derive(Debug, Clone, Copy)]
enum Game {
    /// 0.95 and 0.05, which change places so many times, at equal distances.
    Places(u64),
    /// 0.5, and 0 that becomes 1 halfway.
    Riser,
}

impl Game {
    fn mean(self, arm: usize, round: u64, rounds: u64) -> f64 {
        match self {
            Self::Places(changes) if (round * (changes + 1) / rounds) % 2 == arm as u64 => 0.95,
            Self::Places(_) => 0.05,
            Self::Riser if arm == 0 => 0.5,
            Self::Riser => [0.0, 1.0][usize::from(2 * round >= rounds)],
        }
    }

    /// How often each arm was chosen when it was not the best, and the regret, in each run.
    fn play<P: Policy<Context = ()>>(self, rounds: u64, policy: impl Fn() -> P) -> ([Vec<f64>; 2], Vec<f64>) {
        let (mut counts, mut regrets) = ([Vec::new(), Vec::new()], Vec::new());
        for seed in 0..SEEDS {
            let (mut policy, mut rng) = (policy(), Stream::new(seed, 0));
            let (mut wrong, mut regret) = ([0.0, 0.0], 0.0);
            for round in 0..rounds {
                let choice = policy.select(&(), &mut rng).unwrap();
                let (mean, other) = (self.mean(choice.arm, round, rounds), self.mean(1 - choice.arm, round, rounds));
                if mean < other {
                    wrong[choice.arm] += 1.0;
                    regret += other - mean;
                }
                policy.observe(choice.ticket, f64::from(u8::from(unit(&mut rng) < mean))).unwrap();
            }
            counts.iter_mut().zip(wrong).for_each(|(counts, wrong)| counts.push(wrong));
            regrets.push(regret);
        }
        (counts, regrets)
    }
}

/// The gap between arms that change places.
const GAP: f64 = 0.9;

fn assert_below(what: &str, samples: &[f64], bound: f64) {
    let (mean, deviation) = mean_and_deviation(samples);
    let allowed = bound + DEVIATIONS * deviation / libm::sqrt(samples.len() as f64);
    assert!(mean <= allowed, "{what}: {mean} on average, at most {allowed} allowed");
}

/// What the deviations of the mean come to: the number of values of the slicing of Theorem 7 of the paper.
fn slices(range: f64, xi: f64) -> f64 {
    libm::ceil(libm::log(range) / libm::log(1.0 + 4.0 * libm::sqrt(1.0 - 1.0 / (2.0 * xi))))
}

/// Theorem 1, for two arms.
fn discounted_bound((rounds, changes): (u64, u64), d: f64, xi: f64) -> f64 {
    let memory = 1.0 / (1.0 - d);
    let decay = libm::pow(d, memory);
    let explored = 16.0 * xi * libm::log(memory) / (decay * GAP * GAP);
    let deviations = 2.0 * slices(memory, xi) / (1.0 - decay);
    let blurred = libm::log((1.0 - d) * xi * libm::log((1.0 - d * d) / (1.0 - d))) / libm::log(d);
    libm::ceil(rounds as f64 / memory) * (explored + deviations) + changes as f64 * blurred + memory + 1.0
}

/// Theorem 2.
fn window_bound((rounds, changes): (u64, u64), window: f64, xi: f64) -> f64 {
    let epochs = rounds as f64 / window;
    let log = libm::log(window);
    libm::ceil(epochs) * 4.0 * xi * log / (GAP * GAP)
        + 2.0 * epochs * slices(window, xi)
        + changes as f64 * window
        + log * log
}

#[test]
fn a_wrong_arm_is_chosen_no_more_often_than_the_theorems_say() {
    let rounds = 13_000;
    let bound = discounted_bound((rounds, 1), 0.998, 0.6);
    assert!(bound < 0.8 * rounds as f64, "{bound}: a bound that says something");
    for wrong in Game::Places(1).play(rounds, || DiscountedUcb::new(2, 0.998).unwrap()).0 {
        assert_below("discounted UCB", &wrong, bound);
    }
    for (changes, window) in [(3, 400), (1, 800)] {
        let rounds = 6_000;
        let bound = window_bound((rounds, changes), window as f64, 0.6);
        assert!(bound < 0.4 * rounds as f64, "{bound}: a bound that says something");
        for wrong in Game::Places(changes).play(rounds, || SlidingWindowUcb::new(2, window).unwrap()).0 {
            assert_below("sliding-window UCB", &wrong, bound);
        }
    }
}

/// An algorithm that tries a wrong arm some ln T times in T rounds tries it once in T / ln T of them, and finds no sooner
/// that it has become the best: its regret is at least of that order (section 4 of the paper). Those that forget try it once
/// in a share of their memory. A probability of 1 - 1e-6 for the difference of the means, of 400 runs with the same seeds.
#[test]
fn where_a_bad_arm_becomes_the_best_the_stationary_algorithms_lose_more() {
    fn assert_loses_more(stationary: &[f64], drifting: &[f64], margin: f64) {
        let difference: Vec<f64> = drifting.iter().zip(stationary).map(|(a, b)| a - b).collect();
        let (mean, deviation) = mean_and_deviation(&difference);
        let least = -mean - DEVIATIONS * deviation / libm::sqrt(difference.len() as f64);
        assert!(least >= margin, "{} more on average, {least} at least, {margin} expected", -mean);
    }
    let rounds = 10_000;
    let ucb1 = Game::Riser.play(rounds, || Ucb1::new(2).unwrap()).1;
    let discounted = Game::Riser.play(rounds, || DiscountedUcb::new(2, 0.9996).unwrap()).1;
    assert_loses_more(&ucb1, &discounted, 0.0);
    let window = Game::Riser.play(rounds, || SlidingWindowUcb::new(2, 800).unwrap()).1;
    assert_loses_more(&ucb1, &window, 0.0);
    // Thompson sampling tries it so seldom that it never finds out: it loses a share of all rounds.
    let rounds = 2_000;
    let thompson = Game::Riser.play(rounds, || Thompson::new(2).unwrap()).1;
    let tenth = 0.1 * rounds as f64;
    assert_loses_more(&thompson, &Game::Riser.play(rounds, || DiscountedThompson::new(2, 0.99).unwrap()).1, tenth);
    assert_loses_more(&thompson, &Game::Riser.play(rounds, || SlidingWindowThompson::new(2, 200).unwrap()).1, tenth);
}
