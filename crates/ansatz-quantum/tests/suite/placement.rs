//! Placements: never infeasible, never worse than the start, the same for a seed; and the minima of their QUBO.

use ansatz_packing::cluster::{
    Fragmentation, Imbalance, Node, NodesUsed, Objective, PlacementModel, Plan, Pod, Policy, Resources, Strategy,
    Taint, TaintEffect, Toleration, place,
};
use ansatz_quantum::{
    QuantumError,
    placement::{Combination, PlacementQubo, SuperposedConfig, SuperposedPlacement},
    solvers::{AnnealingConfig, ExactSearch, SimulatedAnnealing},
};
use proptest::prelude::*;

use crate::problems::minima;

/// A cluster in the words of the tests: what each node has of two resources and whether only tolerant pods may come, and what
/// each pod asks for, whether it is tolerant and where it runs.
#[derive(Debug, Clone)]
struct Cluster {
    nodes: Vec<([u64; 2], bool)>,
    pods: Vec<([u64; 2], bool, Option<usize>)>,
}

const RESOURCES: [&str; 2] = ["cpu", "memory"];

fn amounts(amounts: [u64; 2]) -> Resources {
    Resources::from([(RESOURCES[0], amounts[0]), (RESOURCES[1], amounts[1])])
}

impl Cluster {
    fn nodes(&self) -> Vec<Node> {
        let node = |(index, &(room, is_tainted)): (usize, &([u64; 2], bool))| {
            let node = Node::new(format!("n{index}"), amounts(room));
            if is_tainted { node.taint(Taint::new("special", "yes", TaintEffect::NoSchedule)) } else { node }
        };
        self.nodes.iter().enumerate().map(node).collect()
    }

    fn pods(&self) -> Vec<Pod> {
        let pod = |(index, &(request, is_tolerant, runs)): (usize, &([u64; 2], bool, Option<usize>))| {
            let mut pod = Pod::new(format!("p{index}"), amounts(request));
            if is_tolerant {
                pod = pod.toleration(Toleration { key: Some("special".into()), ..Toleration::default() });
            }
            runs.map_or(pod.clone(), |node| pod.on_node(format!("n{node}")))
        };
        self.pods.iter().enumerate().map(pod).collect()
    }

    /// Whether pods are where they run, newcomers are tolerant, and no node where one has come is short of what it asks for.
    fn allows(&self, node_of: impl Fn(usize) -> Option<usize>) -> bool {
        let mut taken = vec![[0u64; 2]; self.nodes.len()];
        for (pod, (request, _, _)) in self.pods.iter().enumerate() {
            if let Some(node) = node_of(pod) {
                (0..2).for_each(|resource| taken[node][resource] += request[resource]);
            }
        }
        self.pods.iter().enumerate().all(|(pod, &(request, is_tolerant, runs))| match (runs, node_of(pod)) {
            (Some(node), now) => now == Some(node),
            (None, None) => true,
            (None, Some(node)) => {
                let (room, is_tainted) = self.nodes[node];
                let is_short = |resource: usize| request[resource] > 0 && taken[node][resource] > room[resource];
                (is_tolerant || !is_tainted) && !is_short(0) && !is_short(1)
            }
        })
    }

    /// The pods without a node, and the nodes with pods.
    fn counts(&self, node_of: impl Fn(usize) -> Option<usize>) -> (usize, usize) {
        let places: Vec<_> = (0..self.pods.len()).map(node_of).collect();
        let is_used = |node: &usize| places.contains(&Some(*node));
        (places.iter().filter(|place| place.is_none()).count(), (0..self.nodes.len()).filter(is_used).count())
    }
}

prop_compose! {
    fn clusters(nodes: usize, pods: usize, most: u64)(
        nodes in prop::collection::vec(([0..=most, 0..=most], prop::bool::weighted(0.2)), 1..=nodes),
        pods in prop::collection::vec(([0..=most, 0..=most], any::<bool>(), prop::option::weighted(0.2, 0..nodes)), 0..=pods),
    ) -> Cluster {
        let pods = pods.into_iter().map(|(request, is_tolerant, runs): ([u64; 2], bool, Option<usize>)| {
            (request.map(|amount| amount.div_ceil(2)), is_tolerant, runs.filter(|&node| node < nodes.len()))
        }).collect();
        Cluster { nodes, pods }
    }
}

fn worth(plan: &Plan, objective: &impl Objective) -> (usize, usize, f64) {
    (plan.unplaced().count(), plan.evictions().count(), objective.cost(plan))
}

fn places(plan: &Plan, pods: usize) -> Vec<Option<usize>> {
    (0..pods).map(|pod| plan.node_of(pod)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn never_infeasible_and_never_worse(
        cluster in clusters(5, 14, 12), which in 0..3usize, candidates in 1..40usize, is_twin in any::<bool>(),
        phase in 0.0..=core::f64::consts::PI, seed in any::<u64>(),
    ) {
        let (nodes, pods) = (cluster.nodes(), cluster.pods());
        let policy = Policy::new([Strategy::MostAllocated, Strategy::LeastAllocated, Strategy::LeastFragmented][which]);
        let objective = move |plan: &Plan| match which {
            0 => NodesUsed.cost(plan),
            1 => Imbalance.cost(plan),
            _ => Fragmentation.cost(plan),
        };
        let combination = if is_twin { Combination::Probabilities } else { Combination::Amplitudes };
        let config = SuperposedConfig::default().candidates(candidates).phase(phase).combination(combination);
        let model = PlacementModel::new(&pods, &nodes, &policy).unwrap();
        let start = || SuperposedPlacement::with_config(model.clone(), objective, config, seed).unwrap();
        let mut search = start();
        let mut before = worth(&place(&pods, &nodes, &policy).unwrap(), &objective);
        prop_assert_eq!(worth(search.best(), &objective), before);
        for steps in [1, 99, 150] {
            let more = search.step(steps);
            prop_assert_eq!(more, search.steps_taken() > 0);
            let found = places(search.best(), pods.len());
            prop_assert!(cluster.allows(|pod| found[pod]), "{found:?}");
            let now = worth(search.best(), &objective);
            prop_assert!(now <= before && search.cost() == now.2, "{now:?} after {before:?}");
            before = now;
        }
        // In other portions, from a clone, and in parallel: the same.
        let mut again = start();
        while again.steps_taken() < search.steps_taken() {
            again = again.clone();
            again.step(10.min(search.steps_taken() - again.steps_taken()));
        }
        prop_assert_eq!(places(again.best(), pods.len()), places(search.best(), pods.len()));
        #[cfg(feature = "rayon")]
        {
            let mut parallel = start();
            parallel.step_parallel(250);
            prop_assert_eq!(parallel.steps_taken(), search.steps_taken());
            prop_assert_eq!(places(parallel.best(), pods.len()), places(search.best(), pods.len()));
        }
    }

    /// Minima are the best of all ways to put pods on nodes or nowhere, by brute force.
    #[test]
    fn minima_are_the_optimal_placements(cluster in clusters(3, 4, 4)) {
        let problem = match PlacementQubo::new(&cluster.pods(), &cluster.nodes()) {
            Ok(problem) if problem.model().len() <= 16 => problem,
            // Nobody may go anywhere; or too much for brute force.
            outcome => {
                let is_stuck = outcome == Err(QuantumError::EmptyModel);
                prop_assert_eq!(is_stuck, feasible(&cluster).len() == 1);
                return Ok(());
            }
        };
        let all = feasible(&cluster);
        let least = all.iter().map(|places| cluster.counts(|pod| places[pod])).min().unwrap();
        let mut optima: Vec<_> = all.into_iter().filter(|places| cluster.counts(|pod| places[pod]) == least).collect();
        let (energy, minima) = minima(problem.model());
        prop_assert_eq!(energy, ((cluster.nodes.len() + 1) * least.0 + least.1) as f64);
        let waiting: Vec<usize> = (0..cluster.pods.len()).filter(|&pod| cluster.pods[pod].2.is_none()).collect();
        let mut found: Vec<Vec<Option<usize>>> = minima.iter().map(|spins| {
            let placed = problem.decode(spins).unwrap().expect("a minimum that breaks a rule");
            let mut places: Vec<_> = cluster.pods.iter().map(|pod| pod.2).collect();
            waiting.iter().zip(placed).for_each(|(&pod, node)| places[pod] = node);
            places
        }).collect();
        found.sort();
        found.dedup();
        optima.sort();
        prop_assert_eq!(found, optima);
    }

    /// Whatever the spins are, what is read from them can be granted as it is.
    #[test]
    fn what_is_read_is_granted(cluster in clusters(3, 5, 4), seed in any::<u64>()) {
        let (nodes, pods) = (cluster.nodes(), cluster.pods());
        let Ok(problem) = PlacementQubo::new(&pods, &nodes) else { return Ok(()) };
        let config = AnnealingConfig::default().sweeps(10);
        let mut annealing = SimulatedAnnealing::with_config(problem.model(), &config, 16, seed).unwrap();
        annealing.step(10);
        let model = PlacementModel::new(&pods, &nodes, &Policy::default()).unwrap();
        for sample in annealing.samples() {
            let Some(placed) = problem.decode(sample.spins()).unwrap() else { continue };
            let plan = model.place(&placed);
            for (&pod, node) in model.waiting().iter().zip(placed) {
                prop_assert!(node.is_none() || plan.node_of(pod) == node);
            }
        }
    }
}

/// All ways to put pods on nodes or nowhere.
fn feasible(cluster: &Cluster) -> Vec<Vec<Option<usize>>> {
    let choices = cluster.nodes.len() + 1;
    let decoded = |code: usize| -> Vec<Option<usize>> {
        (0..cluster.pods.len()).map(|pod| (code / choices.pow(pod as u32) % choices).checked_sub(1)).collect()
    };
    (0..choices.pow(cluster.pods.len() as u32))
        .map(decoded)
        .filter(|places| cluster.allows(|pod| places[pod]))
        .collect()
}

fn equal_nodes(count: usize, cpu: u64) -> Vec<Node> {
    (0..count).map(|index| Node::new(format!("n{index}"), Resources::from([("cpu", cpu)]))).collect()
}

fn pods_of(sizes: &[u64]) -> Vec<Pod> {
    let pod = |(index, &cpu): (usize, &u64)| Pod::new(format!("p{index}"), Resources::from([("cpu", cpu)]));
    sizes.iter().enumerate().map(pod).collect()
}

#[test]
fn nothing_to_decide() {
    for (pods, nodes) in [(pods_of(&[]), equal_nodes(3, 10)), (pods_of(&[1, 2]), equal_nodes(1, 10))] {
        let model = PlacementModel::new(&pods, &nodes, &Policy::default()).unwrap();
        let mut search = SuperposedPlacement::new(model, NodesUsed, 1).unwrap();
        assert_eq!((search.step(10), search.steps_taken()), (false, 0));
    }
}

#[test]
fn costs_that_are_none() {
    let (pods, nodes) = (pods_of(&[4, 4, 4]), equal_nodes(3, 10));
    for cost in [f64::NAN, f64::INFINITY, -1.0] {
        let model = PlacementModel::new(&pods, &nodes, &Policy::default()).unwrap();
        let mut search = SuperposedPlacement::new(model, move |_: &Plan| cost, 1).unwrap();
        assert!(search.step(200) && search.cost() == f64::INFINITY);
        assert_eq!(search.best().unplaced().count(), 0);
    }
}

/// One candidate has nobody to meet: amplitudes and probabilities do the same, plan by plan.
#[test]
fn a_single_candidate_is_its_own_twin() {
    let model = PlacementModel::new(&pods_of(&SIZES), &equal_nodes(6, 30), &Policy::default()).unwrap();
    let start = |combination| {
        let config = SuperposedConfig::default().candidates(1).combination(combination);
        SuperposedPlacement::with_config(model.clone(), NodesUsed, config, 3).unwrap()
    };
    let (mut one, mut other) = (start(Combination::Amplitudes), start(Combination::Probabilities));
    for _ in 0..100 {
        one.step(7);
        other.step(7);
        assert_eq!(places(one.best(), SIZES.len()), places(other.best(), SIZES.len()));
    }
}

#[test]
fn a_seed_gives_what_it_always_gave() {
    let model = PlacementModel::new(&pods_of(&SIZES), &equal_nodes(6, 30), &Policy::default()).unwrap();
    let mut search = SuperposedPlacement::new(model, NodesUsed, 42).unwrap();
    assert_eq!(search.cost().floor(), 5.0);
    while search.cost() >= 5.0 && search.steps_taken() < 20_000 {
        search.step(1);
    }
    assert_eq!((search.steps_taken(), search.cost()), (703, 4.0));
}

/// Nodes of 30 that can be full: 15 9 6, 14 10 6, 13 9 8, 12 11 7.
const SIZES: [u64; 12] = [15, 9, 6, 14, 10, 6, 13, 9, 8, 12, 11, 7];

#[test]
fn settings_out_of_range() {
    let model = PlacementModel::new(&[], &[], &Policy::default()).unwrap();
    for config in [
        SuperposedConfig::default().candidates(0),
        SuperposedConfig::default().candidates(10_001),
        SuperposedConfig::default().phase(-0.1),
        SuperposedConfig::default().phase(3.2),
        SuperposedConfig::default().phase(f64::NAN),
    ] {
        let outcome = SuperposedPlacement::with_config(model.clone(), NodesUsed, config, 1);
        assert!(matches!(outcome, Err(QuantumError::Parameter(_))));
    }
}

#[test]
fn a_search_says_little_of_itself() {
    let model = PlacementModel::new(&pods_of(&SIZES), &equal_nodes(6, 30), &Policy::default()).unwrap();
    let text = format!("{:?}", SuperposedPlacement::new(model, NodesUsed, 1).unwrap());
    assert!(text.starts_with("SuperposedPlacement") && text.len() < 300, "{text}");
    let text = format!("{:?}", PlacementQubo::new(&pods_of(&SIZES), &equal_nodes(6, 30)).unwrap());
    assert!(text.starts_with("PlacementQubo { spins: ") && text.len() < 300, "{text}");
}

#[test]
fn conditions_that_are_not_in_the_model() {
    use ansatz_packing::cluster::{DeviceRequest, LabelSelector, PodAffinityTerm, TopologySpreadConstraint};

    let plain = || Pod::new("p", Resources::new());
    let mut near = plain();
    near.affinity.pod_required = vec![PodAffinityTerm::new(LabelSelector::labels([("a", "b")]), "zone")];
    let mut apart = plain();
    apart.affinity.pod_anti_required = vec![PodAffinityTerm::new(LabelSelector::labels([("a", "b")]), "zone")];
    let spread = TopologySpreadConstraint::new(1, "zone", LabelSelector::labels([("a", "b")]));
    for (pod, what) in [
        (plain().devices(DeviceRequest::new("gpu", 1, 5)), "devices"),
        (near, "other pods near or not near it"),
        (apart, "other pods near or not near it"),
        (plain().topology_spread(spread), "topology spread"),
        (plain().group("ring"), "a gang"),
    ] {
        let error = PlacementQubo::new(&[pod], &equal_nodes(1, 1)).unwrap_err();
        let expected = format!("`pod` is default/p with {what}, allowed: resources, and conditions of nodes");
        assert_eq!(error.to_string(), expected);
    }
    let error = PlacementQubo::new(&pods_of(&[1]), &[equal_nodes(1, 1), equal_nodes(1, 1)].concat()).unwrap_err();
    assert!(matches!(error, QuantumError::Cluster(_)));
}

/// Nodes that say how many pods they take have no room for more, whatever pods say of it.
#[test]
fn numbers_of_pods_count() {
    let node = |name| Node::new(name, Resources::from([("pods", 1)]));
    let pods = ["p", "q", "r"].map(|name| Pod::new(name, Resources::from([("pods", 7)])));
    let problem = PlacementQubo::new(&pods, &[node("a"), node("b")]).unwrap();
    let mut search = ExactSearch::new(problem.model()).unwrap();
    search.step(u64::MAX);
    // One is left, and two nodes are used; 3 ways for node a, 2 for node b.
    assert_eq!((search.best().energy(), search.minima()), (3.0 + 2.0, 6));
}

#[test]
fn amounts_that_are_too_large() {
    for cpu in [u64::MAX, 1 << 40] {
        let error = PlacementQubo::new(&pods_of(&[cpu - 1, cpu - 2]), &equal_nodes(2, cpu)).unwrap_err();
        assert!(error.to_string().contains("so that they are exact"), "{error}");
    }
    // In units of 2^30 they are small.
    assert!(PlacementQubo::new(&pods_of(&[3 << 30, 2 << 30]), &equal_nodes(2, 4 << 30)).is_ok());
}

/// Bits of two pods on one node, whether it is used, and what is left of it, in numbers without rounding: the model says the
/// same up to the largest amounts that it takes.
#[test]
fn large_amounts_are_exact_or_refused() {
    let (mut taken, mut refused) = (0, 0);
    for room in (1..=36u64).map(|step| step * 400_000 + 1) {
        // Without a common divisor, and together more than there is.
        let pods = [room, room - 1];
        let span = i128::from(pods[0] + pods[1] + 2 * room);
        let Ok(problem) = PlacementQubo::new(&pods_of(&pods), &equal_nodes(1, room)) else {
            // Some room for the other terms.
            assert!(3 * span * span > (1 << 51) - 1_000, "{room} refused");
            refused += 1;
            continue;
        };
        assert!(3 * span * span <= 1 << 51, "{room} taken");
        taken += 1;
        let digits = room.ilog2();
        let mut left: Vec<i128> = (0..digits).map(|digit| 1 << digit).collect();
        left.push(i128::from(room) - ((1 << digits) - 1));
        assert_eq!(problem.model().len(), 3 + left.len());
        for seed in 0..200u64 {
            let noise = (seed + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let bits: Vec<i128> = (0..problem.model().len()).map(|bit| i128::from(noise >> (8 + bit) & 1)).collect();
            let filled: i128 = (0..2).map(|pod| bits[pod] * i128::from(pods[pod])).sum();
            let rest: i128 = left.iter().zip(&bits[3..]).map(|(size, bit)| size * bit).sum();
            let gap = filled + rest - i128::from(room);
            let placed = bits[0] + bits[1];
            let energy = 2 * (2 - placed) + bits[2] + 3 * gap * gap + 2 * placed * (1 - bits[2]);
            let spins: Vec<i8> = bits.iter().map(|&bit| if bit == 1 { 1 } else { -1 }).collect();
            assert_eq!(problem.model().energy(&spins).unwrap() as i128, energy, "{room} {bits:?}");
        }
    }
    assert!(taken > 5 && refused > 5, "{taken} {refused}");
}

/// 2^24 pairs are refused before they are held, or looked for.
#[test]
fn too_many_pairs() {
    let error = PlacementQubo::new(&pods_of(&[1; 2_000]), &equal_nodes(5_000, 2)).unwrap_err();
    assert!(error.to_string().starts_with("`pairs` is "), "{error}");
    // So many nodes, of which each pod may go to one.
    let nodes = equal_nodes(1_000, 1);
    let bound = |(index, pod): (usize, Pod)| pod.node_selector("kubernetes.io/hostname", format!("n{index}"));
    let pods: Vec<Pod> = pods_of(&[1; 100]).into_iter().enumerate().map(bound).collect();
    assert_eq!(PlacementQubo::new(&pods, &nodes).unwrap().model().len(), 200);
}

/// One with a higher priority that the least energy leaves out has its turn before those that it was left out for.
#[test]
fn priorities_do_not_count() {
    let mut pods = pods_of(&[4, 2, 2]);
    pods[0] = pods[0].clone().priority(1);
    let nodes = equal_nodes(1, 4);
    let problem = PlacementQubo::new(&pods, &nodes).unwrap();
    let mut search = ExactSearch::new(problem.model()).unwrap();
    search.step(u64::MAX);
    let placed = problem.decode(search.best().spins()).unwrap().unwrap();
    assert_eq!(placed, [None, Some(0), Some(0)]);
    let plan = PlacementModel::new(&pods, &nodes, &Policy::default()).unwrap().place(&placed);
    assert_eq!(places(&plan, 3), [Some(0), None, None]);
}

/// Preferences are taken, and not heard; what a pod requires that runs is refused like that of others.
#[test]
fn preferences_and_pods_that_run() {
    use ansatz_packing::cluster::{LabelSelector, PodAffinityTerm, TopologySpreadConstraint, WhenUnsatisfiable};

    let mut spread = TopologySpreadConstraint::new(1, "zone", LabelSelector::labels([("a", "b")]));
    spread.when_unsatisfiable = WhenUnsatisfiable::ScheduleAnyway;
    let soft = Pod::new("p", Resources::new()).topology_spread(spread);
    assert!(PlacementQubo::new(&[soft], &equal_nodes(2, 1)).is_ok());
    let mut apart = Pod::new("q", Resources::new()).on_node("n0");
    apart.affinity.pod_anti_required = vec![PodAffinityTerm::new(LabelSelector::labels([("a", "b")]), "zone")];
    let pods = [Pod::new("p", Resources::new()), apart];
    assert!(PlacementQubo::new(&pods, &equal_nodes(2, 1)).is_err());
}

/// A running pod's room is asked for by pods of a higher priority: nobody more has to go for a lower cost.
#[test]
fn fewer_evictions_before_less_cost() {
    let mut pods = pods_of(&[6, 6, 5, 5, 4, 3]);
    for (pod, node) in [(0, "n0"), (1, "n1")] {
        pods[pod] = pods[pod].clone().on_node(node);
    }
    for pod in &mut pods[2..] {
        *pod = pod.clone().priority(1);
    }
    let (nodes, policy) = (equal_nodes(3, 10), Policy::default());
    let start = place(&pods, &nodes, &policy).unwrap();
    let model = PlacementModel::new(&pods, &nodes, &policy).unwrap();
    let mut search = SuperposedPlacement::new(model, NodesUsed, 5).unwrap();
    let mut before = worth(&start, &NodesUsed);
    for _ in 0..40 {
        search.step(10);
        let now = worth(search.best(), &NodesUsed);
        assert!(now <= before, "{now:?} after {before:?}");
        before = now;
    }
}
