//! Jump beside the crates `jumphash`, which hashes keys by SipHash-1-3, and `jump-consistent-hash`, which takes a `u64`;
//! for that one, on hashes, beside the paper's loop as it is printed, and our batch form.

use std::{hint::black_box, num::NonZeroU32};

use ansatz_hash::{KeyHasher, Xxh3};
use ansatz_placement::{Jump, jump_hash, jump_hashes};
use criterion::{Criterion, Throughput};

use crate::input::{KEYS, SIZES, keys, nodes};

pub(crate) fn bench(criterion: &mut Criterion) {
    let keys = keys(KEYS);
    let hashes: Vec<u64> = keys.iter().map(|key| Xxh3::default().hash64(key)).collect();
    for size in SIZES {
        let mut group = criterion.benchmark_group(format!("placement/jump/locate/{size}"));
        group.throughput(Throughput::Elements(KEYS as u64));
        let ours = Jump::new(nodes(size)).unwrap();
        group.bench_function("ansatz", |b| b.iter(|| keys.iter().for_each(|key| _ = black_box(ours.locate(key)))));
        let (theirs, names) = (jumphash::JumpHasher::new_with_keys(1, 2), nodes(size));
        group.bench_function("jumphash", |b| {
            b.iter(|| keys.iter().for_each(|key| _ = black_box(&names[theirs.slot(key, size as u32) as usize])));
        });
        group.finish();

        let buckets = NonZeroU32::new(size as u32).unwrap();
        let mut group = criterion.benchmark_group(format!("placement/jump/hash/{size}"));
        group.throughput(Throughput::Elements(KEYS as u64));
        group.bench_function("ansatz", |b| {
            b.iter(|| hashes.iter().for_each(|&key| _ = black_box(jump_hash(key, buckets))));
        });
        group.bench_function("jump-consistent-hash", |b| {
            b.iter(|| hashes.iter().for_each(|&key| _ = black_box(jump_consistent_hash::hash(key, size))));
        });
        group.bench_function("floor", |b| {
            b.iter(|| hashes.iter().for_each(|&key| _ = black_box(paper(key, size as i64))));
        });
        group.finish();

        let mut group = criterion.benchmark_group(format!("placement/jump/batch/{size}"));
        group.throughput(Throughput::Elements(KEYS as u64));
        group.bench_function("ansatz", |b| {
            b.iter(|| hashes.as_chunks::<8>().0.iter().for_each(|&keys| _ = black_box(jump_hashes(keys, buckets))));
        });
        group.bench_function("one by one", |b| {
            b.iter(|| hashes.iter().for_each(|&key| _ = black_box(jump_hash(key, buckets))));
        });
        group.finish();
    }
}

/// The paper's figure 1.
#[inline]
fn paper(mut key: u64, buckets: i64) -> i32 {
    let (mut bucket, mut next) = (-1i64, 0i64);
    while next < buckets {
        bucket = next;
        key = key.wrapping_mul(2_862_933_555_777_941_757).wrapping_add(1);
        next = ((bucket + 1) as f64 * ((1i64 << 31) as f64 / ((key >> 33) + 1) as f64)) as i64;
    }
    bucket as i32
}
