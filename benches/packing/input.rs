//! What every implementation is given.

use ansatz_random::{Stream, below};
use criterion::{BenchmarkGroup, Criterion, SamplingMode, Throughput, measurement::WallTime};

/// What is measured beside peers; they are quadratic.
pub(crate) const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

/// What is measured alone.
pub(crate) const LARGE: [usize; 2] = [1_000_000, 10_000_000];

/// Of a bin.
pub(crate) const CAPACITY: u64 = 1_500_000;

/// Falkenauer's uniform items, 20 to 100 for bins of 150, in units ten thousand times as fine, in a random order.
pub(crate) fn items(count: usize) -> Vec<u64> {
    let mut stream = Stream::new(61, 0);
    (0..count).map(|_| 200_000 + below(&mut stream, 800_001)).collect()
}

/// A group `packing/{name}/{count}`.
pub(crate) fn group<'a>(criterion: &'a mut Criterion, name: &str, count: usize) -> BenchmarkGroup<'a, WallTime> {
    let mut group = criterion.benchmark_group(format!("packing/{name}/{count}"));
    group.throughput(Throughput::Elements(count as u64));
    group.sample_size(10);
    if count >= SIZES[2] {
        group.sampling_mode(SamplingMode::Flat);
    }
    group
}

/// The least that a method of decreasing sizes could take.
pub(crate) fn sort(sizes: &[u64]) -> Vec<u64> {
    let mut sorted = sizes.to_vec();
    sorted.sort_unstable_by(|a, b| b.cmp(a));
    sorted
}
