//! Small clusters at random that have something of everything, and running pods that fit where they are.

use ansatz_packing::cluster::{
    self, Affinity, Allowance, DeviceRequest, Devices, LabelSelector, Node, NodeSelectorTerm, Operator, Pod,
    PodAffinityTerm, PodDisruptionBudget, PodGroup, Requirement, Resources, Taint, TaintEffect, Toleration,
    TopologySpreadConstraint, WhenUnsatisfiable,
};
use proptest::prelude::*;

use super::{
    checker::{Cluster, Seat},
    laws::devices_for,
};

/// The labels and names there are: few, so that pods meet.
const APPS: [&str; 3] = ["web", "cache", "batch"];
const KEYS: [&str; 3] = ["kubernetes.io/hostname", "zone", "rack"];

/// A cluster of up to so many nodes and pods. Pods that run fit where they are, in the order of the list.
pub(crate) fn clusters(nodes: usize, pods: usize) -> impl Strategy<Value = Cluster> {
    let nodes = proptest::collection::vec(node(), 1..=nodes);
    let pods =
        proptest::collection::vec((pod(), proptest::option::weighted(0.6, any::<prop::sample::Index>())), 0..=pods);
    let budgets = proptest::collection::vec(budget(), 0..=2);
    (nodes, pods, budgets, 1..=4usize).prop_map(|(nodes, pods, budgets, min_member)| {
        let nodes: Vec<Node> = nodes.into_iter().enumerate().map(|(index, node)| named(node, index)).collect();
        let budgets = budgets.into_iter().enumerate().map(|(index, budget)| named_budget(budget, index)).collect();
        let groups = vec![PodGroup::new("gang", min_member)];
        let mut cluster = Cluster { nodes, pods: Vec::new(), budgets, groups };
        for (index, (mut pod, place)) in pods.into_iter().enumerate() {
            pod.name = format!("pod-{index}");
            cluster.pods.push(pod);
            if let Some(place) = place {
                run(&mut cluster, place.index(usize::MAX));
            }
        }
        cluster
    })
}

/// Lets the last pod run on the first node, from `start` on, that takes it.
fn run(cluster: &mut Cluster, start: usize) {
    let seats = cluster.running();
    let (pod, count) = (cluster.pods.len() - 1, cluster.nodes.len());
    let seat = (0..count).map(|step| (start % count + step) % count).find_map(|node| {
        let seat = Seat { node, devices: devices_for(cluster, &seats, pod, node)? };
        cluster.objections(&seats, pod, &seat).is_empty().then_some(seat)
    });
    let Some(seat) = seat else { return };
    let name = cluster.nodes[seat.node].name.clone();
    let it = &mut cluster.pods[pod];
    it.node_name = Some(name);
    for (request, devices) in it.devices.iter_mut().zip(seat.devices) {
        request.devices = devices;
    }
}

fn named(mut node: Node, index: usize) -> Node {
    node.name = format!("node-{index}");
    let name = node.name.clone();
    node.label(KEYS[0], name)
}

fn named_budget(mut budget: PodDisruptionBudget, index: usize) -> PodDisruptionBudget {
    budget.name = format!("budget-{index}");
    budget
}

fn node() -> impl Strategy<Value = Node> {
    let amounts = (0..=8u64, 0..=8u64, proptest::option::weighted(0.3, 0..=4u64));
    let gpus = proptest::option::weighted(0.5, (0..=3usize, 5..=10u64));
    let places = (proptest::option::weighted(0.9, 0..3u8), proptest::option::weighted(0.5, 0..2u8));
    let disk = proptest::option::weighted(0.7, 0..3u8);
    let taint = proptest::option::weighted(0.25, taint());
    (amounts, gpus, places, disk, taint, prop::bool::weighted(0.1)).prop_map(
        |((cpu, memory, pods), gpus, (zone, rack), disk, taint, cordoned)| {
            let mut allocatable = Resources::from([("cpu", cpu * 500), ("memory", memory)]);
            if let Some(pods) = pods {
                allocatable.set("pods", pods);
            }
            let mut node = Node::new("", allocatable);
            for (key, value) in [("zone", zone), ("rack", rack), ("disk", disk)] {
                if let Some(value) = value {
                    node = node.label(key, value.to_string());
                }
            }
            if let Some((count, capacity)) = gpus {
                node = node.devices(Devices::new("gpu", count, capacity));
            }
            node.taints.extend(taint);
            node.unschedulable = cordoned;
            node
        },
    )
}

fn taint() -> impl Strategy<Value = Taint> {
    let effect =
        prop::sample::select(vec![TaintEffect::NoSchedule, TaintEffect::NoExecute, TaintEffect::PreferNoSchedule]);
    (prop::sample::select(vec!["a", "b"]), prop::sample::select(vec!["", "x"]), effect)
        .prop_map(|(key, value, effect)| Taint::new(key, value, effect))
}

fn toleration() -> impl Strategy<Value = Toleration> {
    let key = proptest::option::of(prop::sample::select(vec!["a", "b"]).prop_map(String::from));
    let value = proptest::option::of(prop::sample::select(vec!["", "x"]).prop_map(String::from));
    let effect = proptest::option::of(Just(TaintEffect::NoSchedule));
    (key, value, effect).prop_map(|(key, value, effect)| Toleration { key, value, effect })
}

fn apps() -> impl Strategy<Value = LabelSelector> {
    prop_oneof![
        4 => prop::sample::select(APPS.to_vec()).prop_map(|app| LabelSelector::labels([("app", app)])),
        1 => Just(LabelSelector::default()),
    ]
}

fn near() -> impl Strategy<Value = PodAffinityTerm> {
    let namespaces = prop_oneof![
        4 => Just(Vec::new()),
        1 => Just(vec!["other".to_string()]),
        1 => Just(vec!["default".to_string(), "other".to_string()]),
    ];
    (apps(), prop::sample::select(KEYS.to_vec()), namespaces).prop_map(|(selector, key, namespaces)| {
        let mut term = PodAffinityTerm::new(selector, key);
        term.namespaces = namespaces;
        term
    })
}

fn spread() -> impl Strategy<Value = TopologySpreadConstraint> {
    let must = prop::bool::weighted(0.8);
    (0..=2u32, prop::sample::select(KEYS.to_vec()), apps(), 1..=3u32, must).prop_map(
        |(skew, key, apps, domains, must)| {
            let mut rule = TopologySpreadConstraint::new(skew.max(1), key, apps);
            rule.min_domains = domains;
            if !must {
                rule.when_unsatisfiable = WhenUnsatisfiable::ScheduleAnyway;
            }
            rule
        },
    )
}

fn node_term() -> impl Strategy<Value = NodeSelectorTerm> {
    let operator = prop::sample::select(vec![
        Operator::In,
        Operator::NotIn,
        Operator::Exists,
        Operator::DoesNotExist,
        Operator::Gt,
        Operator::Lt,
    ]);
    let requirement = (prop::sample::select(vec!["disk", "zone"]), operator, 0..3u8)
        .prop_map(|(key, operator, value)| Requirement::new(key, operator, [value.to_string()]));
    proptest::collection::vec(requirement, 0..=2).prop_map(NodeSelectorTerm::new)
}

/// Rarely: most pods are to find some place.
fn some<T: core::fmt::Debug>(share: f64, of: impl Strategy<Value = T>) -> impl Strategy<Value = Vec<T>> {
    proptest::option::weighted(share, proptest::collection::vec(of, 1..=2)).prop_map(Option::unwrap_or_default)
}

fn affinity() -> impl Strategy<Value = Affinity> {
    (some(0.1, node_term()), some(0.15, near()), some(0.15, near())).prop_map(
        |(node_required, pod_required, pod_anti_required)| {
            let mut affinity = Affinity::default();
            affinity.node_required = node_required;
            affinity.pod_required = pod_required;
            affinity.pod_anti_required = pod_anti_required;
            affinity
        },
    )
}

fn pod() -> impl Strategy<Value = Pod> {
    let amounts = (0..=4u64, 0..=4u64, proptest::option::weighted(0.25, (0..=2usize, 0..=10u64)));
    let asked = (affinity(), some(0.15, spread()), some(0.3, toleration()));
    let selector = proptest::option::weighted(0.1, 0..3u8);
    let rank = (-1..=2i32, prop::bool::weighted(0.1), prop::bool::weighted(0.2), prop::bool::weighted(0.2));
    (amounts, prop::sample::select(APPS.to_vec()), asked, selector, rank).prop_map(
        |((cpu, memory, gpu), app, (affinity, spread, tolerations), selector, (priority, never, gang, other))| {
            let requests = Resources::from([("cpu", cpu * 500), ("memory", memory)]);
            let mut pod = Pod::new("", requests).label("app", app).affinity(affinity).priority(priority);
            if let Some((count, share)) = gpu {
                pod = pod.devices(DeviceRequest::new("gpu", count, share));
            }
            if let Some(disk) = selector {
                pod = pod.node_selector("disk", disk.to_string());
            }
            pod.topology_spread = spread;
            pod.tolerations = tolerations;
            pod.never_preempts = never;
            pod.group = gang.then(|| "gang".into());
            if other { pod.namespace("other") } else { pod }
        },
    )
}

fn budget() -> impl Strategy<Value = PodDisruptionBudget> {
    let allowance = prop_oneof![
        (0..=3u64).prop_map(Allowance::Pods),
        prop::sample::select(vec![0.0, 12.5, 30.0, 50.0, 80.0, 100.0]).prop_map(Allowance::Percent),
    ];
    (apps(), allowance, any::<bool>(), prop::bool::weighted(0.2)).prop_map(|(apps, allowance, least, other)| {
        let budget = if least {
            PodDisruptionBudget::min_available("", apps, allowance)
        } else {
            PodDisruptionBudget::max_unavailable("", apps, allowance)
        };
        if other { budget.namespace("other") } else { budget }
    })
}

/// What placements are to aim at.
pub(crate) fn strategies() -> impl Strategy<Value = cluster::Strategy> {
    use cluster::Strategy::{LeastAllocated, LeastFragmented, MostAllocated};
    prop::sample::select(vec![MostAllocated, LeastAllocated, LeastFragmented])
}
