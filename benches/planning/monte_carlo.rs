//! Monte Carlo of a network. Throughput is in tasks times runs.
//!
//! `forward` computes the finishes of durations that are there already, and draws nothing; `simulate` draws PERT's durations,
//! of a thousand shapes, and counts all that an analysis holds: finishes, floats, indices, tenths. Beside each, the `floor`
//! draws one number of 64 bits for each task and run, which is what `simulate` draws, and only adds it up. No other crate does
//! either.

use std::hint::black_box;

use ansatz_planning::{
    LinkKind, Network,
    risk::{Distribution, ForwardPass, RiskModel},
};
use ansatz_random::{Stream, below, rand_core::Rng, unit};
use criterion::{Criterion, Throughput};

pub(crate) fn bench(criterion: &mut Criterion) {
    let network = network();
    let mut pass = ForwardPass::new(&network).unwrap();
    let mut stream = Stream::new(SEED, 1);
    for task in 0..TASKS {
        pass.durations_mut(task).unwrap().fill_with(|| 10.0 * unit(&mut stream));
    }
    let mut group = criterion.benchmark_group(format!("planning/monte_carlo/forward/{TASKS}"));
    group.throughput(Throughput::Elements((TASKS * ForwardPass::RUNS) as u64));
    group.bench_function("ansatz", |b| b.iter(|| black_box(&mut pass).finishes()));
    group.bench_function("floor", |b| b.iter(|| draw(black_box(&mut stream), TASKS * ForwardPass::RUNS)));
    group.finish();

    let mut group = criterion.benchmark_group(format!("planning/monte_carlo/simulate/{TASKS}"));
    group.throughput(Throughput::Elements(TASKS as u64 * RUNS)).sample_size(10);
    let durations: Vec<_> = (0..TASKS)
        .map(|_| {
            let least = 1.0 + 9.0 * unit(&mut stream);
            let mode = least * (1.0 + unit(&mut stream));
            Distribution::pert(least, mode, mode * (1.0 + unit(&mut stream))).unwrap()
        })
        .collect();
    let model = RiskModel::new(&network, &durations).unwrap();
    group.bench_function("ansatz", |b| b.iter(|| black_box(&model).simulate(RUNS, SEED).unwrap()));
    group.bench_function("floor", |b| b.iter(|| draw(black_box(&mut stream), TASKS * RUNS as usize)));
    group.finish();
}

fn draw(stream: &mut Stream, numbers: usize) -> u64 {
    (0..numbers).fold(0, |sum: u64, _| sum.wrapping_add(stream.next_u64()))
}

/// Each task waits for three of the fifty before it, in one of three cases by another kind of link than finish to start.
fn network() -> Network {
    let mut stream = Stream::new(SEED, 0);
    let mut network = Network::new();
    for task in 0..TASKS {
        network.add_task(0);
        for _ in 0..3.min(task) {
            let from = task - 1 - below(&mut stream, task.min(50) as u64) as usize;
            let kind = match below(&mut stream, 9) {
                0 => LinkKind::StartToStart,
                1 => LinkKind::FinishToFinish,
                2 => LinkKind::StartToFinish,
                _ => LinkKind::FinishToStart,
            };
            network.link(from, task, kind, below(&mut stream, 3) as i64).unwrap();
        }
    }
    network
}

const SEED: u64 = 73;

const TASKS: usize = 1_000;

const RUNS: u64 = 10_000;
