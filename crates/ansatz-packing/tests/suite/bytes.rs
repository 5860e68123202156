//! The bytes of kind `PACK`, version 1: field by field as docs/formats.md has them, damaged, and made up.

use ansatz_packing::{Conflicts, Limits, Packing, PackingError, first_fit_decreasing};
use ansatz_testkit::hostile::{assert_survives_damage, decode_counted};
use proptest::prelude::*;

use crate::methods::{METHODS, items};

/// An accepted value is written as the same bytes, and what it tells cannot fail.
fn accepts(bytes: &[u8]) -> bool {
    Packing::from_bytes(bytes).is_ok_and(|packing| {
        assert_eq!(packing.to_bytes(), bytes, "an accepted value is written differently");
        assert!(packing.gap() >= 0.0 && packing.is_proved() == (packing.gap() == 0.0));
        assert!(packing.loads().all(|load| load > 0));
        assert!(packing.to_bins().iter().all(|bin| !bin.is_empty()));
        let _ = packing.validate(&vec![1; packing.assignment().len()]);
        Limits::default().validate(&packing, &Conflicts::default()).is_ok()
    })
}

fn golden() -> Packing {
    Packing::from_assignment(&[600, 500, 400, 700], 1_000, vec![0, 1, 0, 2]).unwrap()
}

fn words(words: &[u64]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

#[test]
fn the_bytes_are_pinned() {
    let expected = [&b"ANSZPACK\x01\x00"[..], &words(&[1_000, 3, 3, 0, 500, 300, 4, 0, 1, 0, 2])].concat();
    assert_eq!(golden().to_bytes(), expected);
    assert_eq!(Packing::from_bytes(&expected).unwrap(), golden());
    let none = [&b"ANSZPACK\x01\x00"[..], &words(&[7, 0, 0, 0])].concat();
    assert_eq!(first_fit_decreasing(&[], 7).unwrap().to_bytes(), none);
}

#[test]
fn damaged_bytes_are_survived() {
    assert_survives_damage(&golden().to_bytes(), accepts);
    assert_survives_damage(&first_fit_decreasing(&[], 7).unwrap().to_bytes(), accepts);
    let largest = first_fit_decreasing(&[u64::MAX, 1, u64::MAX - 1], u64::MAX).unwrap();
    assert_survives_damage(&largest.to_bytes(), accepts);
    let many = first_fit_decreasing(&vec![3; 2_000], 10).unwrap();
    assert!(decode_counted(&many.to_bytes(), &mut accepts));
}

#[test]
fn what_is_no_packing_is_named() {
    let error = |words_: &[u64]| {
        Packing::from_bytes(&[&b"ANSZPACK\x01\x00"[..], &words(words_)].concat()).unwrap_err().to_string()
    };
    for (fields, message) in [
        (&[0, 0, 0, 0][..], "`capacity` is 0, allowed: at least 1"),
        (&[9, 1, 1, 9, 1, 0], "`free` is 9, allowed: below the capacity, 9"),
        (&[9, 1, 1, 8, 1, 1], "`bin` is 1, allowed: below 1, the number of bins"),
        (&[9, 1, 0, 1, 0], "`bin` is 0, allowed: below 0, the number of bins"),
        (&[9, 1, 1, 8, 0], "`items` is 0 in bin 0, allowed: 1 to 1, what is in the bin"),
        (&[9, 1, 2, 8, 7, 3, 1, 0, 0], "`items` is 2 in bin 0, allowed: 1 to 1, what is in the bin"),
        (&[9, 2, 1, 8, 1, 0], "`lower bound` is 2, allowed: 1..=1"),
        (&[9, 1, 2, 4, 0, 2, 0, 1], "`lower bound` is 1, allowed: 2..=2"),
        (&[9, 0, 2, 5, 4, 2, 0, 1], "`lower bound` is 0, allowed: 1..=2"),
        (&[9, u64::MAX, 0, 0], "`lower bound` is 18446744073709551615, allowed: 0..=0"),
        (&[9, 1, u64::MAX, 0], "truncated: 18446744073709551615 bytes needed, 8 available"),
        (&[9, 1, 1, 8, 1, 0, 0], "8 bytes after the end of the value"),
    ] {
        assert_eq!(error(fields), message);
    }
    let flags = Packing::from_bytes(b"ANSZPACK\x01\x01").unwrap_err().to_string();
    assert_eq!(flags, "`flags` is 1, allowed: 0");
}

proptest! {
    #[test]
    fn every_packing_comes_back((sizes, capacity) in items(40)) {
        for (_, method) in METHODS {
            let packing = method(&sizes, capacity).unwrap();
            prop_assert_eq!(Packing::from_bytes(&packing.to_bytes()), Ok(packing));
        }
    }

    #[test]
    fn made_up_bytes_are_survived(fields in proptest::collection::vec(prop_oneof![0..4u64, any::<u64>()], 0..12)) {
        let bytes = [&b"ANSZPACK\x01\x00"[..], &words(&fields)].concat();
        decode_counted(&bytes, &mut accepts);
    }
}

/// What a limit adds to the bound is kept.
#[test]
fn a_higher_bound_comes_back() -> Result<(), PackingError> {
    let packing = Limits::default().items_per_bin(1).first_fit_decreasing(&[1; 5], 10, &Conflicts::default())?;
    assert_eq!(packing.lower_bound(), 5);
    assert_eq!(Packing::from_bytes(&packing.to_bytes()), Ok(packing));
    Ok(())
}

#[cfg(feature = "serde")]
#[test]
fn serde_goes_through_the_same_bytes() {
    let text = serde_json::to_string(&golden()).unwrap();
    assert_eq!(text, serde_json::to_string(&golden().to_bytes()).unwrap());
    assert_eq!(serde_json::from_str::<Packing>(&text).unwrap(), golden());
    let error = serde_json::from_str::<Packing>(&text.replacen("65,78", "65,79", 1)).unwrap_err().to_string();
    assert!(error.starts_with("the magic bytes are"), "{error}");
}
