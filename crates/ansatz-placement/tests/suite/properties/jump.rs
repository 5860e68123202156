//! What jump moves, and what it does not promise.

use ansatz_placement::{Jump, Member, Placer, jump_hash, jump_hashes};
use core::num::NonZeroU32;
use proptest::prelude::*;

/// The algorithm as the paper prints it, with its integers.
fn by_the_paper(mut key: u64, buckets: i64) -> i64 {
    let (mut bucket, mut next) = (-1, 0);
    while next < buckets {
        bucket = next;
        key = key.wrapping_mul(2_862_933_555_777_941_757).wrapping_add(1);
        next = ((bucket + 1) as f64 * ((1i64 << 31) as f64 / ((key >> 33) + 1) as f64)) as i64;
    }
    bucket
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn all_forms_are_the_papers(keys: [u64; 5], buckets in prop_oneof![1..200u32, any::<u32>()]) {
        let buckets = NonZeroU32::new(buckets.max(1)).unwrap();
        let paper = keys.map(|key| by_the_paper(key, buckets.get().into()));
        prop_assert_eq!(keys.map(|key| i64::from(jump_hash(key, buckets))), paper);
        prop_assert_eq!(jump_hashes(keys, buckets).map(i64::from), paper);
    }
}

proptest! {
    #[test]
    fn at_the_end_only_keys_of_the_last_node_move(nodes in 1..60u32, hashes in proptest::collection::vec(any::<u64>(), 200)) {
        let mut placer = Jump::new(0..nodes).unwrap();
        let small: Vec<Vec<usize>> = hashes.iter().map(|&hash| placer.preference(hash).take(3).collect()).collect();
        placer.add(Member::new(nodes)).unwrap();
        for (&hash, small) in hashes.iter().zip(&small) {
            let owner = placer.place(hash);
            prop_assert!(owner == small[0] || owner == nodes as usize);
        }
        // And the way back, copies included.
        placer.remove(&nodes).unwrap();
        for (&hash, small) in hashes.iter().zip(&small) {
            prop_assert!(placer.preference(hash).take(3).eq(small.iter().copied()));
        }
    }

    /// Nobody's keys move but those of the node that left and of the one that took its slot.
    #[test]
    fn in_the_middle_two_nodes_keys_move(nodes in 2..60u32, leaver in 0..60u32, hashes in proptest::collection::vec(any::<u64>(), 200)) {
        let leaver = leaver % nodes;
        let mut placer = Jump::new(0..nodes).unwrap();
        let owners = |placer: &Jump<u32>| hashes.iter().map(|&hash| *placer.locate_hash(hash)).collect::<Vec<_>>();
        let before = owners(&placer);
        placer.remove(&leaver).unwrap();
        for (old, new) in before.iter().zip(owners(&placer)) {
            let last = nodes - 1;
            prop_assert!(*old == new || *old == last || (*old == leaver && new == last) );
        }
    }
}
