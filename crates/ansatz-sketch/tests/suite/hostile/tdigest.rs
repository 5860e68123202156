//! Whatever bytes come in: an error, or a digest that answers.

use ansatz_core::DecodeError;
use ansatz_sketch::TDigest;
use ansatz_testkit::hostile::{assert_survives_damage, decode_counted};
use proptest::{collection::vec, prelude::*};

/// Decodes, and holds what is accepted to everything that a digest promises. Sorting and packing are left out where
/// memory is counted: they are the caller's next step, not the decoder's.
fn accepted(bytes: &[u8]) -> bool {
    let Ok(digest) = TDigest::from_bytes(bytes) else { return false };
    assert!(digest.to_bytes() == bytes, "another encoding of {digest:?}");
    let mut last = f64::NEG_INFINITY;
    for i in 0..=64 {
        let answer = digest.quantile(f64::from(i) / 64.0);
        assert_eq!(answer.is_none(), digest.is_empty());
        let answer = answer.unwrap_or(last);
        assert!(answer >= last && answer.is_finite() || digest.is_empty(), "{answer} after {last}");
        assert!(digest.cdf(answer).is_none_or(|fraction| (0.0..=1.0).contains(&fraction)));
        last = answer;
    }
    true
}

fn golden(whole: bool) -> Vec<u8> {
    let mut digest = TDigest::new(20.0).unwrap();
    digest.extend((0..1000).map(|i| f64::from(i * 7 % 1000)));
    if !whole {
        digest.update(3.0, 0.25).unwrap();
    }
    digest.to_bytes()
}

#[test]
fn every_cut_and_every_flipped_bit() {
    assert_survives_damage(&golden(true), accepted);
    assert_survives_damage(&golden(false), accepted);
    assert_survives_damage(&TDigest::new(100.0).unwrap().to_bytes(), accepted);
}

/// A digest goes on after it was decoded, damaged or not.
#[test]
fn what_is_accepted_can_be_used() {
    for golden in [golden(true), golden(false)] {
        let mut damaged = golden.clone();
        for bit in 0..golden.len() * 8 {
            damaged[bit / 8] ^= 1 << (bit % 8);
            if let Ok(mut digest) = TDigest::from_bytes(&damaged) {
                // A huge compression is honoured as memory comes in, not at once.
                digest.extend((0..300).map(f64::from));
                let _ = digest.update(1.0, 1e299);
                let copy = digest.clone();
                let _ = digest.merge(&copy);
                digest.flush();
                assert!(accepted(&digest.to_bytes()));
            }
            damaged[bit / 8] ^= 1 << (bit % 8);
        }
    }
}

/// A field of the format, after the header of ten bytes.
fn with_field(mut bytes: Vec<u8>, position: usize, value: [u8; 8]) -> Vec<u8> {
    bytes[position..position + 8].copy_from_slice(&value);
    bytes
}

#[test]
fn each_field_is_checked() {
    let three = || {
        let mut digest = TDigest::new(20.0).unwrap();
        digest.extend([1.0, 2.0, 3.0]);
        digest.to_bytes()
    };
    let empty = || TDigest::new(20.0).unwrap().to_bytes();
    let (compression, count, total, len, first) = (10, 18, 34, 42, 50);
    let float = |x: f64| x.to_le_bytes();
    let whole = |x: u64| x.to_le_bytes();
    for (name, bytes) in [
        ("compression", with_field(three(), compression, float(f64::NAN))),
        ("compression", with_field(three(), compression, float(1e6))),
        ("count", with_field(three(), count, whole(2))),
        ("total_weight", with_field(three(), total, float(4.0))),
        ("total_weight", with_field(three(), total, float(f64::NAN))),
        ("total_weight", with_field(three(), total, float(-3.0))),
        ("mean", with_field(three(), first, float(f64::INFINITY))),
        ("mean", with_field(three(), first, float(2.5))),
        ("mean", [&three()[..58], &[5], &three()[59..]].concat()),
        ("weight", [&three()[..58], &[0], &three()[59..]].concat()),
        ("weight", [&three()[..58], &[0x82, 0], &three()[59..]].concat()),
        ("weight", [&three()[..58], &[0x80; 8], &three()[59..]].concat()),
        ("flags", [&three()[..9], &[2], &three()[10..]].concat()),
        ("count", with_field(empty(), count, whole(1))),
        ("total_weight", with_field(empty(), total, float(-0.0))),
        ("flags", [&empty()[..9], &[0], &empty()[10..]].concat()),
    ] {
        match TDigest::from_bytes(&bytes) {
            Err(DecodeError::Field { name: found, .. }) => assert_eq!(found, name),
            other => panic!("{name}: {other:?}"),
        }
    }
    assert!(matches!(
        TDigest::from_bytes(&with_field(three(), len, whole(u64::MAX))),
        Err(DecodeError::Truncated { .. })
    ));
    assert!(matches!(TDigest::from_bytes(&[three(), vec![0]].concat()), Err(DecodeError::Trailing(1))));
}

#[test]
fn more_centroids_than_the_compression_allows_are_refused() {
    let mut digest = TDigest::new(100.0).unwrap();
    digest.extend((0..100).map(f64::from));
    let bytes = with_field(digest.to_bytes(), 10, 99.0f64.to_le_bytes());
    let error = TDigest::from_bytes(&bytes).unwrap_err();
    assert_eq!(error.to_string(), "`centroids` is 100, allowed: at most the compression");
}

#[test]
fn fractions_are_checked() {
    let mut digest = TDigest::new(20.0).unwrap();
    digest.update(1.0, 0.5).unwrap();
    let weight = 58;
    for bad in [0.0, -0.0, f64::NAN, f64::INFINITY, -0.5, 1e301] {
        let bytes = with_field(digest.to_bytes(), weight, f64::to_le_bytes(bad));
        let bytes = if bad == 1e301 { with_field(bytes, 34, f64::to_le_bytes(bad)) } else { bytes };
        assert!(TDigest::from_bytes(&bytes).is_err(), "{bad}");
    }
    // All weights whole, but not written so.
    let bytes = with_field(with_field(digest.to_bytes(), weight, f64::to_le_bytes(2.0)), 34, f64::to_le_bytes(2.0));
    assert!(TDigest::from_bytes(&bytes).is_err());
}

proptest! {
    #[test]
    fn anything_after_a_header(flags in 0u8..2, body in vec(any::<u8>(), 0..400)) {
        decode_counted(&[&b"ANSZTDIG\x01"[..], &[flags], &body].concat(), &mut accepted);
    }

    #[test]
    fn arbitrary_centroids(
        whole: bool,
        compression in 20.0..1e5,
        mut means in vec(any::<f64>(), 0..50),
        weights in vec((any::<u32>(), any::<bool>()), 50),
        count: u64,
    ) {
        means.sort_by(f64::total_cmp);
        let mut bytes = b"ANSZTDIG\x01".to_vec();
        bytes.push(u8::from(whole));
        bytes.extend(f64::to_le_bytes(compression));
        bytes.extend(count.to_le_bytes());
        bytes.extend([0; 8]);
        let unit = if whole { 1.0 } else { 0.3 };
        let total: f64 = weights[..means.len()].iter().map(|(weight, _)| f64::from(weight >> 16) * unit).sum();
        bytes.extend(total.to_le_bytes());
        bytes.extend((means.len() as u64).to_le_bytes());
        for (index, (mean, &(weight, mixed))) in means.iter().zip(&weights).enumerate() {
            let mixed = mixed && index > 0 && index + 1 < means.len();
            bytes.extend(mean.to_le_bytes());
            if whole {
                let mut code = (weight >> 16) << 1 | u32::from(mixed);
                while code >= 0x80 {
                    bytes.push(code as u8 | 0x80);
                    code >>= 7;
                }
                bytes.push(code as u8);
            } else {
                let weight = f64::from(weight >> 16) * unit;
                bytes.extend(if mixed { -weight } else { weight }.to_le_bytes());
            }
        }
        decode_counted(&bytes, &mut accepted);
    }
}
