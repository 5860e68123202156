//! What a search among placements aims at.

use crate::cluster::{
    Plan, fragments,
    utilisation::{WHOLE, dominant},
};

/// What a plan costs: the less, the better.
///
/// A function of a plan is one.
///
/// # Examples
///
/// ```
/// use ansatz_packing::cluster::{NodesUsed, Objective, Plan};
///
/// /// Nodes, and a little for each pod on the first one.
/// struct Rent;
///
/// impl Objective for Rent {
///     fn cost(&self, plan: &Plan) -> f64 {
///         NodesUsed.cost(plan) + 0.1 * plan.placements().filter(|(_, place)| place.node == 0).count() as f64
///     }
/// }
/// ```
pub trait Objective {
    /// What the plan costs: a finite number of at least 0. A plan with any other cost is never taken.
    fn cost(&self, plan: &Plan) -> f64;
}

impl<F: Fn(&Plan) -> f64> Objective for F {
    fn cost(&self, plan: &Plan) -> f64 {
        self(plan)
    }
}

/// How many nodes have pods, and how far they are from being full: 1 minus the mean, over these nodes, of the square of the
/// part taken of what each has least of.
///
/// The whole part is the number of nodes. What is behind the point tells plans with as many nodes apart, and prefers full
/// nodes beside nearly empty ones, which can be emptied: a search among numbers of nodes alone would find its way to fewer by
/// chance only.
///
/// E. Falkenauer, "A hybrid grouping genetic algorithm for bin packing", Journal of Heuristics 2 (1996), for that mean.
///
/// # Examples
///
/// ```
/// use ansatz_packing::cluster::{Node, NodesUsed, Objective, Pod, Policy, Resources, Strategy, place};
///
/// let nodes = ["a", "b"].map(|name| Node::new(name, Resources::from([("cpu", 2000)])));
/// let pods = ["p", "q"].map(|name| Pod::new(name, Resources::from([("cpu", 1000)])));
/// assert_eq!(NodesUsed.cost(&place(&pods, &nodes, &Policy::new(Strategy::MostAllocated))?), 1.0);
/// assert_eq!(NodesUsed.cost(&place(&pods, &nodes, &Policy::new(Strategy::LeastAllocated))?), 2.75);
/// # Ok::<(), ansatz_packing::cluster::ClusterError>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NodesUsed;

impl Objective for NodesUsed {
    fn cost(&self, plan: &Plan) -> f64 {
        let view = plan.view();
        let (mut used, mut full) = (0.0, 0.0);
        for node in (0..view.model.nodes.count).filter(|&node| !view.pods_on(node).is_empty()) {
            let part = f64::min(dominant(view, node) as f64 / WHOLE as f64, 1.0);
            used += 1.0;
            full += part * part;
        }
        if used == 0.0 { 0.0 } else { used + (1.0 - full / used) }
    }
}

/// How much of what is free on devices is of no use to the pods that there are, in devices: the expected amount that one of
/// them could not take, over their kinds as frequent as they are.
///
/// Q. Weng, L. Yang, Y. Yu, W. Wang, X. Tang, G. Yang and L. Zhang, "Beware of Fragmentation: Scheduling GPU-Sharing
/// Workloads with Fragmentation Gradient Descent", USENIX ATC 2023.
///
/// # Examples
///
/// ```
/// use ansatz_packing::cluster::{
///     DeviceRequest, Devices, Fragmentation, Node, Objective, Pod, Policy, Resources, place,
/// };
///
/// // Pods that take six tenths of a device each: what is left of it is of no use to any.
/// let nodes = [Node::new("a", Resources::new()).devices(Devices::new("gpu", 2, 10))];
/// let pods = [Pod::new("p", Resources::new()).devices(DeviceRequest::new("gpu", 1, 6))];
/// let cost = Fragmentation.cost(&place(&pods, &nodes, &Policy::default())?);
/// assert!((cost - 0.4).abs() < 1e-15);
/// # Ok::<(), ansatz_packing::cluster::ClusterError>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Fragmentation;

impl Objective for Fragmentation {
    fn cost(&self, plan: &Plan) -> f64 {
        let view = plan.view();
        let of_devices = |device: usize| {
            let nodes = view.model.nodes.slots[device].named();
            let nodes = nodes.filter(|(_, slots)| slots.count > 0 && slots.capacity > 0);
            nodes.map(|(node, slots)| fragments::useless(view, device, node) / slots.capacity as f64).sum::<f64>()
        };
        // From 0: a sum of nothing is -0.
        (0..view.model.nodes.slots.len()).map(of_devices).fold(0.0, |sum, useless| sum + useless)
    }
}

/// How unevenly load is spread: the sum, over the nodes, of the square of the part taken of what each has least of, as
/// [`rebalance`](crate::cluster::rebalance) has it.
///
/// # Examples
///
/// ```
/// use ansatz_packing::cluster::{Imbalance, Node, Objective, Pod, Policy, Resources, Strategy, place};
///
/// let nodes = ["a", "b"].map(|name| Node::new(name, Resources::from([("cpu", 2000)])));
/// let pods = ["p", "q"].map(|name| Pod::new(name, Resources::from([("cpu", 1000)])));
/// assert_eq!(Imbalance.cost(&place(&pods, &nodes, &Policy::new(Strategy::MostAllocated))?), 1.0);
/// assert_eq!(Imbalance.cost(&place(&pods, &nodes, &Policy::new(Strategy::LeastAllocated))?), 0.5);
/// # Ok::<(), ansatz_packing::cluster::ClusterError>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Imbalance;

impl Objective for Imbalance {
    fn cost(&self, plan: &Plan) -> f64 {
        let part = |node: usize| dominant(plan.view(), node) as f64 / WHOLE as f64;
        (0..plan.view().model.nodes.count).map(part).fold(0.0, |sum, part| sum + part * part)
    }
}
