//! Jump, as Guava's `Hashing.consistentHash` computes it: the vectors of its `HashingTest`, golden values and
//! `testConsistentHash_linearCongruentialGeneratorCompatibility`, <https://github.com/google/guava>.

use core::num::NonZeroU32;

use ansatz_placement::{Jump, jump_hash, jump_hashes};

fn buckets(count: u32) -> NonZeroU32 {
    NonZeroU32::new(count).unwrap()
}

#[test]
fn single_keys() {
    for (key, count, bucket) in [
        (10_863_919_174_838_991, 11, 6),
        (2_016_238_256_797_177_309, 11, 3),
        (1_673_758_223_894_951_030, 11, 5),
        (2, 100_001, 80_343),
        (2201, 100_001, 22_152),
        (2202, 100_001, 15_018),
    ] {
        assert_eq!(jump_hash(key, buckets(count)), bucket, "{key} among {count}");
        assert_eq!(jump_hashes([key; 3], buckets(count)), [bucket; 3]);
    }
}

#[test]
fn the_first_twenty_keys_among_a_hundred() {
    let expected = [0, 55, 62, 8, 45, 59, 86, 97, 82, 59, 73, 37, 17, 56, 86, 21, 90, 37, 38, 83];
    let keys: [u64; 20] = core::array::from_fn(|key| key as u64);
    assert_eq!(jump_hashes(keys, buckets(100)), expected);
    let placer = Jump::new(0..100u32).unwrap();
    assert_eq!(keys.map(|key| *placer.locate_hash(key)), expected);
}

#[test]
fn the_ends() {
    assert_eq!(jump_hash(u64::MAX, buckets(1)), 0);
    assert!(jump_hash(u64::MAX, buckets(u32::MAX)) < u32::MAX);
}
