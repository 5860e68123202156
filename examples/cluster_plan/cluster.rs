//! What is read: nodes, pods, and what is said about them.

use std::collections::BTreeMap;

use ansatz_packing::cluster::{Node, Pod, PodDisruptionBudget, PodGroup};

/// A cluster and what waits for a place in it.
#[derive(Debug, Default)]
pub(crate) struct Cluster {
    pub(crate) nodes: Vec<Node>,
    pub(crate) arrivals: Vec<Arrival>,
    pub(crate) budgets: Vec<PodDisruptionBudget>,
    pub(crate) groups: Vec<PodGroup>,
    pub(crate) remarks: Remarks,
}

/// A pod and when it came.
#[derive(Debug)]
pub(crate) struct Arrival {
    /// In any unit that orders pods; 0 if nothing is said.
    pub(crate) created: u64,
    pub(crate) pod: Pod,
}

/// What the reader of a plan must know of what was read: how often, and what.
#[derive(Debug, Default)]
pub(crate) struct Remarks(BTreeMap<String, usize>);

impl Remarks {
    /// Adds `times` to how often `what` was seen.
    pub(crate) fn count(&mut self, what: String, times: usize) {
        *self.0.entry(what).or_default() += times;
    }

    /// `pods that have ended, left out: 12`.
    pub(crate) fn lines(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|(what, times)| format!("{what}: {times}"))
    }
}
