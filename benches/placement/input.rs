//! What every implementation is given: the same keys of 17 bytes, and the same nodes.

use std::{
    hash::{BuildHasher, Hasher},
    hint::black_box,
};

use ansatz_hash::{KeyHasher, Xxh3};
use ansatz_random::{Stream, rand_core::Rng};
use criterion::{BenchmarkGroup, Criterion, Throughput, measurement::WallTime};

/// The fleets that are measured.
pub(crate) const SIZES: [usize; 3] = [10, 100, 10_000];

/// How many keys a measured loop looks up: more than a branch predictor can learn by heart.
pub(crate) const KEYS: usize = 200_000;

/// Different keys in a random order.
pub(crate) fn keys(count: usize) -> Vec<String> {
    let mut stream = Stream::new(11, 0);
    (0..count).map(|_| format!("user:{:012}", stream.next_u64() % 1_000_000_000_000)).collect()
}

/// Nodes as a cache's client would name them.
pub(crate) fn nodes(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("node-{number:06}:6379")).collect()
}

/// A group whose iteration is one call.
pub(crate) fn group<'a>(criterion: &'a mut Criterion, name: &str) -> BenchmarkGroup<'a, WallTime> {
    let mut group = criterion.benchmark_group(format!("placement/{name}"));
    group.sample_size(20).throughput(Throughput::Elements(1));
    group
}

/// Measures one call of `locate`, each with the next of the keys.
pub(crate) fn locate<R>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    keys: &[String],
    locate: impl Fn(&str) -> R,
) {
    let mut keys = keys.iter().cycle();
    group.bench_function(name, |b| b.iter(|| black_box(locate(black_box(keys.next().unwrap())))));
}

/// XXH3 for peers that take a `BuildHasher`; several writes are chained with a multiplication each.
#[derive(Clone, Copy, Default)]
pub(crate) struct FastHash;

#[derive(Default)]
pub(crate) struct FastHasher(u64);

impl BuildHasher for FastHash {
    type Hasher = FastHasher;

    #[inline]
    fn build_hasher(&self) -> FastHasher {
        FastHasher::default()
    }
}

impl Hasher for FastHasher {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        self.0 = (self.0 ^ Xxh3::default().hash_bytes(bytes)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29);
    }

    #[inline]
    fn write_u8(&mut self, _: u8) {}

    #[inline]
    fn finish(&self) -> u64 {
        self.0
    }
}
