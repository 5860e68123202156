//! The bounds of the papers, on rewards that are drawn, hidden or arranged against a learner.

use core::f64::consts::E;

use ansatz_bandit::{BanditError, Exp3, Exp3Ix, Policy};
use ansatz_random::{Stream, below, unit};
use ansatz_testkit::statistics::{DEVIATIONS, assert_rate_at_most, mean_and_deviation};

const SEEDS: u64 = 400;

/// Where rewards come from; all of them are fixed before the game, so that there is a best arm in hindsight.
#[derive(Debug, Clone, Copy)]
enum Game {
    /// One arm pays with probability 0.9, the others with 0.1.
    Plain,
    /// One arm, drawn at random, pays a little more often than 1/2: the construction of Theorem 5.1 of Auer et al.
    Hidden,
    /// Arm 0 pays for the first third of the game, arm 1 from then on.
    Switch,
    /// One arm pays 1/4 each time, the others 1 once in as many rounds as there are arms.
    Spikes,
}

impl Game {
    /// The rewards of all arms, round after round.
    fn rewards(self, arms: usize, rounds: usize, seed: u64) -> Vec<f64> {
        let mut rng = Stream::new(seed, 1);
        let good = below(&mut rng, arms as u64) as usize;
        let edge = 0.25 * libm::sqrt(arms as f64 / rounds as f64).min(1.0);
        let mut reward = |round: usize, arm: usize| {
            let chance = match self {
                Self::Plain => [0.1, 0.9][usize::from(arm == good)],
                Self::Hidden => 0.5 + if arm == good { edge } else { 0.0 },
                Self::Switch => f64::from(u8::from((arm == 0) == (round < rounds / 3) && arm < 2)),
                Self::Spikes if arm == good => return 0.25,
                Self::Spikes => f64::from(u8::from(round.is_multiple_of(arms))),
            };
            f64::from(u8::from(unit(&mut rng) < chance))
        };
        (0..rounds * arms).map(|at| reward(at / arms, at % arms)).collect()
    }
}

/// The regret against the arm that was best, and the gain of that arm.
fn play<P: Policy<Context = ()>>(
    mut policy: P,
    rewards: &[f64],
    arms: usize,
    seed: u64,
) -> Result<(f64, f64), BanditError> {
    let mut rng = Stream::new(seed, 2);
    let mut gain = 0.0;
    for round in rewards.chunks(arms) {
        let choice = policy.select(&(), &mut rng)?;
        gain += round[choice.arm];
        policy.observe(choice.ticket, round[choice.arm])?;
    }
    let best = (0..arms).map(|arm| rewards.chunks(arms).map(|round| round[arm]).sum::<f64>()).fold(0.0, f64::max);
    Ok((best - gain, best))
}

fn regrets<P: Policy<Context = ()>>(
    policy: impl Fn() -> P,
    game: Game,
    (arms, rounds): (usize, usize),
) -> (Vec<f64>, Vec<f64>) {
    (0..SEEDS).map(|seed| play(policy(), &game.rewards(arms, rounds, seed), arms, seed).unwrap()).unzip()
}

const GAMES: [Game; 4] = [Game::Plain, Game::Hidden, Game::Switch, Game::Spikes];

fn assert_mean_at_most(what: &str, samples: &[f64], bound: f64) {
    let (mean, deviation) = mean_and_deviation(samples);
    let allowed = bound + DEVIATIONS * deviation / libm::sqrt(samples.len() as f64);
    assert!(mean <= allowed, "{what}: {mean} on average, at most {allowed} allowed");
}

#[test]
fn exp3_loses_on_average_no_more_than_its_bounds() {
    for (arms, rounds) in [(2, 1_000), (6, 1_000)] {
        let (k, t) = (arms as f64, rounds as f64);
        for game in GAMES {
            let (tuned, _) = regrets(|| Exp3::for_horizon(arms, rounds as u64).unwrap(), game, (arms, rounds));
            let bound = 2.0 * libm::sqrt(E - 1.0) * libm::sqrt(t * k * libm::log(k));
            assert_mean_at_most(&format!("{game:?}, {arms} arms, tuned"), &tuned, bound);
            let (regret, best) = regrets(|| Exp3::new(arms, 0.1).unwrap(), game, (arms, rounds));
            let slack: Vec<f64> =
                regret.iter().zip(&best).map(|(regret, best)| regret - (E - 1.0) * 0.1 * best).collect();
            assert_mean_at_most(&format!("{game:?}, {arms} arms, 0.1"), &slack, k * libm::log(k) / 0.1);
        }
    }
}

/// The other side: what no algorithm avoids, so that a game that is too easy is noticed.
#[test]
fn nobody_loses_less_than_theorem_5_1_says() {
    let (arms, rounds) = (6, 1_000);
    let floor = libm::sqrt((arms * rounds) as f64) / 20.0;
    for regret in [
        regrets(|| Exp3::for_horizon(arms, rounds as u64).unwrap(), Game::Hidden, (arms, rounds)).0,
        regrets(|| Exp3Ix::for_horizon(arms, rounds as u64).unwrap(), Game::Hidden, (arms, rounds)).0,
    ] {
        let negated: Vec<f64> = regret.iter().map(|regret| -regret).collect();
        assert_mean_at_most("the gain over the best arm", &negated, -floor);
    }
}

#[test]
fn exp3_ix_loses_no_more_than_its_bound_in_nearly_every_run() {
    const DELTA: f64 = 0.1;
    for (arms, rounds) in [(2, 2_000), (4, 2_500)] {
        let (k, t) = (arms as f64, rounds as f64);
        let confidence = libm::log(2.0 / DELTA);
        let tuned =
            2.0 * libm::sqrt(2.0 * t * k * libm::log(k)) + (libm::sqrt(2.0 * t * k / libm::log(k)) + 1.0) * confidence;
        let anytime =
            4.0 * libm::sqrt(t * k * libm::log(k)) + (2.0 * libm::sqrt(t * k / libm::log(k)) + 1.0) * confidence;
        // A uniform choice would exceed both.
        assert!(0.8 * (1.0 - 1.0 / k) * t > tuned.max(anytime));
        for game in GAMES {
            let over = |regret: &[f64], bound: f64| regret.iter().filter(|regret| **regret > bound).count();
            let (regret, _) = regrets(|| Exp3Ix::for_horizon(arms, rounds as u64).unwrap(), game, (arms, rounds));
            assert_rate_at_most(&format!("{game:?}, tuned"), over(&regret, tuned), SEEDS as usize, DELTA);
            let (regret, _) = regrets(|| Exp3Ix::anytime(arms).unwrap(), game, (arms, rounds));
            assert_rate_at_most(&format!("{game:?}, anytime"), over(&regret, anytime), SEEDS as usize, DELTA);
        }
    }
}
