//! Conservative update beside the plain one (`floor`); no popular crate has it.

use std::hint::black_box;

use ansatz_sketch::{ConservativeCountMin, CountMin};
use criterion::Criterion;

use crate::{
    count_min::{DEPTH, KEYS, SIZES, group},
    input::words,
};

pub(crate) fn bench(criterion: &mut Criterion) {
    let words = words(KEYS);
    for (size, width) in SIZES {
        let mut group = group(criterion, &format!("conservative_count_min/update/u64-{size}"));
        let mut ours = ConservativeCountMin::with_dimensions(width, DEPTH).unwrap();
        group.bench_function("ansatz", |b| b.iter(|| words.iter().for_each(|key| ours.update(black_box(key), 1))));
        let mut plain = CountMin::with_dimensions(width, DEPTH).unwrap();
        group.bench_function("floor", |b| b.iter(|| words.iter().for_each(|key| plain.update(black_box(key), 1))));
    }
}
