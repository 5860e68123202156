//! What a node's score owes to what is free on it.

use super::Weighed;
use crate::cluster::{Strategy, compiled::Class, fragments, state::View};

/// The score of a node by what is free on it once a pod of the class has come, which fits there.
pub(super) fn score(view: View<'_>, weighed: &Weighed, class: &Class, node: usize) -> f64 {
    let weights = &view.model.policy.weights;
    let (taken, deviation) = taken(view, class, node);
    let strategy = match view.model.policy.strategy {
        Strategy::MostAllocated => weights.allocation * taken,
        Strategy::LeastAllocated => weights.allocation * (1.0 - taken),
        Strategy::LeastFragmented => {
            let growth = fragments::growth(view, class, node, |device| weighed.useless(device, node));
            weights.fragmentation * fewer(growth)
        }
    };
    strategy + weights.balance * (1.0 - deviation)
}

/// A number of devices that become useless as a score: 1/2 for none, towards 1 the more become useful again.
fn fewer(growth: f64) -> f64 {
    0.5 - 0.5 * growth / (1.0 + growth.abs())
}

/// The mean and the standard deviation, over what the pod requests, of the part of the node that is taken.
///
/// A pod that requests nothing takes one of the node's `pods`.
fn taken(view: View<'_>, class: &Class, node: usize) -> (f64, f64) {
    let nodes = &view.model.nodes;
    let (mut count, mut sum, mut squares) = (0.0, 0.0, 0.0);
    let mut add = |part: f64| {
        count += 1.0;
        sum += part;
        squares += part * part;
    };
    let pods_only = class.requests.len() == 1 && class.asks.is_empty();
    for &(resource, amount) in &class.requests[usize::from(!pods_only)..] {
        let left = view.ledger.free[resource as usize].at(node).saturating_sub(amount);
        add(1.0 - left as f64 * nodes.inverse[resource as usize].at(node));
    }
    for ask in &class.asks {
        let total = view.ledger.device_room[ask.device as usize].at(node).total;
        let left = total.saturating_sub(ask.total());
        add(1.0 - left as f64 * nodes.inverse_slots[ask.device as usize].at(node));
    }
    let mean = sum / count;
    (mean, libm::sqrt((squares / count - mean * mean).max(0.0)))
}
