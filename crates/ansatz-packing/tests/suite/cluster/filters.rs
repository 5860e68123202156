//! Where pods can be, in cases small enough to work out by hand: the traps of Kubernetes' own rules.

use ansatz_packing::cluster::{
    Affinity, DeviceRequest, Devices, LabelSelector, Node, NodeSelectorTerm, Operator, Outcome, Pod, PodAffinityTerm,
    Policy, Requirement, Resources, Taint, TaintEffect, Toleration, TopologySpreadConstraint, place,
};

fn node(name: &str) -> Node {
    Node::new(name, Resources::from([("cpu", 4000), ("pods", 3)]))
}

fn pod(name: &str) -> Pod {
    Pod::new(name, Resources::from([("cpu", 1000)])).label("app", name)
}

fn term(app: &str, key: &str) -> PodAffinityTerm {
    PodAffinityTerm::new(LabelSelector::labels([("app", app)]), key)
}

fn near(terms: Vec<PodAffinityTerm>) -> Affinity {
    let mut affinity = Affinity::default();
    affinity.pod_required = terms;
    affinity
}

fn apart(terms: Vec<PodAffinityTerm>) -> Affinity {
    let mut affinity = Affinity::default();
    affinity.pod_anti_required = terms;
    affinity
}

fn placed(pods: &[Pod], nodes: &[Node]) -> Vec<Option<usize>> {
    let plan = place(pods, nodes, &Policy::default()).unwrap();
    (0..pods.len()).map(|pod| plan.node_of(pod)).collect()
}

fn verdict(pods: &[Pod], nodes: &[Node], pod: usize) -> String {
    let plan = place(pods, nodes, &Policy::default()).unwrap();
    plan.verdict(pod).map_or_else(|| "it is placed".into(), |verdict| verdict.to_string())
}

const HOST: &str = "kubernetes.io/hostname";

#[test]
fn the_number_of_pods() {
    let pods = ["a", "b", "c", "d"].map(|name| Pod::new(name, Resources::new()));
    assert_eq!(placed(&pods, &[node("n")]), [Some(0), Some(0), Some(0), None]);
    assert_eq!(verdict(&pods, &[node("n")], 3), "1 node: insufficient pods (short by 1)");
    // A node that does not name them takes any number.
    assert_eq!(placed(&pods, &[Node::new("n", Resources::new())]), [Some(0); 4]);
}

#[test]
fn taints_and_cordons() {
    let nodes = [
        node("a").taint(Taint::new("gpu", "", TaintEffect::NoExecute)),
        node("b").taint(Taint::new("spot", "yes", TaintEffect::NoSchedule)),
    ];
    assert_eq!(verdict(&[pod("p")], &nodes, 0), "1 node: taint gpu:NoExecute; 1 node: taint spot=yes:NoSchedule");
    let spot = Toleration { key: Some("spot".into()), ..Toleration::default() };
    assert_eq!(placed(&[pod("p").toleration(spot)], &nodes), [Some(1)]);

    let mut cordoned = node("c");
    cordoned.unschedulable = true;
    let cordoned = [cordoned];
    assert_eq!(verdict(&[pod("p")], &cordoned, 0), "1 node: unschedulable");
    let daemon = Toleration { key: Some("node.kubernetes.io/unschedulable".into()), ..Toleration::default() };
    assert_eq!(placed(&[pod("p").toleration(daemon)], &cordoned), [Some(0)]);
    // Whoever runs stays.
    assert_eq!(placed(&[pod("p").on_node("c")], &cordoned), [Some(0)]);
}

#[test]
fn labels_of_nodes() {
    let nodes =
        [node("a").label("disk", "ssd").label("cores", "8"), node("b").label("disk", "hdd").label("cores", "16")];
    assert_eq!(placed(&[pod("p").node_selector("disk", "hdd")], &nodes), [Some(1)]);
    assert_eq!(verdict(&[pod("p").node_selector("disk", "tape")], &nodes, 0), "2 nodes: node selector");
    let required = |terms: Vec<Vec<Requirement>>| {
        let mut affinity = Affinity::default();
        affinity.node_required = terms.into_iter().map(NodeSelectorTerm::new).collect();
        pod("p").affinity(affinity)
    };
    let large = Requirement::new("cores", Operator::Gt, ["8"]);
    let ssd = Requirement::new("disk", Operator::In, ["ssd"]);
    assert_eq!(placed(&[required(vec![vec![large.clone()]])], &nodes), [Some(1)]);
    assert_eq!(verdict(&[required(vec![vec![large.clone(), ssd.clone()]])], &nodes, 0), "2 nodes: node affinity");
    assert_eq!(placed(&[required(vec![vec![large], vec![ssd]])], &nodes), [Some(0)]);
    // A term without conditions selects no node, and is not the absence of terms.
    assert_eq!(verdict(&[required(vec![vec![]])], &nodes, 0), "2 nodes: node affinity");
}

#[test]
fn shares_of_devices() {
    let nodes = [Node::new("n", Resources::new()).devices(Devices::new("gpu", 2, 1000))];
    let share = |name, count, share| Pod::new(name, Resources::new()).devices(DeviceRequest::new("gpu", count, share));
    // 400 free on each is 800 in sum, and no place for 500; two devices with 400 each are there.
    let pods = [share("a", 1, 600), share("b", 1, 600), share("c", 1, 500), share("d", 2, 400)];
    let plan = place(&pods, &nodes, &Policy::default()).unwrap();
    let devices = |pod| match plan.outcome(pod) {
        Outcome::Placed(place) => place.devices[0].1.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!([devices(0), devices(1), devices(3)], [vec![0], vec![1], vec![0, 1]]);
    assert_eq!(plan.verdict(2).unwrap().to_string(), "1 node: insufficient gpu (0 of 1 with 500 free)");
    // Best fit: a small share goes where a device is broken already.
    let plan = place(&[share("a", 1, 700), share("b", 1, 300)], &nodes, &Policy::default()).unwrap();
    assert_eq!(plan.usage(0)[0].used, 1000);
    assert_eq!(plan.fragmentation("gpu").unwrap().free, 1000.0);
}

#[test]
fn devices_that_are_said_are_taken() {
    let node =
        Node::new("n", Resources::new()).devices(Devices::new("gpu", 2, 10)).devices(Devices::new("fpga", 1, 10));
    let gpu = |devices: &[usize]| DeviceRequest { devices: devices.to_vec(), ..DeviceRequest::new("gpu", 1, 6) };
    let runs = |name: &str| Pod::new(name, Resources::new()).on_node("n");
    // The second says one of its devices: the first is on the other one.
    let pods = [
        runs("a").devices(gpu(&[])),
        runs("b").devices(gpu(&[0])).devices(DeviceRequest::new("fpga", 1, 1)),
        Pod::new("c", Resources::new()).devices(gpu(&[])),
    ];
    assert_eq!(verdict(&pods, &[node], 2), "1 node: insufficient gpu (0 of 1 with 6 free)");
}

#[test]
fn running_pods_are_on_their_devices() {
    let nodes = [Node::new("n", Resources::new()).devices(Devices::new("gpu", 2, 1000))];
    let mut runs = Pod::new("runs", Resources::new()).devices(DeviceRequest::new("gpu", 1, 800)).on_node("n");
    runs.devices[0].devices = vec![1];
    let waits = Pod::new("waits", Resources::new()).devices(DeviceRequest::new("gpu", 1, 300));
    let plan = place(&[runs, waits], &nodes, &Policy::default()).unwrap();
    let Outcome::Placed(place) = plan.outcome(1) else { panic!("it waits") };
    assert_eq!(place.devices, [("gpu".into(), vec![0])]);
}

#[test]
fn the_first_of_its_own_kind() {
    let nodes = [node("a").label("zone", "x"), node("b").label("zone", "y"), node("c")];
    // Each wants the other near, and neither is its own kind: none can be first.
    let pair = [pod("p").affinity(near(vec![term("q", "zone")])), pod("q").affinity(near(vec![term("p", "zone")]))];
    assert_eq!(placed(&pair, &nodes), [None, None]);
    assert_eq!(verdict(&pair, &nodes, 0), "2 nodes: pod affinity within zone; 1 node: no label zone");
    // Its own kind can, but only where the label is; and the others follow it into its zone.
    let group: Vec<Pod> = ["1", "2", "3", "4"]
        .map(|name| {
            Pod::new(name, Resources::from([("cpu", 1000)])).label("app", "p").affinity(near(vec![term("p", "zone")]))
        })
        .into();
    assert_eq!(placed(&group, &nodes), [Some(0), Some(0), Some(0), None]);
    // One that runs on a node without the label is near nobody, and the next is the first; one that runs in a zone is not,
    // even where no node of its zone has room.
    let mut group = group;
    group[0] = group[0].clone().on_node("c");
    assert_eq!(placed(&group[..2], &nodes), [Some(2), Some(0)]);
    group[0] = group[0].clone().on_node("b");
    let full = Pod::new("full", Resources::from([("cpu", 3000)])).on_node("b");
    assert_eq!(placed(&[group[0].clone(), full, group[1].clone()], &nodes), [Some(1), Some(1), None]);
}

#[test]
fn pods_that_must_be_together_find_room_for_all() {
    // The fuller node is the better one for the first alone, and has no room for the second.
    let nodes =
        [Node::new("small", Resources::from([("cpu", 4000)])), Node::new("large", Resources::from([("cpu", 9000)]))];
    let kin = |name: &str| {
        let wanted = near(vec![term("kin", HOST)]);
        Pod::new(name, Resources::from([("cpu", 3000)])).label("app", "kin").affinity(wanted)
    };
    assert_eq!(placed(&["1", "2", "3"].map(kin), &nodes), [Some(1); 3]);
    // If there is no room for all, each has its own turn, and the others follow the first as in Kubernetes.
    assert_eq!(placed(&["1", "2", "3", "4"].map(kin), &nodes).iter().flatten().count(), 1);
    // Followers of one certain pod.
    let follower =
        |name: &str| Pod::new(name, Resources::from([("cpu", 2000)])).affinity(near(vec![term("leader", HOST)]));
    assert_eq!(placed(&[pod("leader"), follower("1"), follower("2")], &nodes), [Some(1); 3]);
    // Of two, there is a choice: each may be near the one or the other.
    let leader = |name: &str| Pod::new(name, Resources::from([("cpu", 1000)])).label("app", "leader");
    let pods = [leader("1"), leader("2"), follower("3")];
    assert_eq!(placed(&pods, &nodes), [Some(0), Some(0), Some(0)]);
}

#[test]
fn nobody_is_taken_along_before_a_higher_priority() {
    let nodes = [Node::new("n", Resources::from([("cpu", 10)]))];
    let pod =
        |name: &str, priority| Pod::new(name, Resources::from([("cpu", 4)])).label("app", name).priority(priority);
    let follower = pod("follower", 0).affinity(near(vec![term("leader", HOST)]));
    assert_eq!(placed(&[pod("leader", 9), follower, pod("other", 5)], &nodes), [Some(0), None, Some(0)]);
}

#[test]
fn affinity_waits_for_those_who_come() {
    // Largest first: the one that wants the other near has its turn before there is anything near.
    let nodes = [node("a"), node("b")];
    let large = Pod::new("large", Resources::from([("cpu", 3000)])).affinity(near(vec![term("q", HOST)]));
    assert_eq!(placed(&[large, pod("q")], &nodes), [Some(0), Some(0)]);
}

#[test]
fn anti_affinity_both_ways() {
    let nodes = [node("a").label("zone", "x"), node("b").label("zone", "x"), node("c")];
    let hermit = pod("hermit").affinity(apart(vec![term("p", "zone")])).on_node("a");
    assert_eq!(placed(&[hermit.clone(), pod("p")], &nodes), [Some(0), Some(2)]);
    assert_eq!(verdict(&[hermit, pod("p")], &nodes[..2], 1), "2 nodes: anti-affinity of other pods within zone");
    let runs = pod("p").on_node("a");
    let comes = pod("hermit").affinity(apart(vec![term("p", HOST)]));
    assert_eq!(placed(&[runs, comes], &nodes), [Some(0), Some(1)]);
    // One on each node, and no more.
    let alone = |name: &str| Pod::new(name, Resources::new()).label("app", "p").affinity(apart(vec![term("p", HOST)]));
    let pods = ["1", "2", "3", "4"].map(alone);
    let verdict = verdict(&pods, &nodes, 3);
    assert_eq!(
        verdict,
        "3 nodes: anti-affinity of other pods within kubernetes.io/hostname; \
         3 nodes: pod anti-affinity within kubernetes.io/hostname"
    );
}

#[test]
fn namespaces() {
    let nodes = [node("a")];
    let other = pod("p").namespace("other").on_node("a");
    assert_eq!(placed(&[other.clone(), pod("q").affinity(near(vec![term("p", HOST)]))], &nodes), [Some(0), None]);
    let mut across = term("p", HOST);
    across.namespaces = vec!["other".into()];
    assert_eq!(placed(&[other, pod("q").affinity(near(vec![across]))], &nodes), [Some(0), Some(0)]);
}

#[test]
fn spread_over_zones() {
    let nodes = [node("a").label("zone", "x"), node("b").label("zone", "y"), node("c")];
    let web = |name: &str, skew| {
        Pod::new(name, Resources::from([("cpu", 1000)]))
            .label("app", "web")
            .topology_spread(TopologySpreadConstraint::new(skew, "zone", LabelSelector::labels([("app", "web")])))
    };
    let names = ["1", "2", "3", "4", "5", "6", "7"];
    let pods = names.map(|name| web(name, 1));
    // The node without a zone takes none, and is not counted.
    let places = placed(&pods, &nodes);
    assert_eq!(places.iter().filter(|place| **place == Some(2)).count(), 0);
    assert_eq!(places.iter().flatten().count(), 6);
    assert_eq!(verdict(&pods, &nodes, 6), "2 nodes: insufficient pods (short by 1); 1 node: no label zone");
    // A full zone holds the other back.
    let full = Pod::new("full", Resources::from([("cpu", 4000)])).on_node("b");
    let mut pods = vec![full];
    pods.extend(names.map(|name| web(name, 2)));
    assert_eq!(placed(&pods, &nodes).iter().filter(|place| **place == Some(0)).count(), 2);
    // Two domains of three that are asked for: the fewest counts as none.
    let pods = ["1", "2", "3"].map(|name| {
        let mut pod = web(name, 1);
        pod.topology_spread[0].min_domains = 3;
        pod
    });
    assert_eq!(placed(&pods, &nodes).iter().flatten().count(), 2);
    // Only zones that the pod can be in are compared.
    let only_x = names.map(|name| web(name, 1).node_selector("zone", "x"));
    assert_eq!(placed(&only_x[..3], &nodes), [Some(0); 3]);
    // Taints do not take a zone out of the comparison.
    let tainted = [nodes[0].clone(), nodes[1].clone().taint(Taint::new("t", "", TaintEffect::NoSchedule))];
    assert_eq!(placed(&names.map(|name| web(name, 1))[..3], &tainted), [Some(0), None, None]);
}

#[test]
fn unknown_topology_keys() {
    let nodes = [node("a"), node("b")];
    let spread = pod("p").topology_spread(TopologySpreadConstraint::new(1, "planet", LabelSelector::default()));
    assert_eq!(verdict(&[spread], &nodes, 0), "2 nodes: no label planet");
    let near = pod("p").affinity(near(vec![term("p", "planet")]));
    assert_eq!(verdict(&[near], &nodes, 0), "2 nodes: no label planet");
    // Nobody is near anybody, then.
    assert_eq!(placed(&[pod("p").affinity(apart(vec![term("p", "planet")]))], &nodes), [Some(0)]);
}
