//! SpaceSaving's deterministic bounds, beside exact counts, through any tree of merges.

use std::collections::BTreeMap;

use ansatz_hash::{SeededHasher, Xxh3};
use ansatz_sketch::{Counted, TopK};
use proptest::prelude::*;

const KEYS: u8 = 24;

/// A program for a stack of summaries, each with its exact counts.
#[derive(Debug, Clone)]
enum Step {
    Update(u8, u64),
    Push,
    Merge,
    Reload,
}

fn steps(weight: impl Strategy<Value = u64>) -> impl Strategy<Value = Vec<Step>> {
    let update = (0..KEYS, weight).prop_map(|(key, weight)| Step::Update(key, weight));
    let step = prop_oneof![20 => update, 1 => Just(Step::Push), 1 => Just(Step::Merge), 1 => Just(Step::Reload)];
    proptest::collection::vec(step, 0..200)
}

type Exact = BTreeMap<u8, u128>;

/// Runs the program and merges what is left on the stack.
fn run(capacity: usize, seed: u64, steps: Vec<Step>) -> (TopK<u8>, Exact) {
    let fresh = || (TopK::with_hasher(capacity, Xxh3::with_seed(seed)).unwrap(), Exact::new());
    let mut stack = vec![fresh()];
    for step in steps {
        match step {
            Step::Update(key, weight) => {
                let (top, exact) = stack.last_mut().unwrap();
                top.update(&key, weight);
                *exact.entry(key).or_default() += u128::from(weight);
            }
            Step::Push => stack.push(fresh()),
            Step::Merge if stack.len() > 1 => merge(&mut stack),
            Step::Merge => {}
            // A decoded summary goes on as the encoded one would have.
            Step::Reload => {
                let (top, _) = stack.last_mut().unwrap();
                let again = TopK::from_bytes(&top.to_bytes()).unwrap();
                assert_eq!(&again, top);
                *top = again;
            }
        }
    }
    while stack.len() > 1 {
        merge(&mut stack);
    }
    stack.pop().unwrap()
}

fn merge(stack: &mut Vec<(TopK<u8>, Exact)>) {
    let (from, counts) = stack.pop().unwrap();
    let (into, exact) = stack.last_mut().unwrap();
    let mut other_way = from.clone();
    other_way.merge(into).unwrap();
    into.merge(&from).unwrap();
    assert_eq!(*into, other_way, "merging is not commutative");
    for (key, count) in counts {
        *exact.entry(key).or_default() += count;
    }
}

/// Every promise that does not depend on the total.
fn check_intervals(top: &TopK<u8>, exact: &Exact) {
    for key in 0..KEYS {
        let (estimate, truth) = (top.estimate(&key), exact.get(&key).copied().unwrap_or(0) as f64);
        assert!(estimate.contains(truth), "{key}: {truth} is not in {estimate}");
        assert_eq!(estimate.confidence, 1.0);
        assert!(estimate.lower <= estimate.value && estimate.value <= estimate.upper);
    }
}

fn check_errors(top: &TopK<u8>, exact: &Exact) {
    let kept: Vec<Counted<u8>> = top.top(usize::MAX);
    assert_eq!(kept.len(), top.len());
    assert!(top.len() <= 2 * top.capacity());
    assert!(top.len() >= top.capacity().min(exact.values().filter(|&&count| count > 0).count()));
    assert!(kept.is_sorted_by(|a, b| a.estimate.value >= b.estimate.value));
    assert_eq!(u128::from(top.total()), exact.values().sum());
    let bound = top.total() as f64 / (top.capacity() + 1) as f64;
    assert!(top.floor() as f64 <= bound);
    for Counted { item, estimate, .. } in &kept {
        assert_eq!(estimate.value, estimate.upper);
        assert!(estimate.upper - estimate.lower <= bound, "{item}: {estimate} is wider than {bound}");
    }
    for (key, &count) in exact {
        let is_kept = kept.iter().any(|counted| counted.item == *key);
        assert!(is_kept || count as f64 <= bound, "{key} occurred {count} times of {} and is not kept", top.total());
    }
}

fn check_heavy_hitters(top: &TopK<u8>, exact: &Exact, threshold: u64) {
    let heavy = top.at_least(threshold);
    let truth = |counted: &Counted<u8>| exact.get(&counted.item).copied().unwrap_or(0);
    assert!(heavy.guaranteed.iter().all(|counted| truth(counted) >= u128::from(threshold)));
    assert!(heavy.possible.iter().all(|counted| counted.estimate.lower < threshold as f64));
    if heavy.complete {
        let found = |key: &u8| heavy.guaranteed.iter().chain(&heavy.possible).any(|counted| counted.item == *key);
        assert!(exact.iter().all(|(key, &count)| count < u128::from(threshold) || found(key)));
    } else {
        assert!(threshold <= top.total() / (top.capacity() as u64 + 1));
    }
}

proptest! {
    #[test]
    fn every_bound_holds_through_any_merges(
        capacity in 1usize..12, seed in any::<u64>(), threshold in 0u64..100,
        steps in steps(prop_oneof![Just(1u64), 0u64..20]),
    ) {
        let (top, exact) = run(capacity, seed, steps);
        check_intervals(&top, &exact);
        check_errors(&top, &exact);
        check_heavy_hitters(&top, &exact, threshold);
    }

    #[test]
    fn intervals_hold_where_counts_saturate(
        capacity in 1usize..6, seed in any::<u64>(), steps in steps(prop_oneof![0u64..9, (u64::MAX / 4)..=u64::MAX]),
    ) {
        let (top, exact) = run(capacity, seed, steps);
        check_intervals(&top, &exact);
    }

    #[test]
    fn a_decoded_summary_goes_on_alike(
        capacity in 1usize..12, seed in any::<u64>(), first in steps(0u64..9), second in proptest::collection::vec((0..KEYS, 0u64..9), 0..60),
    ) {
        let (mut top, _) = run(capacity, seed, first);
        let mut again = TopK::<u8>::from_bytes(&top.to_bytes()).unwrap();
        top.extend(second.iter().map(|(key, weight)| (key, *weight)));
        again.extend(second.iter().map(|(key, weight)| (key, *weight)));
        prop_assert_eq!(top.to_bytes(), again.to_bytes());
    }

    #[test]
    fn without_evictions_everything_is_exact(stream in proptest::collection::vec((0..KEYS, 1u64..9), 0..60)) {
        let mut top = TopK::<u8>::new(KEYS.into()).unwrap();
        let mut exact = Exact::new();
        for (key, weight) in stream {
            top.update(&key, weight);
            *exact.entry(key).or_default() += u128::from(weight);
        }
        prop_assert_eq!(top.floor(), 0);
        for counted in top.top(usize::MAX) {
            prop_assert_eq!((counted.estimate.lower, counted.estimate.value), (exact[&counted.item] as f64, exact[&counted.item] as f64));
        }
    }
}

#[test]
fn equality_is_about_counts_and_hashers() {
    let of = |capacity, seed, items: &[(&str, u64)]| {
        let mut top = TopK::<String>::with_hasher(capacity, Xxh3::with_seed(seed)).unwrap();
        top.extend(items.iter().copied());
        top
    };
    let top = of(3, 1, &[("a", 2), ("b", 1)]);
    assert_eq!(top, of(3, 1, &[("b", 1), ("a", 1), ("a", 1)]));
    assert_ne!(top, of(3, 1, &[("a", 2), ("c", 1)]));
    assert_ne!(top, of(3, 1, &[("a", 1), ("b", 2)]));
    assert_ne!(top, of(4, 1, &[("a", 2), ("b", 1)]));
    assert_ne!(top, of(3, 2, &[("a", 2), ("b", 1)]));
}

#[test]
fn debug_summarises() {
    let mut top = TopK::<String>::new(3).unwrap();
    top.extend([("secret", 2), ("b", 1)]);
    let expected = "TopK { capacity: 3, len: 2, total: 3, floor: 0, hasher: XXH3/0000000000000000, .. }";
    assert_eq!(format!("{top:?}"), expected);
}

#[test]
fn summaries_that_do_not_fit_are_refused_and_unchanged() {
    let of = |capacity, seed| {
        let mut top = TopK::<String>::with_hasher(capacity, Xxh3::with_seed(seed)).unwrap();
        top.update("a", 2);
        top
    };
    for (other, name) in [(of(4, 1), "capacity"), (of(3, 2), "hasher")] {
        let mut top = of(3, 1);
        assert_eq!(top.merge(&other).unwrap_err().name(), name);
        assert_eq!(top, of(3, 1));
    }
}

#[test]
fn nonsense_is_refused_by_name() {
    for capacity in [0, (1 << 29) + 1, usize::MAX] {
        let error = TopK::<u64>::new(capacity).unwrap_err();
        assert_eq!((error.name(), error.allowed()), ("capacity", "1..=536870912"));
    }
    // An empty summary takes no memory for its capacity.
    assert!(TopK::<u64>::new(1 << 29).unwrap().memory_bytes() < 200);
    for share in [0.0, 1.0, f64::NAN, -1.0] {
        assert_eq!(TopK::<u64>::new(1).unwrap().heavy_hitters(share).unwrap_err().name(), "share");
    }
}

#[cfg(feature = "serde")]
#[test]
fn serde_makes_the_round_trip() {
    let mut top = TopK::<String>::new(2).unwrap();
    top.extend([("a", 5), ("b", 3), ("c", 1)]);
    let json = serde_json::to_string(&top).unwrap();
    assert_eq!(serde_json::from_str::<TopK<String>>(&json).unwrap(), top);
}
