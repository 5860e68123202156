//! What pods are placed on.

use alloc::{string::String, vec::Vec};

use super::{Devices, Labels, Resources, Taint};

/// An image, or other data, that a node has at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Its name, as in [`Pod::images`](super::Pod::images).
    pub name: String,
    /// What a node without it would have to fetch.
    pub bytes: u64,
}

/// A machine: what it offers, and whom it keeps away.
///
/// # Examples
///
/// ```
/// use ansatz_packing::cluster::{Devices, Node, Resources, Taint, TaintEffect};
///
/// let node = Node::new("worker-1", Resources::parse([("cpu", "16"), ("memory", "64Gi"), ("pods", "110")])?)
///     .label("topology.kubernetes.io/zone", "a")
///     .devices(Devices::new("gpu", 4, 1000))
///     .taint(Taint::new("dedicated", "training", TaintEffect::NoSchedule));
/// assert_eq!(node.labels["kubernetes.io/hostname"], "worker-1");
/// # Ok::<(), ansatz_packing::cluster::ClusterError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Node {
    /// The name; no two nodes have the same.
    pub name: String,
    /// The labels.
    pub labels: Labels,
    /// What its pods may request together. A resource that is not named is not there, as if its amount were 0: a pod that
    /// runs and takes some of it takes more than there is. But for `pods`: a node that does not name it takes any number
    /// of pods.
    pub allocatable: Resources,
    /// Its devices, each name once.
    pub devices: Vec<Devices>,
    /// Whom it keeps away.
    pub taints: Vec<Taint>,
    /// Takes no further pods (`kubectl cordon`).
    pub unschedulable: bool,
    /// What it has at hand.
    pub images: Vec<Image>,
}

impl Node {
    /// A node with the label `kubernetes.io/hostname`.
    pub fn new(name: impl Into<String>, allocatable: Resources) -> Self {
        let name = name.into();
        Self {
            labels: Labels::from([("kubernetes.io/hostname".into(), name.clone())]),
            name,
            allocatable,
            ..Self::default()
        }
    }

    /// The same with one label more.
    #[must_use]
    pub fn label(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.labels.insert(key.into(), value.into());
        self
    }

    /// The same with devices of one name more.
    #[must_use]
    pub fn devices(mut self, devices: Devices) -> Self {
        self.devices.push(devices);
        self
    }

    /// The same with one taint more.
    #[must_use]
    pub fn taint(mut self, taint: Taint) -> Self {
        self.taints.push(taint);
        self
    }

    /// The same with one image more.
    #[must_use]
    pub fn image(mut self, name: impl Into<String>, bytes: u64) -> Self {
        self.images.push(Image { name: name.into(), bytes });
        self
    }
}
