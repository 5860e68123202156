//! Count-Min beside `datasketches` and `pdatastructs`: the same rows and columns, counters of 32 bits, the same keys.
//!
//! 2^14 columns in 5 rows are 320 KiB, which a second-level cache holds; 2^22 columns are 80 MiB, which none does. The
//! peers take widths that are a power of two on a faster path, so those are what they get. `pdatastructs` hashes with
//! ours, which is its fastest; `datasketches` has no choice. Neither has a batch form: in `extend` a loop stands for it.

use std::hint::black_box;

use ansatz_sketch::CountMin;
use criterion::{BenchmarkGroup, Criterion, Throughput, measurement::WallTime};
use datasketches::countmin::CountMinSketch;

use crate::input::{FastHash, strings, words};

pub(crate) const DEPTH: usize = 5;
pub(crate) const SIZES: [(&str, usize); 2] = [("320KiB", 1 << 14), ("80MiB", 1 << 22)];
pub(crate) const KEYS: usize = 1 << 18;

pub(crate) fn bench(criterion: &mut Criterion) {
    let (words, strings) = (words(KEYS), strings(KEYS));
    let strings: Vec<&str> = strings.iter().map(String::as_str).collect();
    for (size, width) in SIZES {
        update(group(criterion, &format!("count_min/update/u64-{size}")), width, &words);
        update(group(criterion, &format!("count_min/update/str16-{size}")), width, &strings);
        extend(group(criterion, &format!("count_min/extend/u64-{size}")), width, &words);
        extend(group(criterion, &format!("count_min/extend/str16-{size}")), width, &strings);
        estimate(group(criterion, &format!("count_min/estimate/u64-{size}")), width, &words);
    }
}

pub(crate) fn group<'a>(criterion: &'a mut Criterion, name: &str) -> BenchmarkGroup<'a, WallTime> {
    let mut group = criterion.benchmark_group(format!("sketch/{name}"));
    group.sample_size(20).throughput(Throughput::Elements(KEYS as u64));
    group
}

fn update<K: ansatz_hash::Key + std::hash::Hash>(mut group: BenchmarkGroup<'_, WallTime>, width: usize, keys: &[K]) {
    let mut ours = CountMin::with_dimensions(width, DEPTH).unwrap();
    group.bench_function("ansatz", |b| {
        b.iter(|| keys.iter().for_each(|key| ours.update(black_box(key), 1)));
    });
    let mut theirs = CountMinSketch::<u32>::new(DEPTH as u8, width as u32).unwrap();
    group.bench_function("datasketches", |b| {
        b.iter(|| {
            // Its total panics at 2^32.
            if theirs.total_weight() > 1 << 31 {
                theirs = CountMinSketch::new(DEPTH as u8, width as u32).unwrap();
            }
            for key in keys {
                theirs.update(black_box(key));
            }
        });
    });
    let mut theirs = pdatastructs::countminsketch::CountMinSketch::<K, u32, FastHash>::with_params_and_hasher(
        width, DEPTH, FastHash,
    );
    group.bench_function("pdatastructs", |b| {
        b.iter(|| keys.iter().for_each(|key| _ = theirs.add(black_box(key))));
    });
}

fn extend<K: ansatz_hash::Key + std::hash::Hash>(mut group: BenchmarkGroup<'_, WallTime>, width: usize, keys: &[K]) {
    let mut ours = CountMin::with_dimensions(width, DEPTH).unwrap();
    group.bench_function("ansatz", |b| b.iter(|| ours.extend(black_box(keys).iter().map(|key| (key, 1)))));
    let mut theirs = CountMinSketch::<u32>::new(DEPTH as u8, width as u32).unwrap();
    group.bench_function("datasketches", |b| {
        b.iter(|| {
            if theirs.total_weight() > 1 << 31 {
                theirs = CountMinSketch::new(DEPTH as u8, width as u32).unwrap();
            }
            for key in black_box(keys) {
                theirs.update(key);
            }
        });
    });
}

fn estimate(mut group: BenchmarkGroup<'_, WallTime>, width: usize, keys: &[u64]) {
    let mut ours = CountMin::with_dimensions(width, DEPTH).unwrap();
    ours.extend(keys.iter().map(|key| (key, 1)));
    group.bench_function("ansatz", |b| {
        b.iter(|| keys.iter().map(|key| ours.estimate(black_box(key)).value).sum::<f64>());
    });
    let mut theirs = CountMinSketch::<u32>::new(DEPTH as u8, width as u32).unwrap();
    for key in keys {
        theirs.update(key);
    }
    group.bench_function("datasketches", |b| {
        b.iter(|| keys.iter().map(|key| u64::from(theirs.estimate(black_box(key)))).sum::<u64>());
    });
}
