//! Ring: shares as even as so many points make them.

use ansatz_placement::{Fleet, Ring};
use ansatz_testkit::statistics::assert_mean;

/// Nodes of each set.
const NODES: u64 = 20;
/// Points of each node.
const POINTS: u32 = 50;

/// The arcs between N uniform points are Dirichlet(1, ..., 1), so that the v arcs of one of n nodes sum to a
/// Beta(v, nv - v): of mean 1/n and, relative to it, of squared deviation (n - 1)/(nv + 1).
#[test]
fn shares_vary_as_sums_of_spacings() {
    let squares: Vec<f64> = (0..400u64)
        .map(|seed| {
            let fleet = Fleet::new((0..NODES).map(|node| (seed, node))).unwrap();
            let ring = Ring::with_hasher(fleet, POINTS, ansatz_hash::Xxh3::default()).unwrap();
            let mut shares = [0.0; NODES as usize];
            for (range, slot) in ring.ranges() {
                shares[slot] += (range.end() - range.start()) as f64 / u64::MAX as f64;
            }
            shares.iter().map(|share| (share * NODES as f64 - 1.0) * (share * NODES as f64 - 1.0)).sum::<f64>()
                / NODES as f64
        })
        .collect();
    let expected = (NODES - 1) as f64 / (NODES as f64 * f64::from(POINTS) + 1.0);
    assert_mean("the squared variation of a ring's shares", &squares, expected, 0.0);
}
