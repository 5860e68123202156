use ansatz_core::DecodeError;
use ansatz_hash::{Murmur3, SeededHasher, SipHash};
use ansatz_sketch::{HyperLogLog, HyperLogLogPlus};
use ansatz_testkit::hostile::{assert_survives_damage, decode_counted};
use proptest::prelude::*;

/// Decodes, uses and writes again; whatever is accepted must be written as it was read.
fn dense(bytes: &[u8]) -> bool {
    let Ok(sketch) = HyperLogLog::<ansatz_hash::Xxh3>::from_bytes(bytes) else { return false };
    let estimate = sketch.estimate();
    assert!(estimate.lower <= estimate.upper);
    assert_eq!(sketch.to_bytes(), bytes);
    true
}

fn plus(bytes: &[u8]) -> bool {
    let Ok(sketch) = HyperLogLogPlus::<ansatz_hash::Xxh3>::from_bytes(bytes) else { return false };
    let estimate = sketch.estimate();
    assert!(estimate.lower <= estimate.upper);
    assert_eq!(sketch.to_bytes(), bytes);
    true
}

#[test]
fn damaged_bytes_are_errors_or_sketches() {
    let mut sketch = HyperLogLog::new(4).unwrap();
    let mut sparse = HyperLogLogPlus::new(8).unwrap();
    let mut full = HyperLogLogPlus::new(4).unwrap();
    sketch.extend(0..100u32);
    sparse.extend(0..40u32);
    full.extend(0..100u32);
    assert!(sparse.is_sparse() && !full.is_sparse());
    assert_survives_damage(&sketch.to_bytes(), dense);
    assert_survives_damage(&sparse.to_bytes(), plus);
    assert_survives_damage(&full.to_bytes(), plus);
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_errors_or_sketches(bytes: Vec<u8>, precision in 0..20u8, flags in 0..3u8) {
        decode_counted(&bytes, &mut dense);
        decode_counted(&bytes, &mut plus);
        for kind in [b"HLL ", b"HLL+"] {
            let header = [&b"ANSZ"[..], kind, &[1, flags], b"XXH3", &[0; 8], &[precision], &bytes].concat();
            decode_counted(&header, &mut dense);
            decode_counted(&header, &mut plus);
        }
    }
}

fn error(bytes: &[u8]) -> String {
    HyperLogLog::<ansatz_hash::Xxh3>::from_bytes(bytes).unwrap_err().to_string()
}

fn error_plus(bytes: &[u8]) -> String {
    HyperLogLogPlus::<ansatz_hash::Xxh3>::from_bytes(bytes).unwrap_err().to_string()
}

#[test]
fn errors_name_the_field() {
    let good = HyperLogLog::new(4).unwrap().to_bytes();
    let with = |offset: usize, value: u8| {
        let mut bytes = good.clone();
        bytes[offset] = value;
        bytes
    };
    assert_eq!(error(&with(9, 1)), "`flags` is 1, allowed: 0");
    assert_eq!(error(&with(22, 3)), "`precision` is 3, allowed: 4..=18");
    assert_eq!(error(&with(23, 62)), "`register` is 62, allowed: 0..=61");
    assert_eq!(error(&with(22, 18)), "truncated: 196608 bytes needed, 12 available");
    assert_eq!(error(&[&good[..], &[0]].concat()), "1 bytes after the end of the value");

    let mut sparse = HyperLogLogPlus::new(8).unwrap();
    sparse.extend(0..2u32);
    let good = sparse.to_bytes();
    let with = |offset: usize, value: &[u8]| {
        let mut bytes = good.clone();
        bytes[offset..offset + value.len()].copy_from_slice(value);
        bytes
    };
    assert_eq!(error_plus(&with(9, &[2])), "`flags` is 2, allowed: bits of 0b00000001");
    assert_eq!(error_plus(&with(31, &[0])), "`rank of an entry` is 0, allowed: 1..=40");
    assert_eq!(error_plus(&with(31, &[41])), "`rank of an entry` is 41, allowed: 1..=40");
    let descending = error_plus(&with(31, &[0xff, 0xff, 0xff, 0x7f]));
    assert!(descending.starts_with("`rank of an entry` is 63"), "{descending}");
    let descending = error_plus(&with(31, &[0xc1, 0xff, 0xff, 0x7f]));
    assert!(descending.starts_with("`index of an entry`") && descending.contains("ascending"), "{descending}");
    let too_large = error_plus(&with(31, &[0xc1, 0xff, 0xff, 0xff]));
    assert!(too_large.starts_with("`index of an entry` is 67108863"), "{too_large}");
    let many = [&good[..23], &49u64.to_le_bytes(), &[0; 49 * 4]].concat();
    assert_eq!(error_plus(&many), "`number of entries` is 49, allowed: 0..=48");
}

#[test]
fn full_registers_have_an_answer() {
    let mut bytes = HyperLogLog::new(4).unwrap().to_bytes();
    bytes.truncate(23);
    // Sixteen registers of 61, packed.
    bytes.extend([0b0111_1101, 0b1101_1111, 0b1111_0111].repeat(4));
    let estimate = HyperLogLog::<ansatz_hash::Xxh3>::from_bytes(&bytes).unwrap().estimate();
    assert_eq!((estimate.value, estimate.lower, estimate.upper), (f64::INFINITY, 16.0, f64::INFINITY));
}

#[test]
fn another_hasher_is_refused() {
    let murmur = HyperLogLog::with_hasher(4, Murmur3::with_seed(9001)).unwrap().to_bytes();
    assert!(matches!(HyperLogLog::<ansatz_hash::Xxh3>::from_bytes(&murmur), Err(DecodeError::Hasher { .. })));
    assert!(HyperLogLog::<Murmur3>::from_bytes(&murmur).is_ok());
    let keyed = HyperLogLogPlus::with_hasher(4, SipHash::new([1; 16])).unwrap().to_bytes();
    assert!(HyperLogLogPlus::from_bytes_with(&keyed, SipHash::new([1; 16])).is_ok());
    assert!(HyperLogLogPlus::from_bytes_with(&keyed, SipHash::new([2; 16])).is_err());
    assert!(!keyed.windows(16).any(|window| window == [1; 16]), "the key is not written");
}
