//! Pods that wait are placed, turn by turn.

mod bundles;
mod gang;
mod queue;
mod turns;

use alloc::{sync::Arc, vec::Vec};

pub(crate) use queue::place_all;
pub(crate) use turns::turns;

use super::{ClusterError, Node, Plan, Pod, Policy, compiled::Model, preempt::Preemption, state::State};

/// Places the pods that wait on the nodes, as Kubernetes' scheduler would if it knew all of them beforehand.
///
/// Pods that run keep their places, whatever they violate by now. Those that wait have their turns by priority, then in
/// the [`order`](super::Order) of the policy. Each goes to the node with the best score among those on which it fits;
/// those that fit nowhere have another turn whenever a pod came that could make room for them (affinity and spread
/// constraints), so that in the end no pod is left that fits anywhere. Nothing of this depends on anything but the
/// arguments.
///
/// # Errors
///
/// [`ClusterError`] for two nodes, two pods of a namespace or two groups with one name, an unknown node or group,
/// devices that a node does not have, and weights that are no numbers.
///
/// # Examples
///
/// ```
/// use ansatz_packing::cluster::{Node, Pod, Policy, Resources, place};
///
/// let nodes = [
///     Node::new("small", Resources::parse([("cpu", "4"), ("memory", "8Gi")])?),
///     Node::new("large", Resources::parse([("cpu", "16"), ("memory", "64Gi")])?),
/// ];
/// let pods = [
///     Pod::new("web", Resources::parse([("cpu", "2"), ("memory", "4Gi")])?),
///     Pod::new("batch", Resources::parse([("cpu", "12"), ("memory", "16Gi")])?),
///     Pod::new("cache", Resources::parse([("cpu", "1"), ("memory", "80Gi")])?),
/// ];
/// let plan = place(&pods, &nodes, &Policy::default())?;
/// assert_eq!([plan.node_of(0), plan.node_of(1), plan.node_of(2)], [Some(0), Some(1), None]);
///
/// let verdict = plan.verdict(2).ok_or("the cache fits")?;
/// assert_eq!(verdict.to_string(), "2 nodes: insufficient memory (short by 32.0 GiB)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Complexity
///
/// With p pods of c classes (equal specifications) and n nodes: O(p log p) for the classes, and for each pod that is
/// placed O(n) in the worst case; a pod whose class has found no node is passed by in O(1). Memory: O(p + n) and one
/// number for each pair of a term of an affinity or a spread constraint and a place where a pod of it is.
pub fn place(pods: &[Pod], nodes: &[Node], policy: &Policy) -> Result<Plan, ClusterError> {
    let model = Arc::new(Model::new(pods, nodes, policy)?);
    let mut state = State::new(&model);
    let waiting = turns(state.view());
    let record = place_all(&mut state, Preemption::if_wanted(pods, &model), waiting, Vec::new());
    let ledger = state.into_ledger();
    Ok(Plan::new(model, ledger, record))
}
