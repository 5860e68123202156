//! How many nodes the running pods need at least.

use alloc::{vec, vec::Vec};

use crate::{
    bounds::martello_toth_of_descending,
    cluster::{compiled::Class, state::View},
    descending::descending,
};

/// The largest of the bounds for one resource, or the devices of one name, alone.
///
/// Each is the larger of two: the fewest nodes, the largest first, that have as much as all pods request; and L2 of the
/// requests, were all nodes as large as the largest. The pods of a node that is too full are left out: they may stay, and
/// where nobody comes, the node takes more than it has.
pub(super) fn nodes_needed(view: View<'_>) -> usize {
    let nodes = &view.model.nodes;
    let resources = nodes.capacity.iter().zip(requests(view)).map(|(capacity, requests)| {
        let capacities = capacity.counted(nodes.count).map(|(amount, of)| (u128::from(amount), of));
        needed(capacities, &requests)
    });
    let devices = nodes.slots.iter().zip(asks(view)).map(|(slots, asks)| {
        let capacities = slots.named().map(|(_, slots)| (slots.total(), 1));
        needed(capacities, &asks)
    });
    resources.chain(devices).max().unwrap_or(0)
}

/// Who is on which node.
fn seated(view: View<'_>) -> impl Iterator<Item = (&Class, usize)> {
    let pods = view.ledger.pods_on.iter().enumerate();
    pods.flat_map(move |(node, pods)| pods.iter().map(move |&pod| (view.model.class(pod as usize), node)))
}

/// By resource, what the pods request that are on nodes which have enough of it.
fn requests(view: View<'_>) -> Vec<Vec<u128>> {
    let View { model, ledger } = view;
    let mut requests = vec![Vec::new(); model.nodes.capacity.len()];
    for (class, node) in seated(view) {
        for &(resource, amount) in &class.requests {
            let resource = resource as usize;
            if ledger.used[resource].at(node) <= u128::from(model.nodes.capacity[resource].at(node)) {
                requests[resource].push(u128::from(amount));
            }
        }
    }
    requests
}

/// By name of devices, what the pods ask for that are on nodes which have enough of each.
fn asks(view: View<'_>) -> Vec<Vec<u128>> {
    let View { model, ledger } = view;
    let mut asks = vec![Vec::new(); model.nodes.slots.len()];
    for (class, node) in seated(view) {
        for ask in &class.asks {
            let slots = model.nodes.slots[ask.device as usize].at(node);
            let used = &ledger.device_used[slots.range()];
            if ask.count <= slots.count && used.iter().all(|&used| used <= u128::from(slots.capacity)) {
                asks[ask.device as usize].push(ask.total());
            }
        }
    }
    asks
}

/// The fewest nodes for these requests, by the capacities that there are and how many nodes have each.
fn needed(capacities: impl Iterator<Item = (u128, usize)>, requests: &[u128]) -> usize {
    let mut left: u128 = requests.iter().fold(0, |sum, &request| sum.saturating_add(request));
    // Of most names, most clusters request nothing.
    if left == 0 {
        return 0;
    }
    let mut capacities: Vec<(u128, usize)> = capacities.filter(|&(capacity, _)| capacity > 0).collect();
    capacities.sort_unstable_by(|a, b| b.cmp(a));
    let Some(&(largest, _)) = capacities.first() else { return 0 };
    let mut nodes = 0;
    for (capacity, of) in capacities {
        let taken = left.div_ceil(capacity).min(of as u128);
        left = left.saturating_sub(capacity.saturating_mul(taken));
        nodes += taken as usize;
    }
    let positive: Vec<u128> = requests.iter().copied().filter(|&request| request > 0).collect();
    nodes.max(martello_toth(&positive, largest))
}

/// L2, where the amounts are numbers of 64 bits.
fn martello_toth(requests: &[u128], largest: u128) -> usize {
    let sizes: Option<Vec<u64>> = requests.iter().map(|&request| request.try_into().ok()).collect();
    let largest = u64::try_from(largest).ok().filter(|&largest| largest > 0);
    sizes.zip(largest).map_or(0, |(sizes, largest)| martello_toth_of_descending(&descending(sizes), largest))
}
