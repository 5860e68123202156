//! Bounded loads beside a model that knows only who holds what.

use std::collections::BTreeMap;

use ansatz_placement::{BoundedLoads, KeyMove, Member, Placer, Rendezvous, Skeleton};
use proptest::prelude::*;

#[derive(Debug, Clone)]
enum Step {
    Assign(u16),
    Release(u16),
    Add(u8, f64),
    Remove(u8),
    Reweigh(u8, f64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let weight = || prop_oneof![Just(1.0), Just(2.5), 0.1..10.0];
    let step = prop_oneof![
        12 => (0..300u16).prop_map(Step::Assign),
        8 => (0..300u16).prop_map(Step::Release),
        1 => (0..12u8, weight()).prop_map(|(node, weight)| Step::Add(node, weight)),
        1 => (0..12u8).prop_map(Step::Remove),
        1 => (0..12u8, weight()).prop_map(|(node, weight)| Step::Reweigh(node, weight)),
    ];
    proptest::collection::vec(step, 0..400)
}

/// ceil((1 + slack) m w / W) with floats, which the exact one may differ from only where this is about to step.
fn capacity(slack: f64, keys: usize, weight: f64, total: f64) -> (usize, usize) {
    let share = (1.0 + slack) * keys as f64 * weight / total;
    ((share * (1.0 - 1e-8)).ceil() as usize, (share * (1.0 + 1e-8)).ceil() as usize)
}

fn apply(model: &mut BTreeMap<u16, u8>, moves: Vec<KeyMove<u16, u8>>) -> Result<(), TestCaseError> {
    for KeyMove { key, from, to, .. } in moves {
        prop_assert_ne!(from, to);
        prop_assert_eq!(model.insert(key, to), Some(from), "{} moved from where it was not", key);
    }
    Ok(())
}

fn check<P: Placer<Node = u8>>(placer: P, slack: f64, steps: &[Step]) -> Result<(), TestCaseError> {
    let mut loads = BoundedLoads::<P, u16>::new(placer, slack).unwrap();
    let mut model = BTreeMap::new();
    for step in steps {
        match *step {
            Step::Assign(key) => {
                let node = *loads.assign(key);
                prop_assert_eq!(*model.entry(key).or_insert(node), node);
            }
            Step::Release(key) => {
                let moves = loads.release(&key);
                prop_assert_eq!(moves.is_some(), model.remove(&key).is_some());
                let moves = moves.unwrap_or_default();
                prop_assert!(moves.len() <= loads.placer().fleet().len());
                apply(&mut model, moves)?;
            }
            Step::Add(node, weight) => {
                if let Ok(moves) = loads.add(Member::new(node).with_weight(weight)) {
                    apply(&mut model, moves)?;
                }
            }
            Step::Remove(node) => {
                let held = loads.load(&node);
                if let Ok(moves) = loads.remove(&node) {
                    let gone = moves.iter().filter(|moved| moved.from == node).count();
                    prop_assert_eq!(Some(gone), held);
                    apply(&mut model, moves)?;
                }
            }
            Step::Reweigh(node, weight) => {
                if let Ok(moves) = loads.reweigh(&node, weight) {
                    apply(&mut model, moves)?;
                }
            }
        }
        check_state(&loads, &model, slack)?;
    }
    Ok(())
}

fn check_state<P: Placer<Node = u8>>(
    loads: &BoundedLoads<P, u16>,
    model: &BTreeMap<u16, u8>,
    slack: f64,
) -> Result<(), TestCaseError> {
    let held: BTreeMap<u16, u8> = loads.iter().map(|(&key, &node)| (key, node)).collect();
    prop_assert_eq!(&held, model);
    prop_assert_eq!(loads.len(), model.len());
    let fleet = loads.placer().fleet();
    let mut room = 0;
    for member in fleet.members() {
        let load = model.values().filter(|node| **node == member.node).count();
        prop_assert_eq!(loads.load(&member.node), Some(load));
        let exact = loads.capacity(&member.node).unwrap();
        let (low, high) = capacity(slack, model.len(), member.weight, fleet.total_weight());
        prop_assert!((low..=high).contains(&exact), "{} is not in {}..={}", exact, low, high);
        prop_assert!(load <= exact, "{} holds {} of at most {}", member.node, load, exact);
        room += exact;
    }
    prop_assert!(room >= model.len());
    Ok(())
}

fn slacks() -> impl Strategy<Value = f64> {
    prop_oneof![Just(1e-9), Just(0.1), Just(0.25), 0.01..1.0]
}

proptest! {
    #[test]
    fn over_rendezvous(slack in slacks(), steps in steps()) {
        check(Rendezvous::new([0u8, 1, 2]).unwrap(), slack, &steps)?;
    }

    #[test]
    fn over_a_skeleton(slack in slacks(), steps in steps()) {
        check(Skeleton::new([0u8, 1, 2]).unwrap(), slack, &steps)?;
    }
}
