//! Load spread evenly.

use alloc::vec::Vec;
use core::cmp::Reverse;

use super::{Move, mover::Mover};
use crate::cluster::{
    ClusterError, Node, Pod, Policy,
    compiled::Model,
    utilisation::{WHOLE, dominant, dominant_with},
};

/// Moves that spread load, and what they gain.
///
/// # Examples
///
/// ```
/// use ansatz_packing::cluster::{Node, Pod, Policy, Resources, rebalance};
///
/// let nodes = ["a", "b"].map(|name| Node::new(name, Resources::from([("cpu", 4000)])));
/// let pods = ["w", "x", "y", "z"].map(|name| Pod::new(name, Resources::from([("cpu", 1000)])).on_node("a"));
/// let rebalancing = rebalance(&pods, &nodes, &Policy::default(), 10)?;
/// // A full node and an empty one become two that are half full.
/// assert_eq!((rebalancing.before, rebalancing.after, rebalancing.moves.len()), (1.0, 0.5, 2));
/// # Ok::<(), ansatz_packing::cluster::ClusterError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Rebalancing {
    /// The moves, to be made in this order.
    pub moves: Vec<Move>,
    /// The imbalance before the moves: the sum, over the nodes, of the square of the part taken of what each has least of.
    pub before: f64,
    /// The imbalance afterwards.
    pub after: f64,
}

/// Finds at most `max_moves` moves of running pods that spread load; pods that wait stay where they are.
///
/// The imbalance is the sum, over the nodes, of the square of the utilisation of the node's dominant resource: the largest
/// of the parts that its pods take of one resource, or of the devices of one name together. Of the fullest node the pod
/// and the other node are taken that lower it the most, then of the next node, until no move lowers it. No pod is moved
/// twice.
///
/// Guarantees:
///
/// * Each move lowers the imbalance strictly. It is counted in whole parts of 2^-40, so calls that follow each other come
///   to an end, and turn nothing back without a gain.
/// * Each move is feasible when it is made in its place of the order: the pod fits on its new node by every constraint
///   once it has left the old one. Each budget of a moved pod allows one disruption, and one is missing at a time.
/// * No move leaves a pod alone that must be near others.
///
/// # Errors
///
/// [`ClusterError`] for nodes, pods or a policy that cannot be.
///
/// # Examples
///
/// ```
/// use ansatz_packing::cluster::{Node, Pod, Policy, Resources, rebalance};
///
/// let nodes = ["a", "b"].map(|name| Node::new(name, Resources::from([("cpu", 4000)])));
/// let pods = ["x", "y"].map(|name| Pod::new(name, Resources::from([("cpu", 2000)])).on_node("a"));
/// let moves = rebalance(&pods, &nodes, &Policy::default(), 10)?.moves;
/// assert_eq!((moves.len(), moves[0].to.node), (1, 1));
///
/// // Only one pod: moved, it would be as uneven.
/// assert!(rebalance(&pods[..1], &nodes, &Policy::default(), 10)?.moves.is_empty());
/// # Ok::<(), ansatz_packing::cluster::ClusterError>(())
/// ```
///
/// # Complexity
///
/// A look at every node for each kind of pod on the node that is relieved, for each move; at most pods times nodes to see
/// that there is no further move. O(pods + nodes) memory.
pub fn rebalance(pods: &[Pod], nodes: &[Node], policy: &Policy, max_moves: usize) -> Result<Rebalancing, ClusterError> {
    let model = Model::new(pods, nodes, policy)?;
    let mut mover = Mover::new(pods, &model);
    let mut loads: Vec<u64> = (0..nodes.len()).map(|node| dominant(mover.state.view(), node)).collect();
    let before = imbalance(&loads);
    loop {
        let count = mover.count();
        let mut sources: Vec<usize> = (0..nodes.len()).collect();
        sources.sort_by_key(|&node| (Reverse(loads[node]), node));
        for source in sources {
            while mover.count() < max_moves && relieve(&mut mover, &mut loads, source) {}
        }
        if mover.count() == count {
            break;
        }
    }
    let after = imbalance(&loads);
    Ok(Rebalancing { moves: mover.into_moves(), before, after })
}

/// Moves the pod of a node whose move lowers the imbalance the most; whether there is one.
fn relieve(mover: &mut Mover<'_>, loads: &mut [u64], source: usize) -> bool {
    let count = mover.count();
    let mut candidates = candidates(mover, loads, source);
    // The largest gain first.
    candidates.sort_unstable_by(|a, b| b.cmp(a));
    for (_, Reverse(pod), Reverse(target)) in candidates {
        if mover.relocate(pod, |_| Some(target)) && mover.settle(count) {
            for node in [source, target] {
                loads[node] = dominant(mover.state.view(), node);
            }
            return true;
        }
    }
    false
}

/// What can be gained by a move of a node's pods: for each kind of pod the gain, the first pod and the best target.
fn candidates(mover: &mut Mover<'_>, loads: &[u64], source: usize) -> Vec<(u128, Reverse<usize>, Reverse<usize>)> {
    let view = mover.state.view();
    let mut leaving: Vec<usize> = view.pods_on(source).iter().map(|&pod| pod as usize).collect();
    leaving.retain(|&pod| mover.may_leave(pod));
    let class_of = &view.model.class_of;
    leaving.sort_unstable_by_key(|&pod| (class_of[pod], pod));
    leaving.dedup_by_key(|pod| class_of[*pod]);
    let best = leaving.into_iter().filter_map(|pod| {
        let (from, devices) = mover.state.unbind(pod)?;
        let best = best_target(mover, loads, pod, source);
        mover.state.bind_on(pod, from, devices);
        let (gain, target) = best?;
        Some((gain, Reverse(pod), target))
    });
    best.collect()
}

/// The node, for a pod that has just left `source`, that lowers the imbalance the most, and by how much.
fn best_target(mover: &Mover<'_>, loads: &[u64], pod: usize, source: usize) -> Option<(u128, Reverse<usize>)> {
    let view = mover.state.view();
    let class = view.model.class(pod);
    let relief = square(loads[source]) - square(dominant(view, source));
    let mut best: Option<(u128, Reverse<usize>)> = None;
    for target in (0..loads.len()).filter(|&target| target != source) {
        let cost = square(dominant_with(view, class, target, loads[target])) - square(loads[target]);
        let gain = relief.saturating_sub(cost);
        let is_better = gain > best.map_or(0, |(gain, _)| gain);
        if is_better && view.fits(pod, target) {
            best = Some((gain, Reverse(target)));
        }
    }
    best
}

fn imbalance(loads: &[u64]) -> f64 {
    let sum: u128 = loads.iter().map(|&load| square(load)).sum();
    sum as f64 / square(WHOLE) as f64
}

fn square(load: u64) -> u128 {
    u128::from(load) * u128::from(load)
}
