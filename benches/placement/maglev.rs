//! Maglev beside the crate `maglev-hash`, at the same number of entries: 65,537 for 10 and 100 nodes, 1,000,003 for
//! 10,000; and its build beside a plain fill loop.

use std::hint::black_box;

use ansatz_placement::{Fleet, Maglev};
use ansatz_random::{Stream, rand_core::Rng};
use criterion::{BatchSize, Criterion, Throughput};
use maglev_hash::MaglevTable;

use crate::input::{KEYS, SIZES, keys, nodes};

pub(crate) fn bench(criterion: &mut Criterion) {
    let keys = keys(KEYS);
    for size in SIZES {
        let entries = if size < 1000 { 65_537 } else { 1_000_003 };
        let mut group = criterion.benchmark_group(format!("placement/maglev/locate/{size}"));
        group.throughput(Throughput::Elements(KEYS as u64));
        let ours = Maglev::with_fleet(Fleet::new(nodes(size)).unwrap(), entries).unwrap();
        group.bench_function("ansatz", |b| b.iter(|| keys.iter().for_each(|key| _ = black_box(ours.locate(key)))));
        let theirs = MaglevTable::with_capacity(nodes(size), entries);
        group.bench_function("maglev-hash", |b| {
            b.iter(|| keys.iter().for_each(|key| _ = black_box(theirs.get(key))));
        });
        group.finish();
    }

    let mut group = criterion.benchmark_group("placement/maglev/build/1000");
    group.sample_size(20);
    let fleet = Fleet::new(nodes(1000)).unwrap();
    group.bench_function("ansatz", |b| {
        b.iter_batched(|| fleet.clone(), |fleet| Maglev::with_fleet(fleet, 65_537).unwrap(), BatchSize::LargeInput);
    });
    let nodes = nodes(1000);
    group.bench_function("maglev-hash", |b| {
        b.iter_batched(|| nodes.clone(), |nodes| MaglevTable::with_capacity(nodes, 65_537), BatchSize::LargeInput);
    });
    let mut stream = Stream::new(8, 0);
    let walks: Vec<(usize, usize)> =
        (0..1000).map(|_| (stream.next_u64() as usize % 65_537, stream.next_u64() as usize % 65_536 + 1)).collect();
    group.bench_function("floor", |b| b.iter(|| plain_fill(black_box(&walks), 65_537)));
    group.finish();
}

/// The paper's listing over (offset, skip), without its table of permutations: a step is a sum and a comparison.
fn plain_fill(walks: &[(usize, usize)], size: usize) -> Vec<u32> {
    let mut table = vec![u32::MAX; size];
    let mut places: Vec<usize> = walks.iter().map(|walk| walk.0).collect();
    let mut filled = 0;
    loop {
        for (node, place) in places.iter_mut().enumerate() {
            while table[*place] != u32::MAX {
                *place += walks[node].1;
                if *place >= size {
                    *place -= size;
                }
            }
            table[*place] = node as u32;
            filled += 1;
            if filled == size {
                return table;
            }
        }
    }
}
