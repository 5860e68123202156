//! Which node is the better one, a score at a time: all others have the weight 0.

use ansatz_packing::cluster::{
    Affinity, DeviceRequest, Devices, LabelSelector, Node, NodeSelectorTerm, Operator, Pod, PodAffinityTerm, Policy,
    Preferred, Requirement, Resources, Strategy, Taint, TaintEffect, TopologySpreadConstraint, Weights,
    WhenUnsatisfiable, place,
};

fn nothing() -> Weights {
    Weights::default()
        .allocation(0.0)
        .balance(0.0)
        .fragmentation(0.0)
        .node_affinity(0.0)
        .pod_affinity(0.0)
        .taints(0.0)
        .topology_spread(0.0)
        .locality(0.0)
}

/// Where the last pod goes with these weights.
fn chosen(pods: &[Pod], nodes: &[Node], strategy: Strategy, weights: Weights) -> Option<usize> {
    place(pods, nodes, &Policy::new(strategy).weights(weights)).unwrap().node_of(pods.len() - 1)
}

fn node(name: &str) -> Node {
    Node::new(name, Resources::from([("cpu", 4000), ("memory", 4000)]))
}

fn pod(name: &str, cpu: u64, memory: u64) -> Pod {
    Pod::new(name, Resources::from([("cpu", cpu), ("memory", memory)])).label("app", name)
}

#[test]
fn allocation() {
    let nodes = [node("a"), node("b"), node("c")];
    let pods = [pod("x", 1000, 1000).on_node("b"), pod("y", 500, 500).on_node("a"), pod("p", 100, 100)];
    assert_eq!(chosen(&pods, &nodes, Strategy::MostAllocated, nothing().allocation(1.0)), Some(1));
    assert_eq!(chosen(&pods, &nodes, Strategy::LeastAllocated, nothing().allocation(1.0)), Some(2));
    // Only what the pod requests counts, and as a part of the node.
    let large = Node::new("large", Resources::from([("cpu", 400_000), ("disk", 1)]));
    let nodes = [large, node("b")];
    let cpu = [Pod::new("p", Resources::from([("cpu", 100)]))];
    assert_eq!(chosen(&cpu, &nodes, Strategy::MostAllocated, nothing().allocation(1.0)), Some(1));
    assert_eq!(chosen(&cpu, &nodes, Strategy::LeastAllocated, nothing().allocation(1.0)), Some(0));
}

#[test]
fn balance() {
    let nodes = [node("a"), node("b")];
    // 3/4 and 1/4 on the one, 2/4 and 2/4 on the other with the pod.
    let pods = [pod("x", 2000, 0).on_node("a"), pod("y", 1000, 1000).on_node("b"), pod("p", 1000, 1000)];
    assert_eq!(chosen(&pods, &nodes, Strategy::MostAllocated, nothing().balance(1.0)), Some(1));
}

#[test]
fn fragmentation() {
    let node = |name, gpus| Node::new(name, Resources::new()).devices(Devices::new("gpu", gpus, 1000));
    let share = |name, count, share| Pod::new(name, Resources::new()).devices(DeviceRequest::new("gpu", count, share));
    // Pods of 1000 are expected, mostly: the small one goes where a device is broken already.
    let mut runs = share("runs", 1, 300).on_node("b");
    runs.devices[0].devices = vec![1];
    let mut pods = vec![runs];
    pods.extend(["1", "2", "3"].map(|name| share(name, 1, 1000).on_node("c")));
    pods.push(share("p", 1, 400));
    let nodes = [node("a", 1), node("b", 2), node("c", 3)];
    assert_eq!(chosen(&pods, &nodes, Strategy::LeastFragmented, nothing().fragmentation(1.0)), Some(1));
    // Without the weight it is the first.
    assert_eq!(chosen(&pods, &nodes, Strategy::LeastFragmented, nothing()), Some(0));
}

#[test]
fn node_affinity() {
    let nodes = [
        node("a").label("disk", "hdd"),
        node("b").label("disk", "ssd"),
        node("c").label("disk", "ssd").label("fast", ""),
    ];
    let wish = |weight, key: &str, value: &[&str]| {
        let operator = if value.is_empty() { Operator::Exists } else { Operator::In };
        Preferred { weight, term: NodeSelectorTerm::new([Requirement::new(key, operator, value.iter().copied())]) }
    };
    let wishes = |wishes: Vec<Preferred<NodeSelectorTerm>>| {
        let mut affinity = Affinity::default();
        affinity.node_preferred = wishes;
        let pods = [pod("p", 1, 1).affinity(affinity)];
        chosen(&pods, &nodes, Strategy::MostAllocated, nothing().node_affinity(1.0))
    };
    assert_eq!(wishes(vec![wish(1.0, "disk", &["ssd"])]), Some(1));
    assert_eq!(wishes(vec![wish(1.0, "disk", &["ssd"]), wish(2.0, "fast", &[])]), Some(2));
    assert_eq!(wishes(vec![wish(-1.0, "disk", &["hdd"]), wish(-2.0, "fast", &[])]), Some(1));
}

#[test]
fn pod_affinity() {
    let nodes = [node("a").label("zone", "x"), node("b").label("zone", "y"), node("c")];
    let weights = nothing().pod_affinity(1.0);
    let wish = |weight, app: &str| Preferred {
        weight,
        term: PodAffinityTerm::new(LabelSelector::labels([("app", app)]), "zone"),
    };
    let likes = |app: &str, to: &mut Pod| to.affinity.pod_preferred.push(wish(1.0, app));
    let mut liking = pod("p", 1, 1);
    likes("q", &mut liking);
    let q = pod("q", 1, 1).on_node("b");
    assert_eq!(chosen(&[q.clone(), liking.clone()], &nodes, Strategy::MostAllocated, weights), Some(1));
    let mut disliking = pod("p", 1, 1);
    disliking.affinity.pod_anti_preferred.push(wish(1.0, "r"));
    let r = pod("r", 1, 1).on_node("a");
    assert_eq!(chosen(&[r, disliking], &nodes, Strategy::MostAllocated, weights), Some(1));
    // What a pod that runs wishes counts for the one that comes, and what it requires does too.
    let mut wishing = pod("q", 1, 1).on_node("b");
    likes("p", &mut wishing);
    assert_eq!(chosen(&[wishing, pod("p", 1, 1)], &nodes, Strategy::MostAllocated, weights), Some(1));
    let mut requiring = pod("q", 1, 1).on_node("b");
    requiring.affinity.pod_required.push(wish(1.0, "p").term);
    assert_eq!(chosen(&[requiring, pod("p", 1, 1)], &nodes, Strategy::MostAllocated, weights), Some(1));
}

#[test]
fn taints() {
    let taint = |key: &str| Taint::new(key, "", TaintEffect::PreferNoSchedule);
    let nodes = [
        node("a").taint(taint("s")).taint(taint("t")),
        node("b").taint(taint("s")),
        node("c").taint(taint("s")).taint(taint("t")),
    ];
    let pods = [pod("p", 1, 1)];
    assert_eq!(chosen(&pods, &nodes, Strategy::MostAllocated, nothing().taints(1.0)), Some(1));
    assert_eq!(chosen(&pods, &nodes[2..], Strategy::MostAllocated, nothing().taints(1.0)), Some(0));
}

#[test]
fn topology_spread() {
    let nodes = [node("a"), node("b").label("zone", "x"), node("c").label("zone", "y")];
    let mut rather = TopologySpreadConstraint::new(1, "zone", LabelSelector::labels([("app", "p")]));
    rather.when_unsatisfiable = WhenUnsatisfiable::ScheduleAnyway;
    let comes = Pod::new("comes", Resources::new()).label("app", "p").topology_spread(rather);
    let weights = nothing().topology_spread(1.0);
    assert_eq!(chosen(std::slice::from_ref(&comes), &nodes, Strategy::MostAllocated, weights), Some(1));
    let (p, q) = (pod("p", 1, 1).on_node("b"), pod("q", 1, 1).label("app", "p").on_node("c"));
    assert_eq!(chosen(&[p.clone(), comes.clone()], &nodes, Strategy::MostAllocated, weights), Some(2));
    // Of domains that are all as full, each is better than none.
    assert_eq!(chosen(&[p, q, comes], &nodes, Strategy::MostAllocated, weights), Some(1));
}

#[test]
fn locality() {
    let nodes = [
        node("a").image("small", 10),
        node("b").image("small", 10).image("other", 1000),
        node("c").image("large", 100),
    ];
    let pods = [pod("p", 1, 1).image("small").image("large").image("nowhere")];
    assert_eq!(chosen(&pods, &nodes, Strategy::MostAllocated, nothing().locality(1.0)), Some(2));
    // An image that a node names twice is there once.
    let nodes = [node("a").image("large", 100).image("large", 100), node("b").image("small", 50).image("large", 100)];
    assert_eq!(chosen(&pods, &nodes, Strategy::MostAllocated, nothing().locality(1.0)), Some(1));
}
