//! Anchor beside the crate `anchorhash` (with its feature `fastmod` and the same XXH3), both with room for twice the
//! nodes.

use std::hint::black_box;

use ansatz_placement::Anchor;
use criterion::{Criterion, Throughput};
use xxhash_rust::xxh3::Xxh3Builder;

use crate::input::{KEYS, SIZES, keys, nodes};

pub(crate) fn bench(criterion: &mut Criterion) {
    let keys = keys(KEYS);
    for size in SIZES {
        let mut group = criterion.benchmark_group(format!("placement/anchor/locate/{size}"));
        group.throughput(Throughput::Elements(KEYS as u64));
        let ours = Anchor::new(nodes(size), 2 * size).unwrap();
        group.bench_function("ansatz", |b| b.iter(|| keys.iter().for_each(|key| _ = black_box(ours.locate(key)))));
        // Its own default hasher, std's SipHash-1-3, is what the crate's users get; XXH3 is offered to it as well.
        let theirs = anchorhash::Builder::default().with_resources(nodes(size)).build::<&str>(2 * size as u16);
        group.bench_function("anchorhash", |b| {
            b.iter(|| keys.iter().for_each(|key| _ = black_box(theirs.get_resource(key.as_str()))));
        });
        let theirs = anchorhash::Builder::with_hasher(Xxh3Builder::new())
            .with_resources(nodes(size))
            .build::<&str>(2 * size as u16);
        group.bench_function("anchorhash with XXH3", |b| {
            b.iter(|| keys.iter().for_each(|key| _ = black_box(theirs.get_resource(key.as_str()))));
        });
        group.finish();
    }
}
