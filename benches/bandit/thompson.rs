//! Thompson sampling with ten arms that have been pulled 100 to 1,000 times each. The `floor` draws from ten beta
//! distributions of `rand_distr` whose constants were computed before, and takes the highest: it keeps no tickets, and never
//! computes a constant.

use ansatz_bandit::Thompson;
use ansatz_random::Stream;
use core::hint::black_box;

use criterion::Criterion;
use irithyll::bandits::{Bandit as _, ThompsonSampling};
use rand_distr::{Beta, Distribution};
use rill_ml::bandit::{Bandit as _, ThompsonConfig};

use crate::floor::highest;

pub(crate) fn bench(criterion: &mut Criterion) {
    let floor: Vec<Beta<f64>> =
        HISTORY.iter().map(|(hits, misses)| Beta::new(f64::from(hits + 1), f64::from(misses + 1)).unwrap()).collect();

    let mut group = criterion.benchmark_group("bandit/thompson/select/10");
    group.bench_function("ansatz", |b| {
        let (mut arms, mut rng) = (ours(), Stream::new(SEED, 0));
        b.iter(|| black_box(arms.select(&mut rng).arm));
    });
    group.bench_function("floor", |b| {
        let mut rng = Stream::new(SEED, 0);
        b.iter(|| black_box(highest(black_box(&floor).iter().map(|beta| beta.sample(&mut rng)))));
    });
    group.bench_function("rill-ml", |b| {
        let mut arms = rill_ml::bandit::ThompsonSampling::new(10, ThompsonConfig::default()).unwrap();
        learn(|arm, reward| arms.update(arm, reward).unwrap());
        let mut rng = <rand_08::rngs::SmallRng as rand_08::SeedableRng>::seed_from_u64(SEED);
        b.iter(|| black_box(arms.select(&mut rng).unwrap()));
    });
    group.bench_function("irithyll", |b| {
        let mut arms = ThompsonSampling::with_seed(10, SEED);
        learn(|arm, reward| arms.update(arm, reward));
        b.iter(|| black_box(arms.select_arm()));
    });
    group.bench_function("trashpanda", |b| {
        let mut arms = trashpanda::Bandit::new(0..10_usize, trashpanda::policies::ThompsonSampling::new()).unwrap();
        learn(|arm, reward| arms.partial_fit_simple(&[arm], &[reward]).unwrap());
        let mut rng = <rand_09::rngs::SmallRng as rand_09::SeedableRng>::seed_from_u64(SEED);
        b.iter(|| black_box(arms.predict_simple(&mut rng).unwrap()));
    });
    group.finish();

    let mut group = criterion.benchmark_group("bandit/thompson/select_logged/10");
    group.bench_function("ansatz", |b| {
        let (mut arms, mut rng) = (ours(), Stream::new(SEED, 0));
        b.iter(|| black_box(arms.select_logged(&mut rng).propensity));
    });
    group.bench_function("floor", |b| {
        let mut rng = Stream::new(SEED, 0);
        b.iter(|| black_box(highest(black_box(&floor).iter().map(|beta| beta.sample(&mut rng)))));
    });
    group.finish();

    // What an arm has learnt, makes its constants stale.
    let mut group = criterion.benchmark_group("bandit/thompson/select_observe/10");
    group.bench_function("ansatz", |b| {
        let (mut arms, mut rng) = (ours(), Stream::new(SEED, 0));
        let mut rewards = REWARDS.iter().cycle();
        b.iter(|| {
            let choice = arms.select(&mut rng);
            arms.observe(choice.ticket, *rewards.next().unwrap()).unwrap();
        });
    });
    group.bench_function("floor", |b| {
        let mut rng = Stream::new(SEED, 0);
        let mut arms: Vec<(f64, f64, Beta<f64>)> = HISTORY
            .iter()
            .zip(&floor)
            .map(|((hits, misses), beta)| (f64::from(hits + 1), f64::from(misses + 1), *beta))
            .collect();
        let mut rewards = REWARDS.iter().cycle();
        b.iter(|| {
            let best = highest(arms.iter().map(|(_, _, beta)| beta.sample(&mut rng)));
            let (hits, misses, beta) = &mut arms[best];
            let reward = *rewards.next().unwrap();
            *hits += reward;
            *misses += 1.0 - reward;
            *beta = Beta::new(*hits, *misses).unwrap();
        });
    });
    group.bench_function("rill-ml", |b| {
        let mut arms = rill_ml::bandit::ThompsonSampling::new(10, ThompsonConfig::default()).unwrap();
        learn(|arm, reward| arms.update(arm, reward).unwrap());
        let mut rng = <rand_08::rngs::SmallRng as rand_08::SeedableRng>::seed_from_u64(SEED);
        let mut rewards = REWARDS.iter().cycle();
        b.iter(|| {
            let arm = arms.select(&mut rng).unwrap();
            arms.update(arm, *rewards.next().unwrap()).unwrap();
        });
    });
    group.bench_function("irithyll", |b| {
        let mut arms = ThompsonSampling::with_seed(10, SEED);
        learn(|arm, reward| arms.update(arm, reward));
        let mut rewards = REWARDS.iter().cycle();
        b.iter(|| {
            let arm = arms.select_arm();
            arms.update(arm, *rewards.next().unwrap());
        });
    });
    group.finish();
}

fn ours() -> Thompson {
    let mut arms = Thompson::new(10).unwrap();
    learn(|arm, reward| arms.record(arm, reward).unwrap());
    arms
}

/// The same history for everybody.
fn learn(mut record: impl FnMut(usize, f64)) {
    for (arm, (hits, misses)) in HISTORY.iter().enumerate() {
        (0..*hits).for_each(|_| record(arm, 1.0));
        (0..*misses).for_each(|_| record(arm, 0.0));
    }
}

/// Hits and misses of each arm: rates about 5%, as with clicks.
const HISTORY: [(u32, u32); 10] =
    [(5, 95), (12, 188), (14, 286), (21, 379), (24, 476), (31, 569), (35, 665), (41, 759), (44, 856), (52, 948)];

const REWARDS: [f64; 20] =
    [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];

const SEED: u64 = 73;
