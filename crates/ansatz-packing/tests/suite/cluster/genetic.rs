//! The genetic search: every plan keeps every constraint, and the best is never worse than that of `place`.

use ansatz_packing::cluster::{
    Fragmentation, GeneticPlacement, Imbalance, Node, NodesUsed, Objective, PlacementModel, Plan, Pod, Policy,
    Resources, place,
};
use proptest::prelude::*;

use super::{
    generator::{clusters, strategies},
    laws::{check, devices_for},
};
use crate::cluster::checker::Seat;

fn worth(plan: &Plan, objective: &impl Objective) -> (usize, usize, f64) {
    (plan.unplaced().count(), plan.evictions().count(), objective.cost(plan))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn never_worse_than_place(
        cluster in clusters(5, 14), strategy in strategies(), preemption in any::<bool>(), which in 0..3usize, seed in any::<u64>(),
    ) {
        let policy = cluster.policy(strategy).preemption(preemption);
        let objective = |plan: &Plan| match which {
            0 => NodesUsed.cost(plan),
            1 => Fragmentation.cost(plan),
            _ => Imbalance.cost(plan),
        };
        let first = place(&cluster.pods, &cluster.nodes, &policy).unwrap();
        let model = PlacementModel::new(&cluster.pods, &cluster.nodes, &policy).unwrap();
        let mut search = GeneticPlacement::new(model.clone(), objective, seed).unwrap();
        let mut before = worth(&first, &objective);
        prop_assert_eq!(worth(search.best(), &objective), before);
        for steps in [1, 99, 150] {
            let more = search.step(steps);
            prop_assert_eq!(more, search.steps_taken() > 0);
            check(&cluster, search.best());
            prop_assert_eq!(cluster.overspent(search.best().evictions().map(|eviction| eviction.pod)), vec![]);
            let now = worth(search.best(), &objective);
            prop_assert!(now <= before && search.cost() == now.2, "{now:?} after {before:?}");
            before = now;
        }
        // In other portions, the same.
        let mut again = GeneticPlacement::new(model, objective, seed).unwrap();
        while again.steps_taken() < search.steps_taken() {
            again.step(10);
        }
        prop_assert!((0..cluster.pods.len()).all(|pod| again.best().node_of(pod) == search.best().node_of(pod)));
    }

    /// Whatever is wished for, the plan keeps every constraint; and a wish that can be granted is.
    #[test]
    fn wishes_become_plans(cluster in clusters(5, 14), wishes in proptest::collection::vec(proptest::option::of(0..8usize), 0..20)) {
        let policy = cluster.policy(ansatz_packing::cluster::Strategy::MostAllocated);
        let model = PlacementModel::new(&cluster.pods, &cluster.nodes, &policy).unwrap();
        check(&cluster, &model.place(&wishes));
        let seats = cluster.running();
        for &pod in model.waiting() {
            prop_assert!(seats[pod].is_none());
            // Alone in the cluster, it fits on its candidates and nowhere else: neighbours aside.
            let mut alone = cluster.clone();
            alone.pods[pod].affinity.pod_required.clear();
            alone.pods[pod].topology_spread.clear();
            let nobody = vec![None; seats.len()];
            let fits = |&node: &usize| {
                let devices = devices_for(&alone, &nobody, pod, node);
                devices.is_some_and(|devices| alone.objections(&nobody, pod, &Seat { node, devices }).is_empty())
            };
            let expected: Vec<usize> = (0..cluster.nodes.len()).filter(fits).collect();
            prop_assert_eq!(model.candidates(pod), expected);
        }
    }
}

fn nodes(count: usize, cpu: u64) -> Vec<Node> {
    (0..count).map(|index| Node::new(format!("n{index}"), Resources::from([("cpu", cpu)]))).collect()
}

fn pods(sizes: &[u64]) -> Vec<Pod> {
    let pod = |(index, &cpu): (usize, &u64)| Pod::new(format!("p{index}"), Resources::from([("cpu", cpu)]));
    sizes.iter().enumerate().map(pod).collect()
}

#[test]
fn nothing_to_decide() {
    for (pods, nodes) in [(pods(&[]), nodes(3, 10)), (pods(&[1, 2]), nodes(1, 10)), (pods(&[1]), nodes(0, 0))] {
        let model = PlacementModel::new(&pods, &nodes, &Policy::default()).unwrap();
        let mut search = GeneticPlacement::new(model, NodesUsed, 1).unwrap();
        assert_eq!((search.step(10), search.steps_taken()), (false, 0));
    }
}

#[test]
fn costs_that_are_none() {
    let (pods, nodes) = (pods(&[4, 4, 4]), nodes(3, 10));
    for cost in [f64::NAN, f64::INFINITY, -1.0] {
        let model = PlacementModel::new(&pods, &nodes, &Policy::default()).unwrap();
        let mut search = GeneticPlacement::new(model, move |_: &Plan| cost, 1).unwrap();
        assert!(search.step(200) && search.cost() == f64::INFINITY);
        assert_eq!(search.best().unplaced().count(), 0);
    }
}

#[test]
fn a_seed_gives_what_it_always_gave() {
    // Nodes of 30 that can be full: 15 9 6, 14 10 6, 13 9 8, 12 11 7.
    let sizes = [15, 9, 6, 14, 10, 6, 13, 9, 8, 12, 11, 7];
    let model = PlacementModel::new(&pods(&sizes), &nodes(6, 30), &Policy::default()).unwrap();
    let mut search = GeneticPlacement::new(model, NodesUsed, 42).unwrap();
    assert_eq!(search.cost().floor(), 5.0);
    while search.cost() >= 5.0 && search.steps_taken() < 20_000 {
        search.step(1);
    }
    assert_eq!(search.cost(), 4.0);
    let assignment: Vec<_> = (0..sizes.len()).map(|pod| search.best().node_of(pod).unwrap()).collect();
    assert_eq!((search.steps_taken(), assignment), (107, vec![1, 0, 4, 4, 4, 1, 0, 1, 0, 2, 2, 2]));
}
