//! What a node's score owes to what is free on it.

use crate::cluster::{Strategy, compiled::Class, state::View};

/// The score of a node by what is free on it.
pub(super) fn score(view: View<'_>, class: &Class, node: usize) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    for &(resource, amount) in &class.requests {
        let capacity = view.model.nodes.capacity[resource as usize].at(node);
        let free = view.ledger.free[resource as usize].at(node);
        sum += 1.0 - free.saturating_sub(amount) as f64 / capacity as f64;
        count += 1.0;
    }
    let taken = sum / count;
    match view.model.policy.strategy {
        Strategy::LeastAllocated => 1.0 - taken,
        Strategy::MostAllocated | Strategy::LeastFragmented => taken,
    }
}
