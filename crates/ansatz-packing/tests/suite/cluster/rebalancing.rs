//! Moves that spread load: each lowers the imbalance and can be made in its turn, and they come to an end.

use ansatz_packing::cluster::{
    Affinity, DeviceRequest, Devices, LabelSelector, Node, Pod, PodAffinityTerm, Policy, Reason, Resources, place,
    rebalance,
};
use proptest::prelude::*;

use super::{
    checker::{Cluster, Seat, Step},
    generator::{clusters, strategies},
    laws::{alone, carry_out},
};

/// The sum of the squares of what the nodes have least of, by its definition; what is taken of nothing is a million.
fn imbalance(cluster: &Cluster, seats: &[Option<Seat>]) -> f64 {
    let of_node = |(index, node): (usize, &Node)| {
        let here = || {
            cluster.pods.iter().zip(seats).filter(move |(_, seat)| seat.as_ref().is_some_and(|seat| seat.node == index))
        };
        let part =
            |used: u64, all: u64| if used == 0 { 0.0 } else { (used as f64 / all as f64).min(f64::from(1 << 20)) };
        let amounts = ["cpu", "memory"].map(|name| {
            let used = here().map(|(pod, _)| pod.requests.amount(name)).sum();
            part(used, node.allocatable.amount(name))
        });
        let pods = node.allocatable.iter().find(|(name, _)| *name == "pods");
        let pods = pods.map_or(0.0, |(_, all)| part(here().count() as u64, all));
        let gpus = here().flat_map(|(pod, _)| &pod.devices).map(|ask| ask.share * ask.count as u64).sum();
        let gpus = part(gpus, node.devices.iter().map(|gpus| gpus.capacity * gpus.count as u64).sum());
        let part = amounts.into_iter().chain([pods, gpus]).fold(0.0, f64::max);
        part * part
    };
    cluster.nodes.iter().enumerate().map(of_node).sum()
}

/// A node's part p is cut to whole parts of e = 2^-20, its square by at most 2 p e + e^2; the sum of the parts is at most the
/// root of nodes times imbalance.
fn slack(cluster: &Cluster, imbalance: f64) -> f64 {
    let (nodes, e) = (cluster.nodes.len() as f64, 1.0 / f64::from(1 << 20));
    2.0 * (nodes * imbalance).sqrt() * e + nodes * e * e
}

proptest! {
    #[test]
    fn every_move_lowers_the_imbalance(
        cluster in clusters(6, 16), strategy in strategies(), max_moves in 0..8usize,
    ) {
        let mut cluster = cluster;
        let mut before = f64::INFINITY;
        loop {
            let policy = cluster.policy(strategy);
            let found = rebalance(&cluster.pods, &cluster.nodes, &policy, max_moves).unwrap();
            prop_assert!(found.moves.len() <= max_moves);
            let mut seats = cluster.running();
            prop_assert!(found.before <= before);
            prop_assert!((imbalance(&cluster, &seats) - found.before).abs() <= slack(&cluster, found.before));
            before = found.before;
            for step in &found.moves {
                let lone = alone(&cluster, &seats);
                let steps = [Step::Evict(step.pod), Step::Bind(step.pod, cluster.seat(step.pod, &step.to))];
                seats = cluster.moved(&seats).replay(&steps).1;
                prop_assert!(alone(&cluster, &seats).is_subset(&lone));
                let after = imbalance(&cluster, &seats);
                prop_assert!(after < before + slack(&cluster, before), "{after} after {before}");
                before = after;
            }
            prop_assert_eq!(&carry_out(&cluster, &found.moves), &seats);
            prop_assert!((before - found.after).abs() <= slack(&cluster, before));
            if found.moves.is_empty() {
                prop_assert_eq!(found.before, found.after);
                break;
            }
            prop_assert!(found.after < found.before);
            before = found.after;
            cluster = cluster.moved(&seats);
        }
    }
}

#[test]
fn what_is_scarce_counts() {
    let node = |name: &str| {
        Node::new(name, Resources::from([("cpu", 10), ("memory", 10)])).devices(Devices::new("gpu", 2, 10))
    };
    let nodes = [node("a"), node("b")];
    let pod = |name: &str, cpu, memory, node: &str| {
        Pod::new(name, Resources::from([("cpu", cpu), ("memory", memory)])).on_node(node)
    };
    // a: 8 processors and 6 of memory; b: 5 of memory. 0.64 + 0.25: the memory of p would make b the fuller one.
    let pods = [pod("p", 1, 6, "a"), pod("q", 7, 0, "a"), pod("r", 0, 5, "b")];
    let found = rebalance(&pods, &nodes, &Policy::default(), 9).unwrap();
    let moves: Vec<_> = found.moves.iter().map(|step| (step.pod, step.to.node)).collect();
    // r goes to neither; q goes to b: 0.36 + 0.49 is less than 0.89.
    assert_eq!(moves, [(1, 1)]);
    assert!((found.after - 0.85).abs() < 1e-5);
    // Devices count together; each share stays on one.
    let share = |name: &str| {
        pod(name, 0, 0, "a").devices(DeviceRequest { devices: vec![0], ..DeviceRequest::new("gpu", 1, 5) })
    };
    let found = rebalance(&[share("s"), share("t")], &nodes, &Policy::default(), 9).unwrap();
    assert_eq!((found.before, found.after, found.moves[0].to.devices[0].1.as_slice()), (0.25, 0.125, &[0][..]));
}

#[test]
fn who_could_not_leave_may_later() {
    let nodes = ["a", "b", "c"].map(|name| Node::new(name, Resources::from([("cpu", 100)])));
    let pod = |name: &str, cpu, node: &str| Pod::new(name, Resources::from([("cpu", cpu)])).on_node(node);
    let mut near = Affinity::default();
    let db = LabelSelector::labels([("app", "db")]);
    near.pod_required = vec![PodAffinityTerm::new(db, "kubernetes.io/hostname")];
    let pods = [
        pod("p", 40, "a").label("app", "db"),
        pod("q", 10, "a").affinity(near),
        pod("r", 15, "a").node_selector("kubernetes.io/hostname", "a"),
        pod("s", 20, "b").label("app", "db"),
    ];
    // p on c would gain the most, and leave q alone, which goes to s first.
    let found = rebalance(&pods, &nodes, &Policy::default(), 9).unwrap();
    let moves: Vec<_> = found.moves.iter().map(|step| (step.pod, step.to.node)).collect();
    assert_eq!(moves, [(1, 1), (0, 2)]);
}

#[test]
fn a_resource_that_the_node_does_not_name() {
    let node = |index: usize| Node::new(format!("n{index}"), Resources::from([("cpu", 8)]));
    // One node of few names it, or one of many; or the node of the pod says that it has none.
    for (count, says_none) in [(3, false), (100, false), (100, true), (3, true)] {
        let mut nodes: Vec<Node> = (0..count).map(node).collect();
        nodes[0].allocatable.set("disk", 10);
        if says_none {
            nodes[1].allocatable.set("disk", 0);
        }
        let runs = Pod::new("runs", Resources::from([("disk", 5)])).on_node("n1");
        let pods = [runs, Pod::new("waits", Resources::from([("disk", 11)]))];
        let plan = place(&pods, &nodes, &Policy::default()).unwrap();
        let short = |short_by| [Reason::InsufficientResource { resource: "disk".into(), short_by }];
        let verdict = plan.verdict(1).unwrap();
        assert_eq!([0, 1, 2].map(|node| verdict.reasons(node)), [&short(1), &short(16), &short(11)], "{count} nodes");
        // What is taken of nothing is a million times too much, and there is room for it elsewhere.
        let found = rebalance(&pods, &nodes, &Policy::default(), 9).unwrap();
        assert_eq!((found.moves.len(), found.before, found.after), (1, (1u64 << 40) as f64, 0.25), "{count} nodes");
    }
}
