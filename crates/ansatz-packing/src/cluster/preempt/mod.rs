//! Pods of lower priority that go for one that fits nowhere.

mod conflicts;
mod pool;
mod trial;

use alloc::{boxed::Box, collections::BTreeSet, vec, vec::Vec};

use conflicts::Conflicts;
pub(super) use pool::Members;

use super::{Pod, budgets::Budgets, compiled::Model, state::State};

/// Who may have to go, and what is left of the budgets.
///
/// Only pods that run from the start are evicted, each once: what has been placed by the plan stays, so that a chain of
/// evictions comes to an end.
#[derive(Debug, Clone)]
pub(super) struct Preemption {
    budgets: Budgets,
    members: Members,
    /// Whether a pod runs from the start and has not been evicted.
    is_evictable: Vec<bool>,
    never_preempts: Vec<bool>,
    /// Class, priority and gang of pods for which no evictions make room, as long as nobody leaves.
    failed: BTreeSet<(u32, i32, u32)>,
}

/// A pod that has been evicted, where it was, and for which pod it went.
#[derive(Debug)]
pub(super) struct Gone {
    pub(super) pod: usize,
    pub(super) node: usize,
    pub(super) by: usize,
    devices: Box<[u32]>,
}

/// A pod that is to have room, and below which priority others may have to go.
#[derive(Debug, Clone, Copy)]
pub(super) struct Claim {
    pub(super) pod: usize,
    pub(super) below: i32,
}

/// Pods that go, or stay, together: one alone, or a gang that is of no use without them.
pub(super) type Unit<T> = Vec<T>;

impl Preemption {
    /// What is needed for preemption, if the policy wants it.
    pub(super) fn if_wanted(pods: &[Pod], model: &Model) -> Option<Self> {
        model.policy.preemption.then(|| Self::new(pods, model))
    }

    fn new(pods: &[Pod], model: &Model) -> Self {
        let mut is_evictable = vec![false; pods.len()];
        model.running.iter().for_each(|running| is_evictable[running.pod as usize] = true);
        Self {
            budgets: Budgets::new(pods, model),
            members: Members::new(model),
            is_evictable,
            never_preempts: pods.iter().map(|pod| pod.never_preempts).collect(),
            failed: BTreeSet::new(),
        }
    }

    /// Evicts what has to go for a pod that fits nowhere: the node that has room then, and who went, in the units that go
    /// together.
    ///
    /// Of all nodes the one is taken whose victims have the lowest priority, by the highest of them and then by their sum,
    /// which is the lower the fewer they are. None of them could stay: with any unit back in its place the pod would not
    /// fit.
    pub(super) fn make_room(&mut self, state: &mut State<'_>, claim: Claim) -> Option<(usize, Vec<Unit<Gone>>)> {
        let model = state.model();
        let class = model.class(claim.pod);
        let key = (model.class_of[claim.pod], claim.below, model.group_of[claim.pod]);
        if class.impossible || self.never_preempts[claim.pod] || self.failed.contains(&key) {
            return None;
        }
        let conflicts = Conflicts::new(state.view(), class);
        let gangs = self.gangs(state.view(), claim);
        let fixed = &model.fixed[class.fixed as usize];
        let mut best: Option<(Cost, usize, Vec<Unit<u32>>)> = None;
        for node in fixed.candidates(&model.nodes) {
            if !fixed.allows(node, &model.nodes, &model.vocabulary.texts) {
                continue;
            }
            let Some(units) = self.pool(state.view(), &conflicts, &gangs, claim, node) else { continue };
            let Some(victims) = self.trial(state, claim.pod, node, units) else { continue };
            let cost = Cost::new(model, &victims);
            if best.as_ref().is_none_or(|(least, ..)| cost < *least) {
                best = Some((cost, node, victims));
            }
        }
        let Some((_, node, victims)) = best else {
            // Pods that come take room; only these classes may gain by them.
            if !class.may_gain() {
                self.failed.insert(key);
            }
            return None;
        };
        let gone = victims.iter().filter_map(|unit| self.take(state, unit, claim.pod)).collect();
        self.failed.clear();
        Some((node, gone))
    }

    /// Evicts the pods of a unit if their budgets allow it.
    fn take(&mut self, state: &mut State<'_>, unit: &[u32], by: usize) -> Option<Unit<Gone>> {
        let mut gone = Unit::new();
        for &pod in unit {
            let pod = pod as usize;
            let allowed = self.budgets.allow(state.model(), pod);
            let Some((node, devices)) = allowed.then(|| state.unbind(pod)).flatten() else {
                self.put_back(state, gone);
                return None;
            };
            self.budgets.spend(state.model(), pod);
            self.is_evictable[pod] = false;
            gone.push(Gone { pod, node, by, devices });
        }
        Some(gone)
    }

    /// Undoes what [`take`](Self::take) did.
    pub(super) fn put_back(&mut self, state: &mut State<'_>, unit: Unit<Gone>) {
        for Gone { pod, node, devices, .. } in unit {
            state.bind_on(pod, node, devices);
            self.budgets.refund(state.model(), pod);
            self.is_evictable[pod] = true;
        }
    }

    /// Pods that had come have left again: what was found out in between is not true any more.
    pub(super) fn forget(&mut self) {
        self.failed.clear();
    }
}

/// How bad it is that these go: the highest priority of them, then the sum of their priorities, counted from the lowest
/// that there can be and at least 1, then their number.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Cost(i32, u64, usize);

impl Cost {
    fn new(model: &Model, victims: &[Unit<u32>]) -> Self {
        let priorities = || victims.iter().flatten().map(|&pod| model.priority[pod as usize]);
        let sum = priorities().map(|priority| u64::from(priority.abs_diff(i32::MIN)) + 1).sum();
        Self(priorities().max().unwrap_or(i32::MIN), sum, priorities().count())
    }
}
