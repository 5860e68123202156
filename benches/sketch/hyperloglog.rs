//! Precision 14 throughout, a million distinct keys, and XXH3 for whoever takes a hasher.

use std::hint::black_box;

use ansatz_hash::{KeyHasher, Xxh3};
use ansatz_sketch::{HyperLogLog, HyperLogLogPlus};
use cardinality_estimator::CardinalityEstimator;
use criterion::{BenchmarkGroup, Criterion, Throughput, measurement::WallTime};
use datasketches::hll::{HllSketch, HllType, HllUnion};
use hyperloglogplus::{HyperLogLog as _, HyperLogLogPF};

use crate::input::{FastHash, FastHasher, strings, words};

type CloudflareEstimator<T> = CardinalityEstimator<T, FastHasher, 14, 6>;

pub(crate) fn bench(criterion: &mut Criterion) {
    insert_u64(criterion);
    insert_string16(criterion);
    few(criterion);
    merge(criterion);
    estimate(criterion);
}

fn group<'a>(criterion: &'a mut Criterion, operation: &str, items: usize) -> BenchmarkGroup<'a, WallTime> {
    let mut group = criterion.benchmark_group(format!("sketch/hyperloglog/{operation}/{items}"));
    group.throughput(Throughput::Elements(items as u64)).sample_size(20);
    group
}

fn insert_u64(criterion: &mut Criterion) {
    let keys = words(ITEMS);
    let mut group = group(criterion, "insert_u64", ITEMS);
    group
        .bench_function("floor", |b| b.iter(|| keys.iter().for_each(|key| _ = black_box(Xxh3::default().hash64(key)))));
    group.bench_function("ansatz", |b| {
        b.iter(|| {
            let mut sketch = HyperLogLog::new(PRECISION).unwrap();
            keys.iter().for_each(|key| sketch.insert(key));
            sketch
        });
    });
    group.bench_function("packed_6_bit", |b| {
        b.iter(|| {
            let mut registers = Packed::new();
            keys.iter().for_each(|key| registers.insert_hash(Xxh3::default().hash64(key)));
            registers
        });
    });
    group.bench_function("ansatz_plus", |b| {
        b.iter(|| {
            let mut sketch = HyperLogLogPlus::new(PRECISION).unwrap();
            keys.iter().for_each(|key| sketch.insert(key));
            sketch
        });
    });
    group.bench_function("hyperloglockless", |b| {
        b.iter(|| {
            let mut sketch = hyperloglockless::HyperLogLog::with_hasher(PRECISION, FastHash);
            keys.iter().for_each(|key| sketch.insert(key));
            sketch
        });
    });
    group.bench_function("pdatastructs", |b| {
        b.iter(|| {
            let mut sketch = pdatastructs::hyperloglog::HyperLogLog::with_hash(PRECISION.into(), FastHash);
            keys.iter().for_each(|key| sketch.add(key));
            sketch
        });
    });
    group.bench_function("cardinality-estimator", |b| {
        b.iter(|| {
            let mut sketch = CloudflareEstimator::<u64>::new();
            keys.iter().for_each(|key| sketch.insert(key));
            sketch
        });
    });
    group.bench_function("hyperloglogplus", |b| {
        b.iter(|| {
            let mut sketch = HyperLogLogPF::<u64, FastHash>::new(PRECISION, FastHash).unwrap();
            keys.iter().for_each(|key| sketch.insert(key));
            sketch
        });
    });
    group.bench_function("datasketches", |b| {
        b.iter(|| {
            let mut sketch = HllSketch::new(PRECISION, HllType::Hll8).unwrap();
            keys.iter().for_each(|key| sketch.update(key));
            sketch
        });
    });
}

fn insert_string16(criterion: &mut Criterion) {
    let keys = strings(ITEMS);
    let mut group = group(criterion, "insert_string16", ITEMS);
    group.bench_function("floor", |b| {
        b.iter(|| keys.iter().for_each(|key| _ = black_box(Xxh3::default().hash64(key))));
    });
    group.bench_function("ansatz", |b| {
        b.iter(|| {
            let mut sketch = HyperLogLog::new(PRECISION).unwrap();
            keys.iter().for_each(|key| sketch.insert(key));
            sketch
        });
    });
    group.bench_function("hyperloglockless", |b| {
        b.iter(|| {
            let mut sketch = hyperloglockless::HyperLogLog::with_hasher(PRECISION, FastHash);
            keys.iter().for_each(|key| sketch.insert(key));
            sketch
        });
    });
    group.bench_function("pdatastructs", |b| {
        b.iter(|| {
            let mut sketch = pdatastructs::hyperloglog::HyperLogLog::with_hash(PRECISION.into(), FastHash);
            keys.iter().for_each(|key| sketch.add(key));
            sketch
        });
    });
    group.bench_function("cardinality-estimator", |b| {
        b.iter(|| {
            let mut sketch = CloudflareEstimator::<String>::new();
            keys.iter().for_each(|key| sketch.insert(key));
            sketch
        });
    });
    group.bench_function("hyperloglogplus", |b| {
        b.iter(|| {
            let mut sketch = HyperLogLogPF::<String, FastHash>::new(PRECISION, FastHash).unwrap();
            keys.iter().for_each(|key| sketch.insert(key));
            sketch
        });
    });
    group.bench_function("datasketches", |b| {
        b.iter(|| {
            let mut sketch = HllSketch::new(PRECISION, HllType::Hll8).unwrap();
            keys.iter().for_each(|key| sketch.update(key));
            sketch
        });
    });
}

/// Sketches that stay sparse.
fn few(criterion: &mut Criterion) {
    let keys = words(1000);
    let mut group = group(criterion, "insert_few", keys.len());
    group.bench_function("ansatz", |b| {
        b.iter(|| {
            let mut sketch = HyperLogLogPlus::new(PRECISION).unwrap();
            keys.iter().for_each(|key| sketch.insert(key));
            sketch
        });
    });
    group.bench_function("hyperloglockless", |b| {
        b.iter(|| {
            let mut sketch = hyperloglockless::HyperLogLogPlus::with_hasher(PRECISION, FastHash);
            keys.iter().for_each(|key| sketch.insert(key));
            sketch
        });
    });
    group.bench_function("cardinality-estimator", |b| {
        b.iter(|| {
            let mut sketch = CloudflareEstimator::<u64>::new();
            keys.iter().for_each(|key| sketch.insert(key));
            sketch
        });
    });
    group.bench_function("hyperloglogplus", |b| {
        b.iter(|| {
            let mut sketch = hyperloglogplus::HyperLogLogPlus::<u64, FastHash>::new(PRECISION, FastHash).unwrap();
            keys.iter().for_each(|key| sketch.insert(key));
            sketch
        });
    });
    group.bench_function("datasketches", |b| {
        b.iter(|| {
            let mut sketch = HllSketch::new(PRECISION, HllType::Hll8).unwrap();
            keys.iter().for_each(|key| sketch.update(key));
            sketch
        });
    });
}

/// Two full sketches; merging again what has been merged is the same work.
fn merge(criterion: &mut Criterion) {
    let keys = words(ITEMS);
    let halves = [&keys[..ITEMS / 2], &keys[ITEMS / 2..]];
    let mut group = criterion.benchmark_group("sketch/hyperloglog/merge/16384");
    group.bench_function("ansatz", |b| {
        let [mut ours, theirs] = halves.map(|keys| {
            let mut sketch = HyperLogLog::new(PRECISION).unwrap();
            sketch.extend(keys);
            sketch
        });
        b.iter(|| ours.merge(black_box(&theirs)).unwrap());
    });
    group.bench_function("packed_6_bit", |b| {
        let [mut ours, theirs] = halves.map(|keys| {
            let mut registers = Packed::new();
            keys.iter().for_each(|key| registers.insert_hash(Xxh3::default().hash64(key)));
            registers
        });
        b.iter(|| ours.merge(black_box(&theirs)));
    });
    group.bench_function("hyperloglockless", |b| {
        let [mut ours, theirs] = halves.map(|keys| {
            let mut sketch = hyperloglockless::HyperLogLog::with_hasher(PRECISION, FastHash);
            sketch.extend(keys);
            sketch
        });
        b.iter(|| ours.union(black_box(&theirs)).unwrap());
    });
    group.bench_function("pdatastructs", |b| {
        let [mut ours, theirs] = halves.map(|keys| {
            let mut sketch = pdatastructs::hyperloglog::HyperLogLog::with_hash(PRECISION.into(), FastHash);
            keys.iter().for_each(|key| sketch.add(key));
            sketch
        });
        b.iter(|| ours.merge(black_box(&theirs)));
    });
    group.bench_function("cardinality-estimator", |b| {
        let [mut ours, theirs] = halves.map(|keys| {
            let mut sketch = CloudflareEstimator::<u64>::new();
            keys.iter().for_each(|key| sketch.insert(key));
            sketch
        });
        b.iter(|| ours.merge(black_box(&theirs)));
    });
    group.bench_function("hyperloglogplus", |b| {
        let [mut ours, theirs] = halves.map(|keys| {
            let mut sketch = HyperLogLogPF::<u64, FastHash>::new(PRECISION, FastHash).unwrap();
            keys.iter().for_each(|key| sketch.insert(key));
            sketch
        });
        b.iter(|| ours.merge(black_box(&theirs)).unwrap());
    });
    group.bench_function("datasketches", |b| {
        let mut ours = HllUnion::new(PRECISION).unwrap();
        let [first, second] = halves.map(datasketches_sketch);
        ours.update(&first);
        b.iter(|| ours.update(black_box(&second)));
    });
}

fn estimate(criterion: &mut Criterion) {
    let keys = words(ITEMS);
    let mut group = criterion.benchmark_group("sketch/hyperloglog/estimate/16384");
    group.bench_function("ansatz", |b| {
        let mut sketch = HyperLogLog::new(PRECISION).unwrap();
        sketch.extend(&keys);
        b.iter(|| black_box(&sketch).estimate());
    });
    group.bench_function("hyperloglockless", |b| {
        let mut sketch = hyperloglockless::HyperLogLog::with_hasher(PRECISION, FastHash);
        sketch.extend(&keys);
        b.iter(|| black_box(&sketch).count());
    });
    group.bench_function("pdatastructs", |b| {
        let mut sketch = pdatastructs::hyperloglog::HyperLogLog::with_hash(PRECISION.into(), FastHash);
        keys.iter().for_each(|key| sketch.add(key));
        b.iter(|| black_box(&sketch).count());
    });
    group.bench_function("cardinality-estimator", |b| {
        let mut sketch = CloudflareEstimator::<u64>::new();
        keys.iter().for_each(|key| sketch.insert(key));
        b.iter(|| black_box(&sketch).estimate());
    });
    group.bench_function("hyperloglogplus", |b| {
        let mut sketch = HyperLogLogPF::<u64, FastHash>::new(PRECISION, FastHash).unwrap();
        keys.iter().for_each(|key| sketch.insert(key));
        b.iter(|| black_box(&mut sketch).count());
    });
    group.bench_function("datasketches", |b| {
        let sketch = datasketches_sketch(&keys);
        b.iter(|| black_box(&sketch).estimate());
    });
}

fn datasketches_sketch(keys: &[u64]) -> HllSketch {
    let mut sketch = HllSketch::new(PRECISION, HllType::Hll8).unwrap();
    keys.iter().for_each(|key| sketch.update(key));
    sketch
}

/// What ours would be with six bits a register in memory: ten registers to a word, so that none is split.
struct Packed(Vec<u64>);

impl Packed {
    fn new() -> Self {
        Self(vec![0; (1usize << PRECISION).div_ceil(10)])
    }

    #[inline]
    fn insert_hash(&mut self, hash: u64) {
        let index = (hash >> (64 - PRECISION)) as usize;
        let rank = u64::from((hash | 1 << (64 - PRECISION)).trailing_zeros() + 1);
        if let Some(word) = self.0.get_mut(index / 10) {
            let shift = index % 10 * 6;
            let old = *word >> shift & 63;
            *word ^= (old ^ old.max(rank)) << shift;
        }
    }

    fn merge(&mut self, other: &Self) {
        for (ours, theirs) in self.0.iter_mut().zip(&other.0) {
            let maximum = |shift: u32| (*ours >> shift & 63).max(theirs >> shift & 63) << shift;
            *ours = (0..10).fold(0, |word, place| word | maximum(6 * place));
        }
    }
}

const ITEMS: usize = 1_000_000;
const PRECISION: u8 = 14;
