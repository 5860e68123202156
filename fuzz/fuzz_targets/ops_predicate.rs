//! A condition put together from any bytes, beside brute force over every key there is.
#![cfg_attr(feature = "libfuzzer", no_main)]

use std::ops::Bound;

use ansatz_placement::{Predicate, RangeMap};

ansatz_fuzz::target!(|data| run(data));

/// A condition, and for each key (the last one is NULL) what it can be.
type Pair = (Predicate<u8>, Vec<Truths>);

/// What a condition can be, as other columns have it: more than one thing if it is undetermined.
#[derive(Debug, Clone, Copy)]
struct Truths {
    yes: bool,
    no: bool,
    unknown: bool,
}

const YES: Truths = Truths { yes: true, no: false, unknown: false };
const NO: Truths = Truths { yes: false, no: true, unknown: false };
const UNKNOWN: Truths = Truths { yes: false, no: false, unknown: true };
const ANY: Truths = Truths { yes: true, no: true, unknown: true };

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
                (!one, truths.into_iter().map(negated).collect())
            }
            (6 | 7, 2..) => {
                let (Some((one, left)), Some((other, right))) = (stack.pop(), stack.pop()) else { return };
                let pairs = left.into_iter().zip(right);
                if step % 8 == 6 {
                    (one & other, pairs.map(|(one, other)| both(one, other)).collect())
                } else {
                    // De Morgan.
                    let either = |(one, other)| negated(both(negated(one), negated(other)));
                    (one | other, pairs.map(either).collect())
                }
            }
            _ => continue,
        };
        stack.push(pair);
    }
    stack.iter().for_each(check);
}

fn truths(of: impl Fn(u8) -> bool) -> Vec<Truths> {
    (0..=255).map(|key| if of(key) { YES } else { NO }).chain([UNKNOWN]).collect()
}

fn special(which: u8) -> Pair {
    match which % 5 {
        0 => (Predicate::all(), vec![YES; 257]),
        1 => (Predicate::none(), vec![NO; 257]),
        2 => (Predicate::unknown(), vec![UNKNOWN; 257]),
        3 => (Predicate::undetermined(), vec![ANY; 257]),
        _ => (Predicate::is_null(), (0..257).map(|key| if key == 256 { YES } else { NO }).collect()),
    }
}

fn negated(truths: Truths) -> Truths {
    Truths { yes: truths.no, no: truths.yes, ..truths }
}

/// AND: true if both are, false if one is, otherwise unknown.
fn both(one: Truths, other: Truths) -> Truths {
    let some = |truths: Truths| truths.yes || truths.unknown;
    Truths {
        yes: one.yes && other.yes,
        no: one.no || other.no,
        unknown: (one.unknown && some(other)) || (some(one) && other.unknown),
    }
}

fn check((predicate, truths): &Pair) {
    let selection = predicate.selection();
    let keys = (0..=255).map(Some).chain([None]);
    let map = RangeMap::with_splits(0usize, (1..16u8).map(|i| ([i * 16], usize::from(i))));
    let touched: Vec<usize> = map.iter().flat_map(|map| map.touched(&selection)).map(|range| *range.owner).collect();
    let mut expected = Vec::new();
    for (key, truth) in keys.zip(truths) {
        let selected = truth.yes;
        assert_eq!(selection.contains(key.as_ref()), selected, "{key:?}");
        assert_eq!(predicate.matches(key.as_ref()), selected, "{key:?}");
        expected.extend(key.filter(|_| selected).map(|key| usize::from(key / 16)));
    }
    expected.dedup();
    assert_eq!(touched, expected);
}
