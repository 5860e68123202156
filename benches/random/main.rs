//! The benches of `ansatz-random`: xoshiro256++ beside `ChaCha8`, which has substreams by construction.

#![allow(missing_docs)]

use core::hint::black_box;

use ansatz_random::{Stream, rand_core::Rng};
use chacha20::ChaCha8Rng;
use criterion::{Criterion, criterion_group, criterion_main};
use rand_core::SeedableRng;

const NUMBERS: u32 = 1_000;
const SUBSTREAMS: u64 = 1_000;

/// Numbers from one generator, one after the other.
fn draw(criterion: &mut Criterion) {
    fn sum(generator: &mut impl Rng) -> u64 {
        (0..NUMBERS).fold(0, |sum: u64, _| sum.wrapping_add(generator.next_u64()))
    }
    let mut group = criterion.benchmark_group(format!("random/stream/next_u64/{NUMBERS}"));
    let mut ours = Stream::new(1, 2);
    group.bench_function("ansatz", |bencher| bencher.iter(|| sum(black_box(&mut ours))));
    let mut chacha = ChaCha8Rng::seed_from_u64(1);
    group.bench_function("chacha20", |bencher| bencher.iter(|| sum(black_box(&mut chacha))));
    group.finish();
}

/// The first number of each of many substreams of a seed.
fn substream(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group(format!("random/stream/substream/{SUBSTREAMS}"));
    group.bench_function("ansatz", |bencher| {
        bencher.iter(|| {
            let seed = black_box(1);
            (0..SUBSTREAMS).fold(0, |sum: u64, index| sum.wrapping_add(Stream::new(seed, index).next_u64()))
        });
    });
    let mut chacha = ChaCha8Rng::seed_from_u64(1);
    group.bench_function("chacha20", |bencher| {
        bencher.iter(|| {
            let generator = black_box(&mut chacha);
            (0..SUBSTREAMS).fold(0, |sum: u64, index| {
                generator.set_stream(index);
                sum.wrapping_add(generator.next_u64())
            })
        });
    });
    group.finish();
}

criterion_group!(benches, draw, substream);
criterion_main!(benches);
