//! Laws of all placers: a placer adds its line at the end of the file.

use std::collections::BTreeMap;

use ansatz_hash::Xxh3;
use ansatz_placement::{
    Anchor, Fleet, FleetError, Jump, Maglev, Member, MultiProbe, Placer, Rendezvous, Ring, Skeleton,
};
use proptest::prelude::*;

/// A change to a fleet.
#[derive(Debug, Clone)]
enum Change {
    Add(u16, f64, u8),
    Remove(u16),
    Reweigh(u16, f64),
}

fn changes(weight: impl Strategy<Value = f64> + Clone + 'static) -> impl Strategy<Value = Vec<Change>> {
    let change = prop_oneof![
        2 => (0..40u16, weight.clone(), 0..4u8).prop_map(|(node, weight, zone)| Change::Add(node, weight, zone)),
        1 => (0..40u16).prop_map(Change::Remove),
        1 => (0..40u16, weight).prop_map(|(node, weight)| Change::Reweigh(node, weight)),
    ];
    proptest::collection::vec(change, 0..40)
}

/// How a change may move keys.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Moves {
    /// To the node that grew, or from the node that shrank, and no other: the least that can be.
    Least,
    /// The same of every copy: all other nodes keep their order.
    LeastOfCopies,
    /// Others too; a table in docs/benchmarks.md says how many.
    More,
}

fn member(node: u16, weight: f64, zone: u8) -> Member<u16> {
    let member = Member::new(node).with_weight(weight);
    // Zone 0: a node that fails alone.
    if zone == 0 { member } else { member.with_zone(format!("zone {zone}")) }
}

/// Makes a change: the node and whether it grew, or why nothing was changed.
fn make<P: Placer<Node = u16>>(placer: &mut P, change: &Change) -> Result<(u16, bool), FleetError> {
    match *change {
        Change::Add(node, weight, zone) => {
            let slot = placer.add(member(node, weight, zone))?;
            assert_eq!(*placer.fleet().node(slot), node);
            Ok((node, true))
        }
        Change::Remove(node) => {
            assert_eq!(placer.remove(&node)?.member.node, node);
            Ok((node, false))
        }
        Change::Reweigh(node, weight) => Ok((node, weight > placer.reweigh(&node, weight)?)),
    }
}

/// Makes the changes and checks after each that the placer still holds to its laws.
fn check<P: Placer<Node = u16>>(mut placer: P, changes: &[Change], moves: Moves) -> Result<(), TestCaseError> {
    let hashes: Vec<u64> = (0..200u64).map(|key| placer.hash(&key)).collect();
    let owners = |placer: &P| -> Vec<u16> { hashes.iter().map(|&h| *placer.fleet().node(placer.place(h))).collect() };
    let (mut before, mut copies) = (owners(&placer), preferences(&placer, &hashes[..20])?);
    for change in changes {
        let nodes = placer.fleet().len();
        let made = make(&mut placer, change);
        let (after, copies_after) = (owners(&placer), preferences(&placer, &hashes[..20])?);
        match made {
            Err(error) => {
                let expected = match change {
                    Change::Add(..) => matches!(error, FleetError::Duplicate { .. } | FleetError::Full { .. }),
                    Change::Remove(_) => matches!(error, FleetError::Unknown { .. } | FleetError::Empty),
                    Change::Reweigh(..) => matches!(error, FleetError::Unknown { .. } | FleetError::Unweighted { .. }),
                };
                prop_assert!(expected, "{}", error);
                prop_assert_eq!(placer.fleet().len(), nodes);
                prop_assert_eq!((&before, &copies), (&after, &copies_after), "moved by a refused {:?}", change);
            }
            Ok((node, grew)) if moves != Moves::More => {
                for (old, new) in before.iter().zip(&after) {
                    let justified = if grew { *new == node } else { *old == node };
                    prop_assert!(old == new || justified, "{} -> {} when {:?}", old, new, change);
                }
                // All others keep their order.
                let others = |order: &Vec<u16>| order.iter().copied().filter(|&n| n != node).collect::<Vec<_>>();
                for (old, new) in copies.iter().zip(&copies_after).filter(|_| moves == Moves::LeastOfCopies) {
                    prop_assert_eq!(others(old), others(new), "by {:?}", change);
                }
            }
            Ok(_) => {}
        }
        (before, copies) = (after, copies_after);
    }
    Ok(())
}

/// The preferences, as nodes; each is a permutation of the slots, and begins with the owner.
fn preferences<P: Placer<Node = u16>>(placer: &P, hashes: &[u64]) -> Result<Vec<Vec<u16>>, TestCaseError> {
    let mut all = Vec::new();
    for &hash in hashes {
        let order: Vec<usize> = placer.preference(hash).collect();
        prop_assert_eq!(order[0], placer.place(hash));
        let mut sorted = order.clone();
        sorted.sort_unstable();
        prop_assert_eq!(sorted, (0..placer.fleet().len()).collect::<Vec<_>>());
        all.push(order.into_iter().map(|slot| *placer.fleet().node(slot)).collect());
    }
    Ok(all)
}

/// Whoever has the same members places every key alike, in whatever order they came.
fn check_history<P: Placer<Node = u16>>(
    make: impl Fn(Fleet<u16>) -> P,
    changes: &[Change],
) -> Result<(), TestCaseError> {
    let mut placer = make(Fleet::new([100, 101]).unwrap());
    for change in changes {
        let _ = self::make(&mut placer, change);
    }
    let mut members = placer.fleet().members().to_vec();
    members.sort_by_key(|member| member.node);
    let fresh = make(Fleet::with_members(members).unwrap());
    for hash in (0..200u64).map(|key| placer.hash(&key)) {
        let (old, new): (Vec<u16>, Vec<u16>) = (
            placer.preference(hash).map(|slot| *placer.fleet().node(slot)).collect(),
            fresh.preference(hash).map(|slot| *fresh.fleet().node(slot)).collect(),
        );
        prop_assert_eq!(old, new);
    }
    Ok(())
}

/// Of the copies across zones, for every k: among the first k no zone holds two more than another that has a node left, and
/// copies that are the r-th of their zones keep the order of preference. A node without a zone is one of its own.
fn check_zones(fleet: &Fleet<u16>, preference: &[usize], across: &[u16]) -> Result<(), TestCaseError> {
    let zone_of = |slot: usize| fleet.members()[slot].zone.clone().ok_or(slot);
    let mut left = BTreeMap::new();
    for &slot in preference {
        *left.entry(zone_of(slot)).or_insert(0) += 1;
    }
    let mut held: BTreeMap<_, usize> = left.keys().map(|zone| (zone.clone(), 0)).collect();
    let mut last = (0, 0);
    for node in across {
        let slot = fleet.slot_of(node).unwrap();
        let zone = zone_of(slot);
        let (rank, place) = (held[&zone], preference.iter().position(|&other| other == slot).unwrap());
        prop_assert!(last <= (rank, place), "{} comes too late", node);
        last = (rank, place);
        *held.entry(zone.clone()).or_default() += 1;
        *left.entry(zone).or_default() -= 1;
        let most = held.values().max().unwrap();
        prop_assert!(held.iter().all(|(zone, count)| left[zone] == 0 || most - count <= 1), "after {}", node);
    }
    prop_assert!(left.values().all(|&count| count == 0), "a node is left out");
    Ok(())
}

/// The laws of a placer that is made from a fleet by `$make`; `history` where only the members count, not how they came.
macro_rules! laws {
    ($name:ident, $weights:expr, $moves:expr, $make:expr) => {
        laws!(@ $name, $weights, $moves, $make, {});
    };
    ($name:ident, $weights:expr, $moves:expr, history, $make:expr) => {
        laws!(@ $name, $weights, $moves, $make, {
            #[test]
            fn only_the_members_count(changes in changes($weights)) {
                check_history($make, &changes)?;
            }
        });
    };
    (@ $name:ident, $weights:expr, $moves:expr, $make:expr, { $($more:tt)* }) => {
        mod $name {
            use super::*;

            proptest! {
                #[test]
                fn changes_keep_the_laws(changes in changes($weights)) {
                    check($make(Fleet::new([100u16, 101]).unwrap()), &changes, $moves)?;
                }

                #[test]
                fn copies_are_spread_over_zones(changes in changes($weights), hashes: [u64; 5]) {
                    let mut placer = $make(Fleet::new([100u16, 101]).unwrap());
                    for change in &changes {
                        let _ = make(&mut placer, change);
                    }
                    for hash in hashes {
                        let across: Vec<u16> = placer.replicas_across_zones_of_hash(hash).copied().collect();
                        let preference: Vec<usize> = placer.preference(hash).collect();
                        check_zones(placer.fleet(), &preference, &across)?;
                    }
                }

                $($more)*
            }
        }
    };
}

fn weights() -> impl Strategy<Value = f64> + Clone {
    prop_oneof![Just(1.0), 0.1..10.0]
}

laws!(anchor, Just(1.0), Moves::Least, |fleet| Anchor::with_fleet(fleet, 12).unwrap());
#[cfg(feature = "systems")]
laws!(envoy_maglev, weights(), Moves::More, history, |fleet| {
    ansatz_placement::systems::EnvoyMaglev::with_fleet(fleet, 251).unwrap()
});
// Which keys move, and when, is tested in jump.rs.
laws!(jump, Just(1.0), Moves::More, |fleet| Jump::with_fleet(fleet).unwrap());
laws!(maglev, weights(), Moves::More, history, |fleet| Maglev::with_fleet(fleet, 251).unwrap());
laws!(rendezvous, weights(), Moves::LeastOfCopies, history, |fleet| Rendezvous::with_hasher(fleet, Xxh3::default()));
laws!(skeleton, weights(), Moves::More, history, |fleet| Skeleton::with_hasher(fleet, Xxh3::default()));
laws!(ring, weights(), Moves::LeastOfCopies, history, |fleet| Ring::with_hasher(fleet, 20, Xxh3::default()).unwrap());
laws!(multi_probe, Just(1.0), Moves::LeastOfCopies, history, |fleet| MultiProbe::with_fleet(fleet).unwrap());

#[cfg(feature = "systems")]
mod systems {
    use ansatz_placement::systems::{EnvoyRing, LibmemcachedKetama, NginxKetama};

    use super::*;

    fn whole() -> impl Strategy<Value = f64> + Clone {
        prop_oneof![Just(1.0), (1..10u32).prop_map(f64::from)]
    }

    laws!(envoy_ring, whole(), Moves::More, |fleet| EnvoyRing::with_fleet(fleet, 10..=400).unwrap());
    laws!(libmemcached_unweighted, whole(), Moves::More, |fleet| LibmemcachedKetama::unweighted(fleet).unwrap());
    laws!(libmemcached_ketama, whole(), Moves::More, |fleet| LibmemcachedKetama::with_fleet(fleet).unwrap());
    laws!(nginx_ketama, whole(), Moves::More, |fleet| NginxKetama::with_fleet(fleet).unwrap());
}
