//! Replay over a log against the policy in the world that made the log.

use ansatz_bandit::{
    Propensity, Ucb1,
    evaluation::{LoggedRound, Replay, Warning},
};
use ansatz_random::{Stream, below, unit};
use ansatz_testkit::statistics::{assert_frequencies, assert_mean};

use super::world::{KINDS, LOGGING, MEANS, drawn};

/// Rounds of a run.
const RUN: u64 = 40;
const SEEDS: u64 = 600;

/// A kind of context by chance, which the policy does not see, and what an arm pays in it.
fn paid(arm: usize, rng: &mut Stream) -> f64 {
    let kind = usize::from(unit(rng) >= KINDS[0]);
    f64::from(u8::from(unit(rng) < MEANS[kind][arm]))
}

/// What the policy earns on the mean in a run in the world itself.
fn earned(seed: u64) -> f64 {
    let mut rng = Stream::new(seed, 10);
    let mut policy = Ucb1::new(3).unwrap();
    let mut sum = 0.0;
    for _ in 0..RUN {
        let choice = policy.select(&mut rng);
        let reward = paid(choice.arm, &mut rng);
        policy.observe(choice.ticket, reward).unwrap();
        sum += reward;
    }
    sum / RUN as f64
}

/// The same by replay, over as much of a log as it takes.
fn replayed(mut replay: Replay, mut next: impl FnMut() -> LoggedRound, seed: u64) -> (f64, Replay) {
    let mut rng = Stream::new(seed, 11);
    let mut policy = Ucb1::new(3).unwrap();
    while replay.used() < RUN {
        replay.observe(&mut policy, &(), &next(), &mut rng).unwrap();
    }
    (replay.estimate().unwrap().value, replay)
}

#[test]
fn over_a_uniform_log_it_is_a_run_in_the_world() {
    let mut differences = Vec::new();
    for seed in 0..SEEDS {
        let mut rng = Stream::new(seed, 12);
        let next = || {
            let arm = below(&mut rng, 3) as usize;
            LoggedRound { arm, reward: paid(arm, &mut rng), propensity: None }
        };
        differences.push(replayed(Replay::uniform(3).unwrap(), next, seed).0 - earned(seed));
    }
    assert_mean("replay", &differences, 0.0, 0.0);
}

/// The log takes the arms that pay less in the context at hand: taken as they come, matches would pay too little.
#[test]
fn over_a_log_with_propensities_it_is_a_run_in_the_world() {
    let mut differences = Vec::new();
    let (mut used, mut rounds) = (0, 0);
    for seed in 0..SEEDS {
        let mut rng = Stream::new(seed, 13);
        let (value, replay) = replayed(Replay::with_propensities(0.1).unwrap(), || drawn(&mut rng).round(), seed);
        differences.push(value - earned(seed));
        used += replay.used();
        rounds += replay.rounds();
    }
    assert_mean("replay", &differences, 0.0, 0.0);
    // Runs stop with a match, which is one too many in a whole number of runs.
    assert_frequencies("coverage", &[used - SEEDS, rounds - used], &[0.1, 0.9]);
    assert_eq!(LOGGING[1][0], 0.1);
}

#[test]
fn what_is_passed_over_leaves_no_trace() {
    let mut rng = Stream::new(3, 14);
    let (mut policy, mut replay) = (Ucb1::new(3).unwrap(), Replay::uniform(3).unwrap());
    let mut matched = Vec::new();
    for _ in 0..500 {
        let arm = below(&mut rng, 3) as usize;
        let reward = paid(arm, &mut rng);
        let round = LoggedRound::new(arm, reward, Propensity::Exact(1.0 / 3.0));
        if replay.observe(&mut policy, &(), &round, &mut rng).unwrap() {
            matched.push((arm, reward));
        }
    }
    let mut alone = Ucb1::new(3).unwrap();
    for &(arm, reward) in &matched {
        let choice = alone.select(&mut rng);
        assert_eq!(choice.arm, arm);
        alone.observe(choice.ticket, reward).unwrap();
    }
    assert_eq!(alone, policy);
    assert_eq!((replay.rounds(), replay.used()), (500, matched.len() as u64));
    assert_eq!(replay.coverage(), matched.len() as f64 / 500.0);
    let mean = matched.iter().map(|(_, reward)| reward).sum::<f64>() / matched.len() as f64;
    assert_eq!(replay.estimate().unwrap().value, mean);
    assert_eq!(replay.warning(), None);
}

#[test]
fn a_log_that_is_not_uniform_is_noticed() {
    let mut rng = Stream::new(4, 15);
    let (mut policy, mut replay) = (Ucb1::new(2).unwrap(), Replay::uniform(2).unwrap());
    for _ in 0..1_000 {
        // The arm that the policy comes to like is hardly logged.
        let arm = usize::from(unit(&mut rng) < 0.1);
        let round = LoggedRound { arm, reward: arm as f64, propensity: None };
        replay.observe(&mut policy, &(), &round, &mut rng).unwrap();
    }
    let Some(warning @ Warning::Coverage { expected: 0.5, .. }) = replay.warning() else { panic!("no warning") };
    assert!(warning.to_string().ends_with("of the rounds were used, where 50.00% are expected"));
}
