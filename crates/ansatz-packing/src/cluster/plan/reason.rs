//! What keeps a pod from a node.

use alloc::string::String;

use crate::cluster::Taint;

/// One constraint that a pod fails on a node.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Reason {
    /// The node takes no further pods.
    Unschedulable,
    /// A taint that the pod does not tolerate.
    Taint(Taint),
    /// The node does not have the labels of the pod's node selector.
    NodeSelector,
    /// No term of the pod's required node affinity selects the node.
    NodeAffinity,
    /// Too little of a resource.
    InsufficientResource {
        /// Its name.
        resource: String,
        /// So much more would do.
        short_by: u128,
    },
    /// Too few devices that have the share free.
    InsufficientDevices {
        /// Their name.
        name: String,
        /// The share that is asked for of each.
        share: u64,
        /// How many devices are asked for.
        wanted: u64,
        /// How many have that share free.
        available: u64,
    },
    /// The node does not have a label that pod affinity or a spread constraint needs.
    MissingTopologyKey {
        /// The label's key.
        topology_key: String,
    },
    /// No pod is near that the pod must be near.
    PodAffinity {
        /// The label that says what is near.
        topology_key: String,
    },
    /// A pod is near that the pod must not be near.
    PodAntiAffinity {
        /// The label that says what is near.
        topology_key: String,
    },
    /// A pod is near that must not be near this one.
    ExistingPodAntiAffinity {
        /// The label that says what is near.
        topology_key: String,
    },
    /// The pod's domain would have too many more pods than the one with the fewest.
    TopologySpread {
        /// The label whose values are the domains.
        topology_key: String,
        /// How many more.
        skew: u64,
        /// How many more there may be.
        max_skew: u64,
    },
}
