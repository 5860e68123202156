//! Clusters that are drawn: nodes in zones, and pods in deployments, with what the people who run such things ask for.

use ansatz_packing::cluster::{
    Affinity, LabelSelector, Node, NodeSelectorTerm, Operator, Pod, PodAffinityTerm, Preferred, Requirement, Resources,
    TopologySpreadConstraint, WhenUnsatisfiable,
};
use ansatz_random::{Stream, below};

/// What the pods of a drawn cluster have in common, and ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pods {
    /// Deployments of 1 to 99 equal pods that ask for processors and memory, and one in ten of them for a node with an SSD.
    Plain,
    /// The same requests at random for each pod by itself: hardly two pods are equal.
    Distinct,
    /// Deployments, six in ten of which ask for something of the pods around them: to be apart, near others, or spread.
    Affine,
}

/// So many nodes: 16, 32 or 48 cores with 4 GiB each, in three zones, every third one with an SSD.
pub fn nodes(count: usize, seed: u64) -> Vec<Node> {
    let mut stream = Stream::new(seed, 0);
    let node = |index: usize| {
        let cores = 16 * (1 + below(&mut stream, 3));
        let room = Resources::from([("cpu", 1000 * cores), ("memory", cores << 32), ("pods", 110)]);
        let name = format!("node-{index}");
        Node::new(name.clone(), room)
            .label(HOST, name)
            .label(ZONE, ["a", "b", "c"][below(&mut stream, 3) as usize])
            .label(DISK, ["ssd", "hdd", "hdd"][below(&mut stream, 3) as usize])
    };
    (0..count).map(node).collect()
}

/// So many pods, which ask for some nine tenths of a thirtieth as many nodes.
pub fn pods(count: usize, kind: Pods, seed: u64) -> Vec<Pod> {
    let mut stream = Stream::new(seed, 1);
    let mut pods = Vec::with_capacity(count);
    let mut deployment = 0;
    while pods.len() < count {
        let replicas = match kind {
            Pods::Distinct => 1,
            _ => 1 + below(&mut stream, 99) as usize,
        };
        let template = template(deployment, kind, &mut stream);
        for replica in 0..replicas.min(count - pods.len()) {
            let mut pod = template.clone();
            pod.name = format!("{}-{replica}", template.name);
            pods.push(pod);
        }
        deployment += 1;
    }
    pods
}

/// Half a core to one and a half, or a quarter to two in four steps, which is as much in the mean; 2, 4 or 6 GiB a core.
fn template(deployment: u64, kind: Pods, stream: &mut Stream) -> Pod {
    let cpu = match kind {
        Pods::Distinct => 438 + below(stream, 1_000),
        _ => 250 << below(stream, 4),
    };
    let memory = ((cpu * (1 + below(stream, 3))) << 31) / 1000;
    let name = name(deployment);
    let pod = Pod::new(name.clone(), Resources::from([("cpu", cpu), ("memory", memory)])).label(APP, name);
    match below(stream, 10) {
        0 => pod.node_selector(DISK, "ssd"),
        wish if kind == Pods::Affine => wishing(pod, wish, deployment),
        _ => pod,
    }
}

/// A pod that wishes for something, of a deployment that is not the first one.
fn wishing(pod: Pod, wish: u64, deployment: u64) -> Pod {
    let near = |deployment: u64, key: &str| PodAffinityTerm::new(of(deployment), key);
    let prefer = |term: PodAffinityTerm| vec![Preferred { weight: 100.0, term }];
    let before = deployment.saturating_sub(1);
    let mut affinity = Affinity::default();
    match wish {
        1 => affinity.pod_anti_required = vec![near(deployment, HOST)],
        2 => affinity.pod_anti_preferred = prefer(near(deployment, HOST)),
        3 => affinity.pod_required = vec![near(before, ZONE)],
        4 => affinity.pod_preferred = prefer(near(before, ZONE)),
        5 => {
            let hdd = NodeSelectorTerm::new([Requirement::new(DISK, Operator::In, ["hdd"])]);
            affinity.node_preferred = vec![Preferred { weight: 1.0, term: hdd }];
        }
        6 => return pod.topology_spread(TopologySpreadConstraint::new(1, ZONE, of(deployment))),
        7 => {
            let mut spread = TopologySpreadConstraint::new(1, HOST, of(deployment));
            spread.when_unsatisfiable = WhenUnsatisfiable::ScheduleAnyway;
            return pod.topology_spread(spread);
        }
        _ => {}
    }
    pod.affinity(affinity)
}

fn of(deployment: u64) -> LabelSelector {
    LabelSelector::labels([(APP, name(deployment))])
}

fn name(deployment: u64) -> String {
    format!("app-{deployment}")
}

const APP: &str = "app";
/// The label of nodes that have an SSD, `ssd`, and of those that have not, `hdd`.
pub const DISK: &str = "disk";
const HOST: &str = "kubernetes.io/hostname";
const ZONE: &str = "topology.kubernetes.io/zone";

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use ansatz_packing::cluster::{Policy, place};

    use super::{Pods, nodes, pods};

    #[test]
    fn demand_is_some_nine_tenths() {
        let sum = |amounts: &mut dyn Iterator<Item = u64>| amounts.sum::<u64>() as f64;
        for kind in [Pods::Plain, Pods::Distinct, Pods::Affine] {
            let (nodes, pods) = (nodes(1_000, 1), pods(30_000, kind, 1));
            assert_eq!(pods.len(), 30_000);
            for resource in ["cpu", "memory"] {
                let room = sum(&mut nodes.iter().map(|node| node.allocatable.amount(resource)));
                let asked = sum(&mut pods.iter().map(|pod| pod.requests.amount(resource)));
                assert!((0.82..0.94).contains(&(asked / room)), "{kind:?}: {} of {resource}", asked / room);
            }
        }
    }

    #[test]
    fn all_pods_are_different_and_can_be_placed() {
        for kind in [Pods::Plain, Pods::Distinct, Pods::Affine] {
            let (nodes, pods) = (nodes(100, 1), pods(1_000, kind, 1));
            let plan = place(&pods, &nodes, &Policy::default()).unwrap();
            assert!(plan.unplaced().count() < 100, "{kind:?}");
        }
    }
}
