//! Moves that make nodes empty: each can be made in its turn, and they come to an end.

use std::collections::BTreeSet;

use ansatz_packing::cluster::{
    Affinity, DeviceRequest, Devices, LabelSelector, Move, Node, Pod, PodAffinityTerm, Policy, Resources, consolidate,
};
use proptest::prelude::*;

use super::{
    checker::Seat,
    generator::{clusters, strategies},
    laws::{alone, carry_out},
};

/// The nodes that have pods.
fn used(seats: &[Option<Seat>]) -> BTreeSet<usize> {
    seats.iter().flatten().map(|seat| seat.node).collect()
}

proptest! {
    #[test]
    fn every_call_empties_nodes_or_changes_nothing(
        cluster in clusters(6, 16), strategy in strategies(), max_moves in 0..8usize,
    ) {
        let mut cluster = cluster;
        let mut left = BTreeSet::new();
        for round in 0.. {
            let policy = cluster.policy(strategy);
            let found = consolidate(&cluster.pods, &cluster.nodes, &policy, max_moves).unwrap();
            let (before, seats) = (cluster.running(), carry_out(&cluster, &found.moves));
            prop_assert_eq!((found.nodes_before, found.nodes_after), (used(&before).len(), used(&seats).len()));
            let emptied: BTreeSet<usize> = used(&before).difference(&used(&seats)).copied().collect();
            prop_assert!(found.moves.len() <= max_moves && found.lower_bound <= found.nodes_after);
            // No node that was empty is used; every move is off a node that is empty in the end.
            prop_assert!(used(&seats).is_subset(&used(&before)));
            prop_assert_eq!(found.emptied.iter().copied().collect::<BTreeSet<_>>(), emptied.clone());
            prop_assert!(found.moves.iter().all(|step| emptied.contains(&step.from)));
            prop_assert!(alone(&cluster, &seats).is_subset(&alone(&cluster, &before)));
            left.extend(found.moves.iter().map(|step| (step.pod, step.from)));
            prop_assert!(found.moves.iter().all(|step| !left.contains(&(step.pod, step.to.node))), "turned back");
            if found.moves.is_empty() {
                break;
            }
            prop_assert!(round < cluster.nodes.len() && !emptied.is_empty());
            cluster = cluster.moved(&seats);
        }
    }
}

fn nodes<const N: usize>(names: [&str; N], cpu: u64) -> [Node; N] {
    names.map(|name| Node::new(name, Resources::from([("cpu", cpu)])))
}

fn pod(name: &str, cpu: u64, node: &str) -> Pod {
    Pod::new(name, Resources::from([("cpu", cpu)])).label("app", name).on_node(node)
}

fn steps(moves: &[Move]) -> Vec<(usize, usize, usize)> {
    moves.iter().map(|step| (step.pod, step.from, step.to.node)).collect()
}

#[test]
fn the_emptiest_goes_first_and_the_largest_pod_of_it() {
    let nodes = nodes(["a", "b", "c"], 10);
    let pods = [pod("p", 2, "a"), pod("q", 3, "a"), pod("r", 6, "b"), pod("s", 5, "c"), pod("t", 2, "c")];
    let policy = Policy::default();
    let found = consolidate(&pods, &nodes, &policy, 9).unwrap();
    // b has the fewest pods, and nobody has room for its six; of a the three goes first, to the fuller c; b has the two.
    assert_eq!(steps(&found.moves), [(1, 0, 2), (0, 0, 1)]);
    assert_eq!((found.emptied, found.nodes_after, found.lower_bound), (vec![0], 2, 2));
    // One move is not enough for any node.
    for max_moves in [0, 1] {
        assert_eq!(consolidate(&pods, &nodes, &policy, max_moves).unwrap().moves, []);
    }
}

#[test]
fn who_must_be_near_is_not_left_alone() {
    let [a, b, mut c] = nodes(["a", "b", "c"], 10);
    c.allocatable.set("cpu", 11);
    let nodes = [a.label("zone", "1"), b.label("zone", "1"), c.label("zone", "2")];
    let mut affinity = Affinity::default();
    affinity.pod_required = vec![PodAffinityTerm::new(LabelSelector::labels([("app", "db")]), "zone")];
    // There is room for the database on c, and the two pods that need it could not follow.
    let pods = [
        pod("db", 3, "a"),
        pod("web", 6, "b").affinity(affinity.clone()),
        pod("api", 2, "b").affinity(affinity),
        pod("other", 8, "c"),
    ];
    let found = consolidate(&pods, &nodes, &Policy::default(), 9).unwrap();
    assert_eq!(steps(&found.moves), []);
    // Where there is room near them, it goes there.
    let found = consolidate(&pods[..2], &nodes, &Policy::default(), 9).unwrap();
    assert_eq!(steps(&found.moves), [(0, 0, 1)]);
}

#[test]
fn bounds_of_several_resources() {
    let nodes = [8, 6, 4, 4]
        .map(|cpu| (cpu, 10))
        .map(|(cpu, memory)| Node::new(format!("{cpu}-{memory}"), Resources::from([("cpu", cpu), ("memory", memory)])));
    let mut nodes = nodes.to_vec();
    nodes[3].name = "last".into();
    let on = |name: &str, cpu, memory, node: &str| {
        Pod::new(name, Resources::from([("cpu", cpu), ("memory", memory)])).on_node(node)
    };
    // Fifteen processors: 8 + 6 are not enough. Memory: three of six, of which no node has two.
    let cpu = [on("p", 8, 0, "8-10"), on("q", 4, 0, "6-10"), on("r", 3, 0, "4-10")];
    let memory = [on("s", 0, 6, "8-10"), on("t", 0, 6, "6-10"), on("u", 0, 6, "4-10")];
    for pods in [&cpu, &memory] {
        assert_eq!(consolidate(pods, &nodes, &Policy::default(), 0).unwrap().lower_bound, 3);
    }
    assert_eq!(consolidate(&[], &nodes, &Policy::default(), 9).unwrap().gap(), 0.0);
    // A node that is too full: one is in use, where two would be needed.
    let over = [on("v", 8, 0, "8-10"), on("w", 8, 0, "8-10")];
    let found = consolidate(&over, &nodes, &Policy::default(), 9).unwrap();
    assert_eq!((found.nodes_after, found.lower_bound), (1, 1));
}

#[test]
fn pods_of_nodes_that_are_too_full_may_stay() {
    // 34 of three times 15: two nodes are enough for those who do not ask for more than there is.
    let nodes = nodes(["a", "b", "c"], 15);
    let mut pods = vec![pod("1", 15, "a"), pod("2", 15, "a"), pod("3", 2, "b"), pod("4", 2, "c")];
    let bounds = |pods: &[Pod], moves| {
        let found = consolidate(pods, &nodes, &Policy::default(), moves).unwrap();
        (found.nodes_after, found.lower_bound)
    };
    assert_eq!((bounds(&pods, 0), bounds(&pods, 9)), ((3, 1), (2, 1)));
    // Nor do those count who run where there is none of what they request.
    pods.truncate(1);
    pods.push(pod("5", 0, "b"));
    pods[1].requests.set("disk", 7);
    assert_eq!(bounds(&pods, 0), (2, 1));
    // Nor those who run on fewer devices than they ask for.
    let node = Node::new("n", Resources::new()).devices(Devices::new("gpu", 1, 8));
    let pods =
        ["1", "2"].map(|name| Pod::new(name, Resources::new()).devices(DeviceRequest::new("gpu", 2, 3)).on_node("n"));
    let found = consolidate(&pods, &[node], &Policy::default(), 9).unwrap();
    assert_eq!((found.nodes_after, found.lower_bound), (1, 1));
}
