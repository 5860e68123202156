//! Pods elsewhere that keep a pod from a node.

use alloc::vec::Vec;

use crate::cluster::{
    compiled::{Class, NOWHERE},
    state::View,
};

/// For one class, the pods that keep it from nodes by anti-affinity or a spread constraint, by their places.
#[derive(Debug)]
pub(super) struct Conflicts<'a> {
    class: &'a Class,
    /// What, in which domain, which pod: sorted.
    pods: Vec<(What, u32, u32)>,
}

/// By what a pod keeps another one away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    /// It is counted.
    Counter(u32),
    /// It minds the other one.
    Holder(u32),
}

impl<'a> Conflicts<'a> {
    pub(super) fn new(view: View<'_>, class: &'a Class) -> Self {
        let mut counters: Vec<u32> = class.apart.to_vec();
        counters.extend(class.spread.iter().map(|spread| spread.counter));
        let mut pods = Vec::new();
        // Most pods mind nobody: then, nothing is to be looked for.
        if !counters.is_empty() || !class.repelled.is_empty() {
            for pod in 0..view.model.pods() {
                let Some(node) = view.node_of(pod) else { continue };
                let of = view.model.class(pod);
                let counted = of.counted.iter().filter(|&counter| counters.contains(counter));
                let held = of.held.iter().filter(|&holder| class.repelled.contains(holder));
                let what =
                    counted.map(|&counter| What::Counter(counter)).chain(held.map(|&holder| What::Holder(holder)));
                pods.extend(what.filter_map(|what| Some((what, domain(view, what, node)?, pod as u32))));
            }
        }
        pods.sort_unstable();
        Self { class, pods }
    }

    /// The pods of which none may be left for the class to come to the node.
    pub(super) fn of_anti_affinity(&self, view: View<'_>, node: usize) -> impl Iterator<Item = u32> {
        let apart = self.class.apart.iter().map(|&counter| What::Counter(counter));
        let repelled = self.class.repelled.iter().map(|&holder| What::Holder(holder));
        let places: Vec<(What, u32)> =
            apart.chain(repelled).filter_map(|what| Some((what, domain(view, what, node)?))).collect();
        places.into_iter().flat_map(|place| self.near(place))
    }

    /// The pods of which some may have to go so that spread constraints hold with the pod on the node.
    pub(super) fn of_spread(&self, view: View<'_>, node: usize) -> impl Iterator<Item = u32> {
        let broken = self
            .class
            .spread
            .iter()
            .filter(|spread| view.skew(spread, node).is_some_and(|skew| skew > i64::from(spread.max_skew)));
        let what = broken.map(|spread| What::Counter(spread.counter));
        let places: Vec<(What, u32)> = what.filter_map(|what| Some((what, domain(view, what, node)?))).collect();
        places.into_iter().flat_map(|place| self.near(place))
    }

    fn near(&self, (what, domain): (What, u32)) -> impl Iterator<Item = u32> {
        let start = self.pods.partition_point(|&(other, place, _)| (other, place) < (what, domain));
        let there = self.pods[start..].iter().take_while(move |&&(other, place, _)| (other, place) == (what, domain));
        there.map(|&(_, _, pod)| pod)
    }
}

/// The domain of a node as `what` has it; none if pods there do not count.
fn domain(view: View<'_>, what: What, node: usize) -> Option<u32> {
    let topology = match what {
        What::Counter(counter) => {
            let counter = &view.model.counters[counter as usize];
            let counts = counter.eligible.as_ref().is_none_or(|eligible| view.model.is_eligible(eligible, node));
            counts.then_some(counter.topology)?
        }
        What::Holder(holder) => view.model.holders[holder as usize].topology,
    };
    let domain = view.model.topologies[topology as usize].domain_of.at(node);
    (domain != NOWHERE).then_some(domain)
}
