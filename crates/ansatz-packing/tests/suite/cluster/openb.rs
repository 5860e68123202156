//! Alibaba's trace of a cluster with shared accelerators, if it is there.

use ansatz_packing::cluster::{Node, Order, Outcome, Plan, Pod, Policy, Strategy, place};
use ansatz_testkit::public_data;

use super::trace::{self, GPU, WHOLE};

/// Adds up what pods take, device by device, and compares with what there is.
fn check(nodes: &[Node], pods: &[Pod], plan: &Plan) {
    let mut cpu: Vec<u64> = vec![0; nodes.len()];
    let mut memory = cpu.clone();
    let mut gpus: Vec<Vec<u64>> =
        nodes.iter().map(|node| vec![0; node.devices.first().map_or(0, |devices| devices.count)]).collect();
    for (index, pod) in pods.iter().enumerate() {
        let Outcome::Placed(place) = plan.outcome(index) else { continue };
        cpu[place.node] += pod.requests.amount("cpu");
        memory[place.node] += pod.requests.amount("memory");
        let taken: &[usize] = place.devices.first().map_or(&[], |(_, devices)| devices);
        assert_eq!(taken.len(), pod.devices.first().map_or(0, |request| request.count));
        for &device in taken {
            gpus[place.node][device] += pod.devices[0].share;
        }
    }
    for (index, node) in nodes.iter().enumerate() {
        assert!(cpu[index] <= node.allocatable.amount("cpu"));
        assert!(memory[index] <= node.allocatable.amount("memory"));
        assert!(gpus[index].iter().all(|&used| used <= WHOLE), "{:?} on {}", gpus[index], node.name);
    }
}

#[test]
fn every_share_is_of_one_device() {
    let Some(folder) = public_data("openb-k8s") else { return };
    let (nodes, pods) = trace::read(&folder).unwrap();
    assert_eq!((nodes.len(), pods.len()), (1523, 8152));
    let mut used = [0.0; 3];
    let strategies = [Strategy::MostAllocated, Strategy::LeastAllocated, Strategy::LeastFragmented];
    for order in [Order::LargestFirst, Order::AsNamed] {
        for (strategy, used) in strategies.into_iter().zip(&mut used) {
            let plan = place(&pods, &nodes, &Policy::new(strategy).order(order)).unwrap();
            check(&nodes, &pods, &plan);
            *used = plan.load(GPU).unwrap().total;
            let left = plan.unplaced().count();
            let fragmentation = plan.fragmentation(GPU).unwrap();
            println!(
                "{order:?} {strategy:?}: {} placed, {:.2}% of devices used, {:.2}% useless",
                pods.len() - left,
                100.0 * *used,
                100.0 * fragmentation.useless / fragmentation.capacity
            );
            // The law: whoever is left fits nowhere.
            for pod in plan.unplaced() {
                let verdict = plan.verdict(pod).unwrap();
                assert!((0..nodes.len()).all(|node| !verdict.reasons(node).is_empty()));
            }
        }
        // What fragmentation gradient descent is for.
        assert!(used[2] > used[0].max(used[1]), "{used:?}");
    }
}
