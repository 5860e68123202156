//! Running pods that are moved, one after the other, for a better use of the nodes.

mod bound;
mod consolidate;
mod dependents;
mod mover;
mod rebalance;

pub use consolidate::{Consolidation, consolidate};
pub use rebalance::{Rebalancing, rebalance};

use super::Place;

/// A running pod that goes to another node. Pods and nodes are counted from 0.
///
/// Moves are steps: each waits until the pod of the one before runs again, so that no more than one pod is missing at a
/// time.
///
/// # Examples
///
/// ```
/// use ansatz_packing::cluster::{Node, Pod, Policy, Resources, consolidate};
///
/// let node = |name: &str| Node::new(name, Resources::from([("cpu", 4000)]));
/// let nodes = [node("a"), node("b")];
/// let pod = |name: &str, node: &str| Pod::new(name, Resources::from([("cpu", 2000)])).on_node(node);
/// let moves = consolidate(&[pod("x", "a"), pod("y", "b")], &nodes, &Policy::default(), 10)?.moves;
/// assert_eq!((moves[0].pod, moves[0].from, moves[0].to.node), (0, 0, 1));
/// # Ok::<(), ansatz_packing::cluster::ClusterError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// The pod.
    pub pod: usize,
    /// The node that it leaves.
    pub from: usize,
    /// The node to which it goes, and the devices there.
    pub to: Place,
}
