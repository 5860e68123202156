//! Damaged and made-up bytes for SpaceSaving.

use ansatz_core::DecodeError;
use ansatz_hash::{DecodeKey, Identity, KeyHasher, SipHash, Xxh3};
use ansatz_sketch::TopK;
use ansatz_testkit::hostile::{assert_survives_damage, decode_counted};
use proptest::prelude::*;

/// Decodes, writes again, and uses what is accepted.
fn accepts<K: DecodeKey + Clone>(bytes: &[u8]) -> bool {
    TopK::<K, Xxh3>::from_bytes(bytes).is_ok_and(|mut top| {
        assert_eq!(top.to_bytes(), bytes, "an accepted value is written differently");
        if let Some(counted) = top.top(1).first() {
            assert_eq!(counted.estimate, top.estimate(&counted.item));
        }
        for byte in 0..3u8 {
            if let Ok(key) = K::decode(&[byte; 8]) {
                top.update(&key, 1);
                assert!(top.estimate(&key).lower >= 1.0);
            }
        }
        true
    })
}

fn words(evicting: bool) -> TopK<u64> {
    let mut top = TopK::new(if evicting { 2 } else { 50 }).unwrap();
    top.extend([(&1, 9), (&2, 7), (&3, 5), (&4, 2), (&5, 2)]);
    top
}

fn strings() -> TopK<String> {
    let mut top = TopK::new(2).unwrap();
    top.extend([("", 9), ("b", 9), ("c", 5), ("dd", 2), ("e", 1)]);
    top
}

#[test]
fn damaged_bytes_are_survived() {
    assert_survives_damage(&words(true).to_bytes(), accepts::<u64>);
    assert_survives_damage(&words(false).to_bytes(), accepts::<u64>);
    assert_survives_damage(&strings().to_bytes(), accepts::<String>);
    assert_survives_damage(&TopK::<String>::new(1 << 29).unwrap().to_bytes(), accepts::<String>);
}

#[test]
fn many_short_keys_stay_within_the_memory_bound() {
    let mut top = TopK::<String>::new(1 << 20).unwrap();
    for i in 0..3000u32 {
        top.update(format!("{i:x}").as_str(), 1);
    }
    assert!(decode_counted(&top.to_bytes(), &mut accepts::<String>));
}

/// A hasher under which all keys meet, as they would if someone had chosen them for it.
struct Crowding;

impl KeyHasher for Crowding {
    fn hash_bytes(&self, _: &[u8]) -> u64 {
        7
    }

    fn identity(&self) -> Identity {
        Identity::new(*b"CRWD", 0)
    }
}

/// To compare each key with all others would take ten minutes here, in which the test runner stops it.
#[test]
fn many_keys_of_one_hash_are_decoded_in_passable_time() {
    let mut top = TopK::<u64>::new(200_000).unwrap();
    for key in 0..400_000 {
        top.update(&key, 1);
    }
    let mut bytes = top.to_bytes();
    bytes[10..14].copy_from_slice(b"CRWD");
    let mut crowded = TopK::<u64, _>::from_bytes_with(&bytes, Crowding).unwrap();
    assert_eq!((crowded.len(), crowded.floor()), (400_000, 0));
    // The room is full: one update more, and half of them go.
    crowded.update(&400_000, 1);
    assert_eq!((crowded.len(), crowded.floor()), (200_001, 1));
}

/// `words(true)` with one byte replaced: 1: 9 - 0, 2: 7 - 0, 5: 7 - 5; the floor is 5 and the total 25.
fn error_with(at: usize, byte: u8) -> String {
    let mut bytes = words(true).to_bytes();
    bytes[at] = byte;
    TopK::<u64>::from_bytes(&bytes).unwrap_err().to_string()
}

#[test]
fn each_field_is_checked() {
    assert_eq!(error_with(9, 1), "`flags` is 1, allowed: 0");
    assert_eq!(error_with(22, 0), "`capacity` is 0, allowed: 1..=536870912");
    assert_eq!(error_with(22, 1), "`number of keys` is 3, allowed: 0..=2");
    assert_eq!(error_with(22, 4), "`floor` is 5, allowed: 0 while there is room");
    assert_eq!(error_with(26, 22), "`total` is 22, allowed: 23, or more if there is a floor");
    assert_eq!(error_with(34, 8), "`count` is 7, allowed: at least the floor, and at least 1");
    assert_eq!(error_with(58, 6), "`error` is 6, allowed: at most the floor");
    assert_eq!(error_with(50, 6), "`key` is out of order, allowed: after the one before it");
    assert!(error_with(66, 200).starts_with("truncated"));
}

#[test]
fn keys_are_unique_and_counts_positive() {
    let header = |total: u64, len: u64| {
        [&TopK::<String>::new(9).unwrap().to_bytes()[..26], &total.to_le_bytes(), &[0; 8], &len.to_le_bytes()].concat()
    };
    let entry = |count: u64, key: &str| {
        [&count.to_le_bytes()[..], &[0; 8], &(key.len() as u64).to_le_bytes(), key.as_bytes()].concat()
    };
    let decode = |bytes: &[Vec<u8>]| TopK::<String>::from_bytes(&bytes.concat());
    assert!(decode(&[header(3, 2), entry(2, "a"), entry(1, "b")]).is_ok());
    let error = decode(&[header(3, 2), entry(2, "a"), entry(1, "a")]).unwrap_err().to_string();
    assert_eq!(error, "`key` is there twice, allowed: different from all others");
    let error = decode(&[header(2, 2), entry(2, "a"), entry(0, "b")]).unwrap_err().to_string();
    assert_eq!(error, "`count` is 0, allowed: at least the floor, and at least 1");
    let error = decode(&[header(4, 2), entry(2, "a"), entry(1, "b")]).unwrap_err().to_string();
    assert_eq!(error, "`total` is 4, allowed: 3, or more if there is a floor");
    let error = TopK::<u64>::from_bytes(&[header(2, 1), entry(2, "a")].concat()).unwrap_err();
    assert_eq!(error, DecodeError::Truncated { needed: 8, available: 1 });
}

#[test]
fn a_keyed_summary_is_decoded_with_its_key_only() {
    let keyed = |key| TopK::<String, _>::with_hasher(3, SipHash::new([key; 16])).unwrap();
    let mut top = keyed(7);
    top.extend([("a", 4), ("b", 2)]);
    let again = TopK::<String, _>::from_bytes_with(&top.to_bytes(), SipHash::new([7; 16])).unwrap();
    assert_eq!((&again, again.estimate("a").value), (&top, 4.0));
    let refused = |result: Result<_, DecodeError>| matches!(result, Err(DecodeError::Hasher { .. }));
    assert!(refused(TopK::<String, _>::from_bytes_with(&top.to_bytes(), SipHash::new([8; 16])).map(drop)));
    assert!(refused(TopK::<String>::from_bytes(&top.to_bytes()).map(drop)));
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_survived(prefix in 0usize..80, tail in proptest::collection::vec(any::<u8>(), 0..300)) {
        let prefix = &words(true).to_bytes()[..prefix];
        decode_counted(&[prefix, &tail].concat(), &mut accepts::<u64>);
        decode_counted(&[prefix, &tail].concat(), &mut accepts::<String>);
        decode_counted(&[prefix, &tail].concat(), &mut accepts::<Option<u8>>);
    }
}
