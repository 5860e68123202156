//! What the pods around it say.

use alloc::vec::Vec;

use super::{Tally, View};
use crate::cluster::compiled::{Class, Column, NOWHERE};

/// The pods of a counter or a holder near a node.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Near<'a> {
    domain_of: &'a Column<u32>,
    tally: &'a Tally,
}

impl<'a> Near<'a> {
    pub(crate) fn counted(view: View<'a>, counter: u32) -> Self {
        let topology = view.model.counters[counter as usize].topology;
        let tally = &view.ledger.counted[counter as usize];
        Self { domain_of: &view.model.topologies[topology as usize].domain_of, tally }
    }

    pub(crate) fn held(view: View<'a>, holder: u32) -> Self {
        let topology = view.model.holders[holder as usize].topology;
        let tally = &view.ledger.held[holder as usize];
        Self { domain_of: &view.model.topologies[topology as usize].domain_of, tally }
    }

    /// How many; none if the node has no place in the topology.
    #[inline]
    pub(crate) fn at(self, node: usize) -> Option<u32> {
        let domain = self.domain_of.at(node);
        (domain != NOWHERE).then(|| self.tally.at(domain))
    }

    /// How many there are in all domains.
    pub(crate) fn total(self) -> u64 {
        self.tally.total()
    }
}

/// Where affinity, anti-affinity and spread constraints hold for pods of a class, those of the pods around it too.
#[derive(Debug)]
pub(crate) struct Agreement<'a> {
    /// None of these.
    none: Vec<Near<'a>>,
    /// One of each of these, unless the pod is the first of its own kind; the node needs their labels in either case.
    some: Vec<Near<'a>>,
    is_first: bool,
    /// At most so many, and the label is needed.
    few: Vec<(Near<'a>, i64)>,
}

impl<'a> Agreement<'a> {
    pub(crate) fn new(view: View<'a>, class: &Class) -> Self {
        let apart = class.apart.iter().map(|&counter| Near::counted(view, counter));
        let repelled = class.repelled.iter().map(|&holder| Near::held(view, holder));
        // What nobody is counted of is nowhere.
        let none = apart.chain(repelled).filter(|near| near.total() > 0).collect();
        let together = class.together.as_ref();
        let counters = together.map_or(&[][..], |together| &together.counters);
        Self {
            none,
            some: counters.iter().map(|&counter| Near::counted(view, counter)).collect(),
            is_first: together.is_some_and(|together| view.is_first(together)),
            few: class.spread.iter().map(|spread| (Near::counted(view, spread.counter), view.most(spread))).collect(),
        }
    }

    /// Whether all of them hold on the node.
    #[inline]
    pub(crate) fn holds(&self, node: usize) -> bool {
        self.none.iter().all(|near| near.at(node).is_none_or(|count| count == 0))
            && self.some.iter().all(|near| near.at(node).is_some_and(|count| count > 0 || self.is_first))
            && self.few.iter().all(|(near, most)| near.at(node).is_some_and(|count| i64::from(count) <= *most))
    }
}
