//! Plans between two layouts, beside the loop that only says which slots differ.

use std::hint::black_box;

use ansatz_placement::{Balance, Layout, Plan, Rendezvous, Skeleton};
use criterion::Criterion;

pub(crate) fn bench(criterion: &mut Criterion) {
    let (old, new) = (Rendezvous::new(0..10u32).unwrap(), Rendezvous::new(0..12u32).unwrap());
    between(criterion, &Layout::of(&old, 16_384).unwrap(), &Layout::of(&new, 16_384).unwrap());
    let (old, new) = (Skeleton::new(0..1_000u32).unwrap(), Skeleton::new(0..1_010u32).unwrap());
    between(criterion, &Layout::of(&old, 1_000_000).unwrap(), &Layout::of(&new, 1_000_000).unwrap());
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
