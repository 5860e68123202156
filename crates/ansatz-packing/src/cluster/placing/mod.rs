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
/// Pods that run keep their places, whatever they violate by now, unless they have to go for others. Those that wait have
/// their turns by priority, then in the [`order`](super::Order) of the policy. Each goes to the node with the best score
/// among those on which it fits; those that fit nowhere have another turn whenever a pod came that could make room for
/// them (affinity and spread constraints), so that in the end no pod is left that fits anywhere. Nothing of this depends on
/// anything but the arguments.
///
/// **Gangs.** Of a [`PodGroup`](super::PodGroup) at least `min_member` pods are placed, those that run counted, or none,
/// and nothing is left of the attempt. Its turn is that of its first pod, and its pods go one after the other as their own
/// turns would be, again if they have to be near others of them; others of them may come later.
///
/// **Together.** Pods that can only be on one node with each other, by required affinity within single nodes
/// (`kubernetes.io/hostname`), are placed like one pod, if they are of one priority and of one gang or none. Within larger
/// places (a zone) each is placed on its own, and the first may go where there is no room for the others.
///
/// **Preemption**, if the policy wants it. For a pod that fits nowhere pods of lower priority are evicted: on a node, and
/// beyond it those that keep it away by anti-affinity or a spread constraint; for a gang, on as many nodes as it needs.
///
/// * No disruption budget is ever gone beyond, and counts all evictions of the plan. (Kubernetes' scheduler goes beyond
///   them where nothing else helps.)
/// * Nobody is evicted for nothing: with any one of them back, the pod or the gang for which it went does not fit.
/// * Of all nodes that one is taken where the highest priority that goes is the lowest, then the sum of priorities, then
///   the number. Who goes on a node is found one by one from the lowest priority on, and not by trying all choices, so
///   that one pod less would sometimes do, and under budgets that cover several of them a choice can be missed.
/// * A gang of which a pod would have to go goes as a whole, unless it has more pods than it needs.
/// * Where those who would go for one pod of a gang are needed by another one of it, nobody goes for that gang.
/// * Evicted pods have their turn by their priority like all others: they come to another node, evict others below them,
///   or wait. Each goes once at most, and only pods that run go, so that chains come to an end.
///
/// [`Plan::steps`] has all of it in the order in which it can be done.
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
/// number for each pair of a term of an affinity or a spread constraint and a place where a pod of it is. A pod that fits
/// nowhere and may evict others takes O(p + n) more, but only O(1) if evictions could not help an earlier one of its
/// class, priority and gang, nobody has been evicted since, and the class has no required affinity or spread constraint.
pub fn place(pods: &[Pod], nodes: &[Node], policy: &Policy) -> Result<Plan, ClusterError> {
    let model = Arc::new(Model::new(pods, nodes, policy)?);
    let mut state = State::new(&model);
    let waiting = turns(state.view());
    let record = place_all(&mut state, Preemption::if_wanted(pods, &model), waiting, Vec::new());
    let ledger = state.into_ledger();
    Ok(Plan::new(model, ledger, record))
}
