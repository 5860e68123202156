//! Gangs: so many of their pods are placed, or none.

use alloc::vec::Vec;

use super::queue::Queue;
use crate::cluster::{
    preempt::{Claim, Gone, Preemption, Unit},
    state::State,
};

/// What has been done for a gang so far: the pods and their nodes, and who has been evicted for which of them.
#[derive(Debug, Default)]
struct Attempt {
    placed: Vec<(usize, usize)>,
    gone: Vec<(Unit<Gone>, usize)>,
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
        let coming: Vec<u32> =
            self.members.of(group).iter().copied().filter(|&pod| is_nowhere(self, pod)).collect();
        let below = coming.iter().map(|&pod| model.priority[pod as usize]).min().unwrap_or(i32::MIN);
        let mut attempt = Attempt::default();
        for &pod in &coming {
            let pod = pod as usize;
            if let Some((node, gone)) = self.find(Claim { pod, below }) {
                self.state.bind(pod, node);
                attempt.placed.push((pod, node));
                attempt.gone.extend(gone.into_iter().map(|unit| (unit, pod)));
            }
        }
        let present = self.members.present(self.state.view(), group).len();
        let enough = present >= model.policy.groups[group as usize].min_member;
        self.record.gang(group, present);
        if enough && self.spare(&mut attempt) {
            for (unit, by) in &attempt.gone {
                unit.iter().for_each(|gone| self.evict(gone, *by));
            }
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

    /// Puts back whom the gang did not need after all: of two pods that two of its members evicted from one node, the
    /// second may have made room enough. Whether all of its pods still fit, one after the other, once all who go are gone.
    fn spare(&mut self, attempt: &mut Attempt) -> bool {
        let Some(preemption) = self.preemption.as_mut().filter(|_| !attempt.gone.is_empty()) else { return true };
        leave(self.state, &attempt.placed);
        let causes: Vec<(usize, usize)> =
            attempt.gone.iter().flat_map(|(unit, by)| unit.iter().map(|gone| (gone.pod, *by))).collect();
        let by = |unit: &Unit<Gone>| {
            let first = unit.first().map(|gone| gone.pod);
            causes.iter().find(|(pod, _)| Some(*pod) == first).map_or(0, |&(_, by)| by)
        };
        let out: Vec<Unit<Gone>> = attempt.gone.drain(..).map(|(unit, _)| unit).collect();
        let placed = &attempt.placed;
        let left = if come(self.state, placed) {
            leave(self.state, placed);
            preemption.reprieve(out, self.state, |state| {
                let fits = come(state, placed);
                leave(state, placed);
                fits
            })
        } else {
            out
        };
        attempt.gone = left.into_iter().map(|unit| (by(&unit), unit)).map(|(by, unit)| (unit, by)).collect();
        come(self.state, placed)
    }

    fn undo(&mut self, attempt: Attempt) {
        leave(self.state, &attempt.placed);
        if let Some(preemption) = &mut self.preemption {
            attempt.gone.into_iter().rev().for_each(|(unit, _)| preemption.put_back(self.state, unit));
            preemption.forget();
        }
    }
}

/// Places pods where they were placed, one after the other; whether all of them fit.
fn come(state: &mut State<'_>, placed: &[(usize, usize)]) -> bool {
    placed.iter().all(|&(pod, node)| {
        let fits = state.fits(pod, node);
        if fits {
            state.bind(pod, node);
        }
        fits
    })
}

fn leave(state: &mut State<'_>, placed: &[(usize, usize)]) {
    placed.iter().for_each(|&(pod, _)| drop(state.unbind(pod)));
}
