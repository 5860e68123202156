//! Bounded loads under any sequence of operations: every key has one owner, and no node more than its capacity.
#![cfg_attr(feature = "libfuzzer", no_main)]

use std::collections::BTreeMap;

use ansatz_placement::{Anchor, BoundedLoads, KeyMove, Member, Placer, Rendezvous, Skeleton};

ansatz_fuzz::target!(|data| run(data));

/// The first byte is the slack and the placer; then each pair of bytes is a step.
fn run(data: &[u8]) {
    let [slack, steps @ ..] = data else { return };
    match slack % 3 {
        0 => drive(Skeleton::new([0u8, 1, 2]).expect("three nodes"), *slack, steps),
        1 => drive(Rendezvous::new([0u8, 1, 2]).expect("three nodes"), *slack, steps),
        _ => drive(Anchor::new([0u8, 1, 2], 6).expect("room"), *slack, steps),
    }
}

fn drive<P: Placer<Node = u8>>(placer: P, slack: u8, steps: &[u8]) {
    let slack = (f64::from(slack) + 1.0) / 128.0;
    let mut loads = BoundedLoads::<_, u8>::new(placer, slack).expect("from 1/128 to 2");
    let mut owners = BTreeMap::new();
    for step in steps.chunks_exact(2) {
        let (node, weight) = (step[1] % 16, f64::from(step[1] / 16) * 0.7 + 0.1);
        let moves = match step[0] % 16 {
            0..8 => {
                let owner = *loads.assign(step[1]);
                assert_eq!(*owners.entry(step[1]).or_insert(owner), owner);
                Vec::new()
            }
            8..13 => {
                let moves = loads.release(&step[1]);
                assert_eq!(moves.is_some(), owners.remove(&step[1]).is_some());
                moves.unwrap_or_default()
            }
            13 => loads.add(Member::new(node).with_weight(weight)).unwrap_or_default(),
            14 => loads.remove(&node).unwrap_or_default(),
            _ => loads.reweigh(&node, weight).unwrap_or_default(),
        };
        for KeyMove { key, from, to, .. } in moves {
            assert_eq!(owners.insert(key, to), Some(from), "{key} moved from where it was not");
        }
        assert!(loads.iter().map(|(key, node)| (*key, *node)).collect::<BTreeMap<_, _>>() == owners);
        assert_eq!((loads.len(), loads.is_empty()), (owners.len(), owners.is_empty()));
        assert_eq!(loads.locate(&step[1]), owners.get(&step[1]));
        for member in loads.placer().fleet().members() {
            assert!(loads.load(&member.node) <= loads.capacity(&member.node));
        }
    }
}
