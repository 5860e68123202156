//! SpaceSaving beside the frequent items of `datasketches` and the sketch of `heavykeeper`, at equal numbers of keys.
//!
//! A `datasketches` map of 2^11 keeps up to 1,536 keys with an error of at most 3.5/2048 of the total; a capacity of
//! 768 keeps as many with an error of at most 1/769. `heavykeeper` is asked for the same 768, with a width of 2^14 in 2
//! rows; it promises no interval. Keys are Zipf-distributed (exponent 1.1 over 10^6 keys), and uniform over 2^20, where
//! nearly every update is of a new key.

use std::hint::black_box;

use ansatz_random::{Stream, rand_core::Rng};
use ansatz_sketch::TopK;
use criterion::{BenchmarkGroup, Criterion, measurement::WallTime};
use datasketches::frequencies::FrequentItemsSketch;
use rand_distr::{Distribution, Zipf};

use crate::count_min::{KEYS, group};

const MAP: usize = 1 << 11;
const CAPACITY: usize = MAP * 3 / 8;

pub(crate) fn bench(criterion: &mut Criterion) {
    let mut stream = Stream::new(2, 0);
    let zipf = Zipf::new(1e6, 1.1).unwrap();
    let skewed: Vec<u64> = (0..KEYS).map(|_| zipf.sample(&mut stream) as u64).collect();
    let uniform: Vec<u64> = (0..KEYS).map(|_| stream.next_u64() >> 44).collect();
    for (data, keys) in [("zipf", &skewed), ("uniform", &uniform)] {
        words(group(criterion, &format!("space_saving/update/u64-{data}")), keys);
        let text: Vec<String> = keys.iter().map(|key| format!("{key:016x}")).collect();
        let text: Vec<&str> = text.iter().map(String::as_str).collect();
        strings(group(criterion, &format!("space_saving/update/str16-{data}")), &text);
    }
    merge(group(criterion, "space_saving/merge/u64-zipf"), &skewed);
}

fn words(mut group: BenchmarkGroup<'_, WallTime>, keys: &[u64]) {
    let mut ours = TopK::<u64>::new(CAPACITY).unwrap();
    group.bench_function("ansatz", |b| b.iter(|| keys.iter().for_each(|key| ours.update(black_box(key), 1))));
    let mut theirs = FrequentItemsSketch::<u64>::new(MAP).unwrap();
    group.bench_function("datasketches", |b| b.iter(|| keys.iter().for_each(|key| theirs.update(*black_box(key)))));
    let mut theirs = heavykeeper::TopK::<u64>::new(CAPACITY, 8 * MAP, 2, 0.9);
    group.bench_function("heavykeeper", |b| b.iter(|| keys.iter().for_each(|key| theirs.add(black_box(key), 1))));
}

fn strings(mut group: BenchmarkGroup<'_, WallTime>, keys: &[&str]) {
    let mut ours = TopK::<String>::new(CAPACITY).unwrap();
    group.bench_function("ansatz", |b| b.iter(|| keys.iter().for_each(|key| ours.update(*black_box(key), 1))));
    let mut theirs = FrequentItemsSketch::<String>::new(MAP).unwrap();
    group.bench_function("datasketches", |b| b.iter(|| keys.iter().for_each(|key| theirs.update_ref(*black_box(key)))));
    let mut theirs = heavykeeper::TopK::<String>::new(CAPACITY, 8 * MAP, 2, 0.9);
    group.bench_function("heavykeeper", |b| b.iter(|| keys.iter().for_each(|key| theirs.add(*black_box(key), 1))));
}

fn merge(mut group: BenchmarkGroup<'_, WallTime>, keys: &[u64]) {
    let (first, second) = keys.split_at(keys.len() / 2);
    let ours = [first, second].map(|keys| {
        let mut top = TopK::<u64>::new(CAPACITY).unwrap();
        top.extend(keys.iter().map(|key| (key, 1)));
        top
    });
    group.bench_function("ansatz", |b| {
        b.iter(|| {
            let mut merged = ours[0].clone();
            merged.merge(&ours[1]).unwrap();
            merged
        });
    });
    let theirs = [first, second].map(|keys| {
        let mut top = FrequentItemsSketch::<u64>::new(MAP).unwrap();
        for key in keys {
            top.update(*key);
        }
        top
    });
    group.bench_function("datasketches", |b| {
        b.iter(|| {
            let mut merged = theirs[0].clone();
            merged.merge(&theirs[1]);
            merged
        });
    });
}
