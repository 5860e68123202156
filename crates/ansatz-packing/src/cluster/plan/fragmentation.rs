//! How much of what is free is of use to nobody.

use super::Plan;
use crate::cluster::fragments;

/// How much of what is free of devices of one name, in the whole cluster, is of no use to the pods to be expected.
///
/// What is free on a node is useless to a pod if the pod cannot be there; otherwise what is free of the devices that have
/// less free than the pod asks for of each. The mean of that over pods like those that were handed to
/// [`place`](crate::cluster::place), by how frequent they are, is the fragmentation F of Weng et al., "Beware of
/// Fragmentation", USENIX ATC 2023. The most frequent specifications that make up 95% of the pods with such devices are
/// expected, a hundred at most.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct DeviceFragmentation {
    /// What all devices hold.
    pub capacity: f64,
    /// What is free of that.
    pub free: f64,
    /// What of that is useless.
    pub useless: f64,
}

impl Plan {
    /// The fragmentation of the devices of this name; none if no node has any.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::cluster::{DeviceRequest, Devices, Node, Pod, Policy, Resources, place};
    ///
    /// let nodes = [Node::new("n", Resources::new()).devices(Devices::new("gpu", 2, 1000))];
    /// let pod = |name, share| Pod::new(name, Resources::new()).devices(DeviceRequest::new("gpu", 1, share));
    /// let plan = place(&[pod("a", 700), pod("b", 700)], &nodes, &Policy::default())?;
    /// // Twice 300 is free, and pods ask for 700.
    /// let fragmentation = plan.fragmentation("gpu").ok_or("no gpu")?;
    /// assert_eq!((fragmentation.free, fragmentation.useless), (600.0, 600.0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n (k + d log d)) for n nodes of d devices and k expected specifications.
    pub fn fragmentation(&self, name: &str) -> Option<DeviceFragmentation> {
        let device = self.model.vocabulary.devices.find(name)? as usize;
        let mut sum = DeviceFragmentation { capacity: 0.0, free: 0.0, useless: 0.0 };
        for node in 0..self.model.nodes.count {
            let slots = self.model.nodes.slots[device].at(node);
            sum.capacity += slots.total() as f64;
            sum.free += self.ledger.device_room[device].at(node).total as f64;
            sum.useless += fragments::useless(self.view(), device, node);
        }
        (sum.capacity > 0.0).then_some(sum)
    }
}
