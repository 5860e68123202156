//! Any bytes give an error or a filter that works, in bounded memory.

use ansatz_hash::{SipHash, Xxh3};
use ansatz_sketch::SplitBlockBloom;
use ansatz_testkit::hostile::{assert_survives_damage, decode_counted};
use proptest::{collection::vec, prelude::*};

/// Decodes, and uses what it got.
fn decode(bytes: &[u8]) -> bool {
    match SplitBlockBloom::<Xxh3>::from_bytes(bytes) {
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
    let mut filter = SplitBlockBloom::with_capacity_and_fpr(20, 0.05).unwrap();
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
        if let Ok(filter) = SplitBlockBloom::<Xxh3>::from_bytes(&damaged) {
            assert_eq!(filter.to_bytes(), damaged);
        }
    }
}

#[test]
fn another_hasher_is_refused() {
    let error = SplitBlockBloom::from_bytes_with(&golden(), SipHash::new([0; 16])).unwrap_err();
    assert!(error.to_string().starts_with("hashed by XXH3/"), "{error}");
    assert!(SplitBlockBloom::<ansatz_hash::Xxh64>::from_bytes(&golden()).is_err());
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_survived(bytes in vec(any::<u8>(), 0..300)) {
        decode_counted(&bytes, &mut decode);
    }

    #[test]
    fn arbitrary_bytes_after_a_header_are_survived(bytes in vec(any::<u8>(), 0..300)) {
        decode_counted(&[b"ANSZSBBF\x01\x00XXH3", &bytes[..]].concat(), &mut decode);
    }
}

#[test]
fn fields_out_of_range_are_named() {
    let header = b"ANSZSBBF\x01\x00XXH3\0\0\0\0\0\0\0\0";
    let no_blocks = [&header[..], &[0; 8]].concat();
    let error = SplitBlockBloom::<Xxh3>::from_bytes(&no_blocks).unwrap_err().to_string();
    assert!(error.starts_with("`blocks` is 0 bytes, allowed: a multiple of 32 bytes"), "{error}");
    let mut flagged = golden();
    flagged[9] = 1;
    assert_eq!(SplitBlockBloom::<Xxh3>::from_bytes(&flagged).unwrap_err().to_string(), "`flags` is 1, allowed: 0");
}

proptest! {
    #[test]
    fn any_bitset_is_refused_or_works(bytes in vec(any::<u8>(), 0..300)) {
        let mut decode = |bytes: &[u8]| match SplitBlockBloom::from_parquet_bitset(bytes) {
            Ok(mut filter) => {
                filter.insert(&7i32.to_le_bytes());
                assert!(filter.contains(&7i32.to_le_bytes()));
                true
            }
            Err(_) => false,
        };
        let whole = &bytes[..bytes.len() / 32 * 32];
        prop_assert_eq!(decode_counted(whole, &mut decode), !whole.is_empty());
        prop_assert_eq!(decode_counted(&bytes, &mut decode), !bytes.is_empty() && bytes.len() == whole.len());
    }
}
