//! The bytes of kind `TDIG`, version 1, as docs/formats.md describes them.

use ansatz_sketch::TDigest;

const WHOLE: &[u8] = b"ANSZTDIG\x01\x01\
    \x00\x00\x00\x00\x00\x00\x59\x40\
    \x03\x00\x00\x00\x00\x00\x00\x00\
    \x01\x00\x00\x00\x00\x00\x00\x00\
    \x00\x00\x00\x00\x00\xe0\x72\x40\
    \x02\x00\x00\x00\x00\x00\x00\x00\
    \x00\x00\x00\x00\x00\x00\xf0\xbf\x04\
    \x00\x00\x00\x00\x00\x00\x00\x40\xd8\x04";

const FRACTIONS: &[u8] = b"ANSZTDIG\x01\x00\
    \x00\x00\x00\x00\x00\x00\x59\x40\
    \x01\x00\x00\x00\x00\x00\x00\x00\
    \x00\x00\x00\x00\x00\x00\x00\x00\
    \x00\x00\x00\x00\x00\x00\xe0\x3f\
    \x01\x00\x00\x00\x00\x00\x00\x00\
    \x00\x00\x00\x00\x00\x00\x00\x40\x00\x00\x00\x00\x00\x00\xe0\x3f";

#[test]
fn whole_weights_are_short() {
    let mut digest = TDigest::new(100.0).unwrap();
    digest.extend([-1.0, f64::NAN, -1.0]);
    digest.update(2.0, 300.0).unwrap();
    assert_eq!(digest.to_bytes(), WHOLE);
    assert_eq!(TDigest::from_bytes(WHOLE).unwrap(), digest);
}

#[test]
fn other_weights_are_floats() {
    let mut digest = TDigest::new(100.0).unwrap();
    digest.update(2.0, 0.5).unwrap();
    assert_eq!(digest.to_bytes(), FRACTIONS);
    assert_eq!(TDigest::from_bytes(FRACTIONS).unwrap(), digest);
}

/// Any change of what is packed into what shows here: answers for the same input are part of the interface.
#[test]
fn packing_is_pinned() {
    let mut digest = TDigest::new(20.0).unwrap();
    digest.extend((0..100_000).map(|i: u32| f64::from(i.wrapping_mul(2_654_435_761) >> 8)));
    let bytes = digest.to_bytes();
    let sum = bytes.iter().fold(0xcbf2_9ce4_8422_2325u64, |hash, &byte| {
        // FNV-1a.
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    assert_eq!((digest.centroids().len(), bytes.len(), sum), (12, 170, 1_885_541_228_236_829_399));
}
