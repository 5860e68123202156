//! Alibaba's trace of a cluster with shared accelerators, if it is there.

use std::path::Path;

use ansatz_packing::cluster::{
    DeviceRequest, Devices, Node, NodeSelectorTerm, Operator, Order, Outcome, Plan, Pod, Policy, Requirement,
    Resources, Strategy, place,
};
use ansatz_testkit::public_data;

fn rows(folder: &Path, file: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(folder.join(file)).unwrap();
    text.lines().skip(1).map(|line| line.split(',').map(String::from).collect()).collect()
}

fn amounts(row: &[String]) -> Resources {
    let mebibytes: u64 = row[2].parse().unwrap();
    Resources::from([("cpu", row[1].parse().unwrap()), ("memory", mebibytes << 20)])
}

fn nodes(folder: &Path) -> Vec<Node> {
    let node = |row: Vec<String>| {
        let node = Node::new(&row[0], amounts(&row));
        match row[3].parse().unwrap() {
            0 => node,
            gpus => node.devices(Devices::new("gpu", gpus, 1000)).label("gpu-model", &row[4]),
        }
    };
    rows(folder, "openb_node_list_all_node.csv").into_iter().map(node).collect()
}

/// The pods in the order in which they came.
fn pods(folder: &Path) -> Vec<Pod> {
    let mut rows = rows(folder, "openb_pod_list_default.csv");
    rows.sort_by_key(|row| row[8].parse::<u64>().unwrap());
    let pod = |row: Vec<String>| {
        let mut pod = Pod::new(&row[0], amounts(&row));
        let gpus = row[3].parse().unwrap();
        if gpus > 0 {
            pod = pod.devices(DeviceRequest::new("gpu", gpus, row[4].parse().unwrap()));
        }
        if !row[5].is_empty() {
            let models = Requirement::new("gpu-model", Operator::In, row[5].split('|'));
            pod.affinity.node_required.push(NodeSelectorTerm::new([models]));
        }
        pod
    };
    rows.into_iter().map(pod).collect()
}

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
        assert!(gpus[index].iter().all(|&used| used <= 1000), "{:?} on {}", gpus[index], node.name);
    }
}

#[test]
fn every_share_is_of_one_device() {
    let Some(folder) = public_data("openb-k8s") else { return };
    let (nodes, pods) = (nodes(&folder), pods(&folder));
    assert_eq!((nodes.len(), pods.len()), (1523, 8152));
    let mut used = [0.0; 3];
    let strategies = [Strategy::MostAllocated, Strategy::LeastAllocated, Strategy::LeastFragmented];
    for order in [Order::LargestFirst, Order::AsNamed] {
        for (strategy, used) in strategies.into_iter().zip(&mut used) {
            let plan = place(&pods, &nodes, &Policy::new(strategy).order(order)).unwrap();
            check(&nodes, &pods, &plan);
            *used = plan.load("gpu").unwrap().total;
            let left = plan.unplaced().count();
            let fragmentation = plan.fragmentation("gpu").unwrap();
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
