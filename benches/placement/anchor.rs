//! Anchor beside the crate `anchorhash` (with its feature `fastmod` and the same XXH3), both with room for a tenth
//! more nodes, and for twice as many, where every second lookup needs a second step.

use std::hint::black_box;

use ansatz_placement::Anchor;
use criterion::{Criterion, Throughput};
use xxhash_rust::xxh3::Xxh3Builder;

use crate::input::{KEYS, SIZES, keys, nodes};

pub(crate) fn bench(criterion: &mut Criterion) {
    let keys = keys(KEYS);
    for (operation, size, room) in
        SIZES.into_iter().flat_map(|size| [("locate", size, size + size / 10), ("locate_half_full", size, 2 * size)])
    {
        let mut group = criterion.benchmark_group(format!("placement/anchor/{operation}/{size}"));
        group.throughput(Throughput::Elements(KEYS as u64));
        let ours = Anchor::new(nodes(size), room).unwrap();
        group.bench_function("ansatz", |b| b.iter(|| keys.iter().for_each(|key| _ = black_box(ours.locate(key)))));
        // Its own default hasher, std's SipHash-1-3, is what the crate's users get; XXH3 is offered to it as well.
        let theirs = anchorhash::Builder::default().with_resources(nodes(size)).build::<&str>(room as u16);
        group.bench_function("anchorhash", |b| {
            b.iter(|| keys.iter().for_each(|key| _ = black_box(theirs.get_resource(key.as_str()))));
        });
        let theirs =
            anchorhash::Builder::with_hasher(Xxh3Builder::new()).with_resources(nodes(size)).build::<&str>(room as u16);
        group.bench_function("anchorhash with XXH3", |b| {
            b.iter(|| keys.iter().for_each(|key| _ = black_box(theirs.get_resource(key.as_str()))));
        });
        group.finish();
    }
}
