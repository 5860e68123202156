//! The lower bounds; `floor` sorts the sizes, which all but `volume_bound` do first.

use std::hint::black_box;

use ansatz_packing::{dual_feasible_bound, martello_toth_bound, volume_bound};
use criterion::Criterion;

use crate::input::{CAPACITY, LARGE, SIZES, group, items, sort};

pub(crate) fn bench(criterion: &mut Criterion) {
    for count in [SIZES[0], SIZES[2], LARGE[0]] {
        let sizes = items(count);
        for (name, bound) in [
            ("volume", (|sizes| volume_bound(sizes, CAPACITY)) as fn(&[u64]) -> _),
            ("martello_toth", |sizes| martello_toth_bound(sizes, CAPACITY)),
            ("dual_feasible", |sizes| dual_feasible_bound(sizes, CAPACITY, 20)),
        ] {
            let mut group = group(criterion, &format!("{name}/bound"), count);
            group.bench_function("ansatz", |b| b.iter(|| bound(black_box(&sizes)).unwrap()));
            if name != "volume" {
                group.bench_function("floor", |b| b.iter_with_large_drop(|| sort(black_box(&sizes))));
            }
            group.finish();
        }
    }
}
