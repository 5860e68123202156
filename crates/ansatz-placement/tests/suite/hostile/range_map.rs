//! Damaged and made-up bytes for range maps.

use ansatz_hash::DecodeKey;
use ansatz_placement::RangeMap;
use ansatz_testkit::hostile::{assert_survives_damage, decode_counted};
use proptest::prelude::*;

fn accepts<N: DecodeKey>(bytes: &[u8]) -> bool {
    RangeMap::<N>::from_bytes(bytes).is_ok_and(|map| {
        assert_eq!(map.to_bytes(), bytes, "an accepted value is written differently");
        assert_eq!(map.position(b"key\0"), map.iter().filter(|range| range.start <= b"key\0").count() - 1);
        true
    })
}

fn golden() -> RangeMap<String> {
    let splits = [("a", "two"), ("ab", ""), ("b", "four")];
    RangeMap::with_splits("one".to_string(), splits.map(|(key, owner)| (key, owner.to_string()))).unwrap()
}

#[test]
fn damaged_bytes_are_survived() {
    assert_survives_damage(&golden().to_bytes(), accepts::<String>);
    assert_survives_damage(&RangeMap::new(7u64).to_bytes(), accepts::<u64>);
}

#[test]
fn many_short_keys_stay_within_the_memory_bound() {
    let splits = (0..=255u8).flat_map(|a| (1..16).map(move |b| ([a, b], String::new())));
    let map = RangeMap::with_splits(String::new(), splits).unwrap();
    assert!(decode_counted(&map.to_bytes(), &mut accepts::<String>));
}

/// Half of a million ranges become one. To take them out one by one would be some 10^11 steps: the runner would stop it.
#[test]
fn a_range_over_many_is_made_in_linear_time() {
    let many = 1u32 << 20;
    let splits = (1..many).map(|start| (start.to_be_bytes(), start));
    let mut map = RangeMap::with_splits(0, splits).unwrap();
    map.assign(7u32.to_be_bytes(), Some(&(many / 2).to_be_bytes()), many).unwrap();
    assert_eq!(map.len() as u32, many / 2 + 8);
    let owners = [6, 7, many / 2 - 1, many / 2, many - 1].map(|key| *map.find(key.to_be_bytes()));
    assert_eq!(owners, [6, many, many, many / 2, many - 1]);
}

#[test]
fn the_bytes_are_pinned_and_checked() {
    let len = |len: u64| len.to_le_bytes();
    let expected = [
        b"ANSZRNGM\x01\x00",
        &len(3)[..],
        &len(3),
        b"one",
        &len(1),
        b"a",
        &len(3),
        b"two",
        &len(2),
        b"ab",
        &len(0),
        &len(1),
        b"b",
        &len(4),
        b"four",
    ];
    let bytes = golden().to_bytes();
    assert_eq!(bytes, expected.concat());
    let error_with = |at: usize, byte: u8| {
        let mut bytes = bytes.clone();
        bytes[at] = byte;
        RangeMap::<String>::from_bytes(&bytes).unwrap_err().to_string()
    };
    assert_eq!(error_with(9, 1), "`flags` is 1, allowed: 0");
    assert_eq!(error_with(37, b'b'), "`key` is \"ab\", allowed: after \"b\"");
    assert!(error_with(10, 200).starts_with("truncated"));
}

#[cfg(feature = "serde")]
#[test]
fn serde_goes_through_the_same_bytes() {
    let json = serde_json::to_string(&golden()).unwrap();
    assert_eq!(serde_json::from_str::<RangeMap<String>>(&json).unwrap(), golden());
    assert!(serde_json::from_str::<RangeMap<String>>("[1,2]").is_err());
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_survived(prefix in 0usize..80, tail in proptest::collection::vec(any::<u8>(), 0..300)) {
        let bytes = golden().to_bytes();
        let prefix = &bytes[..prefix.min(bytes.len())];
        decode_counted(&[prefix, &tail].concat(), &mut accepts::<String>);
        decode_counted(&[prefix, &tail].concat(), &mut accepts::<Vec<u8>>);
    }
}
