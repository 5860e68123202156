//! The split-block filter beside `sbbf-rs-safe` (the same layout) and `fastbloom`, all in the same number of bits.
//!
//! `sbbf-rs-safe` takes hashes; it gets those of our hasher, computed in the loop as ours are. It chooses AVX2 at run
//! time where the machine has it. `fastbloom` runs with foldhash's fast variant, the one its own benches use.

use std::hint::black_box;

use ansatz_hash::{KeyHasher, Xxh3};
use ansatz_sketch::SplitBlockBloom;
use criterion::{Criterion, Throughput};

use crate::input::words;

/// In cache (1.3 MB at 10^6 is beyond many second-level caches, so 10^5 too), and far out of it.
const SIZES: [u64; 3] = [100_000, 1_000_000, 10_000_000];

const FPR: f64 = 0.01;

pub(crate) fn bench(criterion: &mut Criterion) {
    for size in SIZES {
        insert(criterion, size);
        query(criterion, "hit", size);
        query(criterion, "miss", size);
        extend(criterion, size);
    }
}

fn ours(size: u64) -> SplitBlockBloom {
    SplitBlockBloom::with_capacity_and_fpr(size, FPR).unwrap()
}

fn bits(filter: &SplitBlockBloom) -> usize {
    (filter.memory_bytes() - size_of::<SplitBlockBloom>()) * 8
}

fn sbbf(bits: usize) -> sbbf_rs_safe::Filter {
    sbbf_rs_safe::Filter::new(1, bits)
}

fn fast(bits: usize, size: u64) -> fastbloom::BloomFilter<foldhash::fast::FixedState> {
    let hasher = foldhash::fast::FixedState::with_seed(black_box(7));
    fastbloom::BloomFilter::with_num_bits(bits).hasher(hasher).expected_items(size as usize)
}

fn insert(criterion: &mut Criterion, size: u64) {
    let keys = words(size as usize);
    let mut group = criterion.benchmark_group(format!("sketch/split_block_bloom/insert/{size}"));
    group.throughput(Throughput::Elements(size)).sample_size(if size > 100_000 { 10 } else { 50 });
    let mut filter = ours(size);
    group.bench_function("ansatz", |b| {
        b.iter(|| {
            for key in &keys {
                filter.insert(key);
            }
        });
    });
    let mut peer = sbbf(bits(&filter));
    let hasher = *filter.hasher();
    group.bench_function("sbbf-rs-safe", |b| {
        b.iter(|| {
            for key in &keys {
                peer.insert_hash(hasher.hash64(key));
            }
        });
    });
    let mut peer = fast(bits(&filter), size);
    group.bench_function("fastbloom", |b| {
        b.iter(|| {
            for key in &keys {
                peer.insert(key);
            }
        });
    });
    group.finish();
}

fn extend(criterion: &mut Criterion, size: u64) {
    let keys = words(size as usize);
    let mut group = criterion.benchmark_group(format!("sketch/split_block_bloom/extend/{size}"));
    group.throughput(Throughput::Elements(size)).sample_size(if size > 100_000 { 10 } else { 50 });
    let mut filter = ours(size);
    group.bench_function("ansatz", |b| b.iter(|| filter.extend(&keys)));
    group.finish();
}

/// `operation` is `hit` where the keys asked for are those inserted, `miss` where they are others.
fn query(criterion: &mut Criterion, operation: &str, size: u64) {
    let words = words(2 * size as usize);
    let (inserted, others) = words.split_at(size as usize);
    let asked = if operation == "hit" { inserted } else { others };
    let mut group = criterion.benchmark_group(format!("sketch/split_block_bloom/{operation}/{size}"));
    group.throughput(Throughput::Elements(size)).sample_size(if size > 100_000 { 10 } else { 50 });
    let mut filter = ours(size);
    filter.extend(inserted);
    group.bench_function("ansatz", |b| {
        b.iter(|| asked.iter().filter(|key| filter.contains(*key)).count());
    });
    let hasher: Xxh3 = *filter.hasher();
    let mut peer = sbbf(bits(&filter));
    for key in inserted {
        peer.insert_hash(hasher.hash64(key));
    }
    group.bench_function("sbbf-rs-safe", |b| {
        b.iter(|| asked.iter().filter(|key| peer.contains_hash(hasher.hash64(*key))).count());
    });
    let mut peer = fast(bits(&filter), size);
    peer.insert_all(inserted);
    group.bench_function("fastbloom", |b| {
        b.iter(|| asked.iter().filter(|key| peer.contains(*key)).count());
    });
    group.finish();
}
