//! Node labels as places: which nodes are near each other.

use alloc::{collections::BTreeMap, vec::Vec};

use super::{Column, Nodes};

/// No domain: the node does not have the label.
pub(crate) const NOWHERE: u32 = u32::MAX;

/// The values of one node label, as places.
#[derive(Debug)]
pub(crate) struct Topology {
    /// The label's key, among the texts.
    pub(crate) name: u32,
    /// The domain of each node, or [`NOWHERE`].
    pub(crate) domain_of: Column<u32>,
    /// How many domains there are.
    pub(crate) domains: u32,
    /// What a pod in a domain counts when domains are compared with those of other topologies: the logarithm of their
    /// number, plus 2 as in Kubernetes so that a single domain counts too.
    pub(crate) weight: f64,
    /// How many nodes have the label; as many as domains if each is a place of its own.
    pub(crate) nodes: usize,
}

impl Topology {
    fn new(name: u32, nodes: &Nodes) -> Self {
        let (mut domains, mut last) = (0, None);
        let mut entries: Vec<(u32, u32)> = Vec::new();
        for (node, value) in nodes.with_key(name) {
            if last != Some(value) {
                last = Some(value);
                domains += 1;
            }
            entries.push((node as u32, domains - 1));
        }
        entries.sort_unstable();
        let labelled = entries.len();
        let domain_of = Column::new(nodes.count, entries, NOWHERE);
        Self { name, domain_of, domains, weight: libm::log(f64::from(domains) + 2.0), nodes: labelled }
    }

    /// Whether no two nodes share a domain.
    pub(crate) fn is_of_single_nodes(&self) -> bool {
        self.nodes == self.domains as usize
    }
}

/// The topology keys that pods name, each once.
#[derive(Debug, Default)]
pub(crate) struct Topologies {
    ids: BTreeMap<u32, u32>,
    pub(crate) all: Vec<Topology>,
}

impl Topologies {
    /// The number of a key's topology.
    pub(crate) fn intern(&mut self, name: u32, nodes: &Nodes) -> u32 {
        *self.ids.entry(name).or_insert_with(|| {
            self.all.push(Topology::new(name, nodes));
            self.all.len() as u32 - 1
        })
    }
}
