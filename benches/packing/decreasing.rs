//! First, best and modified first fit decreasing, beside `pack_it_up` and `bin-packing`; `floor` sorts the sizes.
//!
//! Ours also says of each item where it is, and computes a lower bound.

use std::hint::black_box;

use ansatz_packing::{Packing, PackingError, best_fit_decreasing, first_fit_decreasing, modified_first_fit_decreasing};
use bin_packing::one_d::OneDAlgorithm;
use criterion::{BatchSize, BenchmarkGroup, Criterion, measurement::WallTime};

use crate::{
    input::{CAPACITY, LARGE, SIZES, group, items, sort},
    peers::{CutList, parcels},
};

type Method = fn(&[u64], u64) -> Result<Packing, PackingError>;

const METHODS: [(&str, Method, Option<OneDAlgorithm>); 3] = [
    ("first_fit_decreasing", first_fit_decreasing, Some(OneDAlgorithm::FirstFitDecreasing)),
    ("best_fit_decreasing", best_fit_decreasing, Some(OneDAlgorithm::BestFitDecreasing)),
    ("modified_first_fit_decreasing", modified_first_fit_decreasing, None),
];

pub(crate) fn bench(criterion: &mut Criterion) {
    for (name, method, theirs) in METHODS {
        for count in SIZES {
            let sizes = items(count);
            let mut group = group(criterion, &format!("{name}/pack"), count);
            alone(&mut group, method, &sizes);
            let bins = method(&sizes, CAPACITY).unwrap().bin_count();
            if let Some(algorithm) = theirs {
                bin_packing(&mut group, algorithm, &sizes, bins);
            }
            if name == "first_fit_decreasing" {
                pack_it_up(&mut group, &sizes, bins);
            }
            group.finish();
        }
        for count in LARGE {
            let mut group = group(criterion, &format!("{name}/pack"), count);
            alone(&mut group, method, &items(count));
            group.finish();
        }
    }
}

fn alone(group: &mut BenchmarkGroup<'_, WallTime>, method: Method, sizes: &[u64]) {
    group.bench_function("ansatz", |b| b.iter_with_large_drop(|| method(black_box(sizes), CAPACITY).unwrap()));
    group.bench_function("floor", |b| b.iter_with_large_drop(|| sort(black_box(sizes))));
}

fn bin_packing(group: &mut BenchmarkGroup<'_, WallTime>, algorithm: OneDAlgorithm, sizes: &[u64], bins: usize) {
    let list = CutList::new(sizes, algorithm);
    group.bench_function("bin-packing", |b| {
        b.iter_batched(|| list.clone(), |list| assert_eq!(list.solve().stock_count, bins), BatchSize::PerIteration);
    });
}

fn pack_it_up(group: &mut BenchmarkGroup<'_, WallTime>, sizes: &[u64], bins: usize) {
    group.bench_function("pack_it_up", |b| {
        b.iter_batched(
            || parcels(sizes),
            |parcels| {
                let packed =
                    pack_it_up::offline::first_fit_decreasing::first_fit_decreasing(CAPACITY as usize, parcels);
                assert_eq!(packed.len(), bins);
                packed
            },
            BatchSize::PerIteration,
        );
    });
}
