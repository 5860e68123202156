//! Who could go for a pod on a node.

use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec,
    vec::Vec,
};
use core::cmp::Reverse;

use super::{Claim, Conflicts, Preemption, Unit};
use crate::cluster::{
    compiled::{Model, NONE},
    state::View,
};

/// The pods of each gang.
#[derive(Debug, Clone)]
pub(crate) struct Members(Vec<Vec<u32>>);

impl Members {
    pub(crate) fn new(model: &Model) -> Self {
        let mut members = vec![Vec::new(); model.policy.groups.len()];
        for (pod, &group) in (0..).zip(&model.group_of) {
            if let Some(members) = members.get_mut(group as usize) {
                members.push(pod);
            }
        }
        Self(members)
    }

    /// Sorts the pods of each gang by these turns; those without one come last.
    pub(crate) fn sort_by_turns(&mut self, turns: &[u32]) {
        if self.0.is_empty() {
            return;
        }
        let turn_of: BTreeMap<u32, u32> = turns.iter().copied().zip(0..).collect();
        let turn = |pod: &u32| turn_of.get(pod).copied().unwrap_or(u32::MAX);
        self.0.iter_mut().for_each(|members| members.sort_by_key(turn));
    }

    /// All pods of a gang.
    pub(crate) fn of(&self, group: u32) -> &[u32] {
        &self.0[group as usize]
    }

    /// The pods of a gang that are somewhere.
    pub(crate) fn present(&self, view: View<'_>, group: u32) -> Vec<u32> {
        self.of(group).iter().copied().filter(|&pod| view.node_of(pod as usize).is_some()).collect()
    }
}

impl Preemption {
    /// The units that could go so that the pod fits on the node; none if it would not fit even so.
    pub(super) fn pool(
        &self,
        view: View<'_>,
        conflicts: &Conflicts<'_>,
        gangs: &Gangs,
        claim: Claim,
        node: usize,
    ) -> Option<Vec<Unit<u32>>> {
        let may_go = |pod: &u32| self.may_go(view, claim, *pod);
        let here: Vec<u32> = view.pods_on(node).iter().copied().filter(may_go).collect();
        if !has_room_without(view, claim.pod, node, &here) {
            return None;
        }
        let minded: Vec<u32> = conflicts.of_anti_affinity(view, node).collect();
        if !minded.iter().all(may_go) {
            return None;
        }
        let mut pool = here;
        pool.extend(minded);
        pool.extend(conflicts.of_spread(view, node).filter(may_go));
        pool.sort_unstable();
        pool.dedup();
        Some(gangs.units(view.model, pool))
    }

    /// Whether a pod may have to go for another: it ran from the start, has a lower priority, belongs to another gang, and
    /// is not one that the other wants near.
    fn may_go(&self, view: View<'_>, claim: Claim, pod: u32) -> bool {
        let (model, pod) = (view.model, pod as usize);
        let group = model.group_of[pod];
        let wanted = model.class(claim.pod).together.as_ref();
        self.is_evictable[pod]
            && model.priority[pod] < claim.below
            && (group == NONE || group != model.group_of[claim.pod])
            && wanted
                .is_none_or(|wanted| !wanted.counters.iter().any(|counter| model.class(pod).counted.contains(counter)))
    }

    /// What can go of each gang.
    pub(super) fn gangs(&self, view: View<'_>, claim: Claim) -> Gangs {
        let mut gangs = Gangs::default();
        for (group, of) in (0..).zip(&view.model.policy.groups) {
            let mut present = self.members.present(view, group);
            let is_enough = present.len() >= of.min_member;
            present.sort_by_key(|&pod| (view.model.priority[pod as usize], Reverse(pod)));
            let spare = if is_enough { present.len() - of.min_member } else { present.len() };
            gangs.dispensable.extend(&present[..spare]);
            let whole = present.iter().all(|&pod| self.may_go(view, claim, pod)).then_some(present);
            gangs.whole.push(whole.unwrap_or_default());
        }
        gangs
    }
}

/// What can go of each gang, of which other pods are of no use alone.
#[derive(Debug, Default)]
pub(super) struct Gangs {
    /// Pods whose gang is of use without them, or of none anyway: of more pods than it needs those of the lowest priority.
    dispensable: BTreeSet<u32>,
    /// The pods that are somewhere, if all of them may go.
    whole: Vec<Unit<u32>>,
}

impl Gangs {
    /// The pods in units: a gang that has no more than it needs goes as a whole, or not at all.
    fn units(&self, model: &Model, pool: Vec<u32>) -> Vec<Unit<u32>> {
        let is_alone = |pod: &u32| model.group_of[*pod as usize] == NONE || self.dispensable.contains(pod);
        let (alone, needed): (Vec<u32>, Vec<u32>) = pool.into_iter().partition(is_alone);
        let mut groups: Vec<u32> = needed.into_iter().map(|pod| model.group_of[pod as usize]).collect();
        groups.sort_unstable();
        groups.dedup();
        groups.retain(|&group| !self.whole[group as usize].is_empty());
        let alone =
            alone.into_iter().filter(|&pod| !groups.contains(&model.group_of[pod as usize])).map(|pod| vec![pod]);
        alone.chain(groups.iter().map(|&group| self.whole[group as usize].clone())).collect()
    }
}

/// Whether the node would have enough of all resources without these pods.
fn has_room_without(view: View<'_>, pod: usize, node: usize, without: &[u32]) -> bool {
    view.model.class(pod).requests.iter().all(|&(resource, amount)| {
        let requested = |&pod: &u32| u128::from(view.model.class(pod as usize).request(resource));
        let freed: u128 = without.iter().map(requested).sum();
        let used = view.ledger.used[resource as usize].at(node);
        used.saturating_sub(freed) + u128::from(amount)
            <= u128::from(view.model.nodes.capacity[resource as usize].at(node))
    })
}
