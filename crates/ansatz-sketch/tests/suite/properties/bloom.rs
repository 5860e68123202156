//! The filter's laws, for any keys and any dimensions.

use ansatz_hash::{SeededHasher, Xxh3};
use ansatz_sketch::Bloom;
use proptest::{collection::vec, prelude::*};

fn filter_of<K: ansatz_hash::Key>(keys: &[K], bits: u64, hashes: u32) -> Bloom {
    let mut filter = Bloom::with_dimensions(bits, hashes).unwrap();
    for key in keys {
        filter.insert(key);
    }
    filter
}

proptest! {
    #[test]
    fn what_was_inserted_is_found(keys in vec(any::<String>(), 0..200), bits in 2u64..3000, hashes in 1u32..=64) {
        let filter = filter_of(&keys, bits, hashes);
        prop_assert!(keys.iter().all(|key| filter.contains(key)));
        prop_assert_eq!(filter.is_empty(), keys.is_empty());
        let fill = filter.fill();
        prop_assert!((0.0..=1.0).contains(&fill) && (fill == 0.0) == keys.is_empty());
        let estimate = filter.estimate();
        prop_assert!(estimate.lower <= estimate.value && estimate.value <= estimate.upper, "{estimate:?}");
    }

    #[test]
    fn the_union_is_the_filter_of_all(
        a in vec(any::<u64>(), 0..100), b in vec(any::<u64>(), 0..100), bits in 2u64..3000, hashes in 1u32..=64,
    ) {
        let mut ab = filter_of(&a, bits, hashes);
        ab.merge(&filter_of(&b, bits, hashes)).unwrap();
        let mut ba = filter_of(&b, bits, hashes);
        ba.merge(&filter_of(&a, bits, hashes)).unwrap();
        prop_assert_eq!(&ab, &ba);
        prop_assert_eq!(&ab, &filter_of(&[a, b].concat(), bits, hashes));
        let again = ab.clone();
        ab.merge(&again).unwrap();
        prop_assert_eq!(ab, again);
    }

    #[test]
    fn the_batch_form_is_the_loop(keys in vec(any::<i64>(), 0..100)) {
        let mut filter = filter_of::<i64>(&[], 1000, 3);
        filter.extend(&keys);
        prop_assert_eq!(filter, filter_of(&keys, 1000, 3));
    }

    #[test]
    fn bytes_and_serde_make_the_round_trip(keys in vec(any::<u32>(), 0..100), seed in any::<u64>(), capacity in 1u64..500) {
        let mut filter = Bloom::with_hasher(capacity, 0.01, Xxh3::with_seed(seed)).unwrap();
        filter.extend(&keys);
        let back = Bloom::from_bytes(&filter.to_bytes()).unwrap();
        prop_assert_eq!(&back, &filter);
        #[cfg(feature = "serde")]
        {
            let json = serde_json::to_string(&filter).unwrap();
            prop_assert_eq!(serde_json::from_str::<Bloom>(&json).unwrap(), filter);
        }
    }
}

#[test]
fn filters_that_differ_do_not_merge() {
    let mut filter = filter_of(&["a"], 1000, 5);
    let before = filter.clone();
    assert_eq!(filter.merge(&filter_of(&["b"], 1001, 5)).unwrap_err().name(), "bits");
    assert_eq!(filter.merge(&filter_of(&["b"], 1000, 6)).unwrap_err().name(), "hashes");
    let (ours, theirs) = [0, 1].map(|seed| Bloom::with_hasher(100, 0.05, Xxh3::with_seed(seed)).unwrap()).into();
    assert_eq!(Bloom::clone(&ours).merge(&theirs).unwrap_err().name(), "hasher");
    assert_eq!(filter, before);
    assert_ne!(ours, theirs);
}

#[test]
fn debug_summarises() {
    let text = format!("{:?}", Bloom::with_dimensions(1000, 7).unwrap());
    assert_eq!(text, "Bloom { bits: 1000, hashes: 7, hasher: Identity(XXH3/0000000000000000), .. }");
}

#[test]
fn nonsense_is_refused() {
    for (capacity, fpr) in
        [(0, 0.01), (1, 0.0), (1, 1.0), (1, -0.5), (1, f64::NAN), (1, f64::INFINITY), (u64::MAX, 0.5)]
    {
        assert!(Bloom::with_capacity_and_fpr(capacity, fpr).is_err(), "{capacity} {fpr}");
    }
    for (bits, hashes) in [(0, 1), (1, 1), (u64::MAX, 1), (1000, 0), (1000, 65)] {
        assert!(Bloom::with_dimensions(bits, hashes).is_err(), "{bits} {hashes}");
    }
    let filter = filter_of(&["a"], 100, 3);
    assert!([0.0, 1.0, f64::NAN].into_iter().all(|confidence| filter.estimate_at(confidence).is_err()));
}

/// The trap of h1 + i h2: hashes, strides and sizes that share factors.
#[test]
fn no_hash_has_few_positions() {
    for bits in [64, 1024, 1 << 20] {
        for hash in [0, 1, u64::MAX, 1 << 63, 1 << 32, u64::from(u32::MAX), 0xaaaa_aaaa_aaaa_aaaa] {
            let mut filter = Bloom::with_dimensions(bits, 16).unwrap();
            filter.insert_hash(hash);
            // 16 random positions of 64 hit 14.3 different ones, and fewer than 9 once in 10^5.
            let ones = filter.fill() * bits as f64;
            assert!(ones >= 9.0, "{ones} of 16 positions for {hash:#x} in {bits}");
        }
    }
}
