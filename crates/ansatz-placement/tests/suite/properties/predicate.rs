//! Pruning beside brute force: every key of a small domain, evaluated as SQL says, without sets.

use std::{collections::BTreeSet, ops::Bound};

use ansatz_placement::{Predicate, RangeMap, Rendezvous, ShardKey};
use proptest::prelude::*;

/// A condition as a tree, which the predicate does not keep.
#[derive(Debug, Clone)]
enum Tree {
    All,
    None,
    Unknown,
    /// A condition on another column, of which nothing is known.
    Other,
    IsNull,
    OneOf(Vec<u8>),
    Range(Bound<u8>, Bound<u8>),
    Not(Box<Tree>),
    And(Box<Tree>, Box<Tree>),
    Or(Box<Tree>, Box<Tree>),
}

impl Tree {
    fn predicate(&self) -> Predicate<u8> {
        match self {
            Self::All => Predicate::all(),
            Self::None => Predicate::none(),
            Self::Unknown => Predicate::unknown(),
            Self::Other => Predicate::undetermined(),
            Self::IsNull => Predicate::is_null(),
            Self::OneOf(values) => Predicate::one_of(values.iter().copied()),
            &Self::Range(start, end) => Predicate::range((start, end)),
            Self::Not(one) => !one.predicate(),
            Self::And(one, other) => one.predicate() & other.predicate(),
            Self::Or(one, other) => one.predicate() | other.predicate(),
        }
    }

    /// Which of SQL's three values it can have, from its truth tables: other columns may make theirs what they like.
    fn truths(&self, key: Option<u8>) -> BTreeSet<Option<bool>> {
        let one = |truth| BTreeSet::from([truth]);
        match self {
            Self::All => one(Some(true)),
            Self::None => one(Some(false)),
            Self::Unknown => one(None),
            Self::Other => BTreeSet::from([Some(true), Some(false), None]),
            Self::IsNull => one(Some(key.is_none())),
            Self::OneOf(values) if values.is_empty() => one(Some(false)),
            Self::OneOf(values) => one(key.map(|key| values.contains(&key))),
            Self::Range(start, end) => one(key.map(|key| {
                (match *start {
                    Bound::Included(start) => key >= start,
                    Bound::Excluded(start) => key > start,
                    Bound::Unbounded => true,
                }) && match *end {
                    Bound::Included(end) => key <= end,
                    Bound::Excluded(end) => key < end,
                    Bound::Unbounded => true,
                }
            })),
            Self::Not(one) => one.truths(key).into_iter().map(|truth| truth.map(|truth| !truth)).collect(),
            Self::And(one, other) => combined(&one.truths(key), &other.truths(key), |pair| match pair {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            }),
            Self::Or(one, other) => combined(&one.truths(key), &other.truths(key), |pair| match pair {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            }),
        }
    }

    /// Whether a row with this key can be selected.
    fn selects(&self, key: Option<u8>) -> bool {
        self.truths(key).contains(&Some(true))
    }
}

fn combined(
    one: &BTreeSet<Option<bool>>,
    other: &BTreeSet<Option<bool>>,
    table: impl Fn((Option<bool>, Option<bool>)) -> Option<bool>,
) -> BTreeSet<Option<bool>> {
    one.iter().flat_map(|&a| other.iter().map(move |&b| (a, b))).map(table).collect()
}

fn bound() -> impl Strategy<Value = Bound<u8>> {
    let value = prop_oneof![any::<u8>(), Just(0), Just(255), 100..110u8];
    prop_oneof![
        3 => value.clone().prop_map(Bound::Included),
        3 => value.prop_map(Bound::Excluded),
        1 => Just(Bound::Unbounded),
    ]
}

fn trees() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![
        1 => Just(Tree::All),
        1 => Just(Tree::None),
        1 => Just(Tree::Unknown),
        2 => Just(Tree::Other),
        1 => Just(Tree::IsNull),
        6 => proptest::collection::vec(any::<u8>(), 0..6).prop_map(Tree::OneOf),
        12 => (bound(), bound()).prop_map(|(start, end)| Tree::Range(start, end)),
    ];
    leaf.prop_recursive(12, 200, 2, |tree| {
        prop_oneof![
            tree.clone().prop_map(|one| Tree::Not(Box::new(one))),
            (tree.clone(), tree.clone()).prop_map(|(one, other)| Tree::And(Box::new(one), Box::new(other))),
            (tree.clone(), tree).prop_map(|(one, other)| Tree::Or(Box::new(one), Box::new(other))),
        ]
    })
}

/// Every key there is, and its absence.
fn keys() -> impl Iterator<Item = Option<u8>> {
    (0..=255).map(Some).chain([None])
}

proptest! {
    #[test]
    fn the_selection_is_what_brute_force_selects(tree in trees()) {
        let predicate = tree.predicate();
        let selection = predicate.selection();
        for key in keys() {
            let expected = tree.selects(key);
            prop_assert_eq!(selection.contains(key.as_ref()), expected, "{:?}", key);
            prop_assert_eq!(predicate.matches(key.as_ref()), expected, "{:?}", key);
        }
        // The normal form: no interval is empty, and between any two lies a value.
        for interval in selection.intervals() {
            prop_assert!(interval.end.is_none_or(|end| end > interval.start));
        }
        for pair in selection.intervals().windows(2) {
            prop_assert!(pair[0].end.is_some_and(|end| end < pair[1].start));
        }
    }

    #[test]
    fn exactly_the_touched_shards_are_named(
        tree in trees(),
        starts in proptest::collection::btree_set(1..=255u8, 0..40),
        shards in 1..300usize,
    ) {
        let selection = tree.predicate().selection();
        let selected = || keys().filter(|&key| tree.selects(key));

        let splits = starts.iter().zip(1..).map(|(start, owner)| (start.ordered_bytes(), owner));
        let map = RangeMap::with_splits(0usize, splits).unwrap();
        let touched: Vec<usize> = map.touched(&selection).map(|range| *range.owner).collect();
        let mut expected: Vec<usize> = selected().flatten().map(|key| *map.find([key])).collect();
        expected.dedup();
        prop_assert_eq!(touched, expected);

        // By any function.
        let place = |key: Option<&u8>| key.map_or(shards / 2, |&key| usize::from(key) * 7919 % shards);
        let mut expected: Vec<usize> = selected().map(|key| place(key.as_ref())).collect();
        expected.sort_unstable();
        expected.dedup();
        prop_assert_eq!(selection.shards(shards, place), expected);

        // By a placer, which has no place for NULL.
        let placer = Rendezvous::new(0..=shards as u64 % 20).unwrap();
        let slots = selection.slots(&placer);
        for key in selected() {
            if let Some(key) = key {
                prop_assert!(slots.contains(&placer.fleet().slot_of(placer.locate(&key)).unwrap()));
            } else {
                prop_assert_eq!(slots.len(), placer.fleet().len());
            }
        }
    }

    /// Infinitely many texts lie in a range: every key that brute force finds must be in a named range.
    #[test]
    fn texts_are_never_missed(
        bounds in proptest::collection::vec(("[ab\0]{0,3}", "[ab\0]{0,3}", any::<[bool; 4]>()), 1..6),
        starts in proptest::collection::btree_set("[ab\0]{1,3}", 0..8),
        probes in proptest::collection::vec("[ab\0]{0,4}", 0..40),
    ) {
        let bound = |value: &String, excluded| {
            if excluded { Bound::Excluded(value.clone()) } else { Bound::Included(value.clone()) }
        };
        let predicate = bounds.iter().fold(Predicate::none(), |sum, (start, end, [a, b, negated, and])| {
            let range = Predicate::range((bound(start, *a), bound(end, *b)));
            let range = if *negated { !range } else { range };
            if *and { sum & range } else { sum | range }
        });
        let selection = predicate.selection();
        let map = RangeMap::with_splits(0, starts.iter().zip(1..)).unwrap();
        let touched: Vec<i32> = map.touched(&selection).map(|range| *range.owner).collect();
        for probe in &probes {
            prop_assert_eq!(selection.contains(Some(probe)), predicate.matches(Some(probe)));
            if predicate.matches(Some(probe)) {
                prop_assert!(touched.contains(map.find(probe)), "{:?}", probe);
            }
        }
        // Each named range really holds a selected key: its start, or the start of an interval.
        for range in map.touched(&selection) {
            let mut witnesses = selection.intervals().iter().map(|interval| interval.start.clone())
                .chain([String::from_utf8(range.start.to_vec()).unwrap()]);
            prop_assert!(witnesses.any(|key| predicate.matches(Some(&key)) && map.find(&key) == range.owner));
        }
    }
}
