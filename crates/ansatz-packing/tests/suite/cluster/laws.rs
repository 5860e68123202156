//! What must hold of every plan and of all moves, in the checker's eyes.

use std::collections::BTreeSet;

use ansatz_packing::cluster::{DeviceRequest, Eviction, Move, Outcome, Plan};

use super::checker::{Broken, Cluster, Seat, Step, covers};

/// The plan's steps, in the checker's words.
pub(crate) fn steps(cluster: &Cluster, plan: &Plan) -> Vec<Step> {
    let step = |step| match step {
        ansatz_packing::cluster::Step::Evict(Eviction { pod, .. }) => Step::Evict(pod),
        ansatz_packing::cluster::Step::Place { pod, place } => Step::Bind(pod, cluster.seat(pod, &place)),
    };
    plan.steps().map(step).collect()
}

/// Whether the pod fits anywhere, the others being where they are.
pub(crate) fn fits_somewhere(cluster: &Cluster, seats: &[Option<Seat>], pod: usize) -> bool {
    (0..cluster.nodes.len()).any(|node| {
        let devices = devices_for(cluster, seats, pod, node);
        devices.is_some_and(|devices| cluster.objections(seats, pod, &Seat { node, devices }).is_empty())
    })
}

/// What must hold of every plan.
pub(crate) fn check(cluster: &Cluster, plan: &Plan) -> Vec<Option<Seat>> {
    let (found, seats) = cluster.replay(&steps(cluster, plan));
    assert_eq!(found, vec![]);
    assert_eq!(cluster.torn(&seats), vec![]);
    let before = cluster.running();
    let evicted: BTreeSet<usize> = plan.evictions().map(|eviction| eviction.pod).collect();
    for (pod, seat) in seats.iter().enumerate() {
        assert_eq!(plan.node_of(pod), seat.as_ref().map(|seat| seat.node));
        let expected = match (before[pod].is_some(), evicted.contains(&pod), seat) {
            (false, _, None) => Outcome::Unplaced,
            (true, _, None) => Outcome::Evicted,
            (_, _, Some(_)) => match plan.outcome(pod) {
                outcome @ Outcome::Kept(_) if before[pod] == *seat && !evicted.contains(&pod) => outcome,
                outcome @ Outcome::Placed(_) if before[pod].is_none() => outcome,
                outcome @ Outcome::Moved(_) if evicted.contains(&pod) => outcome,
                other => panic!("{other:?} of pod {pod}"),
            },
        };
        assert_eq!(plan.outcome(pod), expected);
        // A verdict is true: it names something for every node, unless it is the gang that keeps the pod waiting.
        let Some(verdict) = plan.verdict(pod) else { continue };
        let fits = |node: usize| {
            let devices = devices_for(cluster, &seats, pod, node);
            devices.is_some_and(|devices| cluster.objections(&seats, pod, &Seat { node, devices }).is_empty())
        };
        for node in 0..cluster.nodes.len() {
            assert_eq!(verdict.reasons(node).is_empty(), fits(node), "pod {pod} and node {node}");
        }
        assert!(verdict.gang().is_some() || !fits_somewhere(cluster, &seats, pod), "pod {pod} could be somewhere");
    }
    seats
}

/// Makes moves one by one: each pod may be missing by its budgets and fits where it goes. Where everyone is in the end.
pub(crate) fn carry_out(cluster: &Cluster, moves: &[Move]) -> Vec<Option<Seat>> {
    let mut seats = cluster.running();
    let mut steps = Vec::new();
    for step in moves {
        assert_eq!(seats[step.pod].as_ref().map(|seat| seat.node), Some(step.from));
        assert_ne!(step.from, step.to.node);
        for budget in cluster.budgets.iter().filter(|budget| covers(budget, &cluster.pods[step.pod])) {
            assert!(cluster.allowed(budget, &seats) > 0, "{} and {step:?}", budget.name);
        }
        let seat = cluster.seat(step.pod, &step.to);
        steps.extend([Step::Evict(step.pod), Step::Bind(step.pod, seat.clone())]);
        seats[step.pod] = Some(seat);
    }
    let (found, end) = cluster.replay(&steps);
    assert_eq!((found, &end), (vec![], &seats));
    seats
}

/// Those of the pods that must be near others and are not.
pub(crate) fn alone(cluster: &Cluster, seats: &[Option<Seat>]) -> BTreeSet<usize> {
    let is_alone = |pod: usize| {
        let found = seats[pod].as_ref().map(|seat| cluster.objections(seats, pod, seat)).unwrap_or_default();
        found.iter().any(|(broken, _)| *broken == Broken::PodAffinity)
    };
    (0..seats.len()).filter(|&pod| is_alone(pod)).collect()
}

/// For each request of a pod the first devices of a node that take it, found one by one with the checker's eyes.
pub(crate) fn devices_for(
    cluster: &Cluster,
    seats: &[Option<Seat>],
    pod: usize,
    node: usize,
) -> Option<Vec<Vec<usize>>> {
    let of_request = |request: &DeviceRequest| {
        let Some(devices) = cluster.nodes[node].devices.iter().find(|devices| devices.name == request.name) else {
            return (request.count == 0).then(Vec::new);
        };
        let free = |&device: &usize| {
            let used = cluster.used_of_device(seats, pod, node, &request.name, device);
            request.share == 0 || used + u128::from(request.share) <= u128::from(devices.capacity)
        };
        let taken: Vec<usize> = (0..devices.count).filter(free).take(request.count).collect();
        (taken.len() == request.count).then_some(taken)
    };
    cluster.pods[pod].devices.iter().map(of_request).collect()
}
