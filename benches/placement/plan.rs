//! Plans between two layouts, beside the loop that only says which slots differ.

use std::hint::black_box;

use ansatz_placement::{Balance, Layout, Plan, Rendezvous, Skeleton};
use ansatz_random::{Stream, rand_core::Rng};
use criterion::Criterion;

pub(crate) fn bench(criterion: &mut Criterion) {
    let (old, new) = (Rendezvous::new(0..10u32).unwrap(), Rendezvous::new(0..12u32).unwrap());
    between(criterion, &Layout::of(&old, 16_384).unwrap(), &Layout::of(&new, 16_384).unwrap());
    let (old, new) = (Skeleton::new(0..1_000u32).unwrap(), Skeleton::new(0..1_010u32).unwrap());
    let (old, new) = (Layout::of(&old, 1_000_000).unwrap(), Layout::of(&new, 1_000_000).unwrap());
    between(criterion, &old, &new);
    let mut stream = Stream::new(13, 0);
    let sizes: Vec<u64> = (0..old.len()).map(|_| 1 + stream.next_u64() % 1_000_000).collect();
    unequal(criterion, &old.with_bytes(sizes).unwrap(), &new);
}

/// Slots of unequal sizes; `floor` is what any heuristic on them does first, which is to sort them.
fn unequal(criterion: &mut Criterion, old: &Layout<u32>, new: &Layout<u32>) {
    let mut group = criterion.benchmark_group(format!("placement/plan/unequal_within/{}", old.len()));
    group.sample_size(10);
    let balance = Balance::within(0.05);
    group.bench_function("ansatz", |b| b.iter(|| Plan::between(black_box(old), black_box(new), &balance).unwrap()));
    group.bench_function("floor", |b| b.iter(|| by_size(black_box(old))));
    group.finish();
}

fn by_size(layout: &Layout<u32>) -> Vec<usize> {
    let mut parts: Vec<usize> = (0..layout.len()).collect();
    parts.sort_unstable_by_key(|&part| layout.bytes(part));
    parts
}

fn between(criterion: &mut Criterion, old: &Layout<u32>, new: &Layout<u32>) {
    let slots = old.len();
    for (name, balance) in [("laid_out", Balance::as_laid_out()), ("within", Balance::within(0.05))] {
        let mut group = criterion.benchmark_group(format!("placement/plan/{name}/{slots}"));
        group.sample_size(10);
        group.bench_function("ansatz", |b| b.iter(|| Plan::between(black_box(old), black_box(new), &balance).unwrap()));
        group.bench_function("floor", |b| b.iter(|| differing(black_box(old), black_box(new))));
        group.finish();
    }
}

fn differing(old: &Layout<u32>, new: &Layout<u32>) -> usize {
    (0..old.len()).filter(|&part| old.owner(part) != new.owner(part)).count()
}
