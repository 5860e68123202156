//! Any small cluster, with running pods that need not fit, through the placer, the moves and the genetic search: every
//! plan and all moves are carried out in the eyes of the checker that the tests have too.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_packing::cluster::{
    Allowance, DeviceRequest, Devices, Fragmentation, GeneticPlacement, Imbalance, LabelSelector, Node,
    NodeSelectorTerm, NodesUsed, Objective, Operator, Order, PlacementModel, Plan, Pod, PodAffinityTerm,
    PodDisruptionBudget, PodGroup, Policy, Preferred, Requirement, Resources, Strategy, Taint, TaintEffect, Toleration,
    TopologySpreadConstraint, WhenUnsatisfiable, consolidate, place, rebalance,
};

// What the tests of the crate use beyond this is of no use here.
#[allow(dead_code, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
#[path = "../../crates/ansatz-packing/tests/suite/cluster/checker.rs"]
mod checker;
#[allow(dead_code)]
#[path = "../../crates/ansatz-packing/tests/suite/cluster/laws.rs"]
mod laws;

use checker::Cluster;
use laws::{alone, carry_out, check};

ansatz_fuzz::target!(|data| run(data));

/// A header, then 8 bytes for each node, 4 for each budget and 16 for each pod.
fn run(data: &[u8]) {
    let Some((header, rest)) = data.split_first_chunk::<8>() else { return };
    let &[nodes, budgets, min_member, strategy, flags, seed, max_moves, wish] = header;
    let (of_nodes, rest) = rest.split_at(rest.len().min(8 * (1 + usize::from(nodes % 5))));
    let (of_budgets, of_pods) = rest.split_at(rest.len().min(4 * usize::from(budgets % 3)));
    let is_wild = flags & 1 > 0;

    let nodes: Vec<Node> = of_nodes.chunks(8).enumerate().map(|(index, bytes)| node(Bytes(bytes), index)).collect();
    let budgets = of_budgets.chunks(4).map(|bytes| budget(Bytes(bytes))).collect();
    let groups = vec![PodGroup::new("gang", (min_member % 6).into())];
    let mut cluster = Cluster { nodes, pods: Vec::new(), budgets, groups };
    for (index, bytes) in of_pods.chunks(16).take(MOST).enumerate() {
        let pod = pod(Bytes(bytes), index, &cluster.nodes, is_wild);
        cluster.pods.push(pod);
    }
    let strategies = [Strategy::MostAllocated, Strategy::LeastAllocated, Strategy::LeastFragmented];
    let mut policy = cluster.policy(strategies[usize::from(strategy % 3)]).preemption(flags & 2 > 0);
    policy.order = if flags & 4 > 0 { Order::AsNamed } else { Order::LargestFirst };
    policy.seed = (flags & 8 > 0).then_some(seed.into());
    let max_moves = usize::from(max_moves % 16);

    let plan = match place(&cluster.pods, &cluster.nodes, &policy) {
        Ok(plan) => plan,
        Err(error) => {
            assert!(is_wild, "{error}");
            let (pods, nodes, error) = (&cluster.pods, &cluster.nodes, error.to_string());
            assert_eq!(PlacementModel::new(pods, nodes, &policy).unwrap_err().to_string(), error);
            assert_eq!(consolidate(pods, nodes, &policy, max_moves).unwrap_err().to_string(), error);
            assert_eq!(rebalance(pods, nodes, &policy, max_moves).unwrap_err().to_string(), error);
            return;
        }
    };
    require(&cluster, &plan);
    assert!(policy.preemption || plan.evictions().count() == 0);
    let again = place(&cluster.pods, &cluster.nodes, &policy).expect("it has been accepted");
    assert!(plan.steps().eq(again.steps()));
    moves(&cluster, &policy, max_moves);
    search(&cluster, &policy, &plan, (seed, wish));
}

/// What must hold of every plan, and nothing that it says of itself panics.
fn require(cluster: &Cluster, plan: &Plan) {
    check(cluster, plan);
    assert_eq!(cluster.overspent(plan.evictions().map(|eviction| eviction.pod)), vec![]);
    let verdicts = plan.unplaced().map(|pod| plan.verdict(pod).expect("it is nowhere").to_string());
    // One of no nodes says that.
    assert!(verdicts.map(|verdict| verdict.len()).all(|length| length > 0));
    assert!(NodesUsed.cost(plan) >= 0.0 && Fragmentation.cost(plan) >= 0.0 && Imbalance.cost(plan) >= 0.0);
    let fractions = (0..cluster.nodes.len()).flat_map(|node| plan.usage(node)).map(|usage| usage.fraction());
    assert!(fractions.chain(plan.load("gpu").map(|load| load.mean)).all(|fraction| fraction >= 0.0));
}

fn moves(cluster: &Cluster, policy: &Policy, max_moves: usize) {
    let before = cluster.running();
    let found = consolidate(&cluster.pods, &cluster.nodes, policy, max_moves).expect("it has been accepted");
    let seats = carry_out(cluster, &found.moves);
    assert!(found.moves.len() <= max_moves && found.lower_bound <= found.nodes_after);
    assert_eq!(found.nodes_before - found.nodes_after, found.emptied.len());
    assert!(found.moves.is_empty() == found.emptied.is_empty());
    assert!(alone(cluster, &seats).is_subset(&alone(cluster, &before)));

    let found = rebalance(&cluster.pods, &cluster.nodes, policy, max_moves).expect("it has been accepted");
    let seats = carry_out(cluster, &found.moves);
    assert!(found.moves.len() <= max_moves && found.after <= found.before);
    assert!(found.moves.is_empty() || found.after < found.before);
    assert!(alone(cluster, &seats).is_subset(&alone(cluster, &before)));
    let again = rebalance(&cluster.moved(&seats).pods, &cluster.nodes, policy, max_moves).expect("the same pods");
    assert!(again.before.total_cmp(&found.after).is_eq());
}

fn search(cluster: &Cluster, policy: &Policy, first: &Plan, (seed, wish): (u8, u8)) {
    let model = PlacementModel::new(&cluster.pods, &cluster.nodes, policy).expect("it has been accepted");
    // One node for all, or one that is not there.
    require(cluster, &model.place(&vec![Some(wish.into()); model.waiting().len()]));
    assert!(model.place(&[]).steps().eq(first.steps()));
    let worth = |plan: &Plan| (plan.unplaced().count(), plan.evictions().count(), NodesUsed.cost(plan));
    let search = || GeneticPlacement::new(model.clone(), NodesUsed, seed.into()).expect("its settings are right");
    let (mut whole, mut single) = (search(), search());
    assert!(worth(whole.best()) == worth(first));
    for steps in [1, 7] {
        let before = worth(whole.best());
        whole.step(steps);
        (0..steps).for_each(|_| {
            single.step(1);
        });
        require(cluster, whole.best());
        assert!(worth(whole.best()) <= before);
        assert!(whole.best().steps().eq(single.best().steps()));
    }
}

/// A byte at a time; 0 beyond the end.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn next(&mut self) -> u8 {
        let Some((&first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        first
    }

    fn pick<'b, T: ?Sized>(&mut self, of: &[&'b T]) -> &'b T {
        of[usize::from(self.next()) % of.len()]
    }

    /// Small numbers, and the largest there are.
    fn amount(&mut self) -> u64 {
        let byte = self.next();
        if byte < 224 { u64::from(byte % 16) } else { u64::MAX >> (255 - byte) }
    }

    /// 0 to 2, and `None` for most.
    fn value(&mut self) -> Option<String> {
        Some(self.next() % 8).filter(|&value| value < 3).map(|value| value.to_string())
    }

    fn selector(&mut self) -> LabelSelector {
        match self.next() % 4 {
            3 => LabelSelector::default(),
            app => LabelSelector::labels([("app", APPS[usize::from(app)])]),
        }
    }
}

fn node(mut bytes: Bytes<'_>, index: usize) -> Node {
    let mut node =
        Node::new(format!("n{index}"), Resources::from([("cpu", bytes.amount()), ("memory", bytes.amount())]));
    if let Some(pods) = bytes.value() {
        node.allocatable.set("pods", 1 + pods.len() as u64);
    }
    // Most nodes have most labels.
    let labels = bytes.next();
    for (bit, key) in KEYS.iter().enumerate().skip(1).filter(|(bit, _)| labels >> bit & 1 == 0) {
        node = node.label(*key, (labels >> (2 + bit) & 1).to_string());
    }
    let devices = bytes.next();
    if devices & 1 > 0 {
        node = node.devices(Devices::new("gpu", usize::from(devices >> 1 & 3), bytes.amount()));
    }
    let (taint, effect) = (bytes.next(), bytes.next());
    if taint % 4 == 1 {
        let effects = [TaintEffect::NoSchedule, TaintEffect::PreferNoSchedule, TaintEffect::NoExecute];
        node = node.taint(Taint::new("only", if taint & 8 > 0 { "x" } else { "" }, effects[usize::from(effect % 3)]));
    }
    node.unschedulable = taint >= 240;
    node
}

fn budget(mut bytes: Bytes<'_>) -> PodDisruptionBudget {
    let (selector, kind) = (bytes.selector(), bytes.next());
    let allowance = if kind & 1 > 0 {
        Allowance::Pods(bytes.amount())
    } else {
        // Halves: so that thousandths are whole.
        Allowance::Percent(f64::from(bytes.next() % 201) / 2.0)
    };
    let budget = match kind & 2 {
        0 => PodDisruptionBudget::min_available("budget", selector, allowance),
        _ => PodDisruptionBudget::max_unavailable("budget", selector, allowance),
    };
    if kind & 4 > 0 { budget.namespace("other") } else { budget }
}

fn pod(mut bytes: Bytes<'_>, index: usize, nodes: &[Node], is_wild: bool) -> Pod {
    let requests = Resources::from([("cpu", bytes.amount()), ("memory", bytes.amount())]);
    let ranks = bytes.next();
    let mut pod = Pod::new(format!("p{index}"), requests)
        .label("app", APPS[usize::from(ranks % 3)])
        .priority(i32::from(ranks >> 2 & 3) - 1);
    pod.never_preempts = ranks & 16 > 0;
    pod.group = (ranks & 32 > 0).then(|| "gang".into());
    if ranks & 64 > 0 {
        pod = pod.namespace("other");
    }
    let place = bytes.next();
    let devices = bytes.next();
    if devices & 1 > 0 {
        pod = pod.devices(DeviceRequest::new("gpu", usize::from(devices >> 1 & 3), bytes.amount()));
    }
    if devices & 8 > 0 {
        pod = pod.toleration(Toleration { key: Some("only".into()), value: None, effect: None });
    }
    for _ in 0..2 {
        ask(&mut pod, &mut bytes);
    }
    run_on(&mut pod, place, nodes);
    if is_wild {
        make_wild(&mut pod, &mut bytes);
    }
    pod
}

/// One condition or wish more, by four bytes.
fn ask(pod: &mut Pod, bytes: &mut Bytes<'_>) {
    let (what, key) = (bytes.next(), bytes.pick(&KEYS));
    let mut term = PodAffinityTerm::new(bytes.selector(), key);
    if what & 128 > 0 {
        term.namespaces = vec!["default".into(), "other".into()];
    }
    let number = bytes.next();
    let weight = f64::from(number) - 100.0;
    match what % 16 {
        1 => pod.affinity.pod_required.push(term),
        2 => pod.affinity.pod_anti_required.push(term),
        3 => pod.affinity.pod_preferred.push(Preferred { weight, term }),
        4 => pod.affinity.pod_anti_preferred.push(Preferred { weight, term }),
        5 | 6 => {
            let mut rule = TopologySpreadConstraint::new(u32::from(number % 4).max(1), key, term.label_selector);
            rule.min_domains = u32::from(number >> 2 & 3);
            if what & 64 > 0 {
                rule.when_unsatisfiable = WhenUnsatisfiable::ScheduleAnyway;
            }
            pod.topology_spread.push(rule);
        }
        7 | 8 => {
            let operators =
                [Operator::In, Operator::NotIn, Operator::Exists, Operator::DoesNotExist, Operator::Gt, Operator::Lt];
            let operator = operators[usize::from(number % 6)];
            let term = NodeSelectorTerm::new([Requirement::new(key, operator, [(number >> 4 & 1).to_string()])]);
            match what % 16 {
                7 => pod.affinity.node_required.push(term),
                _ => pod.affinity.node_preferred.push(Preferred { weight, term }),
            }
        }
        9 => {
            pod.node_selector.insert(key.into(), (number & 1).to_string());
        }
        _ => {}
    }
}

/// Lets the pod run, if the node has so many devices; whether it fits there is another question.
fn run_on(pod: &mut Pod, place: u8, nodes: &[Node]) {
    let Some(node) = nodes.get(usize::from(place % 8)) else { return };
    for request in &mut pod.devices {
        let available = node.devices.iter().find(|devices| devices.name == request.name).map_or(0, |of| of.count);
        if available < request.count {
            return;
        }
        request.devices = (0..available).cycle().skip(usize::from(place >> 3)).take(request.count).collect();
    }
    pod.node_name = Some(node.name.clone());
}

/// What may be refused.
fn make_wild(pod: &mut Pod, bytes: &mut Bytes<'_>) {
    match bytes.next() % 8 {
        0 => pod.name = "p0".into(),
        1 => pod.node_name = Some("n9".into()),
        2 => pod.group = Some(String::new()),
        3 => pod.devices.push(DeviceRequest::new("gpu", usize::MAX, u64::MAX)),
        4 => {
            let weight = [f64::NAN, f64::INFINITY, f64::MAX, -f64::MAX][usize::from(bytes.next() % 4)];
            pod.affinity.node_preferred.push(Preferred { weight, term: NodeSelectorTerm::default() });
        }
        5 => pod.devices.iter_mut().for_each(|request| request.devices.push(bytes.next().into())),
        6 => pod.topology_spread.iter_mut().for_each(|rule| (rule.max_skew, rule.min_domains) = (0, u32::MAX)),
        _ => {}
    }
}

const APPS: [&str; 3] = ["web", "cache", "batch"];
const KEYS: [&str; 3] = ["kubernetes.io/hostname", "zone", "rack"];

/// Pods: the checker is slow.
const MOST: usize = 12;
