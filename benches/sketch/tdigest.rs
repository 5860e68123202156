//! `TDigest` beside the other t-digests, all of about the same size: 2.7 KB.
//!
//! Insert: a million values into an empty digest, ready to be asked at the end. `datasketches` buffers by itself;
//! `tdigest` is given values by `extend_values`, which buffers 5 times its size, its fastest way; `tdigests` has no
//! buffer, and is given batches of 1,000, which are sorted, merged and compressed (the fastest of 1,000 to 100,000).

use core::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput};

use ansatz_random::Stream;
use ansatz_sketch::TDigest;
use datasketches::tdigest::TDigestMut;
use rand_distr::{Distribution, LogNormal, StandardUniform};

/// Centroids of 16 bytes in 2.7 KB.
const ROOM: usize = 170;
/// The k of `datasketches` that fills as many: it serializes a million uniform values to 2.7 KB.
const APACHE_K: u16 = 100;
/// The compression that fills 2.7 KB at ours.
const COMPRESSION: f64 = 380.0;
const COUNT: usize = 1_000_000;
const BATCH: usize = 1_000;

pub(crate) fn bench(criterion: &mut Criterion) {
    insert(criterion);
    merge(criterion);
    quantile(criterion);
}

fn insert(criterion: &mut Criterion) {
    let log_normal = LogNormal::new(1.0, 1.0).unwrap();
    let uniform: Vec<f64> = StandardUniform.sample_iter(Stream::new(1, 0)).take(COUNT).collect();
    let skewed: Vec<f64> = log_normal.sample_iter(Stream::new(1, 1)).take(COUNT).collect();
    // Delays in whole minutes: a few hundred different values.
    let minutes: Vec<f64> = skewed.iter().map(|x| (10.0 * x).floor()).collect();
    for (operation, values) in [("insert", uniform), ("insert_lognormal", skewed), ("insert_minutes", minutes)] {
        let mut group = criterion.benchmark_group(format!("sketch/tdigest/{operation}/{COUNT}"));
        group.throughput(Throughput::Elements(COUNT as u64)).sample_size(10);
        group.bench_function("ansatz", |b| b.iter(|| ansatz(black_box(&values))));
        group.bench_function("datasketches", |b| b.iter(|| apache(black_box(&values)).freeze()));
        group.bench_function("tdigests", |b| b.iter(|| tdigests_in_batches(black_box(&values))));
        group.bench_function("tdigest", |b| b.iter(|| tdigest_extended(black_box(&values))));
        group.finish();
    }
}

fn merge(criterion: &mut Criterion) {
    let parts: Vec<Vec<f64>> =
        (0..1000).map(|part| StandardUniform.sample_iter(Stream::new(2, part)).take(10_000).collect()).collect();
    let mut group = criterion.benchmark_group("sketch/tdigest/merge/1000");
    group.throughput(Throughput::Elements(1000)).sample_size(10);
    let digests: Vec<_> = parts.iter().map(|part| ansatz(part)).collect();
    group.bench_function("ansatz", |b| {
        b.iter(|| {
            let mut whole = TDigest::new(COMPRESSION).unwrap();
            for digest in &digests {
                whole.merge(digest).unwrap();
            }
            whole.flush();
            whole
        });
    });
    // Frozen and thawed, so that nothing waits in their buffers.
    let digests: Vec<_> = parts.iter().map(|part| apache(part).freeze().unfreeze()).collect();
    group.bench_function("datasketches", |b| {
        b.iter(|| {
            let mut whole = TDigestMut::new(APACHE_K).unwrap();
            for digest in &digests {
                whole.merge(digest);
            }
            whole.freeze()
        });
    });
    let digests: Vec<_> = parts.iter().map(|part| tdigests_in_batches(part)).collect();
    group.bench_function("tdigests", |b| {
        b.iter(|| {
            digests[1..].iter().fold(digests[0].clone(), |whole, digest| {
                let mut whole = whole.merge(digest);
                whole.compress(ROOM);
                whole
            })
        });
    });
    let digests: Vec<_> = parts.iter().map(|part| tdigest_extended(part)).collect();
    // It takes them by value, all at once.
    group.bench_function("tdigest", |b| {
        b.iter_batched(|| digests.clone(), tdigest::TDigest::merge_digests, BatchSize::LargeInput);
    });
    group.finish();
}

fn quantile(criterion: &mut Criterion) {
    let values: Vec<f64> = StandardUniform.sample_iter(Stream::new(3, 0)).take(COUNT).collect();
    let qs: Vec<f64> = (0..1000).map(|i| f64::from(i) / 999.0).collect();
    let mut group = criterion.benchmark_group(format!("sketch/tdigest/quantile/{}", qs.len()));
    group.throughput(Throughput::Elements(qs.len() as u64));
    let ours = ansatz(&values);
    group.bench_function("ansatz", |b| b.iter(|| qs.iter().map(|&q| ours.quantile(q).unwrap()).sum::<f64>()));
    let frozen = apache(&values).freeze();
    group.bench_function("datasketches", |b| {
        b.iter(|| qs.iter().map(|&q| frozen.quantile(q).unwrap().unwrap()).sum::<f64>());
    });
    let batched = tdigests_in_batches(&values);
    group.bench_function("tdigests", |b| b.iter(|| qs.iter().map(|&q| batched.estimate_quantile(q)).sum::<f64>()));
    let extended = tdigest_extended(&values);
    group.bench_function("tdigest", |b| {
        b.iter(|| qs.iter().map(|&q| extended.estimate_quantile(q).unwrap()).sum::<f64>());
    });
    group.finish();
}

fn ansatz(values: &[f64]) -> TDigest {
    let mut digest = TDigest::new(COMPRESSION).unwrap();
    digest.extend(values);
    digest.flush();
    digest
}

fn apache(values: &[f64]) -> TDigestMut {
    let mut digest = TDigestMut::new(APACHE_K).unwrap();
    for &value in values {
        digest.update(value);
    }
    digest
}

fn tdigests_in_batches(values: &[f64]) -> tdigests::TDigest {
    let mut batches = values.chunks(BATCH);
    let mut whole = tdigests::TDigest::from_values(batches.next().unwrap().to_vec());
    whole.compress(ROOM);
    for batch in batches {
        whole = whole.merge(&tdigests::TDigest::from_values(batch.to_vec()));
        whole.compress(ROOM);
    }
    whole
}

fn tdigest_extended(values: &[f64]) -> tdigest::TDigest {
    let mut digest = tdigest::TDigest::new_with_size(ROOM);
    digest.extend_values(values.iter().copied());
    digest.flush();
    digest
}
