//! Who has to go for a pod on one node.

use alloc::vec::Vec;
use core::cmp::Reverse;

use super::{Gone, Preemption, Unit};
use crate::cluster::{
    state::{State, View},
    utilisation::share_of,
};

impl Preemption {
    /// Those of the units that have to go so that the pod fits on the node: as few as can be told unit by unit, of the
    /// lowest priority. None if it does not fit even so, or budgets do not allow it. Everyone is back in the end.
    pub(super) fn trial(
        &mut self,
        state: &mut State<'_>,
        pod: usize,
        node: usize,
        mut units: Vec<Unit<u32>>,
    ) -> Option<Vec<Unit<u32>>> {
        let view = state.view();
        let priority = |unit: &Unit<u32>| unit.iter().map(|&pod| view.model.priority[pod as usize]).max();
        units.sort_by_cached_key(|unit| (priority(unit), Reverse(size(view, unit, node)), unit.first().copied()));
        let victims = self.attempt(state, pod, node, &units);
        if victims.is_some() {
            return victims;
        }
        // A budget that allows one of two may have been spent on the smaller one.
        let view = state.view();
        units.sort_by_cached_key(|unit| (Reverse(size(view, unit, node)), unit.first().copied()));
        self.attempt(state, pod, node, &units)
    }

    fn attempt(
        &mut self,
        state: &mut State<'_>,
        pod: usize,
        node: usize,
        units: &[Unit<u32>],
    ) -> Option<Vec<Unit<u32>>> {
        let mut out: Vec<Unit<Gone>> = Vec::new();
        for unit in units {
            if state.fits(pod, node) {
                break;
            }
            out.extend(self.take(state, unit, pod));
        }
        let fits = state.fits(pod, node);
        if fits {
            out = self.reprieve(out, state, |state| state.fits(pod, node));
        }
        let victims = out.iter().map(|unit| unit.iter().map(|gone| gone.pod as u32).collect()).collect();
        for unit in out {
            self.put_back(state, unit);
        }
        fits.then_some(victims)
    }

    /// Puts units back, those of the highest priority first, where it is well even so; again and again until it is not with
    /// any of those that are left.
    pub(in crate::cluster) fn reprieve(
        &mut self,
        mut out: Vec<Unit<Gone>>,
        state: &mut State<'_>,
        mut is_well: impl FnMut(&mut State<'_>) -> bool,
    ) -> Vec<Unit<Gone>> {
        let priority = &state.model().priority;
        out.sort_by_key(|unit| unit.iter().map(|gone| priority[gone.pod]).max());
        loop {
            let before = out.len();
            let mut left = Vec::new();
            while let Some(unit) = out.pop() {
                let pods: Vec<u32> = unit.iter().map(|gone| gone.pod as u32).collect();
                let by = unit.first().map_or(0, |gone| gone.by);
                self.put_back(state, unit);
                if !is_well(state) {
                    left.extend(self.take(state, &pods, by));
                }
            }
            left.reverse();
            out = left;
            if out.len() == before {
                return out;
            }
        }
    }
}

/// What the largest pod of a unit takes of an empty node.
fn size(view: View<'_>, unit: &[u32], node: usize) -> u64 {
    unit.iter().map(|&pod| share_of(view, view.model.class(pod as usize), node)).max().unwrap_or(0)
}
