//! Gangs: enough of their pods, or none and no trace.

use ansatz_packing::cluster::{
    Affinity, LabelSelector, Node, Order, Outcome, Plan, Pod, PodAffinityTerm, PodGroup, Policy, Resources, Strategy,
    place,
};

fn nodes(cpu: &[u64]) -> Vec<Node> {
    let node = |(index, cpu): (usize, &u64)| Node::new(format!("n{index}"), Resources::from([("cpu", *cpu)]));
    cpu.iter().enumerate().map(node).collect()
}

fn pod(name: &str, cpu: u64) -> Pod {
    Pod::new(name, Resources::from([("cpu", cpu)]))
}

fn gang(count: usize, cpu: u64) -> Vec<Pod> {
    (0..count).map(|index| pod(&format!("g{index}"), cpu).group("gang").priority(5)).collect()
}

fn policy(min_member: usize) -> Policy {
    Policy::default().group(PodGroup::new("gang", min_member))
}

fn near(app: &str, key: &str) -> Affinity {
    let mut affinity = Affinity::default();
    affinity.pod_required = vec![PodAffinityTerm::new(LabelSelector::labels([("app", app)]), key)];
    affinity
}

fn places(plan: &Plan, pods: usize) -> Vec<Option<usize>> {
    (0..pods).map(|pod| plan.node_of(pod)).collect()
}

#[test]
fn enough_or_none() {
    let nodes = nodes(&[4, 4]);
    // Four of two fit: of a gang of five that needs four, four are placed, and the verdict of the last is about nodes.
    let pods = gang(5, 2);
    let plan = place(&pods, &nodes, &policy(4)).unwrap();
    assert_eq!(plan.unplaced().count(), 1);
    let last = plan.unplaced().next().unwrap();
    assert_eq!(plan.verdict(last).unwrap().to_string(), "2 nodes: insufficient cpu (short by 0.002 cores)");
    // One that needs five waits as a whole.
    let plan = place(&pods, &nodes, &policy(5)).unwrap();
    assert_eq!(plan.unplaced().count(), 5);
    assert_eq!(plan.verdict(0).unwrap().to_string(), "gang gang: 4 of 5 fit; 2 nodes: it fits");
    // Those that run count.
    let mut pods = gang(5, 2);
    pods[0] = pods[0].clone().on_node("n0");
    assert_eq!(place(&pods, &nodes, &policy(4)).unwrap().unplaced().count(), 1);
    assert_eq!(place(&pods, &nodes, &policy(5)).unwrap().unplaced().count(), 4);
}

#[test]
fn a_gang_that_waits_leaves_no_trace() {
    let nodes = nodes(&[4, 4, 3]);
    let others = [pod("a", 3).priority(1), pod("b", 2).priority(1), pod("c", 2).priority(1)];
    let alone = place(&others, &nodes, &policy(4)).unwrap();
    let all = [&others[..], &gang(4, 4)].concat();
    let plan = place(&all, &nodes, &policy(4)).unwrap();
    assert_eq!(places(&plan, 3), places(&alone, 3));
    assert_eq!(plan.steps().collect::<Vec<_>>(), alone.steps().collect::<Vec<_>>());
    assert_eq!(plan.verdict(3).unwrap().gang().unwrap().fitting, 2);
    // With evictions tried in vain as well.
    let running = [&[pod("d", 4).on_node("n0")], &gang(4, 4)[..]].concat();
    let plan = place(&running, &nodes, &policy(4).preemption(true)).unwrap();
    assert_eq!((plan.steps().count(), plan.verdict(1).unwrap().gang().unwrap().fitting), (0, 2));
}

#[test]
fn a_gang_evicts_on_several_nodes() {
    let nodes = nodes(&[4, 4, 4]);
    let running = [pod("a", 4).on_node("n0"), pod("b", 4).on_node("n1"), pod("c", 4).priority(9).on_node("n2")];
    let pods = [&running[..], &gang(2, 3)].concat();
    let plan = place(&pods, &nodes, &policy(2).preemption(true)).unwrap();
    assert_eq!(plan.evictions().map(|eviction| eviction.pod).collect::<Vec<_>>(), [0, 1]);
    assert_eq!(plan.unplaced().collect::<Vec<_>>(), [0, 1]);
    // Three do not fit, so nobody goes.
    let pods = [&running[..], &gang(3, 3)].concat();
    let plan = place(&pods, &nodes, &policy(3).preemption(true)).unwrap();
    assert_eq!((plan.evictions().count(), plan.unplaced().count()), (0, 3));
}

#[test]
fn nobody_goes_that_the_gang_did_not_need_after_all() {
    let nodes = nodes(&[8]);
    // The first member makes the one of 2 go; the second needs the one of 5, and then there is room for the first again.
    let running = [pod("small", 2).on_node("n0"), pod("large", 5).priority(1).on_node("n0")];
    let pods = [&running[..], &gang(2, 3)].concat();
    let plan = place(&pods, &nodes, &policy(2).preemption(true)).unwrap();
    assert_eq!(plan.evictions().map(|eviction| eviction.pod).collect::<Vec<_>>(), [1]);
    assert!(matches!(plan.outcome(0), Outcome::Kept(_)));
}

#[test]
fn one_goes_for_a_member_that_another_one_needs() {
    let nodes: Vec<Node> = nodes(&[1, 4]).into_iter().map(|node| node.label("zone", "z")).collect();
    let pods = [
        pod("web", 4).label("app", "web").on_node("n1"),
        pod("near", 1).priority(5).affinity(near("web", "zone")).group("gang"),
        pod("large", 4).priority(5).group("gang"),
    ];
    let plan = |min_member| place(&pods, &nodes, &policy(min_member).preemption(true).order(Order::AsNamed)).unwrap();
    // Where one is enough, it comes, and nobody goes.
    let one = plan(1);
    assert_eq!((places(&one, 3), one.evictions().count()), (vec![Some(1), Some(0), None], 0));
    assert_eq!(one.verdict(2).unwrap().gang(), None);
    // Where both are needed, it is the gang that keeps the one waiting.
    let both = plan(2);
    assert_eq!((places(&both, 3), both.steps().count()), (vec![Some(1), None, None], 0));
    assert_eq!(
        both.verdict(1).unwrap().to_string(),
        "gang gang: 1 of 2 fit; 1 node: insufficient cpu (short by 0.001 cores); 1 node: it fits"
    );
}

#[test]
fn others_are_enough_where_one_would_go_for_the_first() {
    let nodes: Vec<Node> = nodes(&[2, 4]).into_iter().map(|node| node.label("zone", "z")).collect();
    let follower = |name| pod(name, 1).priority(5).affinity(near("web", "zone")).group("gang");
    let pods = [
        pod("web", 4).label("app", "web").on_node("n1"),
        pod("large", 4).priority(5).group("gang"),
        follower("near-1"),
        follower("near-2"),
    ];
    let plan = place(&pods, &nodes, &policy(2).preemption(true).order(Order::AsNamed)).unwrap();
    assert_eq!((places(&plan, 4), plan.evictions().count()), (vec![Some(1), None, Some(0), Some(0)], 0));
}

#[test]
fn a_gang_goes_as_a_whole_or_not_at_all() {
    let nodes = nodes(&[4, 4, 4]);
    let mut pods = gang(3, 4);
    for (pod, node) in pods.iter_mut().zip(["n0", "n1", "n2"]) {
        *pod = pod.clone().on_node(node).priority(0);
    }
    pods.push(pod("new", 4).priority(1));
    // Two are enough: one of three can go.
    let plan = place(&pods, &nodes, &policy(2).preemption(true)).unwrap();
    assert_eq!(plan.evictions().count(), 1);
    // All three are needed: they go together, and do not come back without the room for all.
    let plan = place(&pods, &nodes, &policy(3).preemption(true)).unwrap();
    assert_eq!((plan.evictions().count(), plan.unplaced().count()), (3, 3));
    // One of them is above the new pod: none goes.
    pods[1].priority = 2;
    let plan = place(&pods, &nodes, &policy(3).preemption(true)).unwrap();
    assert_eq!((plan.evictions().count(), plan.unplaced().count()), (0, 1));
}

#[test]
fn pods_of_a_gang_that_must_be_near_each_other() {
    let zoned: Vec<Node> = nodes(&[4, 9]).into_iter().map(|node| node.label("zone", "z")).collect();
    for key in ["zone", "kubernetes.io/hostname"] {
        // The follower comes first, and again after the one that it follows.
        let follower = pod("follower", 3).affinity(near("leader", key)).group("gang");
        let pods = [follower, pod("leader", 3).label("app", "leader").group("gang")];
        assert_eq!(place(&pods, &zoned, &policy(2)).unwrap().unplaced().count(), 0, "{key}");
    }
    // The fuller node is the better one for the first alone, and has no room for the others.
    let kin =
        |name: &str| pod(name, 3).label("app", "kin").affinity(near("kin", "kubernetes.io/hostname")).group("gang");
    let plan = place(&["1", "2", "3"].map(kin), &nodes(&[4, 9]), &policy(3)).unwrap();
    assert_eq!(places(&plan, 3), [Some(1); 3]);
}

#[test]
fn the_largest_of_a_gang_comes_first() {
    let pods = [pod("1", 1), pod("2", 1), pod("large", 4)].map(|pod| pod.group("gang"));
    let mut policy = policy(3);
    policy.strategy = Strategy::LeastAllocated;
    assert_eq!(places(&place(&pods, &nodes(&[4, 2]), &policy).unwrap(), 3), [Some(1), Some(1), Some(0)]);
}
