//! The classic filter beside `fastbloom` with foldhash's fast variant, in the same number of bits.

use std::hint::black_box;

use ansatz_sketch::Bloom;
use criterion::{Criterion, Throughput};

const SIZES: [u64; 2] = [100_000, 10_000_000];

const FPR: f64 = 0.01;

pub(crate) fn bench(criterion: &mut Criterion) {
    for size in SIZES {
        insert(criterion, size);
        query(criterion, "hit", size, 0);
        query(criterion, "miss", size, size);
    }
}

/// Keys in no order: consecutive integers are a friendly input for some hash functions.
fn keys(from: u64, size: u64) -> Vec<u64> {
    (from..from + size).map(|i| i.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)).collect()
}

fn ours(size: u64) -> Bloom {
    Bloom::with_capacity_and_fpr(size, FPR).unwrap()
}

fn fast(size: u64) -> fastbloom::BloomFilter<foldhash::fast::FixedState> {
    let hasher = foldhash::fast::FixedState::with_seed(black_box(7));
    fastbloom::BloomFilter::with_num_bits(ours(size).bits() as usize).hasher(hasher).expected_items(size as usize)
}

fn insert(criterion: &mut Criterion, size: u64) {
    let keys = keys(0, size);
    let mut group = criterion.benchmark_group(format!("sketch/bloom/insert/{size}"));
    group.throughput(Throughput::Elements(size));
    let mut filter = ours(size);
    group.bench_function("ansatz", |b| {
        b.iter(|| keys.iter().for_each(|key| filter.insert(key)));
    });
    let mut peer = fast(size);
    group.bench_function("fastbloom", |b| {
        b.iter(|| {
            for key in &keys {
                peer.insert(key);
            }
        });
    });
    group.finish();
}

/// `operation` is `hit` where the keys asked for are those inserted (`from` 0), `miss` where they are not.
fn query(criterion: &mut Criterion, operation: &str, size: u64, from: u64) {
    let (inserted, asked) = (keys(0, size), keys(from, size));
    let mut group = criterion.benchmark_group(format!("sketch/bloom/{operation}/{size}"));
    group.throughput(Throughput::Elements(size));
    let mut filter = ours(size);
    filter.extend(&inserted);
    group.bench_function("ansatz", |b| {
        b.iter(|| asked.iter().filter(|key| filter.contains(*key)).count());
    });
    let mut peer = fast(size);
    peer.insert_all(&inserted);
    group.bench_function("fastbloom", |b| {
        b.iter(|| asked.iter().filter(|key| peer.contains(*key)).count());
    });
    group.finish();
}
