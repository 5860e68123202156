//! A range map beside a `BTreeMap` from where each range begins to its owner.

use std::collections::BTreeMap;

use ansatz_placement::RangeMap;
use proptest::prelude::*;

#[derive(Debug, Clone)]
enum Step {
    Split(Vec<u8>, u8),
    Merge(Vec<u8>),
    Reassign(Vec<u8>, u8),
    Assign(Vec<u8>, Option<Vec<u8>>, u8),
    Coalesce,
}

/// Few letters, so that keys meet, begin alike, and end where others go on.
fn key() -> impl Strategy<Value = Vec<u8>> {
    let tail = proptest::collection::vec(prop_oneof![Just(0u8), Just(1), Just(255)], 0..3);
    (0..4usize, tail).prop_map(|(shared, tail)| [&b"user:0000000000"[..shared * 5], &tail].concat())
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        8 => (key(), 0..4u8).prop_map(|(key, owner)| Step::Split(key, owner)),
        4 => key().prop_map(Step::Merge),
        2 => (key(), 0..4u8).prop_map(|(key, owner)| Step::Reassign(key, owner)),
        2 => (key(), proptest::option::of(key()), 0..4u8)
            .prop_map(|(start, end, owner)| Step::Assign(start, end, owner)),
        1 => Just(Step::Coalesce),
    ];
    proptest::collection::vec(step, 0..60)
}

type Model = BTreeMap<Vec<u8>, u8>;

fn owner(model: &Model, key: &[u8]) -> u8 {
    *model.range(..=key.to_vec()).next_back().unwrap().1
}

fn apply(map: &mut RangeMap<u8>, model: &mut Model, step: Step) -> Result<(), TestCaseError> {
    match step {
        Step::Split(key, new) => {
            let is_new = !model.contains_key(&key);
            prop_assert_eq!(map.split(&key, new).is_ok(), is_new);
            model.entry(key).or_insert(new);
        }
        Step::Merge(key) => {
            let removed = if key.is_empty() { None } else { model.remove(&key) };
            prop_assert_eq!(map.merge(&key).ok(), removed);
        }
        Step::Reassign(key, new) => {
            let old = std::mem::replace(model.range_mut(..=key.clone()).next_back().unwrap().1, new);
            prop_assert_eq!(map.reassign(&key, new), old);
        }
        Step::Assign(start, end, new) => {
            let is_empty = end.as_ref().is_some_and(|end| *end <= start);
            prop_assert_eq!(map.assign(&start, end.as_deref(), new).is_err(), is_empty);
            if !is_empty {
                if let Some(end) = &end {
                    let rest = owner(model, end);
                    model.entry(end.clone()).or_insert(rest);
                }
                model.retain(|key, _| *key < start || end.as_ref().is_some_and(|end| key >= end));
                model.insert(start, new);
            }
        }
        Step::Coalesce => {
            let mut last = None;
            let before = model.len();
            model.retain(|_, owner| last.replace(*owner) != Some(*owner));
            prop_assert_eq!(map.coalesce(), before - model.len());
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn a_range_map_is_a_map_from_starts_to_owners(steps in steps(), probes in proptest::collection::vec(key(), 40)) {
        let (mut map, mut model) = (RangeMap::new(9u8), Model::from([(vec![], 9)]));
        for step in steps {
            apply(&mut map, &mut model, step)?;
            for probe in &probes {
                prop_assert_eq!(*map.find(probe), owner(&model, probe));
            }
            let listed: Vec<_> = map.iter().map(|range| (range.start.to_vec(), *range.owner)).collect();
            prop_assert_eq!(&listed, &model.clone().into_iter().collect::<Vec<_>>());
            // Each range ends where the next one begins: every key has exactly one owner.
            let ends = map.iter().map(|range| range.end.map(<[u8]>::to_vec));
            let nexts = model.keys().skip(1).cloned().map(Some).chain([None]);
            prop_assert_eq!(ends.collect::<Vec<_>>(), nexts.collect::<Vec<_>>());
            for pair in probes.windows(2) {
                let scan: Vec<_> = map.overlapping(&pair[0], Some(&pair[1])).collect();
                let expected = map.iter().filter(|range| {
                    pair[0] < pair[1] && range.start < &pair[1][..] && range.end.is_none_or(|end| end > &pair[0][..])
                });
                prop_assert_eq!(scan, expected.collect::<Vec<_>>());
            }
        }
        prop_assert_eq!(RangeMap::from_bytes(&map.to_bytes()), Ok(map));
    }
}
