//! Gangs: so many of their pods are placed, or none.

use alloc::vec::Vec;

use super::queue::Queue;
use crate::cluster::{
    preempt::{Claim, Gone, Unit},
    state::State,
};

/// What has been done for a gang so far: the pods and their nodes, and who has been evicted.
#[derive(Debug, Default)]
struct Attempt {
    placed: Vec<(usize, usize)>,
    gone: Vec<Unit<Gone>>,
    /// Who came as one.
    bundles: Vec<Vec<u32>>,
}

impl Queue<'_, '_> {
    /// Places the pods of a gang that are nowhere, if with them, and those that are somewhere, there are enough; else
    /// everything is as it was before.
    ///
    /// None of them evicts a pod that is not below all of them: the gang has one claim.
    pub(super) fn place_gang(&mut self, group: u32) {
        self.finish_gang(group);
        let model = self.model();
        let is_nowhere = |queue: &Self, pod: u32| queue.state.view().node_of(pod as usize).is_none();
        let coming: Vec<u32> = self.members.of(group).iter().copied().filter(|&pod| is_nowhere(self, pod)).collect();
        let below = coming.iter().map(|&pod| model.priority[pod as usize]).min().unwrap_or(i32::MIN);
        let min_member = model.policy.groups[group as usize].min_member;
        let present = |queue: &Self| queue.members.present(queue.state.view(), group).len();
        let mut attempt = self.attempt(&coming, below);
        let mut fitting = present(self);
        let has_evicted = !attempt.gone.is_empty();
        if has_evicted && (fitting < min_member || !self.spare(&mut attempt)) {
            // Who goes for one of them may keep others away by that: then, nobody goes for any of them.
            self.undo(attempt);
            attempt = self.attempt(&coming, i32::MIN);
            let alone = present(self);
            // Of a gang that is too small either way, the larger number is told.
            fitting = if fitting < min_member { fitting.max(alone) } else { alone };
        }
        self.record.fit_of_gang(group, fitting);
        if fitting >= min_member {
            attempt.gone.iter().flatten().for_each(|gone| self.evict(gone));
            attempt.placed.iter().for_each(|&(pod, _)| self.record.place(pod));
        } else {
            self.undo(attempt);
        }
        for pod in coming {
            if is_nowhere(self, pod) {
                self.wait(pod as usize);
            }
        }
    }

    /// Places as many of these pods as find a place, if all below that priority may have to go for them.
    fn attempt(&mut self, coming: &[u32], below: i32) -> Attempt {
        let mut attempt = Attempt::default();
        let mut left = coming.to_vec();
        // Some of them may have to be near others of them, and come after these.
        loop {
            let before = left.len();
            left.retain(|&pod| !self.join(Claim { pod: pod as usize, below }, &mut attempt));
            if left.is_empty() || left.len() == before {
                return attempt;
            }
        }
    }

    /// Places a pod of a gang, and those that can only be on one node with it; whether it is somewhere now.
    fn join(&mut self, claim: Claim, attempt: &mut Attempt) -> bool {
        if self.state.view().node_of(claim.pod).is_some() {
            return true;
        }
        if let Some(bundle) = self.place_bundle(claim.pod) {
            let view = self.state.view();
            let places = bundle.iter().filter_map(|&pod| Some((pod as usize, view.node_of(pod as usize)?)));
            attempt.placed.extend(places);
            attempt.bundles.push(bundle);
            return true;
        }
        let Some((node, gone)) = self.find(claim) else { return false };
        self.state.bind(claim.pod, node);
        attempt.placed.push((claim.pod, node));
        attempt.gone.extend(gone);
        true
    }

    /// Puts back whom the gang did not need after all: of two pods that two of its members evicted from one node, the
    /// second may have made room enough. Whether all of its pods still fit, one after the other, once all who go are gone;
    /// if not, they are nowhere.
    fn spare(&mut self, attempt: &mut Attempt) -> bool {
        let Some(preemption) = self.preemption.as_mut().filter(|_| !attempt.gone.is_empty()) else { return true };
        let placed = &attempt.placed;
        leave(self.state, placed);
        if !come(self.state, placed) {
            return false;
        }
        leave(self.state, placed);
        let gone = core::mem::take(&mut attempt.gone);
        attempt.gone = preemption.reprieve(gone, self.state, |state| {
            let fits = come(state, placed);
            leave(state, placed);
            fits
        });
        come(self.state, placed)
    }

    fn undo(&mut self, attempt: Attempt) {
        leave(self.state, &attempt.placed);
        let model = self.model();
        if let Some(bundles) = &mut self.bundles {
            attempt.bundles.into_iter().for_each(|pods| bundles.put_back(model, pods));
        }
        if let Some(preemption) = &mut self.preemption {
            attempt.gone.into_iter().rev().for_each(|unit| preemption.put_back(self.state, unit));
            preemption.forget();
        }
    }
}

/// Places pods where they were placed, one after the other; whether all of them fit. If not, they are nowhere.
fn come(state: &mut State<'_>, placed: &[(usize, usize)]) -> bool {
    for (index, &(pod, node)) in placed.iter().enumerate() {
        if !state.fits(pod, node) {
            leave(state, &placed[..index]);
            return false;
        }
        state.bind(pod, node);
    }
    true
}

fn leave(state: &mut State<'_>, placed: &[(usize, usize)]) {
    for &(pod, _) in placed.iter().rev() {
        state.unbind(pod);
    }
}
