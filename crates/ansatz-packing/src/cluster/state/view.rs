//! Whether a pod can be on a node.

use super::Ledger;
use crate::cluster::compiled::{Ask, Class, Model, NONE, NOWHERE, Spread, Together};

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
        class.apart.iter().all(|&counter| self.counted_near(counter, node).is_none_or(|count| count == 0))
            && class.repelled.iter().all(|&holder| self.held_near(holder, node) == 0)
            && class.together.as_ref().is_none_or(|together| self.is_together(together, node))
            && class
                .spread
                .iter()
                .all(|spread| self.skew(spread, node).is_some_and(|skew| skew <= i64::from(spread.max_skew)))
    }

    /// The pods of a counter near a node; none if the node has no place in its topology.
    #[inline]
    pub(crate) fn counted_near(self, counter: u32, node: usize) -> Option<u32> {
        let topology = self.model.counters[counter as usize].topology;
        let domain = self.model.topologies[topology as usize].domain_of.at(node);
        (domain != NOWHERE).then(|| self.ledger.counted[counter as usize].at(domain))
    }

    /// The pods of a holder near a node; 0 if the node has no place in its topology.
    #[inline]
    pub(crate) fn held_near(self, holder: u32, node: usize) -> u32 {
        let topology = self.model.holders[holder as usize].topology;
        let domain = self.model.topologies[topology as usize].domain_of.at(node);
        if domain == NOWHERE { 0 } else { self.ledger.held[holder as usize].at(domain) }
    }

    /// Whether the pods that must be near are, or the pod is the first of its own kind; the node needs all of the
    /// topology keys in either case.
    pub(crate) fn is_together(self, together: &Together, node: usize) -> bool {
        let mut near = true;
        for &counter in &together.counters {
            let Some(count) = self.counted_near(counter, node) else { return false };
            near &= count > 0;
        }
        near || self.is_first(together)
    }

    /// Whether no pod that must be near is anywhere, and this one would be the first of its own kind.
    pub(crate) fn is_first(self, together: &Together) -> bool {
        together.own_kind && together.counters.iter().all(|&counter| self.ledger.counted[counter as usize].total() == 0)
    }

    /// With a pod of the constraint placed there, how many more its domain would have than the one with the fewest; none
    /// if the node has no place in the topology.
    pub(crate) fn skew(self, spread: &Spread, node: usize) -> Option<i64> {
        let count = self.counted_near(spread.counter, node)?;
        let domains = self.model.compared[spread.counter as usize];
        let least = if domains < spread.min_domains { 0 } else { self.ledger.counted[spread.counter as usize].least() };
        Some(i64::from(count) + i64::from(spread.own) - i64::from(least))
    }
}
