//! How full a node is.

use super::{compiled::Class, state::View};

/// A full node. Utilisation is counted in whole parts of it, so that sums of squares are exact, and what falls strictly
/// cannot fall for ever.
pub(super) const WHOLE: u64 = 1 << 20;

/// A million times overfull: the squares of as many nodes as there can be still add up in 128 bits.
const MOST: u64 = WHOLE << 20;

/// The utilisation of what the node has least of, its dominant resource: the sum over its devices for those.
pub(super) fn dominant(view: View<'_>, node: usize) -> u64 {
    let nodes = &view.model.nodes;
    let amount = |&resource: &u32| {
        let resource = resource as usize;
        (view.ledger.used[resource].at(node), u128::from(nodes.capacity[resource].at(node)))
    };
    let amounts = nodes.resources_of.row(node).iter().map(amount);
    let devices = nodes.devices_of.row(node).iter().map(|&device| of_devices(view, device as usize, node));
    amounts.chain(devices).map(|(used, capacity)| share(used, capacity)).max().unwrap_or(0)
}

/// What one pod of the class takes of an empty node.
pub(super) fn share_of(view: View<'_>, class: &Class, node: usize) -> u64 {
    let nodes = &view.model.nodes;
    let amounts = class
        .requests
        .iter()
        .map(|&(resource, amount)| (u128::from(amount), u128::from(nodes.capacity[resource as usize].at(node))));
    let devices = class.asks.iter().map(|ask| {
        let (_, capacity) = of_devices(view, ask.device as usize, node);
        (ask.total(), capacity)
    });
    amounts.chain(devices).map(|(amount, capacity)| share(amount, capacity)).max().unwrap_or(0)
}

/// The same with one more pod of the class on a node whose utilisation is `without`.
pub(super) fn dominant_with(view: View<'_>, class: &Class, node: usize, without: u64) -> u64 {
    let amounts = class.requests.iter().map(|&(resource, amount)| {
        let resource = resource as usize;
        let used = view.ledger.used[resource].at(node);
        (used + u128::from(amount), u128::from(view.model.nodes.capacity[resource].at(node)))
    });
    let devices = class.asks.iter().map(|ask| {
        let (used, capacity) = of_devices(view, ask.device as usize, node);
        (used + ask.total(), capacity)
    });
    amounts.chain(devices).map(|(used, capacity)| share(used, capacity)).fold(without, u64::max)
}

/// What is used of the devices of one name, and what there is.
fn of_devices(view: View<'_>, device: usize, node: usize) -> (u128, u128) {
    let slots = view.model.nodes.slots[device].at(node);
    let used = view.ledger.device_used[slots.range()].iter().fold(0u128, |sum, &used| sum.saturating_add(used));
    (used, slots.total())
}

fn share(used: u128, capacity: u128) -> u64 {
    if used == 0 {
        return 0;
    }
    let parts = used.saturating_mul(u128::from(WHOLE)).checked_div(capacity);
    parts.map_or(MOST, |parts| parts.min(u128::from(MOST)) as u64)
}
