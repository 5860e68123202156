//! What can be wrong with nodes, pods and a policy.

use alloc::string::String;

use ansatz_core::ParameterError;

/// What is wrong with nodes, pods or a policy. A pod that finds no node is no error: its verdict says why.
///
/// Pods are named with their namespace: `default/web-1`.
///
/// # Examples
///
/// ```
/// use ansatz_packing::cluster::{Node, Pod, Policy, Resources, place};
///
/// let pods = [Pod::new("web-1", Resources::new()).on_node("worker-9")];
/// let nodes = [Node::new("worker-1", Resources::new())];
/// let error = place(&pods, &nodes, &Policy::default()).unwrap_err();
/// assert_eq!(error.to_string(), "the node of pod default/web-1 is \"worker-9\", allowed: the name of a node");
/// ```
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ClusterError {
    /// A parameter is out of range.
    #[error(transparent)]
    Parameter(#[from] ParameterError),
    /// A text that is no quantity.
    #[error("{resource} is {text:?}, allowed: a quantity such as 2, 250m, 1.5Gi or 1e9")]
    Quantity {
        /// The resource's name.
        resource: String,
        /// The text.
        text: String,
    },
    /// Two nodes with one name.
    #[error("two nodes are named {node:?}, allowed: each name once")]
    DuplicateNode {
        /// The name.
        node: String,
    },
    /// Two pods with one name in one namespace.
    #[error("two pods are named {pod}, allowed: each name once in a namespace")]
    DuplicatePod {
        /// Namespace and name.
        pod: String,
    },
    /// Two gangs with one name.
    #[error("two groups are named {group:?}, allowed: each name once")]
    DuplicateGroup {
        /// The name.
        group: String,
    },
    /// Devices of one name twice on one node, or asked for twice by one pod.
    #[error("{of} has the devices {name:?} twice, allowed: each name once")]
    DuplicateDevices {
        /// The node, or the pod with its namespace.
        of: String,
        /// The devices' name.
        name: String,
    },
    /// A pod that runs on a node that is not there.
    #[error("the node of pod {pod} is {node:?}, allowed: the name of a node")]
    UnknownNode {
        /// Namespace and name of the pod.
        pod: String,
        /// Its node.
        node: String,
    },
    /// A pod of a gang that the policy does not have.
    #[error("the group of pod {pod} is {group:?}, allowed: the name of a group of the policy")]
    UnknownGroup {
        /// Namespace and name of the pod.
        pod: String,
        /// Its gang.
        group: String,
    },
    /// More devices of one name than a node can have.
    #[error("the number of devices {name:?} of node {node} is {count}, allowed: 0..={max}")]
    TooManyDevices {
        /// The node.
        node: String,
        /// The devices' name.
        name: String,
        /// How many.
        count: usize,
        /// How many there can be.
        max: usize,
    },
    /// A pod that runs on devices that its node does not have, on one twice, or on more or less than it asks for.
    #[error(
        "the devices {name:?} of pod {pod} are {devices}, allowed: {count} different ones of the {available} of its node"
    )]
    RunningDevices {
        /// Namespace and name of the pod.
        pod: String,
        /// The devices' name.
        name: String,
        /// Those on which it runs.
        devices: String,
        /// How many it asks for.
        count: usize,
        /// How many its node has.
        available: usize,
    },
    /// A preference whose weight is no number.
    #[error("the weight of a preference of pod {pod} is {weight}, allowed: a finite number")]
    PreferenceWeight {
        /// Namespace and name of the pod.
        pod: String,
        /// The weight.
        weight: f64,
    },
}
