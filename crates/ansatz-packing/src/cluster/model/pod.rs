//! What is placed.

use alloc::{string::String, vec::Vec};

use super::{Affinity, DeviceRequest, Labels, Resources, Toleration, TopologySpreadConstraint};

/// Something to run, or that runs: what it needs and what it minds.
///
/// # Examples
///
/// ```
/// use ansatz_packing::cluster::{Pod, Resources};
///
/// let pod = Pod::new("web-1", Resources::parse([("cpu", "500m"), ("memory", "256Mi")])?).label("app", "web").priority(10);
/// assert_eq!((pod.namespace.as_str(), pod.node_name), ("default", None));
/// # Ok::<(), ansatz_packing::cluster::ClusterError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Pod {
    /// The namespace: `default` unless changed.
    pub namespace: String,
    /// The name; no two pods of a namespace have the same.
    pub name: String,
    /// The labels.
    pub labels: Labels,
    /// What it takes. Each pod takes one of its node's `pods` too.
    pub requests: Resources,
    /// The devices that it takes, each name once.
    pub devices: Vec<DeviceRequest>,
    /// Labels that its node must have.
    pub node_selector: Labels,
    /// What it requires and prefers of its node and its neighbours.
    pub affinity: Affinity,
    /// The taints that it does not mind.
    pub tolerations: Vec<Toleration>,
    /// How evenly it is spread with others.
    pub topology_spread: Vec<TopologySpreadConstraint>,
    /// The higher, the earlier its turn; lower ones may have to go for it.
    pub priority: i32,
    /// Never evicts others (`preemptionPolicy: Never`).
    pub never_preempts: bool,
    /// The images, or other data, that it needs; their place is a wish.
    pub images: Vec<String>,
    /// The gang that it belongs to: a [`PodGroup`](super::PodGroup).
    pub group: Option<String>,
    /// The node where it runs; none: it waits.
    pub node_name: Option<String>,
}

impl Pod {
    /// A pod of the namespace `default` that waits and can be anywhere.
    pub fn new(name: impl Into<String>, requests: Resources) -> Self {
        Self { namespace: "default".into(), name: name.into(), requests, ..Self::default() }
    }

    /// The same in another namespace.
    #[must_use]
    pub fn namespace(mut self, namespace: impl Into<String>) -> Self {
        self.namespace = namespace.into();
        self
    }

    /// The same with one label more.
    #[must_use]
    pub fn label(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.labels.insert(key.into(), value.into());
        self
    }

    /// The same with devices of one name more.
    #[must_use]
    pub fn devices(mut self, request: DeviceRequest) -> Self {
        self.devices.push(request);
        self
    }

    /// The same for nodes with this label only.
    #[must_use]
    pub fn node_selector(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.node_selector.insert(key.into(), value.into());
        self
    }

    /// The same with this affinity.
    #[must_use]
    pub fn affinity(mut self, affinity: Affinity) -> Self {
        self.affinity = affinity;
        self
    }

    /// The same with one toleration more.
    #[must_use]
    pub fn toleration(mut self, toleration: Toleration) -> Self {
        self.tolerations.push(toleration);
        self
    }

    /// The same with one spread constraint more.
    #[must_use]
    pub fn topology_spread(mut self, constraint: TopologySpreadConstraint) -> Self {
        self.topology_spread.push(constraint);
        self
    }

    /// The same with another priority; 0 unless set.
    #[must_use]
    pub fn priority(mut self, priority: i32) -> Self {
        self.priority = priority;
        self
    }

    /// The same as a member of a gang.
    #[must_use]
    pub fn group(mut self, group: impl Into<String>) -> Self {
        self.group = Some(group.into());
        self
    }

    /// The same, running on this node.
    #[must_use]
    pub fn on_node(mut self, node: impl Into<String>) -> Self {
        self.node_name = Some(node.into());
        self
    }

    /// The same with one image more.
    #[must_use]
    pub fn image(mut self, name: impl Into<String>) -> Self {
        self.images.push(name.into());
        self
    }
}
