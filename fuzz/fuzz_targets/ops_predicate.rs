//! A condition put together from any bytes, beside brute force over every key there is.
#![cfg_attr(feature = "libfuzzer", no_main)]

use std::ops::Bound;

use ansatz_placement::{Predicate, RangeMap};

ansatz_fuzz::target!(|data| run(data));

/// A condition, and for each key (the last one is NULL) whether it is true; `None` is unknown.
type Pair = (Predicate<u8>, Vec<Option<bool>>);

/// Each three bytes are a step of a stack machine.
fn run(data: &[u8]) {
    let mut stack: Vec<Pair> = Vec::new();
    for &[step, a, b] in data.as_chunks::<3>().0.iter().take(500) {
        let pair = match (step % 8, stack.len()) {
            (0, _) => (Predicate::eq(a), truths(|key| key == a)),
            (1, _) => (Predicate::one_of([a, b]), truths(|key| key == a || key == b)),
            (2, _) => (Predicate::range(a..b), truths(|key| key >= a && key < b)),
            (3, _) => {
                let bounds = (Bound::Excluded(a), Bound::Included(b));
                (Predicate::range(bounds), truths(|key| key > a && key <= b))
            }
            (4, _) => special(a),
            (5, 1..) => {
                let Some((one, truths)) = stack.pop() else { return };
                (!one, truths.into_iter().map(|truth| truth.map(|truth| !truth)).collect())
            }
            (6 | 7, 2..) => {
                let (Some((one, left)), Some((other, right))) = (stack.pop(), stack.pop()) else { return };
                if step % 8 == 6 {
                    (one & other, both(left, right, false))
                } else {
                    (one | other, both(left, right, true))
                }
            }
            _ => continue,
        };
        stack.push(pair);
    }
    stack.iter().for_each(check);
}

fn truths(of: impl Fn(u8) -> bool) -> Vec<Option<bool>> {
    (0..=255).map(|key| Some(of(key))).chain([None]).collect()
}

fn special(which: u8) -> Pair {
    match which % 4 {
        0 => (Predicate::all(), vec![Some(true); 257]),
        1 => (Predicate::none(), vec![Some(false); 257]),
        2 => (Predicate::unknown(), vec![None; 257]),
        _ => (Predicate::is_null(), (0..257).map(|key| Some(key == 256)).collect()),
    }
}

/// AND, which false decides, or OR, which true decides.
fn both(left: Vec<Option<bool>>, right: Vec<Option<bool>>, decisive: bool) -> Vec<Option<bool>> {
    let one = |(left, right)| match (left, right) {
        (Some(truth), _) | (_, Some(truth)) if truth == decisive => Some(decisive),
        (Some(_), Some(_)) => Some(!decisive),
        _ => None,
    };
    left.into_iter().zip(right).map(one).collect()
}

fn check((predicate, truths): &Pair) {
    let selection = predicate.selection();
    let keys = (0..=255).map(Some).chain([None]);
    let map = RangeMap::with_splits(0usize, (1..16u8).map(|i| ([i * 16], usize::from(i))));
    let touched: Vec<usize> = map.iter().flat_map(|map| map.touched(&selection)).map(|range| *range.owner).collect();
    let mut expected = Vec::new();
    for (key, truth) in keys.zip(truths) {
        let selected = *truth == Some(true);
        assert_eq!(selection.contains(key.as_ref()), selected, "{key:?}");
        assert_eq!(predicate.matches(key.as_ref()), selected, "{key:?}");
        expected.extend(key.filter(|_| selected).map(|key| usize::from(key / 16)));
    }
    expected.dedup();
    assert_eq!(touched, expected);
}
