//! Inputs that nobody would write: nothing panics, and nothing takes for ever.

use ansatz_packing::cluster::{
    Affinity, DeviceRequest, Devices, Image, LabelSelector, Node, NodeSelectorTerm, Operator, Pod, PodAffinityTerm,
    Policy, Preferred, Requirement, Resources, Strategy, TopologySpreadConstraint, Weights, WhenUnsatisfiable,
    consolidate, place,
};

const STRATEGIES: [Strategy; 3] = [Strategy::MostAllocated, Strategy::LeastAllocated, Strategy::LeastFragmented];

#[test]
fn nothing_at_all() {
    for strategy in STRATEGIES {
        let policy = Policy::new(strategy);
        assert_eq!(place(&[], &[], &policy).unwrap().placements().count(), 0);
        let plan = place(&[Pod::new("p", Resources::new())], &[], &policy).unwrap();
        assert_eq!(plan.verdict(0).unwrap().to_string(), "there are no nodes");
        assert_eq!(plan.load("cpu"), None);
        assert_eq!(plan.fragmentation("gpu"), None);
        let plan = place(&[], &[Node::new("n", Resources::new())], &policy).unwrap();
        assert_eq!(plan.usage(0), []);
    }
}

#[test]
fn the_largest_numbers() {
    let huge = Resources::from([("cpu", u64::MAX), ("memory", u64::MAX), ("pods", u64::MAX)]);
    let node = |name| Node::new(name, huge.clone()).devices(Devices::new("gpu", 1024, u64::MAX)).label("zone", "z");
    let mut image = node("c");
    image.images.push(Image { name: "i".into(), bytes: u64::MAX });
    let nodes = [node("a"), node("b"), image];
    let term = || PodAffinityTerm::new(LabelSelector::default(), "zone");
    let pods: Vec<Pod> = (0..8)
        .map(|index| {
            let mut affinity = Affinity::default();
            affinity.pod_preferred.push(Preferred { weight: f64::MAX, term: term() });
            affinity.pod_anti_preferred.push(Preferred { weight: f64::MAX, term: term() });
            let mut even = TopologySpreadConstraint::new(u32::MAX, "zone", LabelSelector::default());
            even.min_domains = u32::MAX;
            let mut rather = even.clone();
            rather.when_unsatisfiable = WhenUnsatisfiable::ScheduleAnyway;
            let pod = Pod::new(format!("{index}"), huge.clone())
                .devices(DeviceRequest::new("gpu", 1024, u64::MAX))
                .affinity(affinity)
                .topology_spread(even)
                .topology_spread(rather)
                .image("i")
                .priority(i32::MIN);
            // Three run on one node, which has room for one.
            if index < 3 { pod.on_node("a") } else { pod }
        })
        .collect();
    for strategy in STRATEGIES {
        let plan = place(&pods, &nodes, &Policy::new(strategy)).unwrap();
        assert_eq!(plan.placements().count(), 2);
        let verdict = plan.verdict(plan.unplaced().next().unwrap()).unwrap().to_string();
        let (cpu, memory) = ("18446744073709551.615 cores", "16.0 EiB");
        assert!(verdict.contains(&format!("3 nodes: insufficient cpu (short by {cpu})")), "{verdict}");
        assert!(verdict.contains(&format!("3 nodes: insufficient memory (short by {memory})")), "{verdict}");
        assert!(verdict.contains("3 nodes: insufficient gpu (0 of 1024 with 18446744073709551615 free)"), "{verdict}");
        assert_eq!(plan.usage(0)[0].used, 3 * u128::from(u64::MAX));
    }
    // More devices than any node can have, and than fit into 32 bits.
    let many = Pod::new("many", Resources::new()).devices(DeviceRequest::new("gpu", usize::MAX, 1));
    for pod in [many.clone(), many.on_node("a")] {
        place(&[pod], &nodes, &Policy::default()).unwrap();
    }
}

#[test]
fn the_largest_weights() {
    let all = f64::MAX;
    let weights = Weights::default().allocation(all).balance(all).fragmentation(all).node_affinity(all).taints(all);
    let weights = weights.pod_affinity(all).topology_spread(all).locality(all);
    let nodes = ["a", "b"].map(|name| Node::new(name, Resources::from([("cpu", 10)])).label("zone", name));
    let mut pod = Pod::new("p", Resources::from([("cpu", 5)])).label("app", "p");
    for weight in [f64::MAX, f64::MAX, f64::MIN, f64::MIN, f64::MIN] {
        let term = NodeSelectorTerm::new([Requirement::new("zone", Operator::Exists, [""; 0])]);
        pod.affinity.node_preferred.push(Preferred { weight, term });
        let term = PodAffinityTerm::new(LabelSelector::default(), "zone");
        pod.affinity.pod_preferred.push(Preferred { weight, term });
    }
    let mut other = pod.clone();
    other.name = "q".into();
    for strategy in STRATEGIES {
        let plan = place(&[pod.clone(), other.clone()], &nodes, &Policy::new(strategy).weights(weights)).unwrap();
        assert_eq!(plan.unplaced().count(), 0);
    }
}

/// A million pods of one kind, and a quarter of a million of as many kinds, that fit nowhere.
#[test]
fn pods_that_cannot_fit() {
    let nodes: Vec<Node> = (0..100)
        .map(|index| Node::new(format!("n{index}"), Resources::from([("cpu", 1000), ("memory", 1 << 30)])))
        .collect();
    let equal: Vec<Pod> =
        (0..1_000_000).map(|index| Pod::new(format!("p{index}"), Resources::from([("cpu", 1001)]))).collect();
    let plan = place(&equal, &nodes, &Policy::default()).unwrap();
    assert_eq!(plan.unplaced().count(), 1_000_000);
    assert_eq!(plan.verdict(999_999).unwrap().to_string(), "100 nodes: insufficient cpu (short by 0.001 cores)");
    drop((equal, plan));
    // Each asks for another node, which is not there, and is like nobody else.
    let different: Vec<Pod> = (0..250_000)
        .map(|index| {
            let term = PodAffinityTerm::new(LabelSelector::labels([("app", format!("{index}"))]), "zone");
            let mut affinity = Affinity::default();
            affinity.pod_anti_required.push(term);
            Pod::new(format!("p{index}"), Resources::from([("cpu", 500 + index)]))
                .label("app", format!("{index}"))
                .node_selector("kubernetes.io/hostname", format!("m{index}"))
                .affinity(affinity)
        })
        .collect();
    let plan = place(&different, &nodes, &Policy::default()).unwrap();
    assert_eq!(plan.unplaced().count(), 250_000);
    assert_eq!(plan.verdict(7).unwrap().to_string(), "100 nodes: node selector");
}

/// Each node has a resource and devices of its own, and each of the pods there takes of them: by far too many to look for
/// every name on every node.
#[test]
fn as_many_names_as_nodes() {
    let own = |index: usize| (format!("own-{index}"), 8);
    let nodes: Vec<Node> = (0..NAMES)
        .map(|index| Node::new(format!("n{index}"), [own(index)].into()).devices(Devices::new(own(index).0, 2, 8)))
        .collect();
    let pods: Vec<Pod> = (0..NAMES)
        .map(|index| {
            let pod = Pod::new(format!("p{index}"), [own(index)].into()).on_node(format!("n{index}"));
            pod.devices(DeviceRequest::new(own(index).0, 1, 3))
        })
        .collect();
    let plan = place(&pods, &nodes, &Policy::new(Strategy::LeastFragmented)).unwrap();
    assert_eq!(plan.unplaced().count(), 0);
    assert!((0..NAMES).all(|node| plan.usage(node).len() == 2));
    let found = consolidate(&pods, &nodes, &Policy::default(), 0).unwrap();
    assert_eq!((found.nodes_before, found.nodes_after, found.lower_bound), (NAMES, NAMES, 1));
}

/// 10^10 pairs of a name and a node would take a minute and more.
const NAMES: usize = 100_000;

/// Each pod waits for the next one, and has its turn before it.
#[test]
fn a_chain_of_affinity() {
    let nodes = [Node::new("n", Resources::from([("cpu", 1_000_000)]))];
    let pods: Vec<Pod> = (0..300)
        .map(|index| {
            let mut pod =
                Pod::new(format!("p{index}"), Resources::from([("cpu", 1000 - index)])).label("app", index.to_string());
            if index < 299 {
                let next = LabelSelector::labels([("app", (index + 1).to_string())]);
                pod.affinity.pod_required.push(PodAffinityTerm::new(next, "kubernetes.io/hostname"));
            }
            pod
        })
        .collect();
    let plan = place(&pods, &nodes, &Policy::default()).unwrap();
    assert_eq!(plan.unplaced().count(), 0);
}
