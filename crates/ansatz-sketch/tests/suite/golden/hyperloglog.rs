//! The formats and the answers, pinned: a change here breaks what users have stored.

use ansatz_hash::{KeyHasher, Xxh3};
use ansatz_sketch::{HyperLogLog, HyperLogLogPlus};

#[test]
fn the_dense_format_is_pinned() {
    let mut sketch = HyperLogLog::new(4).unwrap();
    sketch.extend(["JFK", "LGA", "EWR", "ORD", "ATL", "LAX", "SFO", "BOS"]);
    let bytes = sketch.to_bytes();
    assert_eq!(&bytes[..23], b"ANSZHLL \x01\x00XXH3\0\0\0\0\0\0\0\0\x04");
    assert_eq!(bytes[23..], PINNED_DENSE);
    assert_eq!(HyperLogLog::from_bytes(&bytes), Ok(sketch));
}

#[test]
fn the_sparse_format_is_pinned() {
    let mut sketch = HyperLogLogPlus::new(14).unwrap();
    sketch.extend(["JFK", "LGA", "EWR"]);
    let bytes = sketch.to_bytes();
    assert_eq!(&bytes[..31], b"ANSZHLL+\x01\x00XXH3\0\0\0\0\0\0\0\0\x0e\x03\0\0\0\0\0\0\0");
    assert_eq!(bytes[31..], PINNED_SPARSE);
    assert_eq!(HyperLogLogPlus::from_bytes(&bytes), Ok(sketch));
}

#[test]
fn larger_sketches_and_their_answers_are_pinned() {
    let digest = |bytes: &[u8]| Xxh3::default().hash_bytes(bytes);
    let mut sketch = HyperLogLog::new(12).unwrap();
    let mut plus = HyperLogLogPlus::new(12).unwrap();
    sketch.extend(0..100_000u32);
    plus.extend(0..100_000u32);
    assert_eq!(digest(&sketch.to_bytes()), 0x00d2_a8fc_c23a_920a);
    assert_eq!(digest(&plus.to_bytes()), 0xb3f9_36f9_34de_5d4c);
    let estimate = sketch.estimate();
    assert_eq!(estimate, plus.estimate());
    assert_eq!(
        (estimate.value.to_bits(), estimate.lower, estimate.upper),
        (4_681_695_096_484_255_299, 98_156.0, 104_467.0)
    );
}

const PINNED_DENSE: [u8; 12] = [0, 32, 0, 0, 0, 0, 128, 0, 12, 0, 16, 0];
const PINNED_SPARSE: [u8; 12] = [65, 164, 45, 20, 130, 194, 47, 20, 194, 115, 242, 20];
