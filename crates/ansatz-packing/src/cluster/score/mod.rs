//! Which node is the better one.

pub(crate) mod fixed;
mod neighbours;
mod own;

use alloc::{vec, vec::Vec};

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
    /// Whether fragmentation counts.
    fragments: bool,
    /// By name of devices and node, what is useless now.
    useless: Vec<Column<f64>>,
}

impl Weighed {
    /// For a model, and where its pods are.
    pub(crate) fn new(model: &Model) -> Self {
        let policy = &model.policy;
        let fragments = policy.strategy == Strategy::LeastFragmented && policy.weights.fragmentation > 0.0;
        let columns = model.nodes.slots.iter().map(|slots| slots.map(|_| f64::NAN));
        Self { fragments, useless: if fragments { columns.collect() } else { vec![] } }
    }

    /// What is free on a node has changed.
    pub(crate) fn refresh(&mut self, view: View<'_>, node: usize) {
        for (device, column) in self.useless.iter_mut().enumerate() {
            if let Some(useless) = column.at_mut(node) {
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
