//! What anchor's bytes and its history promise.

use ansatz_placement::{Anchor, Fleet, Member, Placer};
use proptest::prelude::*;

/// Anchor after any changes: a number below 30 is added if it is not there, and removed if it is.
fn any_anchor() -> impl Strategy<Value = Anchor<u8>> {
    (1..10usize, proptest::collection::vec(0..30u8, 0..60)).prop_map(|(room, toggles)| {
        let mut placer = Anchor::new([100u8, 101], room + 2).unwrap();
        for node in toggles {
            if placer.fleet().slot_of(&node).is_some() {
                placer.remove(&node).unwrap();
            } else {
                let _ = placer.add(Member::new(node).with_zone(format!("{}", node % 3)));
            }
        }
        placer
    })
}

proptest! {
    #[test]
    fn bytes_carry_the_history(mut placer in any_anchor(), hashes in proptest::collection::vec(any::<u64>(), 100)) {
        let bytes = placer.to_bytes();
        let mut copy = Anchor::<u8>::from_bytes(&bytes).unwrap();
        prop_assert_eq!(copy.to_bytes(), bytes);
        prop_assert_eq!(&copy, &placer);
        // The copy goes on as the original does.
        let first = *placer.fleet().node(0);
        for step in 0..3u8 {
            prop_assert!(hashes.iter().all(|&hash| copy.locate_hash(hash) == placer.locate_hash(hash)));
            prop_assert!(copy.preference(hashes[0]).eq(placer.preference(hashes[0])));
            if step == 0 {
                prop_assert_eq!(copy.remove(&first).is_ok(), placer.remove(&first).is_ok());
            } else {
                prop_assert_eq!(copy.add(Member::new(200 + step)), placer.add(Member::new(200 + step)));
            }
        }
    }

    /// The paper's Theorem of minimal disruption, both ways: what leaves comes back.
    #[test]
    fn additions_undo_removals(nodes in 2..40u32, leavers in 1..20usize, hashes in proptest::collection::vec(any::<u64>(), 100)) {
        let mut placer = Anchor::with_fleet(Fleet::new(0..nodes).unwrap(), 50).unwrap();
        let owners = |placer: &Anchor<u32>| hashes.iter().map(|&hash| *placer.locate_hash(hash)).collect::<Vec<_>>();
        let before = owners(&placer);
        let leavers: Vec<u32> = (0..nodes).map(|node| node * 7 % 41 % nodes).take(leavers).collect();
        let gone: Vec<u32> = leavers.into_iter().filter(|node| placer.remove(node).is_ok()).collect();
        for &node in gone.iter().rev() {
            placer.add(Member::new(node)).unwrap();
        }
        prop_assert_eq!(owners(&placer), before);
    }
}
