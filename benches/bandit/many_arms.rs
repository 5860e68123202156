//! Index policies with ten thousand arms: a decision whose reward has not come yet, and one with its reward. The `floor` looks for the highest number in as many
//! arrays of ten thousand numbers as the policy's indices are made of, each of 80,000 bytes, in the second-level cache:
//! one for MOSS, two for UCB1 and KL-UCB, three for UCB-V. It computes no index and learns nothing.

use ansatz_bandit::{Bandit, KlUcb, Moss, Rule, Ucb1, UcbV};
use ansatz_random::{Stream, unit};
use core::hint::black_box;

use criterion::Criterion;

use crate::floor::scan;

pub(crate) fn bench(criterion: &mut Criterion) {
    run(criterion, "ucb1", 2, &Ucb1::new(ARMS).unwrap());
    run(criterion, "ucb_v", 3, &UcbV::new(ARMS).unwrap());
    run(criterion, "kl_ucb", 2, &KlUcb::bernoulli(ARMS).unwrap());
    run(criterion, "moss", 1, &Moss::new(ARMS, 10_000_000).unwrap());
}

fn run<R: Rule<Context = (), Note = ()>>(criterion: &mut Criterion, policy: &str, arrays: usize, fresh: &Bandit<R>) {
    let mut rng = Stream::new(SEED, 0);
    let rates: Vec<f64> = (0..ARMS).map(|_| 0.2 * unit(&mut rng)).collect();
    let step = |arms: &mut Bandit<R>, rng: &mut Stream| {
        let choice = arms.select(rng);
        let reward = if unit(rng) < rates[choice.arm] { 1.0 } else { 0.0 };
        arms.observe(choice.ticket, reward).unwrap();
    };
    // All arms have been pulled, and some more than others.
    let mut pulled = fresh.clone();
    (0..3 * ARMS).for_each(|_| step(&mut pulled, &mut rng));
    let arrays: Vec<Vec<f64>> = (0..arrays).map(|_| (0..ARMS).map(|_| unit(&mut rng)).collect()).collect();
    for operation in ["select", "select_observe"] {
        let mut group = criterion.benchmark_group(format!("bandit/{policy}/{operation}/{ARMS}"));
        group.bench_function("ansatz", |b| {
            let (mut arms, mut rng) = (pulled.clone(), Stream::new(SEED, 1));
            if operation == "select" {
                b.iter(|| arms.select(&mut rng).arm);
            } else {
                b.iter(|| step(&mut arms, &mut rng));
            }
        });
        group.bench_function("floor", |b| b.iter(|| black_box(scan(black_box(&arrays)))));
        group.finish();
    }
}

const ARMS: usize = 10_000;

const SEED: u64 = 74;
