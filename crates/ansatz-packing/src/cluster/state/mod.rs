//! Pods come and go.

mod agreement;
mod devices;
mod ledger;
mod tally;
mod view;

use alloc::boxed::Box;

pub(crate) use agreement::{Agreement, Near};
pub(crate) use ledger::Ledger;
pub(crate) use tally::Tally;
pub(crate) use view::View;

use super::{compiled::Model, finder::Finder};

/// Who is where, and the means to change that. Pods and nodes are counted from 0.
#[derive(Debug, Clone)]
pub(crate) struct State<'m> {
    model: &'m Model,
    ledger: Ledger,
    finder: Finder,
}

impl<'m> State<'m> {
    /// The pods that run are where they run, and nobody else is anywhere.
    pub(crate) fn new(model: &'m Model) -> Self {
        let ledger = Ledger::new(model);
        let finder = Finder::new(View { model, ledger: &ledger });
        let mut state = Self { model, ledger, finder };
        // Those whose devices are said come first, then those of whom some are: the others get what these leave.
        let mut running: alloc::vec::Vec<_> = model.running.iter().collect();
        running.sort_by_key(|running| {
            let unsaid = running.devices.iter().filter(|devices| devices.is_empty()).count();
            (unsaid > 0, unsaid == running.devices.len())
        });
        for running in running {
            let (pod, node) = (running.pod as usize, running.node as usize);
            let devices = devices::complete(state.view(), model.class(pod), node, &running.devices);
            state.bind_on(pod, node, devices);
        }
        state
    }

    /// The model.
    pub(crate) fn model(&self) -> &'m Model {
        self.model
    }

    /// To look at who is where.
    pub(crate) fn view(&self) -> View<'_> {
        View { model: self.model, ledger: &self.ledger }
    }

    /// Who is where, without the means to find a place.
    pub(crate) fn into_ledger(self) -> Ledger {
        self.ledger
    }

    /// Whether a pod that is nowhere can be on the node: every constraint, as the scheduler has it.
    pub(crate) fn fits(&self, pod: usize, node: usize) -> bool {
        self.view().fits(pod, node)
    }

    /// The node with the best score among those on which a pod that is nowhere fits.
    pub(crate) fn best_node(&mut self, pod: usize) -> Option<usize> {
        let view = View { model: self.model, ledger: &self.ledger };
        self.finder.best_node(view, self.model.class_of[pod] as usize)
    }

    /// The same among the nodes that pass.
    pub(crate) fn best_node_where(&mut self, pod: usize, passes: impl Fn(View<'_>, usize) -> bool) -> Option<usize> {
        let view = View { model: self.model, ledger: &self.ledger };
        self.finder.best_node_where(view, self.model.class_of[pod] as usize, |node| passes(view, node))
    }

    /// Puts a pod on a node, on the devices that the policy's strategy picks; away from where it was, if it was
    /// somewhere. Whether it fits is the caller's business.
    pub(crate) fn bind(&mut self, pod: usize, node: usize) {
        self.unbind(pod);
        let devices = devices::pick(self.view(), self.model.class(pod), node);
        self.bind_on(pod, node, devices);
    }

    /// The same on these devices, as [`unbind`](Self::unbind) returned them.
    pub(crate) fn bind_on(&mut self, pod: usize, node: usize, devices: Box<[u32]>) {
        self.unbind(pod);
        self.ledger.add(self.model, pod, node, devices);
        self.finder.note_arrival(View { model: self.model, ledger: &self.ledger }, node);
    }

    /// Takes a pod from its node: where it was, to undo that with [`bind_on`](Self::bind_on).
    pub(crate) fn unbind(&mut self, pod: usize) -> Option<(usize, Box<[u32]>)> {
        let was = self.ledger.remove(self.model, pod)?;
        self.finder.note_departure(View { model: self.model, ledger: &self.ledger }, was.0);
        Some(was)
    }
}
