//! Envoy's own tests: `test/extensions/load_balancing_policies/maglev/maglev_lb_test.cc` in
//! <https://github.com/envoyproxy/envoy>.

use ansatz_placement::{Fleet, Member, Placer, systems::EnvoyMaglev};

fn hosts(names: [&'static str; 6]) -> EnvoyMaglev<&'static str> {
    EnvoyMaglev::with_fleet(Fleet::new(names).unwrap(), 7).unwrap()
}

const ADDRESSES: [&str; 6] =
    ["127.0.0.1:90", "127.0.0.1:91", "127.0.0.1:92", "127.0.0.1:93", "127.0.0.1:94", "127.0.0.1:95"];

/// `Basic`, and `BasicStability`: the order of the hosts does not matter.
#[test]
fn six_hosts() {
    let placer = hosts(ADDRESSES);
    assert!(placer.table().eq([2, 4, 0, 1, 5, 0, 3]));
    for hash in 0..21 {
        assert_eq!(placer.place(hash), [2, 4, 0, 1, 5, 0, 3][hash as usize % 7]);
    }
    let mut reversed = ADDRESSES;
    reversed.reverse();
    assert!(hosts(reversed).table().map(|slot| 5 - slot).eq([2, 4, 0, 1, 5, 0, 3]));
}

/// `BasicWithHostName`.
#[test]
fn hosts_by_name() {
    assert!(hosts(["90", "91", "92", "93", "94", "95"]).table().eq([2, 5, 0, 3, 4, 1, 0]));
}

/// `BasicWithRetryHostPredicate`: hash 10 is host 1; the second attempt is host 0, the third host 5.
#[test]
fn attempts() {
    assert!(hosts(ADDRESSES).preference(10).take(3).eq([1, 0, 5]));
}

fn weighted(weights: &[f64]) -> EnvoyMaglev<&'static str> {
    let members = ADDRESSES.iter().zip(weights).map(|(&host, &weight)| Member::new(host).with_weight(weight));
    EnvoyMaglev::with_fleet(Fleet::with_members(members).unwrap(), 17).unwrap()
}

/// `Weighted`, and `LocalityWeightedSameLocalityWeights`, whose localities have one host each.
#[test]
fn two_hosts_with_weights() {
    assert!(weighted(&[1.0, 2.0]).table().eq([1, 0, 0, 1, 0, 1, 1, 0, 1, 1, 1, 1, 1, 0, 1, 0, 1]));
    assert!(weighted(&[1.0, 1.0]).table().eq([1, 0, 0, 1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1]));
}

/// `LocalityWeightedDifferentLocalityWeights`: weights 8 and 2.
#[test]
fn a_heavy_and_a_light_host() {
    assert!(weighted(&[8.0, 2.0]).table().eq([1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0]));
}

/// Changes lead where a new table would.
#[test]
fn changes_rebuild_the_table() {
    let mut placer = weighted(&[1.0, 2.0, 5.0]);
    placer.remove(ADDRESSES[2]).unwrap();
    assert!(placer.table().eq(weighted(&[1.0, 2.0]).table()));
    placer.reweigh(ADDRESSES[1], 1.0).unwrap();
    assert!(placer.table().eq(weighted(&[1.0, 1.0]).table()));
    placer.remove(ADDRESSES[1]).unwrap();
    placer.add(Member::new(ADDRESSES[1]).with_weight(2.0)).unwrap();
    assert!(placer.table().eq(weighted(&[1.0, 2.0]).table()));
    let mut full = hosts(ADDRESSES);
    full.add(Member::new("127.0.0.1:96")).unwrap();
    assert!(full.add(Member::new("127.0.0.1:97")).unwrap_err().to_string().starts_with("EnvoyMaglev has room for 7"));
    assert!(full.add(Member::new("127.0.0.1:96")).unwrap_err().to_string().contains("is there already"));
}
