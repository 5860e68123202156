//! Multi-probe beside `mpchash`, 21 probes for both.

use std::hint::black_box;

use ansatz_placement::MultiProbe;
use criterion::{Criterion, Throughput};

use crate::input::{SIZES, keys, nodes};

/// A lookup takes a hundred times that of the others.
const KEYS: usize = 20_000;

pub(crate) fn bench(criterion: &mut Criterion) {
    let keys = keys(KEYS);
    for size in SIZES {
        let mut group = criterion.benchmark_group(format!("placement/multi_probe/locate/{size}"));
        group.throughput(Throughput::Elements(KEYS as u64)).sample_size(30);
        let ours = MultiProbe::new(nodes(size)).unwrap();
        group.bench_function("ansatz", |b| b.iter(|| keys.iter().for_each(|key| _ = black_box(ours.locate(key)))));
        let theirs = mpchash::HashRing::new();
        nodes(size).into_iter().for_each(|node| theirs.add(node));
        group.bench_function("mpchash", |b| b.iter(|| keys.iter().for_each(|key| _ = black_box(theirs.node(key)))));
        group.finish();
    }
}
