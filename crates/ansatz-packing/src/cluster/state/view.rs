//! Whether a pod can be on a node.

use super::{Agreement, Ledger, Near};
use crate::cluster::compiled::{Ask, Class, Model, NONE, Spread, Together};

/// A model and who is where: all that is needed to say whether a pod can be on a node.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) model: &'a Model,
    pub(crate) ledger: &'a Ledger,
}

impl<'a> View<'a> {
    /// The node of a pod.
    pub(crate) fn node_of(self, pod: usize) -> Option<usize> {
        let node = self.ledger.node_of[pod];
        (node != NONE).then_some(node as usize)
    }

    /// The devices of a pod, in the order of its asks, among all of the cluster.
    pub(crate) fn devices_of(self, pod: usize) -> &'a [u32] {
        &self.ledger.devices_of[pod]
    }

    /// The pods of a node, in no order that means anything.
    pub(crate) fn pods_on(self, node: usize) -> &'a [u32] {
        &self.ledger.pods_on[node]
    }

    /// Whether a pod that is nowhere can be on the node.
    pub(crate) fn fits(self, pod: usize, node: usize) -> bool {
        self.class_fits(self.model.class(pod), node)
    }

    /// The same for any pod of the class.
    pub(crate) fn class_fits(self, class: &Class, node: usize) -> bool {
        let Model { nodes, fixed, vocabulary, .. } = self.model;
        self.has_room(class, node)
            && fixed[class.fixed as usize].allows(node, nodes, &vocabulary.texts)
            && self.neighbours_agree(class, node)
    }

    /// Whether there is enough of all that is requested.
    pub(crate) fn has_room(self, class: &Class, node: usize) -> bool {
        class.requests.iter().all(|&(resource, amount)| self.ledger.free[resource as usize].at(node) >= amount)
            && class.asks.iter().all(|&ask| self.has_devices(ask, node))
    }

    /// How much of a resource is short for a request; none if there is enough.
    pub(crate) fn short_by(self, resource: u32, amount: u64, node: usize) -> Option<u128> {
        let index = resource as usize;
        let enough = self.ledger.free[index].at(node) >= amount;
        let capacity = u128::from(self.model.nodes.capacity[index].at(node));
        let wanted = self.ledger.used[index].at(node).saturating_add(u128::from(amount));
        (!enough).then(|| wanted.saturating_sub(capacity))
    }

    /// Whether enough devices have the share free.
    #[inline]
    pub(crate) fn has_devices(self, ask: Ask, node: usize) -> bool {
        let room = self.ledger.device_room[ask.device as usize].at(node);
        room.largest >= ask.share && self.devices_with(ask, node) >= ask.count
    }

    /// How many devices have the share free.
    pub(crate) fn devices_with(self, ask: Ask, node: usize) -> u32 {
        let slots = self.model.nodes.slots[ask.device as usize].at(node);
        let free = &self.ledger.device_free[slots.range()];
        free.iter().map(|&free| u32::from(free >= ask.share)).sum()
    }

    /// Whether affinity, anti-affinity and spread constraints hold, those of the pods around it too.
    pub(crate) fn neighbours_agree(self, class: &Class, node: usize) -> bool {
        Agreement::new(self, class).holds(node)
    }

    /// Whether no pod that must be near is anywhere, and this one would be the first of its own kind.
    pub(crate) fn is_first(self, together: &Together) -> bool {
        together.own_kind && together.counters.iter().all(|&counter| self.ledger.counted[counter as usize].total() == 0)
    }

    /// The pods of a counter near a node; none if the node has no place in its topology.
    pub(crate) fn counted_near(self, counter: u32, node: usize) -> Option<u32> {
        Near::counted(self, counter).at(node)
    }

    /// The pods of a holder near a node; none if the node has no place in its topology.
    pub(crate) fn held_near(self, holder: u32, node: usize) -> Option<u32> {
        Near::held(self, holder).at(node)
    }

    /// With a pod of the constraint placed there, how many more its domain would have than the one with the fewest; none
    /// if the node has no place in the topology.
    pub(crate) fn skew(self, spread: &Spread, node: usize) -> Option<i64> {
        let count = self.counted_near(spread.counter, node)?;
        Some(i64::from(count) + i64::from(spread.own) - i64::from(self.least(spread)))
    }

    /// How many pods a domain may have before one of the class comes to it.
    pub(crate) fn most(self, spread: &Spread) -> i64 {
        i64::from(spread.max_skew) + i64::from(self.least(spread)) - i64::from(spread.own)
    }

    /// The number of pods of the domain with the fewest.
    pub(crate) fn least(self, spread: &Spread) -> u32 {
        let domains = self.model.compared[spread.counter as usize];
        if domains < spread.min_domains { 0 } else { self.ledger.counted[spread.counter as usize].least() }
    }
}
