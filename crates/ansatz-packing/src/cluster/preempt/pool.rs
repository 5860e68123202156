//! Who could go for a pod on a node.

use alloc::{vec, vec::Vec};
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
        Some(self.units(view, claim, pool))
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

    /// The pods in units: a gang that has no more than it needs goes as a whole, or not at all.
    fn units(&self, view: View<'_>, claim: Claim, pool: Vec<u32>) -> Vec<Unit<u32>> {
        let group_of = &view.model.group_of;
        let (alone, needed): (Vec<u32>, Vec<u32>) = pool.into_iter().partition(|&pod| self.is_dispensable(view, pod));
        let mut groups: Vec<u32> = needed.into_iter().map(|pod| group_of[pod as usize]).collect();
        groups.sort_unstable();
        groups.dedup();
        groups.retain(|&group| self.members.present(view, group).iter().all(|&pod| self.may_go(view, claim, pod)));
        let alone = alone.into_iter().filter(|&pod| !groups.contains(&group_of[pod as usize])).map(|pod| vec![pod]);
        alone.chain(groups.iter().map(|&group| self.members.present(view, group))).collect()
    }

    /// Whether a pod's gang is of use without it, or of none anyway: of more pods than it needs those of the lowest
    /// priority can go.
    fn is_dispensable(&self, view: View<'_>, pod: u32) -> bool {
        let Some(group) = view.model.policy.groups.get(view.model.group_of[pod as usize] as usize) else { return true };
        let present = self.members.present(view, view.model.group_of[pod as usize]);
        let rank = |pod: u32| (view.model.priority[pod as usize], Reverse(pod));
        let lower = present.iter().filter(|&&other| rank(other) < rank(pod)).count();
        present.len() < group.min_member || lower < present.len() - group.min_member
    }
}

/// Whether the node would have enough of all resources without these pods.
fn has_room_without(view: View<'_>, pod: usize, node: usize, without: &[u32]) -> bool {
    view.model.class(pod).requests.iter().all(|&(resource, amount)| {
        let requested = |pod: &u32| {
            let requests = &view.model.class(*pod as usize).requests;
            requests.iter().find(|request| request.0 == resource).map_or(0, |request| u128::from(request.1))
        };
        let freed: u128 = without.iter().map(requested).sum();
        let used = view.ledger.used[resource as usize].at(node);
        used.saturating_sub(freed) + u128::from(amount)
            <= u128::from(view.model.nodes.capacity[resource as usize].at(node))
    })
}
