//! The classic filter beside `fastbloom` with foldhash's fast variant, in the same number of bits.

use std::hint::black_box;

use ansatz_sketch::Bloom;
use criterion::{Criterion, Throughput};

use crate::input::words;

const SIZES: [u64; 2] = [100_000, 10_000_000];

const FPR: f64 = 0.01;

pub(crate) fn bench(criterion: &mut Criterion) {
    for size in SIZES {
        insert(criterion, size);
        query(criterion, "hit", size);
        query(criterion, "miss", size);
    }
}

fn ours(size: u64) -> Bloom {
    Bloom::with_capacity_and_fpr(size, FPR).unwrap()
}

fn fast(size: u64) -> fastbloom::BloomFilter<foldhash::fast::FixedState> {
    let hasher = foldhash::fast::FixedState::with_seed(black_box(7));
    fastbloom::BloomFilter::with_num_bits(ours(size).bits() as usize).hasher(hasher).expected_items(size as usize)
}

fn insert(criterion: &mut Criterion, size: u64) {
    let keys = words(size as usize);
    let mut group = criterion.benchmark_group(format!("sketch/bloom/insert/{size}"));
    group.throughput(Throughput::Elements(size)).sample_size(if size > 100_000 { 10 } else { 50 });
    let mut filter = ours(size);
    group.bench_function("ansatz", |b| {
        b.iter(|| {
            for key in &keys {
                filter.insert(key);
            }
        });
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

/// `operation` is `hit` where the keys asked for are those inserted, `miss` where they are others.
fn query(criterion: &mut Criterion, operation: &str, size: u64) {
    let words = words(2 * size as usize);
    let (inserted, others) = words.split_at(size as usize);
    let asked = if operation == "hit" { inserted } else { others };
    let mut group = criterion.benchmark_group(format!("sketch/bloom/{operation}/{size}"));
    group.throughput(Throughput::Elements(size)).sample_size(if size > 100_000 { 10 } else { 50 });
    let mut filter = ours(size);
    filter.extend(inserted);
    group.bench_function("ansatz", |b| {
        b.iter(|| asked.iter().filter(|key| filter.contains(*key)).count());
    });
    let mut peer = fast(size);
    peer.insert_all(inserted);
    group.bench_function("fastbloom", |b| {
        b.iter(|| asked.iter().filter(|key| peer.contains(*key)).count());
    });
    group.finish();
}
