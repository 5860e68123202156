//! Sobol points beside the crate `sobol`, which gives them in their order only: 4,096 of them as `f64`, with 32 bits.

use std::hint::black_box;

use ansatz_optimize::Sobol;
use criterion::{Criterion, Throughput};
use sobol::params::JoeKuoD6;

pub(crate) fn bench(criterion: &mut Criterion) {
    for d in [2, 20, 100] {
        let mut group = criterion.benchmark_group(format!("optimize/sobol/points/{d}"));
        group.throughput(Throughput::Elements(POINTS as u64));
        let ours = Sobol::new(d).unwrap();
        let theirs = sobol::Sobol::<f64>::new_with_resolution(d, &JoeKuoD6::minimal(), Some(32));
        assert!(theirs.clone().take(POINTS).zip(ours.points(POINTS as u32)).all(|(theirs, ours)| theirs == ours));
        group.bench_function("ansatz", |b| {
            b.iter(|| ours.points(POINTS as u32).for_each(|point| _ = black_box(point)));
        });
        group.bench_function("sobol", |b| {
            b.iter(|| theirs.clone().take(POINTS).for_each(|point| _ = black_box(point)));
        });
        group.finish();
    }
}

const POINTS: usize = 4_096;
