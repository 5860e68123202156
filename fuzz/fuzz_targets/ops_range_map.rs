//! A range map under any sequence of changes, beside a map from starts to owners.
#![cfg_attr(feature = "libfuzzer", no_main)]

use std::collections::BTreeMap;

use ansatz_placement::RangeMap;

ansatz_fuzz::target!(|data| run(data));

type Model = BTreeMap<Vec<u8>, u8>;

/// Each step is a byte and the keys that it takes, each a length and so many bytes.
fn run(mut data: &[u8]) {
    let (mut map, mut model) = (RangeMap::new(0u8), Model::from([(vec![], 0)]));
    while let Some((&step, rest)) = data.split_first() {
        data = rest;
        let key = take(&mut data);
        match step % 6 {
            0 => {
                assert_eq!(map.split(&key, step).is_ok(), !model.contains_key(&key));
                model.entry(key.clone()).or_insert(step);
            }
            1 => {
                let removed = if key.is_empty() { None } else { model.remove(&key) };
                assert_eq!(map.merge(&key).ok(), removed);
            }
            2 => {
                let old = model.range_mut(..=key.clone()).next_back().map(|(_, owner)| std::mem::replace(owner, step));
                assert_eq!(Some(map.reassign(&key, step)), old);
            }
            3 => assign(&mut map, &mut model, &key, &take(&mut data), step),
            4 => {
                let count = model.len();
                let mut last = None;
                model.retain(|_, owner| last.replace(*owner) != Some(*owner));
                assert_eq!(map.coalesce(), count - model.len());
            }
            _ => {
                let owner = map.range(map.position(&key)).map(|range| *range.owner);
                assert_eq!(owner, Some(*map.find(&key)));
                assert!(map.range(map.len()).is_none());
            }
        }
        assert_eq!(Some(map.find(&key)), model.range(..=key).next_back().map(|(_, owner)| owner));
    }
    assert!(map.iter().map(|range| (range.start, range.owner)).eq(model.iter().map(|(key, owner)| (&key[..], owner))));
    assert_eq!(RangeMap::from_bytes(&map.to_bytes()), Ok(map));
}

fn assign(map: &mut RangeMap<u8>, model: &mut Model, start: &[u8], end: &[u8], owner: u8) {
    assert_eq!(map.assign(start, Some(end), owner).is_ok(), start < end);
    if start < end {
        let rest = model.range(..=end.to_vec()).next_back().map_or(0, |(_, &owner)| owner);
        model.entry(end.to_vec()).or_insert(rest);
        model.retain(|key, _| &key[..] < start || &key[..] >= end);
        model.insert(start.to_vec(), owner);
    }
}

fn take(data: &mut &[u8]) -> Vec<u8> {
    let Some((&len, rest)) = data.split_first() else { return Vec::new() };
    let (key, rest) = rest.split_at(usize::from(len % 16).min(rest.len()));
    *data = rest;
    key.to_vec()
}
