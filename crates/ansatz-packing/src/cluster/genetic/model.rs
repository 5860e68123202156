//! What a search decides, and what comes of it.

use alloc::{sync::Arc, vec, vec::Vec};
use core::cmp::Reverse;

use crate::cluster::{
    ClusterError, Node, Plan, Pod, Policy,
    compiled::{Model, NONE},
    placing::{place_all, turns},
    preempt::Preemption,
    state::State,
};

/// Nodes, pods and a policy, to be searched: which pods wait, where each could be, and the plan that comes of wishes.
///
/// A search proposes a node for some of the pods that wait, and [`place`](Self::place) makes a plan of it, whatever it
/// proposes: every plan keeps every constraint. So a search of any kind needs to know nothing about pods and nodes.
///
/// # Examples
///
/// ```
/// use ansatz_packing::cluster::{Node, NodesUsed, Objective, PlacementModel, Pod, Policy, Resources};
///
/// let nodes = ["a", "b"].map(|name| Node::new(name, Resources::from([("cpu", 4000)])));
/// let pods = ["p", "q", "r"].map(|name| Pod::new(name, Resources::from([("cpu", 2000)])));
/// let model = PlacementModel::new(&pods, &nodes, &Policy::default())?;
/// assert_eq!(model.waiting(), [0, 1, 2]);
/// assert_eq!(model.candidates(0), [0, 1]);
///
/// // All on b: there is room for two, and the third one goes elsewhere.
/// let plan = model.place(&[Some(1); 3]);
/// assert_eq!([plan.node_of(0), plan.node_of(1), plan.node_of(2)], [Some(1), Some(1), Some(0)]);
/// assert_eq!(NodesUsed.cost(&plan).floor(), 2.0);
/// # Ok::<(), ansatz_packing::cluster::ClusterError>(())
/// ```
#[derive(Debug, Clone)]
pub struct PlacementModel {
    model: Arc<Model>,
    /// The turns of those that wait.
    turns: Vec<u32>,
    waiting: Vec<usize>,
    preemption: Option<Preemption>,
}

impl PlacementModel {
    /// The pods that wait, among nodes and the pods that run.
    ///
    /// # Errors
    ///
    /// [`ClusterError`] for nodes, pods or a policy that cannot be.
    pub fn new(pods: &[Pod], nodes: &[Node], policy: &Policy) -> Result<Self, ClusterError> {
        let model = Arc::new(Model::new(pods, nodes, policy)?);
        let state = State::new(&model);
        let turns = turns(state.view());
        let waiting = (0..pods.len()).filter(|&pod| state.view().node_of(pod).is_none()).collect();
        let preemption = Preemption::if_wanted(pods, &model);
        Ok(Self { model, turns, waiting, preemption })
    }

    /// The pods that wait, ascending.
    pub fn waiting(&self) -> &[usize] {
        &self.waiting
    }

    /// How many pods there are, those that run too.
    pub(super) fn pods(&self) -> usize {
        self.model.pods()
    }

    /// How many nodes there are.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::cluster::{Node, PlacementModel, Policy, Resources};
    ///
    /// let model = PlacementModel::new(&[], &[Node::new("a", Resources::new())], &Policy::default())?;
    /// assert_eq!(model.nodes(), 1);
    /// # Ok::<(), ansatz_packing::cluster::ClusterError>(())
    /// ```
    pub fn nodes(&self) -> usize {
        self.model.nodes.count
    }

    /// The nodes that a pod's own conditions allow, and that are large enough for it if nobody else is there; ascending.
    ///
    /// # Panics
    ///
    /// If there is no such pod.
    pub fn candidates(&self, pod: usize) -> Vec<usize> {
        let model = &*self.model;
        let class = model.class(pod);
        let is_large_enough = |node: usize| {
            let amounts = class.requests.iter();
            amounts.copied().all(|(resource, amount)| model.nodes.capacity[resource as usize].at(node) >= amount)
                && class.asks.iter().all(|ask| {
                    let slots = model.nodes.slots[ask.device as usize].at(node);
                    slots.count >= ask.count && slots.capacity >= ask.share
                })
        };
        let nodes = model.fixed[class.fixed as usize].candidates(&model.nodes).into_iter();
        nodes.filter(|&node| model.allows(class.fixed, node) && is_large_enough(node)).collect()
    }

    /// The plan in which each pod of [`waiting`](Self::waiting) is on the node that is wished for it, if it fits there when
    /// its turn comes, and else where the policy has it. Pods without a wish are without one.
    ///
    /// # Complexity
    ///
    /// That of [`place`](fn@crate::cluster::place), but for reading what pods and nodes ask.
    pub fn place(&self, wishes: &[Option<usize>]) -> Plan {
        let granted = |wish: &Option<usize>| wish.is_some_and(|node| node < self.nodes());
        let mut by_pod = Vec::new();
        // Without any, it is the plan of `place`, that looks further ahead.
        if wishes.iter().any(granted) {
            by_pod = vec![NONE; self.model.pods()];
            for (&pod, wish) in self.waiting.iter().zip(wishes) {
                // A node that is not there is no node.
                by_pod[pod] = wish.filter(|_| granted(wish)).map_or(NONE, |node| node as u32);
            }
        }
        // Those with a wish come first among those of their priority: others fill what they leave.
        let mut turns = self.turns.clone();
        let is_free = |pod: u32| by_pod.get(pod as usize).is_none_or(|&node| node == NONE);
        turns.sort_by_key(|&pod| (Reverse(self.model.priority[pod as usize]), is_free(pod)));
        let mut state = State::new(&self.model);
        let record = place_all(&mut state, self.preemption.clone(), turns, by_pod);
        let ledger = state.into_ledger();
        Plan::new(Arc::clone(&self.model), ledger, record)
    }
}
