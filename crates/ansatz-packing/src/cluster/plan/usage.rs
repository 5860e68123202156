//! How full the nodes are.

use alloc::{string::String, vec::Vec};

use super::Plan;

/// What the pods of a node request together of one resource, or of the devices of one name.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Usage {
    /// The resource, or the devices.
    pub name: String,
    /// Whether these are devices.
    pub is_device: bool,
    /// What is requested; above the capacity if what runs was more than that.
    pub used: u128,
    /// What the node has.
    pub capacity: u128,
}

impl Usage {
    /// What is requested as a part of what there is; 0 of nothing.
    pub fn fraction(&self) -> f64 {
        if self.capacity == 0 { 0.0 } else { self.used as f64 / self.capacity as f64 }
    }
}

/// How load is distributed over the nodes that have a resource: parts of their capacities.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Load {
    /// How many nodes have it.
    pub nodes: usize,
    /// What is requested as a part of what all of them have.
    pub total: f64,
    /// The mean over nodes.
    pub mean: f64,
    /// The part of the fullest node.
    pub max: f64,
    /// The standard deviation over nodes.
    pub deviation: f64,
}

impl Plan {
    /// What the pods of a node request of each resource and of its devices, by name; without what the node does not have.
    ///
    /// # Panics
    ///
    /// If there is no such node.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::cluster::{Node, Pod, Policy, Resources, place};
    ///
    /// let nodes = [Node::new("a", Resources::from([("cpu", 4000), ("memory", 8 << 30)]))];
    /// let pods = [Pod::new("p", Resources::from([("cpu", 1000), ("memory", 6 << 30)]))];
    /// let plan = place(&pods, &nodes, &Policy::default())?;
    /// let usage: Vec<_> = plan.usage(0).into_iter().map(|usage| (usage.name.clone(), usage.fraction())).collect();
    /// assert_eq!(usage, [("cpu".into(), 0.25), ("memory".into(), 0.75)]);
    /// # Ok::<(), ansatz_packing::cluster::ClusterError>(())
    /// ```
    pub fn usage(&self, node: usize) -> Vec<Usage> {
        let nodes = &self.model.nodes;
        let resources = nodes.resources_of.row(node).iter().map(|&id| self.resource_usage(id as usize, node));
        let devices = nodes.devices_of.row(node).iter().map(|&id| self.device_usage(id as usize, node));
        let mut usage: Vec<Usage> = resources.chain(devices).flatten().collect();
        usage.sort_by(|a, b| (a.is_device, &a.name).cmp(&(b.is_device, &b.name)));
        usage
    }

    /// How the load of a resource, or of the devices of this name if no resource has it, is distributed over the nodes
    /// that have it; none if no node does.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::cluster::{Node, Pod, Policy, Resources, Strategy, place};
    ///
    /// let nodes = ["a", "b"].map(|name| Node::new(name, Resources::from([("cpu", 4000)])));
    /// let pods = ["p", "q"].map(|name| Pod::new(name, Resources::from([("cpu", 1000)])));
    /// let load = |strategy| place(&pods, &nodes, &Policy::new(strategy)).map(|plan| plan.load("cpu"));
    /// let spread = load(Strategy::LeastAllocated)?.ok_or("no cpu")?;
    /// assert_eq!((spread.mean, spread.max, spread.deviation), (0.25, 0.25, 0.0));
    /// let packed = load(Strategy::MostAllocated)?.ok_or("no cpu")?;
    /// assert_eq!((packed.mean, packed.max, packed.deviation), (0.25, 0.5, 0.25));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn load(&self, name: &str) -> Option<Load> {
        let vocabulary = &self.model.vocabulary;
        let nodes = 0..self.model.nodes.count;
        let resource = vocabulary.resources.find(name).map(|resource| resource as usize);
        let by_resource = nodes.clone().filter_map(|node| self.resource_usage(resource?, node));
        let by_resource: Vec<Usage> = by_resource.collect();
        if !by_resource.is_empty() {
            return load(&by_resource);
        }
        let device = vocabulary.devices.find(name).map(|device| device as usize);
        let by_device: Vec<Usage> = nodes.filter_map(|node| self.device_usage(device?, node)).collect();
        load(&by_device)
    }

    fn resource_usage(&self, resource: usize, node: usize) -> Option<Usage> {
        let capacity = self.model.nodes.capacity[resource].at(node);
        // `pods` without a limit is no resource of which a part could be taken.
        let has = capacity > 0 && !self.model.nodes.is_unlimited(resource as u32, node);
        let name = || self.model.vocabulary.resources.text(resource as u32).into();
        has.then(|| Usage {
            name: name(),
            is_device: false,
            used: self.ledger.used[resource].at(node),
            capacity: capacity.into(),
        })
    }

    fn device_usage(&self, device: usize, node: usize) -> Option<Usage> {
        let slots = self.model.nodes.slots[device].at(node);
        let capacity = slots.total();
        let name = || self.model.vocabulary.devices.text(device as u32).into();
        let used = || self.ledger.device_used[slots.range()].iter().sum();
        (capacity > 0).then(|| Usage { name: name(), is_device: true, used: used(), capacity })
    }
}

fn load(usage: &[Usage]) -> Option<Load> {
    if usage.is_empty() {
        return None;
    }
    let nodes = usage.len();
    let fractions = || usage.iter().map(Usage::fraction);
    let used: f64 = usage.iter().map(|usage| usage.used as f64).sum();
    let capacity: f64 = usage.iter().map(|usage| usage.capacity as f64).sum();
    let mean = fractions().sum::<f64>() / nodes as f64;
    let variance = fractions().map(|fraction| (fraction - mean) * (fraction - mean)).sum::<f64>() / nodes as f64;
    let max = fractions().fold(0.0, f64::max);
    Some(Load { nodes, total: used / capacity, mean, max, deviation: libm::sqrt(variance) })
}
