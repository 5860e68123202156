//! What is counted in each domain while pods come and go.

use alloc::{boxed::Box, collections::BTreeMap, vec::Vec};

use super::{Fixed, Names, Nodes, Topology, topology::NOWHERE};

/// Nodes that spread constraints look at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Eligible {
    /// They are as this asks, taints aside.
    pub(crate) fixed: u32,
    /// They have these labels: topologies.
    pub(crate) keys: Box<[u32]>,
}

/// The number of pods of a matcher in each domain of a topology.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Counter {
    pub(crate) matcher: u32,
    pub(crate) topology: u32,
    /// On these nodes only; none: on all.
    pub(crate) eligible: Option<Eligible>,
}

/// What a pod wants of those near it that come after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// None of them (required anti-affinity).
    Repels,
    /// Rather them, with the bits of this weight, which may be negative.
    Wishes(u64),
}

/// The number of pods in each domain of a topology that want something of the pods of a matcher.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Holder {
    pub(crate) matcher: u32,
    pub(crate) topology: u32,
    pub(crate) role: Role,
}

/// Things with numbers, each once, and which of them belong to a matcher.
#[derive(Debug)]
pub(crate) struct Numbered<T> {
    ids: BTreeMap<T, u32>,
    pub(crate) all: Vec<T>,
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self { ids: BTreeMap::new(), all: Vec::new() }
    }
}

impl<T: Clone + Ord> Numbered<T> {
    /// The number of a thing.
    pub(crate) fn intern(&mut self, thing: T) -> u32 {
        if let Some(&id) = self.ids.get(&thing) {
            return id;
        }
        let id = self.all.len() as u32;
        self.ids.insert(thing.clone(), id);
        self.all.push(thing);
        id
    }

    /// By matcher, the numbers of its things.
    pub(crate) fn by_matcher(&self, matchers: usize, matcher_of: impl Fn(&T) -> u32) -> Vec<Vec<u32>> {
        let mut lists = alloc::vec![Vec::new(); matchers];
        for (id, thing) in (0..).zip(&self.all) {
            lists[matcher_of(thing) as usize].push(id);
        }
        lists
    }
}

impl Eligible {
    /// Whether the node is looked at.
    pub(crate) fn holds(
        &self,
        node: usize,
        fixed: &[Fixed],
        topologies: &[Topology],
        nodes: &Nodes,
        names: &Names,
    ) -> bool {
        let fixed = &fixed[self.fixed as usize];
        self.keys.iter().all(|&key| topologies[key as usize].domain_of.at(node) != NOWHERE)
            && fixed.selects(node, nodes, names)
            && fixed.attracts(node, nodes, names)
    }
}
