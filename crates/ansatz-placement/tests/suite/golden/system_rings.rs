//! The rings of Envoy, libmemcached and nginx.

use ansatz_hash::{KeyHasher, Xxh64};
use ansatz_placement::{
    Fleet, Member, Placer,
    systems::{EnvoyRing, LibmemcachedKetama, NginxKetama, OneAtATime},
};

/// The hashes that Envoy's `test/extensions/load_balancing_policies/ring_hash/ring_hash_lb_test.cc` lists, and what its
/// ring says about them: a hash belongs to the point that is not below it.
#[test]
fn envoy() {
    let hashes = [
        ("127.0.0.1:90_0", 16_117_243_373_044_804_889),
        ("127.0.0.1:90_1", 1_033_482_794_131_418_490),
        ("127.0.0.1:94_1", 833_437_586_790_550_860),
        ("127.0.0.1:91_0", 5_583_722_120_771_150_861),
    ];
    let hosts = ["90", "91", "92", "93", "94", "95"].map(|port| format!("127.0.0.1:{port}"));
    let ring = EnvoyRing::with_fleet(Fleet::new(hosts).unwrap(), 12..=12).unwrap();
    assert_eq!(ring.points().count(), 12);
    for (label, hash) in hashes {
        assert_eq!(Xxh64::default().hash64(label), hash);
        let host = label.split('_').next().unwrap();
        assert_eq!(ring.locate_hash(hash), host);
        let slot = ring.fleet().slot_of(host).unwrap();
        assert!(ring.points().any(|point| point == (hash, slot)));
    }
    // The test `Basic` there: the first point is 94_1, so it owns 0 and what is beyond the last.
    assert_eq!((ring.locate_hash(0), ring.locate_hash(u64::MAX)), (&hosts_of(94), &hosts_of(94)));
}

fn hosts_of(port: u16) -> String {
    format!("127.0.0.1:{port}")
}

/// By the source: four hosts that want one and a half points each take 2, 1, 2 and 1; weights 1, 2 and 3 of a ring of at
/// least 6 take that many; and where the greatest size is below the number of hosts, some take none and come last.
#[test]
fn envoy_sizes() {
    let counts = |ring: &EnvoyRing<u32>| -> Vec<usize> {
        (0..ring.fleet().len()).map(|slot| ring.points().filter(|point| point.1 == slot).count()).collect()
    };
    let ring = |weights: &[f64], sizes| {
        let members = (0..).zip(weights).map(|(node, &weight)| Member::new(node).with_weight(weight));
        EnvoyRing::with_fleet(Fleet::with_members(members).unwrap(), sizes).unwrap()
    };
    assert_eq!(counts(&ring(&[1.0; 4], 6..=6)), [2, 1, 2, 1]);
    assert_eq!(counts(&ring(&[1.0, 2.0, 3.0], 6..=100)), [1, 2, 3]);
    let small = ring(&[1.0; 4], 1..=1);
    assert_eq!(counts(&small), [1, 0, 0, 0]);
    assert!(small.preference(7).eq([0, 1, 2, 3]));
    let fleet = || Fleet::new([1, 2]).unwrap();
    #[allow(clippy::reversed_empty_ranges)]
    let bad = [0..=10, 10..=5, 1..=8_388_609];
    assert!(bad.into_iter().all(|sizes| EnvoyRing::with_fleet(fleet(), sizes).is_err()));
}

const WEIGHTS: [f64; 8] = [600.0, 300.0, 200.0, 350.0, 1000.0, 800.0, 950.0, 100.0];

fn servers(port: &str, weights: [f64; 8]) -> Fleet<String> {
    let member = |(host, weight)| Member::new(format!("10.0.1.{host}{port}")).with_weight(weight);
    Fleet::with_members((1..).zip(weights).map(member)).unwrap()
}

/// libmemcached 1.1.4 itself, on the servers above: with `KETAMA_WEIGHTED`, with `KETAMA` and weights, and with `KETAMA`
/// and no weights.
#[test]
fn libmemcached() {
    let keys = ["foo", "bar", "hello", "VDEAAAAA", "user:1"];
    for port in ["", ":11211"] {
        let weighted = LibmemcachedKetama::with_fleet(servers(port, WEIGHTS)).unwrap();
        assert_eq!(keys.map(|key| weighted.place(weighted.hash(key))), [7, 4, 5, 2, 6]);
        let plain = LibmemcachedKetama::unweighted(servers(port, WEIGHTS)).unwrap();
        assert_eq!(keys.map(|key| plain.place(plain.hash(key))), [3, 6, 3, 1, 6]);
        let even = LibmemcachedKetama::unweighted(servers(port, [1.0; 8])).unwrap();
        assert_eq!(keys.map(|key| even.place(even.hash(key))), [2, 7, 6, 5, 1]);
    }
    // Published vectors of the function: "a", and the pangram.
    assert_eq!(OneAtATime.hash64("a") >> 32, 0xca2e_9442);
    assert_eq!(OneAtATime.hash64("The quick brown fox jumps over the lazy dog") >> 32, 0x519e_91f5);
}

/// A line of what nginx itself has logged, `pingora-ketama/test-data/sample-nginx-upstream.csv` in
/// <https://github.com/cloudflare/pingora>; `differential/servers` asks an nginx for 10,000 more.
#[test]
fn nginx() {
    let members = (1..10).map(|host| Member::new(format!("10.0.0.{host}:443")).with_weight(100.0));
    let ring = NginxKetama::with_fleet(Fleet::with_members(members).unwrap()).unwrap();
    assert_eq!(ring.locate("/81fa1d251d605775d647b5b55565e71526d4cef6"), "10.0.0.7:443");
}

#[test]
fn weights_that_a_configuration_cannot_have_are_refused() {
    for weight in [0.5, 1e99, 5e9] {
        let member = || Member::new("c").with_weight(weight);
        let fleet = || Fleet::with_members([Member::new("a"), member()]).unwrap();
        assert!(NginxKetama::with_fleet(fleet()).is_err());
        assert!(LibmemcachedKetama::with_fleet(fleet()).is_err());
        assert!(LibmemcachedKetama::unweighted(fleet()).is_err());
        assert!(EnvoyRing::with_fleet(fleet(), 10..=20).is_err());
        let mut ring = NginxKetama::new(["a", "b"]).unwrap();
        assert!(ring.add(member()).is_err() && ring.reweigh("a", weight).is_err());
        assert_eq!(ring.fleet().len(), 2);
    }
    let mut ring = NginxKetama::new(["a", "b"]).unwrap();
    assert!(ring.reweigh("a", 104_857.0).is_err() && ring.add(Member::new("c").with_weight(f64::NAN)).is_err());
}
