//! Bounded loads beside a model that knows only who holds what.

use std::collections::{BTreeMap, BTreeSet};

use ansatz_placement::{
    Anchor, BoundedLoads, Fleet, Jump, KeyMove, Maglev, Member, MultiProbe, Placer, Rendezvous, Ring, Skeleton,
};
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

/// What may have caused moves.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Cause {
    Release,
    /// This node is gone.
    Gone(u8),
    /// This node is new, or has another weight.
    Weighed(u8),
}

/// No move but those that had to be: of all that a node held that is gone, to a new or heavier one that is their first
/// choice, and from each other node just as many as are too many for it.
fn check_moves<P: Placer<Node = u8>>(
    loads: &BoundedLoads<P, u16>,
    before: &BTreeMap<u16, u8>,
    moves: &[KeyMove<u16, u8>],
    cause: Cause,
) -> Result<(), TestCaseError> {
    let placer = loads.placer();
    let first_choice = |key: u16| *placer.fleet().node(placer.place(placer.hash(&key)));
    let drawn = |moved: &&KeyMove<u16, u8>| cause == Cause::Weighed(moved.to) && first_choice(moved.key) == moved.to;
    for node in before.values().copied().collect::<BTreeSet<u8>>() {
        let held = before.values().filter(|owner| **owner == node).count();
        let (home, sent): (Vec<_>, Vec<_>) = moves.iter().filter(|moved| moved.from == node).partition(drawn);
        let expected = if cause == Cause::Gone(node) {
            held
        } else {
            (held - home.len()).saturating_sub(loads.capacity(&node).unwrap())
        };
        prop_assert_eq!(sent.len(), expected, "from {} by {:?}", node, cause);
        // Guests go first.
        let is_guest = |key: u16| first_choice(key) != node;
        if cause != Cause::Gone(node) && sent.iter().any(|moved| !is_guest(moved.key)) {
            let gone = |key: u16| moves.iter().any(|moved| moved.key == key);
            let left = before.iter().filter(|(key, owner)| **owner == node && !gone(**key));
            prop_assert!(left.into_iter().all(|(key, _)| !is_guest(*key)), "a guest stayed on {}", node);
        }
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
                check_moves(&loads, &model, &moves, Cause::Release)?;
                apply(&mut model, moves)?;
            }
            Step::Add(node, weight) => {
                if let Ok(moves) = loads.add(Member::new(node).with_weight(weight)) {
                    check_moves(&loads, &model, &moves, Cause::Weighed(node))?;
                    apply(&mut model, moves)?;
                }
            }
            Step::Remove(node) => {
                if let Ok(moves) = loads.remove(&node) {
                    check_moves(&loads, &model, &moves, Cause::Gone(node))?;
                    apply(&mut model, moves)?;
                }
            }
            Step::Reweigh(node, weight) => {
                if let Ok(moves) = loads.reweigh(&node, weight) {
                    check_moves(&loads, &model, &moves, Cause::Weighed(node))?;
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

/// A test over the placer that `$make` makes of a fleet.
macro_rules! over {
    ($($name:ident: $make:expr;)+) => {
        proptest! {$(
            #[test]
            fn $name(slack in slacks(), steps in steps()) {
                check($make(Fleet::new([0u8, 1, 2]).unwrap()), slack, &steps)?;
            }
        )+}
    };
}

over! {
    over_rendezvous: Rendezvous::with_fleet;
    over_a_skeleton: Skeleton::with_fleet;
    over_a_ring: |fleet| Ring::with_hasher(fleet, 20, ansatz_hash::Xxh3::default()).unwrap();
    over_jump: |fleet| Jump::with_fleet(fleet).unwrap();
    over_anchor: |fleet| Anchor::with_fleet(fleet, 8).unwrap();
    over_multi_probe: |fleet| MultiProbe::with_fleet(fleet).unwrap();
    over_maglev: |fleet| Maglev::with_fleet(fleet, 101).unwrap();
}
