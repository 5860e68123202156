//! A hundred thousand pods, and figures that nobody would set.

use ansatz_packing::cluster::{
    Affinity, Allowance, DeviceRequest, Devices, LabelSelector, Node, Pod, PodAffinityTerm, PodDisruptionBudget,
    PodGroup, Policy, Preferred, Resources, TopologySpreadConstraint, consolidate, place, rebalance,
};

const PODS: usize = 100_000;

fn nodes(count: usize, cpu: u64) -> Vec<Node> {
    (0..count).map(|index| Node::new(format!("n{index}"), Resources::from([("cpu", cpu)]))).collect()
}

fn running(count: usize, nodes: usize) -> Vec<Pod> {
    let pod = |index: usize| {
        let pod = Pod::new(format!("p{index}"), Resources::from([("cpu", 1 + index as u64 % 7)]));
        pod.label("app", "web").on_node(format!("n{}", index % nodes))
    };
    (0..count).map(pod).collect()
}

#[test]
fn many_pods_are_moved() {
    // A thousand pods of four on average on each node, that are half full.
    let (nodes, pods) = (nodes(100, 8_000), running(PODS, 100));
    let policy = Policy::default();
    let none = consolidate(&pods, &nodes, &policy, 0).unwrap();
    assert_eq!((none.moves.len(), none.nodes_before, none.nodes_after, none.lower_bound), (0, 100, 100, 50));
    assert_eq!(rebalance(&pods, &nodes, &policy, 0).unwrap().moves, []);
    let all = consolidate(&pods, &nodes, &policy, usize::MAX).unwrap();
    assert_eq!((all.nodes_after, all.moves.len()), (50, 50_000));
    let some = consolidate(&pods, &nodes, &policy, 2_500).unwrap();
    assert_eq!((some.emptied.len(), some.moves.len()), (2, 2_000));
    // Only half of the nodes are used, and full: every move to another one lowers the sum of squares, by what is moved.
    let some = rebalance(&running(PODS, 50), &nodes, &policy, 50).unwrap();
    assert_eq!(some.moves.len(), 50);
    assert!(some.moves.iter().all(|step| step.from < 50 && step.to.node >= 50));
    assert!((some.before - 50.0).abs() < 0.1 && some.after < some.before, "{some:?}");
}

#[test]
fn many_pods_wait() {
    // All of them request 4 on average, and there is room for 3.99.
    let nodes = nodes(100, 3_990);
    let mut pods = running(PODS, 100);
    for (index, pod) in pods.iter_mut().enumerate() {
        let waits = index / 100 % 2 == 0;
        pod.node_name = pod.node_name.take().filter(|_| !waits);
        pod.priority = i32::from(waits);
    }
    // Half of them run on every node; the others evict what they need, and no more: who is left is at most 7 large and
    // fits nowhere, so that no node has more than 6 free.
    let plan = place(&pods, &nodes, &Policy::default().preemption(true)).unwrap();
    assert!(plan.unplaced().all(|pod| pods[pod].priority == 0));
    let short = pods.iter().map(|pod| pod.requests.amount("cpu")).sum::<u64>() - 100 * 3_990;
    let lost: u64 = plan.unplaced().map(|pod| pods[pod].requests.amount("cpu")).sum();
    assert!(plan.evictions().count() > 0 && (short..=short + 100 * 6).contains(&lost), "{lost} of at least {short}");
    // Nobody may go, and a gang of all pods that wait finds room for most of them and not for all.
    let budget = PodDisruptionBudget::min_available("all", LabelSelector::default(), Allowance::Percent(100.0));
    let policy = Policy::default().preemption(true).budget(budget).group(PodGroup::new("gang", PODS / 2));
    for pod in pods.iter_mut().filter(|pod| pod.node_name.is_none()) {
        pod.group = Some("gang".into());
    }
    let plan = place(&pods, &nodes, &policy).unwrap();
    assert_eq!((plan.steps().count(), plan.unplaced().count()), (0, PODS / 2));
    let fitting = plan.verdict(0).unwrap().gang().unwrap().fitting;
    assert!(fitting > PODS / 4 && fitting < PODS / 2, "{fitting}");
}

#[test]
fn a_gang_of_many_goes_as_a_whole() {
    let nodes = nodes(20, 20_000);
    let mut pods = running(PODS / 2, 20);
    for pod in &mut pods {
        pod.group = Some("gang".into());
    }
    pods.push(Pod::new("new", Resources::from([("cpu", 12_000)])).priority(1));
    let policy = |min_member| Policy::default().preemption(true).group(PodGroup::new("gang", min_member));
    let evictions = |min_member| place(&pods, &nodes, &policy(min_member)).unwrap().evictions().count();
    // All, where all are needed; where none is, some of one node, that is half full: 2000 too much in parts of 7 at most.
    assert_eq!(evictions(PODS / 2), PODS / 2);
    let some = evictions(0);
    assert!((1_900 / 7..PODS / 40).contains(&some), "{some}");
}

#[test]
fn the_largest_numbers_there_are() {
    let huge = u64::MAX;
    let nodes = nodes(2, huge);
    let pod = |name: &str, cpu| Pod::new(name, Resources::from([("cpu", cpu)])).label("app", name);
    let pods = [
        pod("a", huge).on_node("n0"),
        pod("b", huge).on_node("n0"),
        pod("c", 1).on_node("n1"),
        pod("d", huge).priority(i32::MAX),
        pod("e", huge).priority(i32::MIN),
    ];
    let budget =
        PodDisruptionBudget::max_unavailable("a", LabelSelector::labels([("app", "a")]), Allowance::Pods(huge));
    let policy = Policy::default().preemption(true).budget(budget).group(PodGroup::new("g", usize::MAX));
    let plan = place(&pods, &nodes, &policy).unwrap();
    let gone: Vec<_> = plan.evictions().map(|eviction| eviction.pod).collect();
    // One pod on n1 is less than two on n0.
    assert_eq!((gone, plan.node_of(3), plan.node_of(4)), (vec![2], Some(1), None));
    let found = consolidate(&pods, &nodes, &policy, usize::MAX).unwrap();
    assert_eq!((found.moves.len(), found.nodes_after), (0, 2));
    // Two on a node for one: 4 + 1 at first, and 1 + 1 with one of them beside the small one, for which it is too large.
    let found = rebalance(&pods, &nodes, &policy, usize::MAX).unwrap();
    assert_eq!((found.moves.len(), found.before), (0, 4.0));
}

/// Pods that must be together, and are tried in vain on every node: by far too many to look for each of them in turn
/// whenever they leave again.
#[test]
fn many_that_must_be_together_and_do_not_fit() {
    let node = |index: usize| Node::new(format!("n{index}"), Resources::new()).devices(Devices::new("gpu", 1, 49_999));
    let mut near = Affinity::default();
    near.pod_required = vec![PodAffinityTerm::new(LabelSelector::labels([("app", "kin")]), "kubernetes.io/hostname")];
    let kin =
        Pod::new("", Resources::new()).label("app", "kin").devices(DeviceRequest::new("gpu", 1, 1)).affinity(near);
    let mut pods = vec![kin; 50_000];
    pods.iter_mut().enumerate().for_each(|(index, pod)| pod.name = index.to_string());
    let nodes: Vec<Node> = (0..40).map(node).collect();
    assert_eq!(place(&pods, &nodes, &Policy::default()).unwrap().unplaced().count(), 1);
}

/// Each pod minds, likes and is to be spread beside one of its own kind, of which there is no other, node by node.
fn loners(count: usize) -> Vec<Pod> {
    let loner = |index: usize| {
        let own = LabelSelector::labels([("app", index.to_string())]);
        let term = PodAffinityTerm::new(own.clone(), "kubernetes.io/hostname");
        let mut affinity = Affinity::default();
        affinity.pod_anti_required.push(term.clone());
        affinity.pod_preferred.push(Preferred { weight: 1.0, term });
        let pod = Pod::new(index.to_string(), Resources::new()).label("app", index.to_string()).affinity(affinity);
        let even = TopologySpreadConstraint::new(1, "kubernetes.io/hostname", own);
        pod.topology_spread(even).on_node(format!("n{index}"))
    };
    (0..count).map(loner).collect()
}

#[test]
fn as_many_terms_as_nodes() {
    let peak = |count: usize| {
        let (nodes, pods) = (nodes(count, 1), loners(count));
        let measured = allocation_counter::measure(|| drop(place(&pods, &nodes, &Policy::default()).unwrap()));
        measured.bytes_max as f64
    };
    // Twice as much input: twice the memory, and not four times as much.
    let growth = peak(4096) / peak(2048);
    assert!(growth < 8f64.sqrt(), "{growth}");
}
