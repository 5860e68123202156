//! Fleets and parameters that cannot be: each an error that names what is wrong, from every placer.

use ansatz_placement::{
    Anchor, Fleet, FleetError, Jump, Maglev, Member, MultiProbe, Placer, Rendezvous, Ring, Skeleton,
};

const BAD_WEIGHTS: [f64; 7] = [0.0, -1.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e-101, 1e101];

/// A placer of 1, 2 and 3 refuses whatever cannot be added, removed or reweighed, and is as it was.
fn check<P: Placer<Node = u8>>(mut placer: P) {
    let before: Vec<usize> = (0..100).map(|key: u32| placer.place(placer.hash(&key))).collect();
    let is_duplicate = |error: FleetError| matches!(error, FleetError::Duplicate { node } if node == "2");
    assert!(is_duplicate(placer.add(Member::new(2)).unwrap_err()));
    for weight in BAD_WEIGHTS {
        let bad = |node: u8| format!("the weight of node {node} is {weight}, allowed: 1");
        let error = placer.add(Member::new(9).with_weight(weight)).unwrap_err().to_string();
        assert!(error.starts_with(&bad(9)), "{error}");
        let error = placer.reweigh(&1, weight).unwrap_err().to_string();
        assert!(error.starts_with(&bad(1)), "{error}");
    }
    let unknown = "node 9 is not in the fleet, allowed: one of its 3 nodes";
    assert_eq!(placer.remove(&9).unwrap_err().to_string(), unknown);
    assert_eq!(placer.reweigh(&9, 1.0).unwrap_err().to_string(), unknown);
    assert!(before.into_iter().eq((0..100).map(|key: u32| placer.place(placer.hash(&key)))));
    placer.remove(&1).unwrap();
    placer.remove(&2).unwrap();
    assert_eq!(placer.remove(&3).unwrap_err(), FleetError::Empty);
    assert_eq!(placer.place(7), 0);
}

#[test]
fn no_placer_takes_what_cannot_be() {
    let fleet = || Fleet::new([1u8, 2, 3]).unwrap();
    check(Anchor::with_fleet(fleet(), 5).unwrap());
    check(Jump::with_fleet(fleet()).unwrap());
    check(Maglev::with_fleet(fleet(), 251).unwrap());
    check(MultiProbe::with_fleet(fleet()).unwrap());
    check(Rendezvous::with_fleet(fleet()));
    check(Ring::with_fleet(fleet()).unwrap());
    check(Skeleton::with_fleet(fleet()));
}

#[test]
fn no_fleet_is_what_cannot_be() {
    assert_eq!(Fleet::<u8>::new([]).unwrap_err(), FleetError::Empty);
    assert_eq!(Fleet::<u8>::with_members([]).unwrap_err(), FleetError::Empty);
    assert_eq!(Fleet::new(["a", "b", "a"]).unwrap_err(), FleetError::Duplicate { node: "\"a\"".into() });
    for weight in BAD_WEIGHTS {
        let error = Fleet::with_members([Member::new("a"), Member::new("b").with_weight(weight)]).unwrap_err();
        assert_eq!(error.to_string(), format!("the weight of node \"b\" is {weight}, allowed: 1e-100 to 1e100"));
    }
    assert!(
        Fleet::with_members([1e-100, 1e100].map(|weight: f64| Member::new(weight.to_bits()).with_weight(weight)))
            .is_ok()
    );
}

#[test]
fn no_table_is_not_prime_or_too_small() {
    let error = |size| Maglev::with_fleet(Fleet::new(0..100).unwrap(), size).unwrap_err().to_string();
    for size in [0, 1, 2, 97, 100, 65_536, 65_539 * 3] {
        assert!(error(size).contains(&format!("is {size}, allowed: ")), "{}", error(size));
    }
    assert!(Maglev::with_fleet(Fleet::new(0..100).unwrap(), 101).is_ok());
}
