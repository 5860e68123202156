//! Which node is the better one.

pub(crate) mod fixed;
mod neighbours;
mod own;

use alloc::vec::Vec;

pub(crate) use neighbours::{Found, Span, Wishes};

use super::{
    Strategy,
    compiled::{Class, Column, Model},
    fragments,
    state::View,
};

/// What scores are made of that is worth remembering.
#[derive(Debug, Clone)]
pub(crate) struct Weighed {
    /// By name of devices and node, what is useless now; nothing if the strategy does not ask.
    useless: Vec<Column<f64>>,
}

impl Weighed {
    /// For a model, and where its pods are.
    pub(crate) fn new(model: &Model) -> Self {
        let asks = model.policy.strategy == Strategy::LeastFragmented;
        let columns = model.nodes.slots.iter().filter(|_| asks);
        Self { useless: columns.map(|slots| slots.map(|_| 0.0)).collect() }
    }

    /// What is free on a node has changed.
    pub(crate) fn refresh(&mut self, view: View<'_>, node: usize) {
        for &device in view.model.nodes.devices_of.row(node) {
            let device = device as usize;
            if let Some(useless) = self.useless.get_mut(device).and_then(|column| column.at_mut(node)) {
                *useless = fragments::useless(view, device, node);
            }
        }
    }

    fn useless(&self, device: usize, node: usize) -> f64 {
        self.useless[device].at(node)
    }

    /// The score of a node on which a pod of the class fits, by what is free there.
    pub(crate) fn own(&self, view: View<'_>, class: &Class, node: usize) -> f64 {
        own::score(view, self, class, node)
    }
}
