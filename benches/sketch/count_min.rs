//! Count-Min beside `datasketches` and `pdatastructs`: the same rows and columns, counters of 32 bits, the same keys.
//!
//! 2^14 columns in 5 rows are 320 KiB, which a second-level cache holds; 2^22 columns are 80 MiB, which none does. The
//! peers take widths that are a power of two on a faster path, so those are what they get. `pdatastructs` goes without
//! `extend`, where it does what it does in `update`.

use std::hint::black_box;

use ansatz_random::{Stream, rand_core::Rng};
use ansatz_sketch::CountMin;
use criterion::{BenchmarkGroup, Criterion, Throughput, measurement::WallTime};
use datasketches::countmin::CountMinSketch;

pub(crate) const DEPTH: usize = 5;
pub(crate) const SIZES: [(&str, usize); 2] = [("320KiB", 1 << 14), ("80MiB", 1 << 22)];
pub(crate) const KEYS: usize = 1 << 18;

pub(crate) fn bench(criterion: &mut Criterion) {
    let (words, text) = (words(KEYS), text(KEYS));
    let strings = strings(&text);
    for (size, width) in SIZES {
        update(group(criterion, &format!("count_min/update/u64-{size}")), width, &words);
        update(group(criterion, &format!("count_min/update/str16-{size}")), width, &strings);
        extend(group(criterion, &format!("count_min/extend/u64-{size}")), width, &words);
        extend(group(criterion, &format!("count_min/extend/str16-{size}")), width, &strings);
        estimate(group(criterion, &format!("count_min/estimate/u64-{size}")), width, &words);
    }
}

/// Random keys.
pub(crate) fn words(len: usize) -> Vec<u64> {
    let mut stream = Stream::new(1, 0);
    (0..len).map(|_| stream.next_u64()).collect()
}

/// Random keys of 16 hexadecimal digits, one after the other.
pub(crate) fn text(len: usize) -> String {
    words(len).iter().fold(String::new(), |text, word| text + &format!("{word:016x}"))
}

pub(crate) fn strings(text: &str) -> Vec<&str> {
    (0..text.len() / 16).map(|i| &text[i * 16..][..16]).collect()
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
            keys.iter().for_each(|key| theirs.update(black_box(key)));
        });
    });
    let mut theirs = pdatastructs::countminsketch::CountMinSketch::<K, u32>::with_params(width, DEPTH);
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
            black_box(keys).iter().for_each(|key| theirs.update(key));
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
    keys.iter().for_each(|key| theirs.update(key));
    group.bench_function("datasketches", |b| {
        b.iter(|| keys.iter().map(|key| u64::from(theirs.estimate(black_box(key)))).sum::<u64>());
    });
}
