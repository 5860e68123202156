//! The best node for a pod.

mod masks;

use masks::Masks;

use super::{compiled::Model, score, state::View};

/// Finds the best node for a pod, and remembers what it may look at again.
#[derive(Debug, Clone)]
pub(crate) struct Finder {
    masks: Masks,
}

impl Finder {
    pub(crate) fn new(model: &Model) -> Self {
        Self { masks: Masks::new(model) }
    }

    /// What is free on the node has changed.
    pub(crate) fn note(&mut self, node: usize) {
        let _ = node;
    }

    /// The node with the best score among those on which a pod of the class fits.
    pub(crate) fn best_node(&mut self, view: View<'_>, class: usize) -> Option<usize> {
        let class = &view.model.classes[class];
        let mask = self.masks.mask(view.model, class.fixed);
        let nodes = mask.iter().filter(|&node| view.has_room(class, node) && view.neighbours_agree(class, node));
        score::best(view, class, nodes)
    }
}
