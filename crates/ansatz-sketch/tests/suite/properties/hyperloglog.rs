use std::collections::{BTreeMap, HashSet};

use ansatz_hash::{KeyHasher, SeededHasher, Xxh3};
use ansatz_sketch::{HyperLogLog, HyperLogLogPlus};
use proptest::prelude::*;

fn dense(precision: u8, hashes: &[u64]) -> HyperLogLog {
    let mut sketch = HyperLogLog::new(precision).unwrap();
    for &hash in hashes {
        sketch.insert_hash(hash);
    }
    sketch
}

fn plus(precision: u8, hashes: &[u64]) -> HyperLogLogPlus {
    let mut sketch = HyperLogLogPlus::new(precision).unwrap();
    for &hash in hashes {
        sketch.insert_hash(hash);
    }
    sketch
}

/// Hashes with long runs of zero bits among them, which random ones never have.
fn hashes(max: usize) -> impl Strategy<Value = Vec<u64>> {
    prop::collection::vec((any::<u64>(), 0..64u32).prop_map(|(hash, shift)| hash << shift), 0..max)
}

/// The registers by their definition, as the format packs them.
fn packed_by_definition(precision: u8, hashes: &[u64]) -> Vec<u8> {
    let mut registers = BTreeMap::new();
    for hash in hashes {
        let rank = (0..64 - precision).find(|bit| hash >> bit & 1 == 1).unwrap_or(64 - precision) + 1;
        let register: &mut u8 = registers.entry(hash >> (64 - precision)).or_default();
        *register = rank.max(*register);
    }
    let mut bits: Vec<bool> = Vec::new();
    for index in 0..1 << precision {
        let value = registers.get(&index).copied().unwrap_or(0);
        bits.extend((0..6).map(|bit| value >> bit & 1 == 1));
    }
    bits.chunks(8).map(|byte| byte.iter().rev().fold(0, |byte, bit| byte << 1 | u8::from(*bit))).collect()
}

proptest! {
    #[test]
    fn registers_are_as_defined(precision in 4..=10u8, hashes in hashes(200)) {
        let bytes = dense(precision, &hashes).to_bytes();
        prop_assert_eq!(&bytes[23..], packed_by_definition(precision, &hashes));
    }

    #[test]
    fn neither_order_nor_repetition_nor_merging_matters(
        precision in 4..=12u8, mut hashes in hashes(600), cut in 0..600usize, swap in any::<bool>(),
    ) {
        let (whole, whole_plus) = (dense(precision, &hashes), plus(precision, &hashes));
        hashes.sort_unstable();
        let doubled = [&hashes[..], &hashes[..]].concat();
        prop_assert_eq!(&dense(precision, &doubled), &whole);
        prop_assert_eq!(&plus(precision, &doubled), &whole_plus);
        let (first, second) = hashes.split_at(cut.min(hashes.len()));
        let (first, second) = if swap { (second, first) } else { (first, second) };
        let mut merged = dense(precision, first);
        merged.merge(&dense(precision, second)).unwrap();
        prop_assert_eq!(&merged, &whole);
        prop_assert_eq!(merged.estimate(), whole.estimate());
        let mut merged = plus(precision, first);
        merged.merge(&plus(precision, second)).unwrap();
        prop_assert_eq!(merged.is_sparse(), whole_plus.is_sparse());
        prop_assert_eq!(&merged, &whole_plus);
        prop_assert_eq!(merged.estimate(), whole_plus.estimate());
        let before = merged.clone();
        merged.merge(&whole_plus).unwrap();
        prop_assert_eq!(merged, before);
    }

    #[test]
    fn merging_is_associative(precision in 4..=8u8, parts in prop::collection::vec(hashes(60), 3)) {
        let [a, b, c] = [0, 1, 2].map(|part| plus(precision, &parts[part]));
        let (mut left, mut right) = (a.clone(), b.clone());
        left.merge(&b).unwrap();
        left.merge(&c).unwrap();
        right.merge(&c).unwrap();
        let mut all = a;
        all.merge(&right).unwrap();
        prop_assert_eq!(left, all);
    }

    #[test]
    fn a_sparse_sketch_turns_into_the_dense_one(precision in 4..=12u8, hashes in hashes(3000)) {
        let (dense, plus) = (dense(precision, &hashes), plus(precision, &hashes));
        let entries: HashSet<u64> = hashes.iter().map(|hash| hash >> 39).collect();
        prop_assert_eq!(plus.is_sparse(), entries.len() <= (1 << precision) / 16 * 3);
        if !plus.is_sparse() {
            // The same registers follow the same 23 bytes, but for the kind and the flag.
            prop_assert_eq!(&plus.to_bytes()[10..], &dense.to_bytes()[10..]);
            prop_assert_eq!(plus.estimate(), dense.estimate());
        }
    }

    #[test]
    fn bytes_hold_everything(precision in 4..=12u8, seed: u64, hashes in hashes(400)) {
        let mut sketch = HyperLogLog::with_hasher(precision, Xxh3::with_seed(seed)).unwrap();
        let mut sparse = HyperLogLogPlus::with_hasher(precision, Xxh3::with_seed(seed)).unwrap();
        for hash in &hashes {
            sketch.insert_hash(*hash);
            sparse.insert_hash(*hash);
        }
        let read = HyperLogLog::<Xxh3>::from_bytes(&sketch.to_bytes()).unwrap();
        prop_assert_eq!(read.hasher().identity().check(), seed);
        prop_assert_eq!(read, sketch);
        let read = HyperLogLogPlus::<Xxh3>::from_bytes(&sparse.to_bytes()).unwrap();
        prop_assert_eq!(read.to_bytes(), sparse.to_bytes());
        prop_assert_eq!(read, sparse);
    }

    #[test]
    fn intersections_change_neither_side(precision in 4..=8u8, a in hashes(100), b in hashes(100)) {
        let (a, b) = (plus(precision, &a), plus(precision, &b));
        let before = (a.clone(), b.clone());
        let (ab, ba) = (a.intersection(&b).unwrap(), b.intersection(&a).unwrap());
        prop_assert_eq!(ab, ba);
        prop_assert!(0.0 <= ab.lower && ab.lower <= ab.value && ab.value <= ab.upper, "{}", ab);
        prop_assert_eq!((a, b), before);
    }

    #[test]
    fn intervals_are_in_order_and_grow_with_confidence(precision in 4..=10u8, hashes in hashes(300)) {
        let sketch = plus(precision, &hashes);
        let mut before = sketch.estimate_at(1e-9).unwrap();
        for confidence in [0.1, 0.5, 0.9, 0.95, 0.99, 0.999_999, 1.0 - 1e-15] {
            let estimate = sketch.estimate_at(confidence).unwrap();
            prop_assert!(estimate.lower <= estimate.value && estimate.value <= estimate.upper);
            prop_assert!(estimate.lower <= before.lower && before.upper <= estimate.upper, "{before} {estimate}");
            before = estimate;
        }
    }
}

#[test]
fn sketches_that_do_not_fit_are_refused_and_unchanged() {
    let mut sketch = dense(10, &[1, 2, 3]);
    let mut sparse = plus(10, &[1, 2, 3]);
    let (before, sparse_before) = (sketch.clone(), sparse.clone());
    assert_eq!(
        sketch.merge(&dense(11, &[4])).unwrap_err().to_string(),
        "cannot merge: `precision` is 10 here and 11 there"
    );
    assert_eq!(sparse.merge(&plus(11, &[4])).unwrap_err().name(), "precision");
    let seeded = HyperLogLog::with_hasher(10, Xxh3::with_seed(1)).unwrap();
    assert_eq!(
        sketch.merge(&seeded).unwrap_err().to_string(),
        "cannot merge: `hasher` is XXH3/0000000000000000 here and XXH3/0000000000000001 there"
    );
    assert!(sketch.intersection(&seeded).is_err());
    let seeded = HyperLogLogPlus::with_hasher(10, Xxh3::with_seed(1)).unwrap();
    assert_eq!(sparse.merge(&seeded).unwrap_err().name(), "hasher");
    assert!(sparse.intersection(&seeded).is_err());
    assert_ne!(sparse, seeded);
    assert_eq!((sketch, sparse), (before, sparse_before));
}

#[test]
fn parameters_out_of_range_are_named() {
    for precision in [0, 3, 19, 255] {
        let message = format!("`precision` is {precision}, allowed: 4..=18");
        assert_eq!(HyperLogLog::new(precision).unwrap_err().to_string(), message);
        assert_eq!(HyperLogLogPlus::new(precision).unwrap_err().to_string(), message);
    }
    for error in [0.0, -1.0, 0.002, 1.0, f64::NAN, f64::INFINITY] {
        let refused = HyperLogLog::with_error(error).unwrap_err();
        assert_eq!(refused.name(), "relative_error");
        assert_eq!(refused.allowed(), "0.00203 to less than 1");
        assert!(HyperLogLogPlus::with_error(error).is_err());
    }
    let sketch = dense(4, &[1]);
    for confidence in [0.0, 1.0, -0.5, f64::NAN] {
        assert_eq!(sketch.estimate_at(confidence).unwrap_err().name(), "confidence");
        assert!(plus(4, &[1]).estimate_at(confidence).is_err());
    }
}

#[test]
fn an_error_asked_for_is_the_error_got() {
    assert_eq!(HyperLogLog::with_error(0.99).unwrap().precision(), 4);
    assert_eq!(HyperLogLog::with_error(0.002_03).unwrap().precision(), 18);
    for precision in 4..=18u8 {
        let error = 1.036_704_709_778_501_2 / f64::from(1u32 << precision).sqrt();
        assert_eq!(HyperLogLog::with_error(error * 1.000_001).unwrap().precision(), precision);
    }
}

#[test]
fn clearing_forgets_everything() {
    let (mut sketch, mut sparse) = (dense(8, &[1, 2, 3]), plus(8, &(0..999).map(|i| i << 50).collect::<Vec<_>>()));
    assert!(!sketch.is_empty() && !sparse.is_empty() && !sparse.is_sparse());
    sketch.clear();
    sparse.clear();
    assert_eq!((sketch, sparse), (dense(8, &[]), plus(8, &[])));
}

#[test]
fn debug_is_short() {
    let sketch = dense(14, &[1, 2, 3]);
    assert_eq!(
        format!("{sketch:?}"),
        format!(
            "HyperLogLog {{ precision: 14, hasher: Identity(XXH3/0000000000000000), estimate: {:?}, .. }}",
            sketch.estimate().value
        )
    );
    let sketch = plus(14, &[1, 2, 3]);
    assert_eq!(
        format!("{sketch:?}"),
        format!(
            "HyperLogLogPlus {{ precision: 14, hasher: Identity(XXH3/0000000000000000), sparse: true, estimate: {:?}, .. }}",
            sketch.estimate().value
        )
    );
}

#[cfg(feature = "serde")]
#[test]
fn serde_carries_the_bytes() {
    let sketch = dense(5, &[1 << 60, 77]);
    let json = serde_json::to_string(&sketch).unwrap();
    assert_eq!(serde_json::from_str::<HyperLogLog>(&json).unwrap(), sketch);
    assert!(serde_json::from_str::<HyperLogLogPlus>(&json).unwrap_err().to_string().contains("HLL"));
    let sketch = plus(5, &[1 << 60, 77]);
    let json = serde_json::to_string(&sketch).unwrap();
    assert_eq!(serde_json::from_str::<HyperLogLogPlus>(&json).unwrap(), sketch);
}
