//! Multi-probe: the peak of the paper, and probes that do not know of each other.

use ansatz_hash::Xxh3;
use ansatz_placement::{Fleet, MultiProbe, Placer};
use ansatz_testkit::statistics::{assert_mean, assert_rate_at_most};

/// The default.
const PROBES: i32 = 21;
/// So many node sets.
const SETS: u64 = 400;

fn placer(set: u64, nodes: u64) -> MultiProbe<(u64, u64)> {
    MultiProbe::new((0..nodes).map(|node| (set, node))).unwrap()
}

/// The share of each slot, if a key's probes are independent.
///
/// A probe's distance to the next point exceeds t with probability S(t), the sum of what the arcs have beyond t. The
/// nearest of k is at t with density k S(t)^(k - 1) for each of the arcs longer than t, so that a node of arc a owns the
/// integral of that up to a. Between two successive arc lengths S falls linearly, by as much as there are longer arcs.
fn shares(placer: &MultiProbe<(u64, u64)>) -> Vec<f64> {
    let points: Vec<(u64, usize)> = placer.points().collect();
    let before = (0..points.len()).map(|i| points[(i + points.len() - 1) % points.len()].0);
    let arcs = points.iter().zip(before);
    let mut arcs: Vec<(f64, usize)> =
        arcs.map(|(&(point, slot), before)| (point.wrapping_sub(before) as f64 / (u64::MAX as f64), slot)).collect();
    arcs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let power = |base: f64| (0..PROBES).fold(1.0, |product, _| product * base);
    let mut shares = vec![0.0; arcs.len()];
    let (mut survival, mut length, mut share) = (1.0, 0.0, 0.0);
    for (index, &(arc, slot)) in arcs.iter().enumerate() {
        let longer = (arcs.len() - index) as f64;
        let next = f64::max(survival - (arc - length) * longer, 0.0);
        share += (power(survival) - power(next)) / longer;
        (survival, length) = (next, arc);
        shares[slot] = share;
    }
    shares
}

fn peak(placer: &MultiProbe<(u64, u64)>) -> f64 {
    shares(placer).into_iter().fold(0.0, f64::max) * placer.fleet().len() as f64
}

/// The issue of the paper: 1 + 1/(k - 1) for many nodes, and rarely more than 1.1.
#[test]
fn the_fullest_node_has_a_twentieth_more_than_the_mean() {
    let peaks: Vec<f64> = (0..SETS).map(|set| peak(&placer(set, 10_000))).collect();
    assert_mean("the peak of 10,000 nodes", &peaks, 1.05, 0.01);
    let above = (0..SETS).filter(|&set| peak(&placer(set, 1_000)) > 1.1).count();
    assert_rate_at_most("peaks above 1.1 of 1,000 nodes", above, SETS as usize, 0.01);
}

/// Pearson's statistic of n counts against their shares has mean n - 1 exactly, if the shares are the right ones. Probes
/// that depend on each other give others.
#[test]
fn probes_are_independent() {
    const NODES: u64 = 100;
    const KEYS: u64 = 10_000;
    let statistics: Vec<f64> = (0..SETS)
        .map(|set| {
            let placer = placer(set, NODES);
            let mut loads = vec![0.0; NODES as usize];
            for key in 0..KEYS {
                loads[placer.place(placer.hash(&(set, key)))] += 1.0;
            }
            let expected = shares(&placer).into_iter().map(|share| share * KEYS as f64);
            loads.iter().zip(expected).map(|(load, mean)| (load - mean) * (load - mean) / mean).sum()
        })
        .collect();
    assert_mean("Pearson's statistic", &statistics, (NODES - 1) as f64, 0.0);
}

/// What the balance rests on: fewer probes, a higher peak, as the formula has it.
#[test]
fn two_probes_are_worse() {
    let fleet = Fleet::new(0..200u32).unwrap();
    let two = MultiProbe::with_hasher(fleet, 2, Xxh3::default()).unwrap();
    let mut loads = vec![0u32; 200];
    for key in 0..200_000u32 {
        loads[two.place(two.hash(&key))] += 1;
    }
    assert!(loads.iter().max() > Some(&1_500));
}
