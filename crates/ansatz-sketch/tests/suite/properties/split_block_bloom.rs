//! The filter's laws, for any keys.

use ansatz_hash::{SeededHasher, Xxh3};
use ansatz_sketch::SplitBlockBloom;
use proptest::{collection::vec, prelude::*};

fn filter_of<K: ansatz_hash::Key>(keys: &[K]) -> SplitBlockBloom {
    let mut filter = SplitBlockBloom::with_capacity_and_fpr(100, 0.05).unwrap();
    for key in keys {
        filter.insert(key);
    }
    filter
}

proptest! {
    #[test]
    fn what_was_inserted_is_found(keys in vec(any::<String>(), 0..200)) {
        let filter = filter_of(&keys);
        prop_assert!(keys.iter().all(|key| filter.contains(key)));
        prop_assert_eq!(filter.is_empty(), keys.is_empty());
    }

    #[test]
    fn the_union_is_the_filter_of_all(a in vec(any::<u64>(), 0..100), b in vec(any::<u64>(), 0..100)) {
        let mut ab = filter_of(&a);
        ab.merge(&filter_of(&b)).unwrap();
        let mut ba = filter_of(&b);
        ba.merge(&filter_of(&a)).unwrap();
        prop_assert_eq!(&ab, &ba);
        prop_assert_eq!(&ab, &filter_of(&[a, b].concat()));
        let again = ab.clone();
        ab.merge(&again).unwrap();
        prop_assert_eq!(ab, again);
    }

    #[test]
    fn the_batch_form_is_the_loop(keys in vec(any::<i64>(), 0..100)) {
        let mut filter = filter_of::<i64>(&[]);
        filter.extend(&keys);
        prop_assert_eq!(filter, filter_of(&keys));
    }

    #[test]
    fn bytes_and_serde_make_the_round_trip(keys in vec(any::<u32>(), 0..100), seed in any::<u64>(), capacity in 1u64..500) {
        let mut filter = SplitBlockBloom::with_hasher(capacity, 0.01, Xxh3::with_seed(seed)).unwrap();
        filter.extend(&keys);
        let back = SplitBlockBloom::from_bytes(&filter.to_bytes()).unwrap();
        prop_assert_eq!(&back, &filter);
        #[cfg(feature = "serde")]
        {
            let json = serde_json::to_string(&filter).unwrap();
            prop_assert_eq!(serde_json::from_str::<SplitBlockBloom>(&json).unwrap(), filter);
        }
    }

    #[test]
    fn parquets_bitset_makes_the_round_trip(keys in vec(any::<String>(), 0..100), ndv in 1u64..2000) {
        let mut filter = SplitBlockBloom::for_parquet(ndv, 0.05).unwrap();
        filter.extend(&keys);
        let bitset = filter.parquet_bitset().unwrap();
        prop_assert!(bitset.len().is_power_of_two() && bitset.len() >= 32);
        prop_assert_eq!(SplitBlockBloom::from_parquet_bitset(&bitset).unwrap(), filter);
    }
}

#[test]
fn filters_that_differ_do_not_merge() {
    let mut filter = filter_of(&["a"]);
    let before = filter.clone();
    let larger = SplitBlockBloom::with_capacity_and_fpr(1000, 0.05).unwrap();
    assert_eq!(filter.merge(&larger).unwrap_err().name(), "blocks");
    let seeded = SplitBlockBloom::with_hasher(100, 0.05, Xxh3::with_seed(1)).unwrap();
    assert_eq!(filter.merge(&seeded).unwrap_err().name(), "hasher");
    assert_eq!(filter, before);
    assert_ne!(filter_of::<u8>(&[]), seeded);
}

#[test]
fn debug_summarises() {
    let text = format!("{:?}", SplitBlockBloom::with_capacity_and_fpr(1_000_000, 0.01).unwrap());
    assert!(text.starts_with("SplitBlockBloom { bytes: 1316") && text.len() < 100, "{text}");
}

#[test]
fn nonsense_is_refused() {
    for (capacity, fpr) in
        [(0, 0.01), (1, 0.0), (1, 1.0), (1, -0.5), (1, f64::NAN), (1, f64::INFINITY), (u64::MAX, 0.5)]
    {
        assert!(SplitBlockBloom::with_capacity_and_fpr(capacity, fpr).is_err(), "{capacity} {fpr}");
        let error = SplitBlockBloom::for_parquet(capacity, fpr).unwrap_err();
        assert!(["ndv", "fpr"].contains(&error.name()), "{error}");
    }
    // 128 MiB is Parquet's limit, not ours.
    assert!(SplitBlockBloom::for_parquet(200_000_000, 0.01).is_err());
    let odd = SplitBlockBloom::from_parquet_bitset(&[0; 96]).unwrap();
    assert_eq!(odd.parquet_bitset().unwrap_err().name(), "bytes");
    let filter = filter_of(&["a"]);
    assert!([0.0, 1.0, f64::NAN].into_iter().all(|confidence| filter.estimate_at(confidence).is_err()));
}

#[test]
fn a_full_filter_says_yes_to_everything() {
    let full = SplitBlockBloom::from_parquet_bitset(&[0xff; 64]).unwrap();
    assert!((0..100u64).all(|key| full.contains(&key)));
    assert_eq!((full.fill(), full.estimated_fpr()), (1.0, 1.0));
    assert!(full.estimate().upper == f64::INFINITY && full.estimate().value.is_finite());
}
