//! Pods that must be near others, and would be left alone if those went.

use alloc::{vec, vec::Vec};

use crate::cluster::{compiled::Model, state::View};

/// The pods that must be near others.
#[derive(Debug)]
pub(super) struct Dependents {
    pods: Vec<u32>,
    /// By counter, whether some of them want to be near its pods.
    wanted: Vec<bool>,
}

impl Dependents {
    pub(super) fn new(model: &Model) -> Self {
        let mut wanted = vec![false; model.counters.len()];
        for together in model.classes.iter().filter_map(|class| class.together.as_ref()) {
            together.counters.iter().for_each(|&counter| wanted[counter as usize] = true);
        }
        let pods = (0..model.pods() as u32).filter(|&pod| model.class(pod as usize).together.is_some()).collect();
        Self { pods, wanted }
    }

    /// Whether somebody may want to be near this pod.
    pub(super) fn mind(&self, model: &Model, pod: usize) -> bool {
        model.class(pod).counted.iter().any(|&counter| self.wanted[counter as usize])
    }

    /// Those that are somewhere, and alone.
    pub(super) fn alone(&self, view: View<'_>) -> Vec<u32> {
        self.pods.iter().copied().filter(|&pod| is_alone(view, pod as usize)).collect()
    }
}

/// Whether a pod that is somewhere could not come there now, for want of company.
fn is_alone(view: View<'_>, pod: usize) -> bool {
    let Some((together, node)) = view.model.class(pod).together.as_ref().zip(view.node_of(pod)) else { return false };
    // It is no company for itself.
    let own = u32::from(together.own_kind);
    let near = |&counter: &u32| view.counted_near(counter, node);
    let only = |&counter: &u32| view.ledger.counted[counter as usize].total() <= u64::from(own);
    let first = together.own_kind && together.counters.iter().all(only);
    !together.counters.iter().map(near).all(|count| count.is_some_and(|count| first || count > own))
}
