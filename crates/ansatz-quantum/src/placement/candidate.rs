//! Placements as a search carries them.

use alloc::{vec, vec::Vec};
use core::cmp::Ordering;

use ansatz_packing::cluster::{Objective, PlacementModel, Plan};

/// Where the pods that wait are, in a plan that keeps every constraint.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// A node for each of them, or none.
    pub(super) nodes: Vec<Option<usize>>,
    /// The places of those on node 0 among them, then of those on node 1 and so on, each ascending.
    seated: Vec<usize>,
    /// Where each node's begin; one more for where the last one's end.
    starts: Vec<usize>,
    pub(super) worth: Worth,
}

impl Candidate {
    pub(super) fn new(model: &PlacementModel, plan: &Plan, objective: &impl Objective) -> Self {
        let nodes: Vec<Option<usize>> = model.waiting().iter().map(|&pod| plan.node_of(pod)).collect();
        let mut starts = vec![0; model.nodes() + 1];
        for &node in nodes.iter().flatten() {
            starts[node + 1] += 1;
        }
        for node in 0..model.nodes() {
            starts[node + 1] += starts[node];
        }
        let mut ends = starts.clone();
        let mut seated = vec![0; starts[model.nodes()]];
        for (place, node) in nodes.iter().enumerate() {
            if let Some(node) = *node {
                seated[ends[node]] = place;
                ends[node] += 1;
            }
        }
        Self { nodes, seated, starts, worth: Worth::new(plan, objective) }
    }

    /// What a node holds: the places of its pods among those that wait, ascending.
    pub(super) fn pods_on(&self, node: usize) -> &[usize] {
        &self.seated[self.starts[node]..self.starts[node + 1]]
    }
}

/// What a plan is worth.
#[derive(Debug, Clone, Copy)]
pub(super) struct Worth {
    unplaced: usize,
    evictions: usize,
    /// Infinite if the objective said nothing of use.
    pub(super) cost: f64,
}

impl Worth {
    fn new(plan: &Plan, objective: &impl Objective) -> Self {
        let cost = objective.cost(plan);
        let cost = if cost >= 0.0 && cost.is_finite() { cost } else { f64::INFINITY };
        Self { unplaced: plan.unplaced().count(), evictions: plan.evictions().count(), cost }
    }

    /// The better one is less.
    pub(super) fn compare(&self, other: &Self) -> Ordering {
        let counts = |worth: &Self| (worth.unplaced, worth.evictions);
        counts(self).cmp(&counts(other)).then_with(|| self.cost.total_cmp(&other.cost))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pods_come_before_evictions_and_these_before_costs() {
        let worth = |unplaced, evictions, cost| Worth { unplaced, evictions, cost };
        let ascending =
            [worth(0, 0, 9.0), worth(0, 0, f64::INFINITY), worth(0, 1, 0.0), worth(0, 3, 0.0), worth(1, 0, 0.0)];
        for (place, one) in ascending.iter().enumerate() {
            for (other_place, other) in ascending.iter().enumerate() {
                assert_eq!(one.compare(other), place.cmp(&other_place), "{one:?} {other:?}");
            }
        }
    }
}
