//! Pods that run, moved and put back.

use alloc::{boxed::Box, vec, vec::Vec};

use super::{Move, dependents::Dependents};
use crate::cluster::{Place, Pod, budgets::Budgets, compiled::Model, state::State};

/// Who is where, who may leave, and what has been moved so far.
#[derive(Debug)]
pub(super) struct Mover<'a> {
    pub(super) state: State<'a>,
    budgets: Budgets,
    dependents: Dependents,
    has_moved: Vec<bool>,
    /// The moves, and where the pods were: node and devices.
    trail: Vec<(Move, Box<[u32]>)>,
    /// Those that were alone when the moves began that are not settled yet.
    alone: Option<Vec<u32>>,
}

impl<'a> Mover<'a> {
    pub(super) fn new(pods: &[Pod], model: &'a Model) -> Self {
        Self {
            state: State::new(model),
            budgets: Budgets::new(pods, model),
            dependents: Dependents::new(model),
            has_moved: vec![false; pods.len()],
            trail: Vec::new(),
            alone: None,
        }
    }

    /// How many pods have been moved.
    pub(super) fn count(&self) -> usize {
        self.trail.len()
    }

    /// The moves after the first `count`.
    pub(super) fn since(&self, count: usize) -> impl Iterator<Item = &Move> {
        self.trail.iter().skip(count).map(|(done, _)| done)
    }

    /// Whether a pod may be moved: it has not been before, and each of its budgets allows that one pod is missing.
    pub(super) fn may_leave(&self, pod: usize) -> bool {
        !self.has_moved[pod] && self.budgets.allow(self.state.model(), pod)
    }

    /// Moves a pod to the node that `choose` picks while the pod is nowhere; whether there was one.
    pub(super) fn relocate(&mut self, pod: usize, choose: impl FnOnce(&State<'a>) -> Option<usize>) -> bool {
        if self.dependents.mind(self.state.model(), pod) && self.alone.is_none() {
            self.alone = Some(self.dependents.alone(self.state.view()));
        }
        let Some((from, devices)) = self.state.unbind(pod) else { return false };
        let Some(to) = choose(&self.state) else {
            self.state.bind_on(pod, from, devices);
            return false;
        };
        self.state.bind(pod, to);
        self.has_moved[pod] = true;
        let to = Place::new(self.state.view(), pod, to);
        self.trail.push((Move { pod, from, to }, devices));
        true
    }

    /// Keeps the moves since there were `count`, unless they leave a pod alone that has to be near others; then, they are
    /// undone. Whether they are kept.
    pub(super) fn settle(&mut self, count: usize) -> bool {
        let Some(before) = self.alone.take() else { return true };
        let kept = self.dependents.alone(self.state.view()).iter().all(|pod| before.binary_search(pod).is_ok());
        if !kept {
            self.undo(count);
        }
        kept
    }

    /// Puts all pods back that have been moved since there were `count` moves.
    pub(super) fn undo(&mut self, count: usize) {
        self.alone = None;
        for (done, devices) in self.trail.drain(count..).rev() {
            self.has_moved[done.pod] = false;
            self.state.bind_on(done.pod, done.from, devices);
        }
    }

    /// The moves.
    pub(super) fn into_moves(self) -> Vec<Move> {
        self.trail.into_iter().map(|(done, _)| done).collect()
    }
}
