//! Any bytes give an error or a filter that works, in bounded memory.

use ansatz_hash::{SipHash, Xxh3};
use ansatz_sketch::Bloom;
use ansatz_testkit::hostile::{assert_survives_damage, decode_counted};
use proptest::{collection::vec, prelude::*};

/// Decodes, and uses what it got.
fn decode(bytes: &[u8]) -> bool {
    match Bloom::<Xxh3>::from_bytes(bytes) {
        Ok(mut filter) => {
            filter.insert("key");
            assert!(filter.contains("key") && !filter.is_empty());
            assert!((0.0..=1.0).contains(&filter.estimated_fpr()) && filter.fill() > 0.0);
            assert!(filter.estimate().lower >= 1.0);
            true
        }
        Err(_) => false,
    }
}

fn golden() -> Vec<u8> {
    let mut filter = Bloom::with_capacity_and_fpr(20, 0.05).unwrap();
    filter.extend(0..20u64);
    filter.to_bytes()
}

#[test]
fn damage_is_survived() {
    assert_survives_damage(&golden(), decode);
}

#[test]
fn accepted_bytes_are_written_again_as_they_were() {
    let golden = golden();
    for bit in 0..golden.len() * 8 {
        let mut damaged = golden.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        if let Ok(filter) = Bloom::<Xxh3>::from_bytes(&damaged) {
            assert_eq!(filter.to_bytes(), damaged);
        }
    }
}

#[test]
fn another_hasher_is_refused() {
    let error = Bloom::from_bytes_with(&golden(), SipHash::new([0; 16])).unwrap_err();
    assert!(error.to_string().starts_with("hashed by XXH3/"), "{error}");
    assert!(Bloom::<ansatz_hash::Xxh64>::from_bytes(&golden()).is_err());
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_survived(bytes in vec(any::<u8>(), 0..300)) {
        decode_counted(&bytes, &mut decode);
    }

    #[test]
    fn arbitrary_bytes_after_a_header_are_survived(bytes in vec(any::<u8>(), 0..300)) {
        decode_counted(&[b"ANSZBLOM\x01\x00XXH3", &bytes[..]].concat(), &mut decode);
    }
}

#[test]
fn fields_out_of_range_are_named() {
    let error = |hashes: u32, bits: u64, table: &[u8]| {
        let fields = [&hashes.to_le_bytes()[..], &bits.to_le_bytes(), table].concat();
        let bytes = [&b"ANSZBLOM\x01\x00XXH3\0\0\0\0\0\0\0\0"[..], &fields].concat();
        Bloom::<Xxh3>::from_bytes(&bytes).unwrap_err().to_string()
    };
    assert_eq!(error(0, 64, &[0; 8]), "`hashes` is 0, allowed: 1..=64");
    assert_eq!(error(65, 64, &[0; 8]), "`hashes` is 65, allowed: 1..=64");
    assert!(error(3, 1, &[0; 8]).starts_with("`bits` is 1, allowed: 2..="));
    assert!(error(3, u64::MAX, &[0; 8]).starts_with("`bits` is 18446744073709551615"));
    assert_eq!(error(3, 65, &[0; 8]), "truncated: 16 bytes needed, 8 available");
    assert_eq!(error(3, 60, &[0xff; 8]), "`last word` is 18446744073709551615, allowed: less than 2^60");
    let mut flagged = golden();
    flagged[9] = 1;
    assert_eq!(Bloom::<Xxh3>::from_bytes(&flagged).unwrap_err().to_string(), "`flags` is 1, allowed: 0");
}
