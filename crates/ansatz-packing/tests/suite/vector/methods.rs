//! All methods, and what is drawn for them.

use ansatz_packing::vector::{
    BinKind, Fit, Measure, VectorError, VectorPacking, best_fit_decreasing, bin_by_bin, first_fit_decreasing,
};
use proptest::prelude::*;

pub(crate) type Rows = Vec<Vec<u64>>;
pub(crate) type Method = fn(&[Vec<u64>], &[BinKind]) -> Result<VectorPacking, VectorError>;

pub(crate) const METHODS: [(&str, Method); 6] = [
    ("first fit by sum", |items, kinds| first_fit_decreasing(items, kinds, Measure::Sum)),
    ("first fit by product", |items, kinds| first_fit_decreasing(items, kinds, Measure::Product)),
    ("best fit by norm", |items, kinds| best_fit_decreasing(items, kinds, Fit::Norm)),
    ("best fit by dot product", |items, kinds| best_fit_decreasing(items, kinds, Fit::DotProduct)),
    ("bin by bin by norm", |items, kinds| bin_by_bin(items, kinds, Fit::Norm)),
    ("bin by bin by dot product", |items, kinds| bin_by_bin(items, kinds, Fit::DotProduct)),
];

/// Up to `items` items and 1 to 3 kinds of bins in 1 to 3 dimensions; sizes and capacities are small and tie often, or
/// are as large as there are. Each item fits into a kind without a limit; the others may have one if `counted`.
pub(crate) fn instance(items: usize, counted: bool) -> impl Strategy<Value = (Rows, Vec<BinKind>)> {
    let kind = (proptest::collection::vec(0..=12u64, 3), 0..=6u64, proptest::option::of(0..=4usize));
    let kinds = proptest::collection::vec(kind, 1..=3);
    let rows = proptest::collection::vec((proptest::collection::vec(0..=8u64, 3), any::<usize>()), 0..=items);
    let scale = prop_oneof![4 => Just(1u64), 1 => Just(u64::MAX / 12)];
    (1..=3usize, scale, kinds, rows).prop_map(move |(dimensions, scale, kinds, rows)| {
        let mut kinds: Vec<_> = kinds
            .into_iter()
            .map(|(capacity, cost, count)| {
                let capacity: Vec<u64> = capacity[..dimensions].iter().map(|part| part * scale).collect();
                let kind = BinKind::new(capacity, cost);
                if let (true, Some(count)) = (counted, count) { kind.with_count(count) } else { kind }
            })
            .collect();
        // One that has room, and bins enough.
        kinds.push(BinKind::new(vec![7 * scale; dimensions], 4));
        let rows = rows.into_iter().map(|(row, which)| {
            // Where there are few, the last kind has room for it too.
            let of = [&kinds[which % kinds.len()], &kinds[kinds.len() - 1]];
            let most = |dimension: usize| {
                let of = if of[0].count().is_none() { &of[..1] } else { &of[..] };
                of.iter().map(|kind| kind.capacity()[dimension]).min().unwrap()
            };
            let row: Vec<_> = (0..dimensions).map(|at| (row[at] * scale).min(most(at))).collect();
            if row.iter().any(|&size| size > 0) { row } else { vec![scale; dimensions] }
        });
        (rows.collect(), kinds)
    })
}
