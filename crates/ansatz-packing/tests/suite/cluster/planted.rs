//! The checker itself: it finds what was planted, one violation of each kind, and nothing in what is right.

use ansatz_packing::cluster::{
    Affinity, Allowance, DeviceRequest, Devices, LabelSelector, Node, NodeSelectorTerm, Operator, Pod, PodAffinityTerm,
    PodDisruptionBudget, PodGroup, Requirement, Resources, Taint, TaintEffect, Toleration, TopologySpreadConstraint,
};
use proptest::prelude::*;

use super::{
    checker::{Broken, Cluster, Seat, Step},
    generator::clusters,
};

fn at(node: usize) -> Seat {
    Seat { node, devices: Vec::new() }
}

fn node(name: &str, zone: &str) -> Node {
    let allocatable = Resources::from([("cpu", 2000), ("memory", 8), ("pods", 2)]);
    Node::new(name, allocatable).label("zone", zone).devices(Devices::new("gpu", 2, 10))
}

fn pod(name: &str) -> Pod {
    Pod::new(name, Resources::from([("cpu", 1000)])).label("app", name)
}

/// Two nodes in a zone, one in another.
fn cluster(pods: Vec<Pod>) -> Cluster {
    let nodes = vec![node("n0", "a"), node("n1", "a"), node("n2", "b")];
    Cluster { nodes, pods, ..Cluster::default() }
}

fn kinds(cluster: &Cluster, seats: &[Option<Seat>]) -> Vec<(usize, Broken)> {
    cluster.standing(seats).into_iter().map(|(pod, broken, _)| (pod, broken)).collect()
}

fn near(app: &str, key: &str) -> Vec<PodAffinityTerm> {
    vec![PodAffinityTerm::new(LabelSelector::labels([("app", app)]), key)]
}

fn affinity(change: impl FnOnce(&mut Affinity)) -> Affinity {
    let mut affinity = Affinity::default();
    change(&mut affinity);
    affinity
}

#[test]
fn amounts() {
    let mut pods = cluster(vec![pod("a"), pod("b"), pod("c")]);
    assert_eq!(kinds(&pods, &[Some(at(0)), Some(at(0)), Some(at(1))]), []);
    // A third processor, and a third pod, of two.
    let both = [Broken::Resource; 2];
    let of = |pod| both.map(|broken| (pod, broken));
    assert_eq!(kinds(&pods, &[Some(at(0)), Some(at(0)), Some(at(0))]), [of(0), of(1), of(2)].concat());
    pods.pods[2].requests = Resources::from([("disk", 1)]);
    assert_eq!(kinds(&pods, &[None, None, Some(at(1))]), [(2, Broken::Resource)]);
    pods.pods[2].requests = Resources::from([("disk", 0)]);
    assert_eq!(kinds(&pods, &[None, None, Some(at(1))]), []);
    // Whoever runs stays, and nobody comes.
    let mut over = cluster(vec![pod("a").on_node("n0"), pod("b").on_node("n0"), pod("c")]);
    over.nodes[0].allocatable.set("cpu", 500);
    assert_eq!(kinds(&over, &over.running()), []);
    over.nodes[0].allocatable.set("pods", 9);
    assert_eq!(kinds(&over, &[Some(at(0)), Some(at(0)), Some(at(0))]), [(2, Broken::Resource)]);
}

#[test]
fn devices() {
    let share = |name, count, share| pod(name).devices(DeviceRequest::new("gpu", count, share));
    let pods = cluster(vec![share("a", 1, 6), share("b", 1, 6), share("c", 2, 1)]);
    let on = |devices: &[usize]| Some(Seat { node: 0, devices: vec![devices.to_vec()] });
    assert_eq!(kinds(&pods, &[on(&[0]), on(&[1]), None]), []);
    // Two times six of ten; one device twice; one that is not there; a sum of what is free on two.
    assert_eq!(kinds(&pods, &[on(&[0]), on(&[0]), None]), [(0, Broken::Device), (1, Broken::Device)]);
    assert_eq!(kinds(&pods, &[None, None, on(&[1, 1])]), [(2, Broken::Device)]);
    assert_eq!(kinds(&pods, &[on(&[2]), None, None]), [(0, Broken::Device)]);
    assert_eq!(kinds(&pods, &[on(&[0, 1]), None, None]), [(0, Broken::Device)]);
    assert_eq!(kinds(&pods, &[on(&[]), None, None]), [(0, Broken::Device)]);
    assert_eq!(kinds(&pods, &[Some(at(0)), None, None]), [(0, Broken::Device)]);
    // What asks for nothing of a device comes to one that is too full.
    let over = cluster(vec![share("a", 1, 11), share("b", 1, 0)]);
    assert_eq!(kinds(&over, &[on(&[0]), on(&[0])]), [(0, Broken::Device)]);
    // Who runs and asks for more devices than there are is on all of them, whatever its share.
    let all = cluster(vec![share("a", usize::MAX, u64::MAX).on_node("n0"), share("b", 1, 1)]).running();
    assert_eq!(all, [on(&[0, 1]), None]);
    let other = |count| cluster(vec![pod("a").devices(DeviceRequest::new("fpga", count, 0))]);
    assert_eq!(kinds(&other(0), &[on(&[])]), []);
    assert_eq!(kinds(&other(1), &[on(&[0])]), [(0, Broken::Device)]);
}

#[test]
fn labels_taints_and_cordons() {
    let mut pods = cluster(vec![pod("a").node_selector("zone", "b"), pod("b")]);
    let zone = NodeSelectorTerm::new([Requirement::new("zone", Operator::NotIn, ["a"])]);
    pods.pods[1].affinity.node_required = vec![NodeSelectorTerm::default(), zone];
    assert_eq!(kinds(&pods, &[Some(at(2)), Some(at(2))]), []);
    assert_eq!(kinds(&pods, &[Some(at(0)), Some(at(1))]), [(0, Broken::NodeSelector), (1, Broken::NodeAffinity)]);
    for (effect, found) in [
        (TaintEffect::NoSchedule, vec![(0, Broken::Taint)]),
        (TaintEffect::NoExecute, vec![(0, Broken::Taint)]),
        (TaintEffect::PreferNoSchedule, vec![]),
    ] {
        pods.nodes[2].taints = vec![Taint::new("only", "", effect)];
        assert_eq!(kinds(&pods, &[Some(at(2)), None]), found);
    }
    pods.nodes[0].unschedulable = true;
    let (found, _) = cluster(vec![pod("a")]).replay(&[Step::Bind(0, at(0))]);
    assert_eq!(found, []);
    let (found, _) = pods.replay(&[Step::Bind(0, at(0))]);
    let found: Vec<Broken> = found.into_iter().map(|(_, broken, _)| broken).collect();
    assert_eq!(found, [Broken::Cordon, Broken::NodeSelector]);
    pods.pods[0].tolerations = vec![Toleration::default()];
    assert_eq!(pods.replay(&[Step::Bind(0, at(0))]).0.len(), 1);
}

#[test]
fn neighbours() {
    let with = |name, change: fn(&mut Affinity)| pod(name).affinity(affinity(change));
    let wants = |term: &mut Affinity| term.pod_required = near("b", "zone");
    let pods = cluster(vec![with("a", wants), pod("b")]);
    assert_eq!(kinds(&pods, &[Some(at(0)), Some(at(1))]), []);
    assert_eq!(kinds(&pods, &[Some(at(0)), Some(at(2))]), [(0, Broken::PodAffinity)]);
    assert_eq!(kinds(&pods, &[Some(at(0)), None]), [(0, Broken::PodAffinity)]);
    // The first of its own kind is let in; a second one elsewhere only if it came first, which a replay knows.
    let own = |term: &mut Affinity| term.pod_required = near("a", "zone");
    let kin = cluster(vec![with("a", own), with("a", own)]);
    let bind = |pod, node| Step::Bind(pod, at(node));
    assert_eq!(kin.replay(&[bind(0, 0), bind(1, 1)]).0, []);
    let found = kin.replay(&[bind(0, 0), bind(1, 2)]).0;
    assert_eq!(found.iter().map(|(pod, broken, _)| (*pod, *broken)).collect::<Vec<_>>(), [(1, Broken::PodAffinity)]);
    let other = cluster(vec![with("a", own), pod("a").namespace("other")]);
    assert_eq!(other.replay(&[bind(1, 2), bind(0, 0)]).0, []);
    let mut nowhere = kin.clone();
    nowhere.nodes[0].labels.remove("zone");
    assert_eq!(nowhere.replay(&[bind(0, 0)]).0.len(), 1);
    // Anti-affinity, both ways.
    let minds = |term: &mut Affinity| term.pod_anti_required = near("b", "zone");
    let pods = cluster(vec![with("a", minds), pod("b")]);
    assert_eq!(kinds(&pods, &[Some(at(0)), Some(at(2))]), []);
    assert_eq!(
        kinds(&pods, &[Some(at(0)), Some(at(1))]),
        [(0, Broken::AntiAffinity), (1, Broken::AntiAffinityOfOther)]
    );
}

#[test]
fn spread() {
    let even = TopologySpreadConstraint::new(1, "zone", LabelSelector::labels([("app", "a")]));
    let pods = cluster(vec![pod("a").topology_spread(even); 3]);
    let bind = |pod, node| Step::Bind(pod, at(node));
    assert_eq!(pods.replay(&[bind(0, 0), bind(1, 2), bind(2, 1)]).0, []);
    let found = pods.replay(&[bind(0, 0), bind(1, 1), bind(2, 2)]).0;
    assert_eq!(found.iter().map(|(pod, broken, _)| (*pod, *broken)).collect::<Vec<_>>(), [(1, Broken::Spread)]);
    // A pod that leaves takes its count with it; zones that are not allowed do not count; too few zones count as empty.
    assert_eq!(pods.replay(&[bind(0, 0), Step::Evict(0), bind(1, 1)]).0, []);
    let mut fewer = pods.clone();
    fewer.pods.iter_mut().for_each(|pod| *pod = pod.clone().node_selector("zone", "a"));
    assert_eq!(fewer.replay(&[bind(0, 0), bind(1, 1)]).0, []);
    fewer.pods.iter_mut().for_each(|pod| pod.topology_spread[0].min_domains = 2);
    assert_eq!(fewer.replay(&[bind(0, 0), bind(1, 1)]).0.len(), 1);
    let mut nowhere = pods;
    nowhere.nodes[2].labels.remove("zone");
    assert_eq!(nowhere.replay(&[bind(0, 2)]).0.len(), 1);
}

#[test]
fn gangs_budgets_and_steps() {
    let mut pods = cluster(vec![pod("a").group("g"), pod("b").group("g").on_node("n0"), pod("c").on_node("n1")]);
    pods.groups = vec![PodGroup::new("g", 3)];
    let torn = |pods: &Cluster, seats: &[Option<Seat>]| pods.torn(seats).len();
    assert_eq!((torn(&pods, &pods.running()), torn(&pods, &[Some(at(0)), Some(at(0)), Some(at(1))])), (0, 1));
    pods.groups[0].min_member = 2;
    assert_eq!(torn(&pods, &[Some(at(0)), Some(at(0)), Some(at(1))]), 0);

    let all = |allowance| PodDisruptionBudget::min_available("all", LabelSelector::default(), allowance);
    let missing = |allowance| PodDisruptionBudget::max_unavailable("all", LabelSelector::default(), allowance);
    // Of three, two of which run: one may be missing, and is. 34% of three are 1.02, which is two; 33% are one.
    for (budget, allowed) in [
        (all(Allowance::Pods(1)), 1),
        (all(Allowance::Pods(5)), 0),
        (all(Allowance::Percent(34.0)), 0),
        (all(Allowance::Percent(33.0)), 1),
        (missing(Allowance::Pods(1)), 0),
        (missing(Allowance::Percent(34.0)), 1),
        (missing(Allowance::Percent(100.0)), 2),
    ] {
        assert_eq!(pods.allowed(&budget, &pods.running()), allowed, "{budget:?}");
        pods.budgets = vec![budget];
        assert_eq!(
            (pods.overspent([1]).len(), pods.overspent([1, 2, 1]).len()),
            (usize::from(allowed < 1), usize::from(allowed < 2))
        );
    }
    pods.budgets = vec![all(Allowance::Pods(3)).namespace("other")];
    assert_eq!(pods.overspent([1, 2]), []);

    assert_eq!(pods.moved(&pods.running()).pods, pods.pods);
    let found = pods.replay(&[Step::Evict(0), Step::Bind(1, at(2))]).0;
    assert!(found.iter().all(|(_, broken, _)| *broken == Broken::Step) && found.len() == 2, "{found:?}");
}

proptest! {
    /// Running pods of the generator fit where they are.
    #[test]
    fn generated_clusters_are_right(cluster in clusters(5, 12)) {
        let seats = cluster.running();
        let empty = Cluster { pods: cluster.pods.iter().cloned().map(|mut pod| { pod.node_name = None; pod }).collect(), ..cluster.clone() };
        let steps: Vec<Step> = seats.iter().enumerate().filter_map(|(pod, seat)| Some(Step::Bind(pod, seat.clone()?))).collect();
        prop_assert_eq!(empty.replay(&steps), (vec![], seats.clone()));
        prop_assert_eq!(empty.standing(&seats), vec![]);
        prop_assert_eq!(cluster.standing(&seats), vec![]);
    }
}
