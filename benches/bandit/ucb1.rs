//! UCB1 with ten arms, a decision and its reward. The `floor` is the plain loop: it computes mean + sqrt(2 ln t / n) of each
//! arm, takes the highest, and adds up; it keeps no tickets and checks nothing.

use ansatz_bandit::Ucb1;
use ansatz_random::Stream;
use criterion::Criterion;
use irithyll::bandits::{Bandit as _, UCB1};
use rill_ml::bandit::{Bandit as _, Ucb1Config};

use crate::floor::highest;

pub(crate) fn bench(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("bandit/ucb1/select_observe/10");
    group.bench_function("ansatz", |b| {
        let (mut arms, mut rng, mut rewards) = (Ucb1::new(ARMS).unwrap(), Stream::new(1, 0), Rewards::new());
        b.iter(|| {
            let choice = arms.select(&mut rng);
            arms.observe(choice.ticket, rewards.of(choice.arm)).unwrap();
        });
    });
    group.bench_function("floor", |b| {
        let (mut arms, mut time, mut rewards) = ([(1.0_f64, 0.5); ARMS], ARMS as f64, Rewards::new());
        b.iter(|| {
            let width = 2.0 * libm::log(time);
            let best = highest(arms.iter().map(|(n, sum)| sum / n + (width / n).sqrt()));
            arms[best].0 += 1.0;
            arms[best].1 += rewards.of(best);
            time += 1.0;
        });
    });
    group.bench_function("rill-ml", |b| {
        let mut arms = rill_ml::bandit::Ucb1::new(ARMS, Ucb1Config::default()).unwrap();
        let mut rng = <rand_08::rngs::SmallRng as rand_08::SeedableRng>::seed_from_u64(1);
        let mut rewards = Rewards::new();
        b.iter(|| {
            let arm = arms.select(&mut rng).unwrap();
            arms.update(arm, rewards.of(arm)).unwrap();
        });
    });
    group.bench_function("irithyll", |b| {
        let (mut arms, mut rewards) = (UCB1::new(ARMS), Rewards::new());
        b.iter(|| {
            let arm = arms.select_arm();
            arms.update(arm, rewards.of(arm));
        });
    });
    group.bench_function("trashpanda", |b| {
        let mut arms = trashpanda::Bandit::new(0..ARMS, trashpanda::policies::Ucb::new(1.0)).unwrap();
        let mut rng = <rand_09::rngs::SmallRng as rand_09::SeedableRng>::seed_from_u64(1);
        let mut rewards = Rewards::new();
        b.iter(|| {
            let arm = arms.predict_simple(&mut rng).unwrap();
            arms.partial_fit_simple(&[arm], &[rewards.of(arm)]).unwrap();
        });
    });
    group.finish();
}

/// Rewards without chance: each arm has a rate of its own, and pays a whole reward whenever enough of it has come together.
pub(crate) struct Rewards([f64; ARMS]);

impl Rewards {
    pub(crate) const fn new() -> Self {
        Self([0.0; ARMS])
    }

    #[inline]
    pub(crate) fn of(&mut self, arm: usize) -> f64 {
        let kept = &mut self.0[arm];
        *kept += RATES[arm];
        let paid = if *kept >= 1.0 { 1.0 } else { 0.0 };
        *kept -= paid;
        paid
    }
}

const RATES: [f64; ARMS] = [0.1, 0.05, 0.05, 0.05, 0.02, 0.02, 0.02, 0.01, 0.01, 0.01];

const ARMS: usize = 10;
