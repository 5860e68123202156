//! Every placer under any sequence of additions, removals and new weights: preferences are permutations that begin
//! with the owner, and where least movement is promised no other key moves.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_placement::{Anchor, Fleet, Jump, Maglev, Member, MultiProbe, Placer, Rendezvous, Ring, Skeleton};

ansatz_fuzz::target!(|data| run(data));

/// Drives a placer; in the end its copies across zones are all nodes, too.
macro_rules! drive {
    ($placer:expr, $data:expr, $moves:expr) => {
        let placer = drive($placer, $data, $moves);
        let mut nodes: Vec<u8> = placer.replicas_across_zones(&7u8).copied().collect();
        nodes.sort_unstable();
        nodes.dedup();
        assert_eq!(nodes.len(), placer.fleet().len());
    };
}

/// Each pair of bytes is a step: what to do and the weight, then the node.
fn run(data: &[u8]) {
    let data = &data[..data.len().min(200)];
    let fleet = || Fleet::new([100u8, 101]).expect("two nodes");
    drive!(Anchor::with_fleet(fleet(), 12).expect("room"), data, Moves::Least);
    drive!(Jump::with_fleet(fleet()).expect("no weights"), data, Moves::AtTheEnd);
    drive!(Maglev::with_fleet(fleet(), 251).expect("a prime"), data, Moves::Any);
    drive!(MultiProbe::with_fleet(fleet()).expect("no weights"), data, Moves::Least);
    drive!(Rendezvous::with_fleet(fleet()), data, Moves::Least);
    drive!(Ring::with_hasher(fleet(), 8, ansatz_hash::Xxh3::default()).expect("few points"), data, Moves::Least);
    drive!(Skeleton::with_fleet(fleet()), data, Moves::Any);
}

/// Which changes move no key but those that they must.
#[derive(Clone, Copy, PartialEq)]
enum Moves {
    Least,
    /// Additions, and removals of the last slot.
    AtTheEnd,
    Any,
}

fn drive<P: Placer<Node = u8>>(mut placer: P, data: &[u8], moves: Moves) -> P {
    let hashes: Vec<u64> = (0..60u64).map(|key| placer.hash(&key)).collect();
    let owners = |placer: &P| -> Vec<u8> { hashes.iter().map(|&h| *placer.fleet().node(placer.place(h))).collect() };
    let mut before = owners(&placer);
    for step in data.chunks_exact(2) {
        let (node, weight) = (step[1] % 32, 1.0 + f64::from(step[0] / 4 % 8));
        let count = placer.fleet().len();
        let (is_least, grew) = match step[0] % 4 {
            0 | 1 => {
                let weight = if step[0] % 4 == 0 { 1.0 } else { weight };
                let member = Member::new(node).with_weight(weight).with_zone(["east", "west"][usize::from(node) % 2]);
                let added = placer.add(member);
                assert_eq!(placer.fleet().len(), count + usize::from(added.is_ok()));
                (moves != Moves::Any, true)
            }
            2 => {
                let removed = placer.remove(&node);
                assert_eq!(placer.fleet().len(), count - usize::from(removed.is_ok()));
                let is_last = removed.as_ref().is_ok_and(|removed| removed.renumbered.is_none());
                (moves == Moves::Least || (moves == Moves::AtTheEnd && is_last), false)
            }
            _ => {
                let old = placer.reweigh(&node, weight);
                assert_eq!(placer.fleet().len(), count);
                (moves == Moves::Least, old.is_ok_and(|old| weight > old))
            }
        };
        let after = owners(&placer);
        for (old, new) in before.iter().zip(&after).filter(|_| is_least) {
            assert!(old == new || node == if grew { *new } else { *old }, "{old} -> {new} by {step:?}");
        }
        before = after;
        check(&placer, hashes[usize::from(step[0]) % hashes.len()]);
    }
    placer
}

fn check<P: Placer>(placer: &P, hash: u64) {
    let mut order: Vec<usize> = placer.preference(hash).collect();
    assert_eq!(order.first(), Some(&placer.place(hash)));
    order.sort_unstable();
    assert!(order.into_iter().eq(0..placer.fleet().len()));
}
