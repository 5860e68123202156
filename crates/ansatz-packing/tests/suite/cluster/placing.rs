//! Placing alone: verdicts that miss nothing, the same plan every time, and an order that is kept.

use std::collections::BTreeSet;

use ansatz_packing::cluster::{Node, Order, Pod, Policy, Reason, Resources, Strategy, WhenUnsatisfiable, place};
use proptest::prelude::*;

use super::{
    checker::{Broken, Cluster, Seat},
    generator::{clusters, strategies},
    laws::{check, devices_for},
};

/// The checker's word for a reason; a label that is missing can be one for affinity, or for spreading, or for both.
fn broken(pod: &Pod, reason: &Reason) -> Vec<Broken> {
    match reason {
        Reason::Unschedulable => vec![Broken::Cordon],
        Reason::Taint(_) => vec![Broken::Taint],
        Reason::NodeSelector => vec![Broken::NodeSelector],
        Reason::NodeAffinity => vec![Broken::NodeAffinity],
        Reason::InsufficientResource { .. } => vec![Broken::Resource],
        Reason::InsufficientDevices { .. } => vec![Broken::Device],
        Reason::PodAffinity { .. } => vec![Broken::PodAffinity],
        Reason::PodAntiAffinity { .. } => vec![Broken::AntiAffinity],
        Reason::ExistingPodAntiAffinity { .. } => vec![Broken::AntiAffinityOfOther],
        Reason::TopologySpread { .. } => vec![Broken::Spread],
        Reason::MissingTopologyKey { topology_key } => {
            let near = pod.affinity.pod_required.iter().any(|term| term.topology_key == *topology_key);
            let spread = pod.topology_spread.iter().any(|constraint| {
                constraint.topology_key == *topology_key
                    && constraint.when_unsatisfiable == WhenUnsatisfiable::DoNotSchedule
            });
            [(near, Broken::PodAffinity), (spread, Broken::Spread)]
                .into_iter()
                .filter(|it| it.0)
                .map(|it| it.1)
                .collect()
        }
        other => panic!("{other:?}"),
    }
}

/// What the checker says keeps a pod from a node.
fn objections(cluster: &Cluster, seats: &[Option<Seat>], pod: usize, node: usize) -> BTreeSet<Broken> {
    let none = || vec![vec![]; cluster.pods[pod].devices.len()];
    let devices = devices_for(cluster, seats, pod, node).unwrap_or_else(none);
    let found = cluster.objections(seats, pod, &Seat { node, devices });
    found.into_iter().map(|(broken, _)| broken).collect()
}

/// Without spreading where the node's own labels keep the pod away: such a node is in no domain that is compared, and
/// whether it is too full is for each to say.
fn comparable(mut broken: BTreeSet<Broken>) -> BTreeSet<Broken> {
    if broken.contains(&Broken::NodeSelector) || broken.contains(&Broken::NodeAffinity) {
        broken.remove(&Broken::Spread);
    }
    broken
}

/// How much of a resource is short, added up from the pods that are there.
fn short_by(cluster: &Cluster, seats: &[Option<Seat>], pod: usize, node: usize, resource: &str) -> u128 {
    let amount = |pod: &Pod| if resource == "pods" { 1 } else { u128::from(pod.requests.amount(resource)) };
    let there = seats.iter().zip(&cluster.pods).filter(|(seat, _)| seat.as_ref().is_some_and(|seat| seat.node == node));
    let used: u128 = there.map(|(_, pod)| amount(pod)).sum();
    used + amount(&cluster.pods[pod]) - u128::from(cluster.nodes[node].allocatable.amount(resource))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// Every constraint that a pod fails is named, with the right amount, and none that it does not fail.
    #[test]
    fn verdicts_are_complete(cluster in clusters(5, 18), strategy in strategies(), as_named in any::<bool>()) {
        let order = if as_named { Order::AsNamed } else { Order::LargestFirst };
        let policy = cluster.policy(strategy).order(order);
        let plan = place(&cluster.pods, &cluster.nodes, &policy).unwrap();
        let seats = check(&cluster, &plan);
        for pod in plan.unplaced() {
            let verdict = plan.verdict(pod).unwrap();
            for node in 0..cluster.nodes.len() {
                let said: BTreeSet<Broken> =
                    verdict.reasons(node).iter().flat_map(|reason| broken(&cluster.pods[pod], reason)).collect();
                let found = objections(&cluster, &seats, pod, node);
                prop_assert_eq!(comparable(said), comparable(found), "pod {} and node {}", pod, node);
                for reason in verdict.reasons(node) {
                    if let Reason::InsufficientResource { resource, short_by: said } = reason {
                        prop_assert_eq!(*said, short_by(&cluster, &seats, pod, node, resource));
                    }
                }
            }
        }
    }

    /// The same arguments, the same plan; another seed may give another, and all of them are right.
    #[test]
    fn the_seed_decides(cluster in clusters(6, 16), strategy in strategies(), seed in any::<u64>()) {
        let policy = cluster.policy(strategy).seed(seed);
        let plan = place(&cluster.pods, &cluster.nodes, &policy).unwrap();
        check(&cluster, &plan);
        let again = place(&cluster.pods, &cluster.nodes, &policy).unwrap();
        for pod in 0..cluster.pods.len() {
            prop_assert_eq!(plan.outcome(pod), again.outcome(pod));
        }
    }

    /// What a node's usage says is what its pods request.
    #[test]
    fn usage_adds_up(cluster in clusters(5, 16), strategy in strategies()) {
        let plan = place(&cluster.pods, &cluster.nodes, &cluster.policy(strategy)).unwrap();
        for node in 0..cluster.nodes.len() {
            for usage in plan.usage(node) {
                let amount = |pod: &Pod| match (usage.is_device, usage.name.as_str()) {
                    (true, name) => pod.devices.iter().filter(|ask| ask.name == name).map(|ask| u128::from(ask.share) * ask.count as u128).sum(),
                    (false, "pods") => 1,
                    (false, name) => u128::from(pod.requests.amount(name)),
                };
                let there = (0..cluster.pods.len()).filter(|&pod| plan.node_of(pod) == Some(node));
                prop_assert_eq!(usage.used, there.map(|pod| amount(&cluster.pods[pod])).sum::<u128>());
            }
        }
    }
}

fn pods(cpu: &[u64]) -> Vec<Pod> {
    cpu.iter().enumerate().map(|(index, &cpu)| Pod::new(format!("p{index}"), Resources::from([("cpu", cpu)]))).collect()
}

fn nodes(count: usize, cpu: u64) -> Vec<Node> {
    (0..count).map(|index| Node::new(format!("n{index}"), Resources::from([("cpu", cpu)]))).collect()
}

#[test]
fn priority_then_size_then_name() {
    let nodes = nodes(1, 10);
    let mut pods = pods(&[6, 8, 8]);
    let placed = |pods: &[Pod], order| {
        let plan = place(pods, &nodes, &Policy::default().order(order)).unwrap();
        plan.placements().map(|(pod, _)| pod).collect::<Vec<_>>()
    };
    assert_eq!(placed(&pods, Order::LargestFirst), [1]);
    assert_eq!(placed(&pods, Order::AsNamed), [0]);
    pods[2] = pods[2].clone().priority(1);
    assert_eq!(placed(&pods, Order::LargestFirst), [2]);
    assert_eq!(placed(&pods, Order::AsNamed), [2]);
}

#[test]
fn strategies_pack_and_spread() {
    let nodes = nodes(3, 10);
    let placed = |strategy| {
        let plan = place(&pods(&[4, 4, 2]), &nodes, &Policy::new(strategy)).unwrap();
        [0, 1, 2].map(|pod| plan.node_of(pod))
    };
    assert_eq!(placed(Strategy::MostAllocated), [Some(0), Some(0), Some(0)]);
    assert_eq!(placed(Strategy::LeastAllocated), [Some(0), Some(1), Some(2)]);
}

#[test]
fn a_seed_breaks_ties_by_chance() {
    // A hundred seeds that all chose the first of ten equal nodes would be a one in 10^100 coincidence.
    let nodes = nodes(10, 10);
    let chosen: BTreeSet<_> =
        (0..100).map(|seed| place(&pods(&[1]), &nodes, &Policy::default().seed(seed)).unwrap().node_of(0)).collect();
    assert!(chosen.len() > 1, "{chosen:?}");
    assert_eq!(place(&pods(&[1]), &nodes, &Policy::default()).unwrap().node_of(0), Some(0));
}

#[test]
fn running_pods_may_be_too_many() {
    let mut pods = pods(&[8, 8, 1]);
    for pod in &mut pods[..2] {
        *pod = pod.clone().on_node("n0");
    }
    let plan = place(&pods, &nodes(1, 10), &Policy::default()).unwrap();
    assert_eq!(plan.verdict(2).unwrap().to_string(), "1 node: insufficient cpu (short by 0.007 cores)");
    assert_eq!(plan.usage(0)[0].fraction(), 1.6);
}
