//! Nodes, pods and what they ask of each other, in the words of Kubernetes.

mod affinity;
mod budget;
mod devices;
mod group;
mod node;
mod pod;
mod quantity;
mod resources;
mod selector;
mod spread;
mod taint;

pub use affinity::{Affinity, NodeSelectorTerm, PodAffinityTerm, Preferred};
pub use budget::{Allowance, PodDisruptionBudget};
pub use devices::{DeviceRequest, Devices};
pub use group::PodGroup;
pub use node::{Image, Node};
pub use pod::Pod;
pub use resources::Resources;
pub use selector::{LabelSelector, Labels, Operator, Requirement};
pub use spread::{TopologySpreadConstraint, WhenUnsatisfiable};
pub use taint::{Taint, TaintEffect, Toleration};
