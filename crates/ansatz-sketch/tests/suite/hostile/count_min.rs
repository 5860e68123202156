//! Damaged and made-up bytes for both Count-Min sketches.

use ansatz_core::DecodeError;
use ansatz_hash::{SipHash, Xxh3};
use ansatz_sketch::{ConservativeCountMin, CountMin};
use ansatz_testkit::hostile::{assert_survives_damage, decode_counted};
use proptest::prelude::*;

/// Decodes, uses what is accepted, and writes it again.
fn accepts_plain(bytes: &[u8]) -> bool {
    CountMin::<Xxh3>::from_bytes(bytes).is_ok_and(|mut sketch| {
        assert_eq!(sketch.to_bytes(), bytes, "an accepted value is written differently");
        let before = sketch.estimate("key");
        sketch.update("key", 1);
        assert!(sketch.estimate("key").value >= before.value);
        sketch.halve();
        true
    })
}

fn accepts_conservative(bytes: &[u8]) -> bool {
    ConservativeCountMin::<Xxh3>::from_bytes(bytes).is_ok_and(|mut sketch| {
        assert_eq!(sketch.to_bytes(), bytes, "an accepted value is written differently");
        sketch.update("key", 1);
        sketch.halve();
        true
    })
}

/// Sketches of every form: empty, narrow, wide, decayed, saturated.
fn forms() -> Vec<(Vec<u8>, Vec<u8>)> {
    let build = |weights: &[u64], halve: bool| {
        let mut plain = CountMin::with_dimensions(4, 3).unwrap();
        let mut conservative = ConservativeCountMin::with_dimensions(4, 3).unwrap();
        plain.extend((0u64..).zip(weights.iter().copied()));
        conservative.extend((0u64..).zip(weights.iter().copied()));
        if halve {
            plain.halve();
            conservative.halve();
        }
        (plain.to_bytes(), conservative.to_bytes())
    };
    vec![
        build(&[], false),
        build(&[1, 2, 3, 4, 5], false),
        build(&[1, 2, 3, 4, 5], true),
        build(&[1 << 33, 2, 3], false),
        build(&[1, u64::MAX], false),
    ]
}

#[test]
fn damaged_bytes_are_survived() {
    for (plain, conservative) in forms() {
        assert_survives_damage(&plain, accepts_plain);
        assert_survives_damage(&conservative, accepts_conservative);
    }
}

#[test]
fn each_field_is_checked() {
    let (golden, conservative) = forms()[1].clone();
    let message = |at: usize, byte: u8| {
        let mut bytes = golden.clone();
        bytes[at] = byte;
        CountMin::<Xxh3>::from_bytes(&bytes).unwrap_err().to_string()
    };
    assert_eq!(message(9, 1), "`flags` is 1, allowed: 0");
    assert_eq!(message(10, b'Y'), "hashed by YXH3/0000000000000000, expected XXH3/0000000000000000");
    assert_eq!(message(22, 0), "`width` is 0, allowed: 1..=357913941");
    assert_eq!(message(26, 0), "`depth` is 0, allowed: 1..=32");
    assert_eq!(message(31, 16), "`sum of a row` is 15, allowed: the total");
    assert_eq!(message(31, 14), "`sum of a row` is 15, allowed: the total");
    assert!(message(25, 1).starts_with("truncated"));
    assert!(CountMin::<Xxh3>::from_bytes(&conservative).unwrap_err().to_string().contains("CMCU"));
    let mut bytes = conservative;
    bytes[31] = 1;
    let error = ConservativeCountMin::<Xxh3>::from_bytes(&bytes).unwrap_err().to_string();
    assert!(error.ends_with("allowed: at most the total"), "{error}");
    let mut bytes = forms()[0].0.clone();
    bytes[27] = 1;
    let error = CountMin::<Xxh3>::from_bytes(&bytes).unwrap_err().to_string();
    assert_eq!(error, "`rounding` is 1, allowed: 0 in an empty sketch");
    let mut bytes = golden;
    bytes.push(0);
    assert!(CountMin::<Xxh3>::from_bytes(&bytes).unwrap_err().to_string().starts_with("1 bytes after"));
}

#[test]
fn keyed_sketches_are_decoded_with_their_key_only() {
    let hasher = |key| SipHash::new([key; 16]);
    let mut plain = CountMin::with_hasher(50, 3, hasher(7)).unwrap();
    let mut conservative = ConservativeCountMin::with_hasher(50, 3, hasher(7)).unwrap();
    plain.extend([("a", 4), ("b", 2)]);
    conservative.extend([("a", 4), ("b", 2)]);
    let (bytes, conservative_bytes) = (plain.to_bytes(), conservative.to_bytes());
    assert_eq!(CountMin::from_bytes_with(&bytes, hasher(7)), Ok(plain));
    assert_eq!(ConservativeCountMin::from_bytes_with(&conservative_bytes, hasher(7)), Ok(conservative));
    let refused = |result: Result<_, DecodeError>| matches!(result, Err(DecodeError::Hasher { .. }));
    assert!(refused(CountMin::from_bytes_with(&bytes, hasher(8)).map(drop)));
    assert!(refused(CountMin::<Xxh3>::from_bytes(&bytes).map(drop)));
    assert!(refused(ConservativeCountMin::from_bytes_with(&conservative_bytes, hasher(8)).map(drop)));
    assert!(refused(ConservativeCountMin::<Xxh3>::from_bytes(&conservative_bytes).map(drop)));
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_survived(
        prefix in 0usize..40, form in 0usize..5, tail in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        let (plain, conservative) = &forms()[form];
        decode_counted(&[&plain[..prefix], &tail].concat(), &mut accepts_plain);
        decode_counted(&[&conservative[..prefix], &tail].concat(), &mut accepts_conservative);
    }
}
