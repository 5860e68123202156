//! Items of several sizes in bins of several kinds, by all methods: packings, bounds, and the cheapest packing where
//! there are few items.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_packing::vector::{
    BinKind, Fit, Measure, VectorError, VectorPacking, best_fit_decreasing, bin_by_bin, first_fit_decreasing,
    lower_bound,
};

#[path = "../../crates/ansatz-packing/tests/suite/vector/oracle.rs"]
mod oracle;

ansatz_fuzz::target!(|data| run(data));

/// The dimensions, the number of kinds and the degree of a bound; of each kind its cost, its count and its capacities;
/// then the sizes of each item.
fn run(data: &[u8]) {
    let Some((&[dimensions, kinds, degree], rest)) = data.split_first_chunk::<3>() else { return };
    let (dimensions, degree) = (1 + usize::from(dimensions % 3), u64::from(degree % 40));
    let (of_kinds, of_items) = rest.split_at(rest.len().min((1 + usize::from(kinds % 3)) * (2 + dimensions)));
    let kinds: Vec<BinKind> = of_kinds.chunks(2 + dimensions).filter_map(kind).collect();
    let items = of_items.chunks(dimensions).take(MOST).map(|sizes| sizes.iter().copied().map(amount).collect());
    let items: Vec<Vec<u64>> = items.collect();

    let bound = lower_bound(&items, &kinds, degree);
    check(&items, &kinds, &bound);
    // Without those that are none or fit nowhere there is nothing wrong.
    let usable = |kind: &&BinKind| kind.count() != Some(0);
    let fits = |item: &[u64], kind: &BinKind| item.iter().zip(kind.capacity()).all(|(size, room)| size <= room);
    let is_right = |item: &&Vec<u64>| item.len() == dimensions && item.iter().any(|&size| size > 0);
    let fitting: Vec<Vec<u64>> = items.iter().filter(is_right).cloned().collect();
    let fitting: Vec<Vec<u64>> =
        fitting.into_iter().filter(|item| kinds.iter().filter(usable).any(|kind| fits(item, kind))).collect();
    if kinds.iter().all(|kind| kind.capacity().len() == dimensions) && !kinds.is_empty() {
        let bound = lower_bound(&fitting, &kinds, degree);
        assert!(bound.is_ok(), "{bound:?}");
        check(&fitting, &kinds, &bound);
    }
}

/// The cost, how many there are (most are without a limit), and the capacities.
fn kind(bytes: &[u8]) -> Option<BinKind> {
    let (&[cost, count], capacity) = bytes.split_first_chunk::<2>()?;
    let capacity: Vec<u64> = capacity.iter().copied().map(amount).collect();
    let kind = BinKind::new(capacity, amount(cost));
    Some(if count < 8 { kind.with_count(count.into()) } else { kind })
}

/// Small numbers, and the largest there are.
fn amount(byte: u8) -> u64 {
    if byte < 192 { u64::from(byte % 32) } else { u64::MAX >> (255 - byte) }
}

fn check(items: &[Vec<u64>], kinds: &[BinKind], bound: &Result<u128, VectorError>) {
    let cheapest = bound.is_ok() && items.len() <= FEW;
    let cheapest = cheapest.then(|| oracle::optimum(items, kinds));
    for packed in [
        first_fit_decreasing(items, kinds, Measure::Sum),
        first_fit_decreasing(items, kinds, Measure::Product),
        best_fit_decreasing(items, kinds, Fit::Norm),
        best_fit_decreasing(items, kinds, Fit::DotProduct),
        bin_by_bin(items, kinds, Fit::Norm),
        bin_by_bin(items, kinds, Fit::DotProduct),
    ] {
        match (packed, bound) {
            (Ok(packing), Ok(bound)) => {
                validate(&packing, items, kinds);
                assert!(*bound <= packing.cost() && packing.lower_bound() <= packing.cost());
                if let Some(cheapest) = cheapest {
                    let cheapest = cheapest.expect("there is a packing");
                    assert!(*bound <= cheapest && packing.lower_bound() <= cheapest && cheapest <= packing.cost());
                }
            }
            (Err(VectorError::Exhausted { items: left }), Ok(_)) => {
                assert!(!left.is_empty() && left.is_sorted() && left.iter().all(|&item| item < items.len()));
                assert!(kinds.iter().any(|kind| kind.count().is_some()), "bins without a limit do not run out");
            }
            (packed, bound) => assert_eq!(packed.err(), bound.clone().err()),
        }
    }
}

fn validate(packing: &VectorPacking, items: &[Vec<u64>], kinds: &[BinKind]) {
    assert_eq!(packing.validate(items), Ok(()));
    let (bins, assignment) = (packing.bin_kinds().to_vec(), packing.assignment().to_vec());
    assert_eq!(VectorPacking::from_assignment(items, kinds, bins, assignment).as_ref(), Ok(packing));
}

/// Items: some methods are quadratic.
const MOST: usize = 30;

/// Items of which all packings are looked at.
const FEW: usize = 5;
