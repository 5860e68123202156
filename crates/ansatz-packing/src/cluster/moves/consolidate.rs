//! Nodes made empty.

use alloc::{vec, vec::Vec};
use core::cmp::Reverse;

use super::{Move, bound::nodes_needed, mover::Mover};
use crate::cluster::{
    ClusterError, Node, Pod, Policy,
    compiled::Model,
    state::State,
    utilisation::{dominant, share_of},
};

/// Moves that make nodes empty, and how far that is from the fewest nodes.
///
/// # Examples
///
/// ```
/// use ansatz_packing::cluster::{Node, Pod, Policy, Resources, consolidate};
///
/// // Three nodes, each a third full.
/// let nodes = ["a", "b", "c"].map(|name| Node::new(name, Resources::from([("cpu", 3000)])));
/// let pods = ["a", "b", "c"].map(|node| Pod::new(node, Resources::from([("cpu", 1000)])).on_node(node));
/// let consolidation = consolidate(&pods, &nodes, &Policy::default(), 10)?;
/// assert_eq!((consolidation.emptied.len(), consolidation.nodes_after, consolidation.lower_bound), (2, 1, 1));
/// assert_eq!(consolidation.gap(), 0.0);
/// # Ok::<(), ansatz_packing::cluster::ClusterError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Consolidation {
    /// The moves, to be made in this order.
    pub moves: Vec<Move>,
    /// The nodes that are empty afterwards and were not before, in the order in which they become so.
    pub emptied: Vec<usize>,
    /// How many nodes have pods before the moves.
    pub nodes_before: usize,
    /// How many nodes have pods afterwards.
    pub nodes_after: usize,
    /// No moves of the same pods, however many, leave fewer nodes in use: the best bound of any one resource, where the
    /// pods of nodes that are too full by now may stay there.
    pub lower_bound: usize,
}

impl Consolidation {
    /// How far it is from the fewest nodes at most, as a share of them; 0 without pods.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::cluster::{Node, Pod, Policy, Resources, consolidate};
    ///
    /// let nodes = ["a", "b"].map(|name| Node::new(name, Resources::from([("cpu", 3000)])));
    /// let pods = ["a", "b"].map(|node| Pod::new(node, Resources::from([("cpu", 1000)])).on_node(node));
    /// // One node would do, and no pod may be moved.
    /// assert_eq!(consolidate(&pods, &nodes, &Policy::default(), 0)?.gap(), 1.0);
    /// # Ok::<(), ansatz_packing::cluster::ClusterError>(())
    /// ```
    pub fn gap(&self) -> f64 {
        self.nodes_after.saturating_sub(self.lower_bound) as f64 / self.lower_bound.max(1) as f64
    }
}

/// Finds at most `max_moves` moves of running pods that make nodes empty; pods that wait stay where they are.
///
/// Nodes with the fewest pods, then the emptiest, come first. All pods of a node go to other nodes that are in use, the
/// largest first, each to the fullest on which it fits; if one of them finds no place, may not leave by a disruption
/// budget, or there are not enough moves, all of them stay. A node that has been given pods keeps them, and no pod is
/// moved twice.
///
/// Guarantees:
///
/// * Each move is feasible when it is made in its place of the order: the pod fits on its new node by every constraint
///   once it has left the old one. Each budget of a moved pod allows one disruption, and one is missing at a time.
/// * Every move is of a node that is empty in the end: none is made for its own sake.
/// * No pod that must be near others is left alone by a node that is made empty.
/// * Whatever is carried out and consolidated again comes to an end, and turns nothing back: each call has fewer nodes in
///   use or changes nothing, and pods never go to a node that is not in use.
///
/// # Errors
///
/// [`ClusterError`] for nodes, pods or a policy that cannot be.
///
/// # Examples
///
/// ```
/// use ansatz_packing::cluster::{Allowance, LabelSelector, Node, Pod, PodDisruptionBudget, Policy, Resources, consolidate};
///
/// let nodes = ["a", "b"].map(|name| Node::new(name, Resources::from([("cpu", 3000)])));
/// let pod = |name: &str| Pod::new(name, Resources::from([("cpu", 1000)])).label("app", "db");
/// let pods = [pod("x").on_node("a"), pod("y").on_node("b"), pod("z").on_node("b")];
///
/// let consolidation = consolidate(&pods, &nodes, &Policy::default(), 10)?;
/// assert_eq!((consolidation.emptied, consolidation.moves.len()), (vec![0], 1));
///
/// // All three have to be there at any time.
/// let budget = PodDisruptionBudget::max_unavailable("db", LabelSelector::labels([("app", "db")]), Allowance::Pods(0));
/// assert!(consolidate(&pods, &nodes, &Policy::default().budget(budget), 10)?.moves.is_empty());
/// # Ok::<(), ansatz_packing::cluster::ClusterError>(())
/// ```
///
/// # Complexity
///
/// A look at each node in use for each pod of the nodes that are tried: at most pods times nodes, and far less where the
/// largest pod of a node finds no place. O(pods + nodes) memory.
pub fn consolidate(
    pods: &[Pod],
    nodes: &[Node],
    policy: &Policy,
    max_moves: usize,
) -> Result<Consolidation, ClusterError> {
    let model = Model::new(pods, nodes, policy)?;
    let mut mover = Mover::new(pods, &model);
    let mut used: Vec<usize> = (0..nodes.len()).filter(|&node| !mover.state.view().pods_on(node).is_empty()).collect();
    let nodes_before = used.len();
    let lower_bound = nodes_needed(mover.state.view());
    let mut sources = used.clone();
    let view = mover.state.view();
    sources.sort_by_cached_key(|&node| (view.pods_on(node).len(), dominant(view, node), node));
    let mut is_target = vec![false; nodes.len()];
    let mut emptied = Vec::new();
    for source in sources {
        let count = mover.count();
        let pods_there = mover.state.view().pods_on(source).len();
        if is_target[source] || pods_there > max_moves - count || !empty(&mut mover, source, &used) {
            continue;
        }
        used.retain(|&node| node != source);
        mover.since(count).for_each(|done| is_target[done.to.node] = true);
        emptied.push(source);
    }
    Ok(Consolidation { moves: mover.into_moves(), emptied, nodes_before, nodes_after: used.len(), lower_bound })
}

/// Moves all pods of a node to others of `used`, or none.
fn empty(mover: &mut Mover<'_>, source: usize, used: &[usize]) -> bool {
    let view = mover.state.view();
    let mut leaving: Vec<usize> = view.pods_on(source).iter().map(|&pod| pod as usize).collect();
    if !leaving.iter().all(|&pod| mover.may_leave(pod)) {
        return false;
    }
    let count = mover.count();
    leaving.sort_by_cached_key(|&pod| (Reverse(share_of(view, view.model.class(pod), source)), pod));
    for pod in leaving {
        if !mover.relocate(pod, |state| fullest(state, pod, source, used)) {
            mover.undo(count);
            return false;
        }
    }
    mover.settle(count)
}

/// The fullest node but `source` on which the pod fits.
fn fullest(state: &State<'_>, pod: usize, source: usize, used: &[usize]) -> Option<usize> {
    let fitting = used.iter().copied().filter(|&node| node != source && state.fits(pod, node));
    fitting.max_by_key(|&node| (dominant(state.view(), node), Reverse(node)))
}
