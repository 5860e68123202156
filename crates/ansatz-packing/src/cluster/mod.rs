//! Pods on nodes: which goes where, and why not elsewhere.

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
