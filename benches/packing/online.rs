//! The online packers; first fit and next fit beside those of `pack_it_up`.

use std::hint::black_box;

use ansatz_packing::{BestFit, FirstFit, NextFit, Online, Rule, WorstFit};
use criterion::{BatchSize, BenchmarkGroup, Criterion, measurement::WallTime};
use pack_it_up::{
    Bin,
    online::{OnlinePacker, first_fit::first_fit, next_k_fit::NextKFitPacker},
};

use crate::{
    input::{CAPACITY, LARGE, SIZES, group, items},
    peers::{Parcel, parcels},
};

pub(crate) fn bench(criterion: &mut Criterion) {
    for count in SIZES {
        beside(criterion, "first_fit/assign", &FirstFit::new(CAPACITY).unwrap(), &items(count), |parcels| {
            first_fit(CAPACITY as usize, parcels)
        });
        beside(criterion, "next_fit/assign", &NextFit::new(CAPACITY).unwrap(), &items(count), |parcels| {
            NextKFitPacker::new(1, CAPACITY as usize).pack_all(parcels.into_iter()).ok().unwrap()
        });
    }
    for count in [SIZES[2], LARGE[0], LARGE[1]] {
        let sizes = items(count);
        alone(&mut group(criterion, "best_fit/assign", count), &BestFit::new(CAPACITY).unwrap(), &sizes);
        alone(&mut group(criterion, "worst_fit/assign", count), &WorstFit::new(CAPACITY).unwrap(), &sizes);
    }
    for count in LARGE {
        let sizes = items(count);
        alone(&mut group(criterion, "first_fit/assign", count), &FirstFit::new(CAPACITY).unwrap(), &sizes);
        alone(&mut group(criterion, "next_fit/assign", count), &NextFit::new(CAPACITY).unwrap(), &sizes);
    }
}

fn beside<R: Rule + Clone>(
    criterion: &mut Criterion,
    name: &str,
    ours: &Online<R>,
    sizes: &[u64],
    theirs: impl Fn(Vec<Parcel>) -> Vec<Bin<Parcel>>,
) {
    let mut group = group(criterion, name, sizes.len());
    let bins = filled(ours.clone(), sizes).bin_count();
    alone(&mut group, ours, sizes);
    group.bench_function("pack_it_up", |b| {
        b.iter_batched(
            || parcels(sizes),
            |parcels| {
                let packed = theirs(parcels);
                assert_eq!(packed.len(), bins);
                packed
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

fn alone<R: Rule + Clone>(group: &mut BenchmarkGroup<'_, WallTime>, empty: &Online<R>, sizes: &[u64]) {
    group.bench_function("ansatz", |b| b.iter_with_large_drop(|| filled(empty.clone(), black_box(sizes))));
}

fn filled<R: Rule>(mut packer: Online<R>, sizes: &[u64]) -> Online<R> {
    for &size in sizes {
        packer.assign(size).unwrap();
    }
    packer
}
