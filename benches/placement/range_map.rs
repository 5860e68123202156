//! Finding the range of a key.

use std::{collections::BTreeMap, hint::black_box, ops::Bound};

use ansatz_placement::RangeMap;
use criterion::Criterion;

use crate::input;

pub(crate) fn bench(criterion: &mut Criterion) {
    let keys = input::keys(16_384);
    for ranges in [10, 100, 10_000] {
        let mut starts = input::keys(16_384 + ranges).split_off(16_385);
        starts.sort_unstable();
        let mut group = criterion.benchmark_group(format!("placement/range_map/find/{ranges}"));
        let mut next = keys.iter().cycle();
        let mut key = || next.next().unwrap().as_str();

        let ours = RangeMap::with_splits(0u32, starts.iter().zip(1..)).unwrap();
        group.bench_function("ansatz", |bencher| bencher.iter(|| *ours.find(black_box(key()))));

        let owners =
            || [(Vec::new(), 0u32)].into_iter().chain(starts.iter().map(|key| key.clone().into_bytes()).zip(1..));
        let tree: BTreeMap<Vec<u8>, u32> = owners().collect();
        group.bench_function("btreemap", |bencher| {
            bencher.iter(|| {
                let up_to = (Bound::Unbounded, Bound::Included(black_box(key()).as_bytes()));
                *tree.range::<[u8], _>(up_to).next_back().unwrap().1
            });
        });

        // Its key is the map's own type: what a lookup takes is made beforehand.
        let mut peer = rangemap::RangeMap::new();
        let ends = starts.iter().map(|key| key.clone().into_bytes()).chain([vec![0xff]]);
        owners().zip(ends).for_each(|((start, owner), end)| peer.insert(start..end, owner));
        let owned: Vec<Vec<u8>> = keys.iter().map(|key| key.clone().into_bytes()).collect();
        let mut next = owned.iter().cycle();
        group.bench_function("rangemap", |bencher| {
            bencher.iter(|| *peer.get(black_box(next.next().unwrap())).unwrap());
        });
        group.finish();
    }
}
