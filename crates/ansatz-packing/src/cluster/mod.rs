//! Pods on nodes: which goes where, and why not elsewhere.
//!
//! Nodes and pods are plain structs in the words of Kubernetes; [`place`] is a pure function of them and a [`Policy`]: no
//! cluster is asked, nothing is changed, and the same arguments give the same plan.
//!
//! ```
//! use ansatz_packing::cluster::{
//!     DeviceRequest, Devices, Node, Pod, Policy, Resources, Strategy, Taint, TaintEffect, Toleration, place,
//! };
//!
//! let room = Resources::parse([("cpu", "16"), ("memory", "64Gi"), ("pods", "110")])?;
//! let nodes = [
//!     Node::new("plain", room.clone()),
//!     Node::new("gpu", room)
//!         .devices(Devices::new("gpu", 2, 1000))
//!         .taint(Taint::new("dedicated", "gpu", TaintEffect::NoSchedule)),
//! ];
//! let tolerant = Toleration { key: Some("dedicated".into()), ..Toleration::default() };
//! let needs = Resources::parse([("cpu", "4"), ("memory", "24Gi")])?;
//! let pods = [
//!     Pod::new("web", needs.clone()),
//!     Pod::new("model", needs.clone()).devices(DeviceRequest::new("gpu", 1, 700)).toleration(tolerant.clone()),
//!     Pod::new("another", needs.clone()).devices(DeviceRequest::new("gpu", 1, 700)).toleration(tolerant.clone()),
//!     Pod::new("third", needs).devices(DeviceRequest::new("gpu", 1, 500)).toleration(tolerant),
//! ];
//! let plan = place(&pods, &nodes, &Policy::new(Strategy::LeastFragmented))?;
//! assert_eq!([0, 1, 2].map(|pod| plan.node_of(pod)), [Some(0), Some(1), Some(1)]);
//!
//! // 300 is free on each of two devices: that is no 500, and every constraint is named on every node.
//! let verdict = plan.verdict(3).ok_or("it fits")?;
//! assert_eq!(
//!     verdict.to_string(),
//!     "2 nodes: insufficient gpu (0 of 1 with 500 free); 1 node: insufficient memory (short by 8.0 GiB)",
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Rules
//!
//! Kubernetes' scheduler's, with its defaults, for requests by resource, the number of pods, node selectors and node
//! affinity, taints and tolerations, cordoned nodes, pod affinity and anti-affinity in both directions, and topology spread:
//!
//! * Required anti-affinity holds for both: a pod that runs keeps those away that it does not want near.
//! * Required affinity lets in the first pod of its own kind, where the node has the topology keys.
//! * Spread constraints compare the domains of nodes that the pod's node selector and node affinity allow and that have the
//!   labels of all of its constraints; taints do not count. A node without a label is no place for the pod.
//! * Constraints hold while a pod is placed. What runs stays, whatever it violates by then; where a node is overcommitted,
//!   nobody comes who requests some of what is short.
//!
//! Unlike Kubernetes' own resources, [`Devices`] can be taken in shares, each of one device: free shares of two devices
//! never add up.
//!
//! # How fast
//!
//! Pods with equal specifications are of one class; for each class the score of every node is remembered, and only nodes
//! that have changed since are looked at again. Affinity and spread are counted by place while pods come and go.
//!
//! Kubernetes' scheduler places some hundreds to a thousand pods a second, and the number of pods that [`place`] places in
//! a second is larger by orders of magnitude. That comparison is fair where it is about the decision: the same rules, every
//! node looked at (Kubernetes looks at a sample of large clusters), and verdicts for all nodes. It is not fair in that the
//! scheduler reads from and writes to an API server, waits for each binding, knows only the pods that have come, takes into
//! account volumes and whatever plugins say, and must give an answer for one pod at a time, where this knows the whole batch
//! beforehand.
//!
//! # What it is not for
//!
//! Volumes and their topology, host ports, resource quotas, pod overhead and `matchLabelKeys`: add what they take to the
//! requests, or to the labels, before. A `namespaceSelector` is the list of the namespaces that it selects, and
//! `matchFields` a label. It does not talk to a cluster.

mod budgets;
mod compiled;
mod error;
mod finder;
mod fragments;
mod genetic;
mod model;
mod moves;
mod placing;
mod plan;
mod policy;
mod preempt;
mod score;
mod state;
mod utilisation;

pub use error::ClusterError;
pub use genetic::{Fragmentation, GeneticPlacement, Imbalance, NodesUsed, Objective, PlacementModel};
pub use model::{
    Affinity, Allowance, DeviceRequest, Devices, Image, LabelSelector, Labels, Node, NodeSelectorTerm, Operator, Pod,
    PodAffinityTerm, PodDisruptionBudget, PodGroup, Preferred, Requirement, Resources, Taint, TaintEffect, Toleration,
    TopologySpreadConstraint, WhenUnsatisfiable,
};
pub use moves::{Consolidation, Move, Rebalancing, consolidate, rebalance};
pub use placing::place;
pub use plan::{
    DeviceFragmentation, Eviction, GangShortfall, Load, Outcome, Place, Plan, Reason, Step, Usage, Verdict,
};
pub use policy::{Order, Policy, Strategy, Weights};
