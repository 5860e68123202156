//! Which node is the better one.

mod own;

use super::{compiled::Class, state::View};

/// The node with the best score; of equal ones the one that comes first.
pub(crate) fn best(view: View<'_>, class: &Class, nodes: impl Iterator<Item = usize>) -> Option<usize> {
    let mut best: Option<(f64, usize)> = None;
    for node in nodes {
        let score = own::score(view, class, node);
        if best.is_none_or(|(high, _)| score > high) {
            best = Some((score, node));
        }
    }
    best.map(|(_, node)| node)
}
