//! Evictions: never beyond a budget, never of a pod that could have stayed, and an end to every chain of them.

use std::collections::BTreeSet;

use ansatz_packing::cluster::{
    Affinity, Allowance, Eviction, LabelSelector, Node, Outcome, Plan, Pod, PodAffinityTerm, PodDisruptionBudget,
    Policy, Resources, place,
};
use proptest::prelude::*;

use super::{
    checker::{Cluster, Step, covers},
    generator::{clusters, strategies},
    laws::{check, fits_somewhere, steps},
};

/// The steps up to the turn for which a pod is evicted, without its eviction and that of those that go with it: what the
/// plan would be if they stayed.
fn without(cluster: &Cluster, plan: &Plan, eviction: Eviction) -> Vec<Step> {
    let all: Vec<_> = plan.steps().collect();
    let gang = |pod: usize| cluster.pods[pod].group.as_ref();
    let turn = |pod: usize| pod == eviction.by || (gang(pod).is_some() && gang(pod) == gang(eviction.by));
    let goes: BTreeSet<usize> = plan.evictions().map(|eviction| eviction.pod).collect();
    let with_it = |pod: usize| gang(pod).is_some() && gang(pod) == gang(eviction.pod) && goes.contains(&pod);
    let stays = |pod: usize| pod == eviction.pod || with_it(pod);
    let is_placed = |step: &_| matches!(step, ansatz_packing::cluster::Step::Place { pod, .. } if turn(*pod));
    let start = plan.steps().position(|step| step == ansatz_packing::cluster::Step::Evict(eviction)).unwrap();
    let first = start + all[start..].iter().position(is_placed).unwrap();
    let end = first + all[first..].iter().take_while(|step| is_placed(step)).count();
    let kept = |step: &Step| match step {
        Step::Evict(pod) | Step::Bind(pod, _) => !stays(*pod),
    };
    steps(cluster, plan)[..end].iter().filter(|step| kept(step)).cloned().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn evictions_are_allowed_needed_and_end(cluster in clusters(5, 16), strategy in strategies()) {
        let policy = cluster.policy(strategy).preemption(true);
        let plan = place(&cluster.pods, &cluster.nodes, &policy).unwrap();
        check(&cluster, &plan);
        prop_assert_eq!(cluster.overspent(plan.evictions().map(|eviction| eviction.pod)), vec![]);
        let before = cluster.running();
        let mut gone = BTreeSet::new();
        for eviction in plan.evictions() {
            let Eviction { pod, node, by } = eviction;
            prop_assert!(gone.insert(pod), "pod {} goes twice", pod);
            prop_assert_eq!(before[pod].as_ref().map(|seat| seat.node), Some(node));
            prop_assert!(cluster.pods[pod].priority < cluster.pods[by].priority);
            prop_assert!(!cluster.pods[by].never_preempts);
            let (found, _) = cluster.replay(&without(&cluster, &plan, eviction));
            prop_assert!(!found.is_empty(), "{:?} is not needed", eviction);
        }
    }

    /// Where nothing limits evictions but priorities, a pod waits only if it would with all pods of lower priority gone.
    #[test]
    fn nobody_waits_for_lower_priorities(cluster in clusters(4, 14), strategy in strategies()) {
        let mut cluster = cluster;
        cluster.budgets.clear();
        cluster.pods.iter_mut().for_each(|pod| pod.group = None);
        let plan = place(&cluster.pods, &cluster.nodes, &cluster.policy(strategy).preemption(true)).unwrap();
        let seats = check(&cluster, &plan);
        for (pod, it) in cluster.pods.iter().enumerate() {
            let is_simple = it.topology_spread.is_empty() && it.affinity.pod_required.is_empty();
            if seats[pod].is_none() && is_simple && !it.never_preempts {
                let lower = |other: usize| cluster.pods[other].priority < it.priority && cluster.pods[other].node_name.is_some();
                let left: Vec<_> = (0..seats.len()).map(|other| seats[other].clone().filter(|_| !lower(other))).collect();
                prop_assert!(!fits_somewhere(&cluster, &left, pod), "pod {pod}");
            }
        }
    }

    #[test]
    fn without_preemption_nobody_goes(cluster in clusters(5, 14), strategy in strategies()) {
        let plan = place(&cluster.pods, &cluster.nodes, &cluster.policy(strategy)).unwrap();
        check(&cluster, &plan);
        prop_assert_eq!(plan.evictions().count(), 0);
    }
}

fn nodes<const N: usize>(cpu: [u64; N]) -> Vec<Node> {
    let node = |(index, cpu): (usize, u64)| Node::new(format!("n{index}"), Resources::from([("cpu", cpu)]));
    cpu.into_iter().enumerate().map(node).collect()
}

fn pod(name: &str, cpu: u64, priority: i32) -> Pod {
    Pod::new(name, Resources::from([("cpu", cpu)])).label("app", name).priority(priority)
}

fn policy() -> Policy {
    Policy::default().preemption(true)
}

fn evicted(pods: &[Pod], nodes: &[Node], policy: &Policy) -> Vec<(usize, usize)> {
    let plan = place(pods, nodes, policy).unwrap();
    plan.evictions().map(|eviction| (eviction.pod, eviction.by)).collect()
}

#[test]
fn the_lowest_priorities_go_and_as_few_as_will_do() {
    let nodes = nodes([10, 10, 10]);
    // On n0 a pod of priority 5; on n1 two of 1; on n2 one of 1 that is large enough, and two of 0 that are not.
    let pods = [
        pod("a", 8, 5).on_node("n0"),
        pod("b", 5, 1).on_node("n1"),
        pod("c", 5, 1).on_node("n1"),
        pod("d", 6, 1).on_node("n2"),
        pod("e", 2, 0).on_node("n2"),
        pod("f", 2, 0).on_node("n2"),
        pod("new", 6, 9),
    ];
    // By sums, one of 1 is less than two of 1.
    assert_eq!(evicted(&pods, &nodes, &policy()), [(3, 6)]);
    // Two of 0 are less than any of 1.
    let smaller = [&pods[..6], &[pod("new", 4, 9)]].concat();
    assert_eq!(evicted(&smaller, &nodes, &policy()), [(4, 6), (5, 6)]);
    // As much as there is.
    let larger = [&pods[..6], &[pod("new", 10, 9)]].concat();
    assert_eq!(evicted(&larger, &nodes, &policy()), [(1, 6), (2, 6)]);
    // Of the same priority, or too large, or who is not to preempt: nobody goes.
    let mut meek = pod("new", 6, 9);
    meek.never_preempts = true;
    for last in [pod("new", 6, 0), pod("new", 11, 9), meek] {
        assert_eq!(evicted(&[&pods[..6], &[last]].concat(), &nodes, &policy()), []);
    }
}

#[test]
fn a_chain_ends_with_the_lowest() {
    let nodes = nodes([4, 4]);
    let mut pods = [pod("high", 4, 3), pod("middle", 4, 2).on_node("n0"), pod("low", 4, 1).on_node("n1")];
    // Only n0 will do for the highest; the middle one evicts the low one, which waits.
    pods[0] = pods[0].clone().node_selector("kubernetes.io/hostname", "n0");
    let plan = place(&pods, &nodes, &policy()).unwrap();
    let gone: Vec<_> = plan.evictions().map(|eviction| (eviction.pod, eviction.by)).collect();
    assert_eq!(gone, [(1, 0), (2, 1)]);
    assert!(matches!(plan.outcome(1), Outcome::Moved(place) if place.node == 1));
    assert_eq!(plan.outcome(2), Outcome::Evicted);
}

#[test]
fn anti_affinity_reaches_other_nodes() {
    let zone = |node: Node, zone: &str| node.label("zone", zone);
    let all = nodes([4, 4, 4]);
    let nodes: Vec<Node> = all.into_iter().zip(["a", "a", "b"]).map(|(node, name)| zone(node, name)).collect();
    let mut minds = Affinity::default();
    minds.pod_anti_required = vec![PodAffinityTerm::new(LabelSelector::labels([("app", "noisy")]), "zone")];
    let noisy = |name: &str, node: &str, priority| {
        let mut pod = pod(name, 1, priority).on_node(node);
        pod.labels.insert("app".into(), "noisy".into());
        pod
    };
    let mut pods =
        [noisy("x", "n0", 0), noisy("y", "n1", 0), noisy("z", "n2", 7), pod("new", 1, 5).affinity(minds.clone())];
    // In zone a two have to go, on two nodes; in b there is one that is above it.
    assert_eq!(evicted(&pods, &nodes, &policy()), [(0, 3), (1, 3)]);
    // The other way round: those that run mind the one that comes.
    for pod in &mut pods[..3] {
        pod.affinity = minds.clone();
        pod.labels.clear();
    }
    pods[3] = noisy("new", "n0", 5);
    pods[3].node_name = None;
    assert_eq!(evicted(&pods, &nodes, &policy()), [(0, 3), (1, 3)]);
}

#[test]
fn budgets_choose_who_may_go() {
    let nodes = nodes([10]);
    let web = |name: &str, cpu| pod(name, cpu, 0).label("app", "web").on_node("n0");
    let pods = [web("a", 2), web("b", 3), web("c", 5), pod("new", 5, 1)];
    let budget =
        |allowance| PodDisruptionBudget::max_unavailable("web", LabelSelector::labels([("app", "web")]), allowance);
    let allow = |allowance| evicted(&pods, &nodes, &policy().budget(budget(allowance)));
    // One of three may go: it has to be the large one. 33% of three are one, 34% are two, 0% nobody.
    assert_eq!(allow(Allowance::Pods(1)), [(2, 3)]);
    assert_eq!(allow(Allowance::Percent(33.0)), [(2, 3)]);
    assert_eq!(allow(Allowance::Percent(0.0)), []);
    assert_eq!(allow(Allowance::Pods(0)), []);
    // A second budget that covers all pods of the namespace allows no more.
    let all = PodDisruptionBudget::min_available("all", LabelSelector::default(), Allowance::Percent(75.0));
    assert!(covers(&all, &pods[0]));
    let policy = policy().budget(budget(Allowance::Pods(1)));
    // Three of four run, and three quarters must be left.
    assert_eq!(evicted(&pods, &nodes, &policy.clone().budget(all)), []);
    // Two pods that come: what the first one has spent is not there for the second.
    let two = [&pods[..3], &[pod("new", 5, 2), pod("newer", 5, 1)]].concat();
    assert_eq!(evicted(&two, &nodes, &policy), [(2, 3)]);
}
