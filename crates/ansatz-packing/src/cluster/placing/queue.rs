//! Turn after turn, until no pod is left that fits anywhere.

use alloc::{collections::BTreeSet, vec, vec::Vec};
use core::cmp::Reverse;

use super::bundles::{self, Bundles};
use crate::cluster::{
    compiled::{Model, NONE},
    plan::Record,
    preempt::{Claim, Gone, Members, Preemption, Unit},
    state::State,
};

/// Gives pods their turns in this order, then those that found no place as often as something happened that may have
/// made one.
///
/// Pods that only come take room from others, but for two cases: they can be the ones that another wants near, and they
/// can raise the least number that a spread constraint compares with. So only classes that ask for either are tried
/// again, unless pods have been evicted.
///
/// A pod goes to the node that is wished for it, if it fits there; `wishes` has a node or [`NONE`] for each pod, or for
/// none. Without wishes, pods that can only be on one node together have their turn together, that of the first of them.
pub(crate) fn place_all(
    state: &mut State<'_>,
    preemption: Option<Preemption>,
    turns: Vec<u32>,
    wishes: Vec<u32>,
) -> Record {
    let bundles = wishes.is_empty().then(|| Bundles::new(state.view(), &turns));
    let mut queue = Queue { bundles, ..Queue::new(state, preemption, wishes) };
    queue.members.sort_by_turns(&turns);
    queue.take_turns(turns);
    while let Some(again) = queue.again() {
        queue.take_turns(again);
    }
    queue.record
}

/// The turns of pods.
#[derive(Debug)]
pub(super) struct Queue<'q, 'm> {
    pub(super) state: &'q mut State<'m>,
    pub(super) preemption: Option<Preemption>,
    wishes: Vec<u32>,
    pub(super) bundles: Option<Bundles>,
    pub(super) members: Members,
    pub(super) record: Record,
    /// Evicted pods, whose turn comes by their priority.
    evicted: BTreeSet<(Reverse<i32>, u32)>,
    /// Pods that have found no place, and whether a pod is one of them.
    waiting: Vec<u32>,
    is_waiting: Vec<bool>,
    /// Whether a gang has had its turn.
    is_done: Vec<bool>,
    /// How many pods had been placed, and how many evicted, when these turns began.
    before: (usize, usize),
}

impl<'q, 'm> Queue<'q, 'm> {
    fn new(state: &'q mut State<'m>, preemption: Option<Preemption>, wishes: Vec<u32>) -> Self {
        let model = state.model();
        let gangs = model.policy.groups.len();
        Self {
            preemption,
            wishes,
            bundles: None,
            members: Members::new(model),
            record: Record::new(gangs),
            evicted: BTreeSet::new(),
            waiting: Vec::new(),
            is_waiting: vec![false; model.pods()],
            is_done: vec![false; gangs],
            before: (0, 0),
            state,
        }
    }

    pub(super) fn model(&self) -> &'m Model {
        self.state.model()
    }

    /// Gives each of these pods its turn, and evicted ones theirs by their priority.
    fn take_turns(&mut self, pods: Vec<u32>) {
        self.before = self.record.counts();
        self.is_done.fill(false);
        for pod in pods {
            let priority = self.model().priority[pod as usize];
            while let Some(earlier) = self.pop_evicted(|other| other > priority) {
                self.take_turn(earlier);
            }
            self.take_turn(pod as usize);
        }
        while let Some(pod) = self.pop_evicted(|_| true) {
            self.take_turn(pod);
        }
    }

    fn pop_evicted(&mut self, is_due: impl Fn(i32) -> bool) -> Option<usize> {
        let &first @ (Reverse(priority), pod) = self.evicted.first()?;
        is_due(priority).then(|| self.evicted.remove(&first)).map(|_| pod as usize)
    }

    fn take_turn(&mut self, pod: usize) {
        if self.state.view().node_of(pod).is_some() {
            return;
        }
        match self.model().group_of[pod] {
            NONE => match self.place_bundle(pod) {
                Some(pods) => pods.into_iter().for_each(|pod| self.record.place(pod as usize)),
                None => self.place_alone(pod),
            },
            group if !self.is_done[group as usize] => self.place_gang(group),
            _ => {}
        }
    }

    fn place_alone(&mut self, pod: usize) {
        let below = self.model().priority[pod];
        match self.find(Claim { pod, below }) {
            Some((node, gone)) => {
                self.state.bind(pod, node);
                gone.iter().flatten().for_each(|gone| self.evict(gone));
                self.record.place(pod);
            }
            None => self.wait(pod),
        }
    }

    /// Places a pod with all that have to be where it is: who has come, in this order. None if nobody has to, or no node
    /// has room for all of them: then each has its own turn.
    pub(super) fn place_bundle(&mut self, pod: usize) -> Option<Vec<u32>> {
        let model = self.model();
        let mut pods = self.bundles.as_mut()?.take(model, pod)?;
        pods.retain(|&pod| self.state.view().node_of(pod as usize).is_none());
        bundles::place_together(self.state, &pods)
    }

    /// The node that is wished for a pod or the best one, and who has been evicted for it.
    pub(super) fn find(&mut self, claim: Claim) -> Option<(usize, Vec<Unit<Gone>>)> {
        let wish = self.wishes.get(claim.pod).filter(|wish| **wish != NONE).map(|&wish| wish as usize);
        let wish = wish.filter(|&node| self.state.fits(claim.pod, node));
        match wish.or_else(|| self.state.best_node(claim.pod)) {
            Some(node) => Some((node, Vec::new())),
            None => self.preemption.as_mut()?.make_room(self.state, claim),
        }
    }

    /// Notes that a pod has been evicted, and is to have its turn.
    pub(super) fn evict(&mut self, gone: &Gone) {
        self.record.evict(gone.pod, gone.node, gone.by);
        self.evicted.insert((Reverse(self.model().priority[gone.pod]), gone.pod as u32));
        let group = self.model().group_of[gone.pod] as usize;
        if let Some(is_done) = self.is_done.get_mut(group) {
            *is_done = false;
        }
    }

    /// Notes that a pod has found no place.
    pub(super) fn wait(&mut self, pod: usize) {
        if !core::mem::replace(&mut self.is_waiting[pod], true) {
            self.waiting.push(pod as u32);
        }
    }

    /// Notes that a gang has had its turn.
    pub(super) fn finish_gang(&mut self, group: u32) {
        self.is_done[group as usize] = true;
    }

    /// The pods that may find a place by what has happened since the last turns began, in their order.
    fn again(&mut self) -> Option<Vec<u32>> {
        let (placed, evicted) = self.record.counts();
        if (placed, evicted) == self.before {
            return None;
        }
        let model = self.model();
        let (mut again, rest): (Vec<u32>, Vec<u32>) = core::mem::take(&mut self.waiting)
            .into_iter()
            .partition(|&pod| evicted > self.before.1 || model.class(pod as usize).may_gain());
        self.waiting = rest;
        again.sort_by_key(|&pod| Reverse(model.priority[pod as usize]));
        for &pod in &again {
            self.is_waiting[pod as usize] = false;
        }
        (!again.is_empty()).then_some(again)
    }
}
