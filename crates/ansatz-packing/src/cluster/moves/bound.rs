//! How many nodes the running pods need at least.

use alloc::vec::Vec;

use crate::{bounds::martello_toth_of_descending, cluster::state::View, descending::descending};

/// The largest of the bounds for one resource, or the devices of one name, alone.
///
/// Each is the larger of two: the fewest nodes, the largest first, that have as much as all pods request; and L2 of the
/// requests, were all nodes as large as the largest. A request above that, of a pod that runs on a node that is too full,
/// is left out.
pub(super) fn nodes_needed(view: View<'_>) -> usize {
    let nodes = 0..view.model.nodes.count;
    let resources = (0..view.model.nodes.capacity.len()).map(|resource| {
        let capacities = nodes.clone().map(|node| u128::from(view.model.nodes.capacity[resource].at(node))).collect();
        let amount = |pod: usize| {
            let requests = &view.model.class(pod).requests;
            requests.iter().find(|request| request.0 as usize == resource).map_or(0, |request| u128::from(request.1))
        };
        needed(capacities, requests(view, amount))
    });
    let devices = (0..view.model.nodes.slots.len()).map(|device| {
        let slots = nodes.clone().map(|node| view.model.nodes.slots[device].at(node));
        let capacities = slots.map(|slots| u128::from(slots.capacity) * u128::from(slots.count)).collect();
        let amount = |pod: usize| {
            let asks = &view.model.class(pod).asks;
            let ask = asks.iter().find(|ask| ask.device as usize == device);
            ask.map_or(0, |ask| u128::from(ask.share) * u128::from(ask.count))
        };
        needed(capacities, requests(view, amount))
    });
    resources.chain(devices).max().unwrap_or(0)
}

/// What the pods that are somewhere request.
fn requests(view: View<'_>, amount: impl Fn(usize) -> u128) -> Vec<u128> {
    let seated = (0..view.model.pods()).filter(|&pod| view.node_of(pod).is_some());
    seated.map(amount).filter(|&amount| amount > 0).collect()
}

fn needed(mut capacities: Vec<u128>, mut requests: Vec<u128>) -> usize {
    capacities.sort_unstable_by(|a, b| b.cmp(a));
    let Some(&largest) = capacities.first() else { return 0 };
    requests.retain(|&request| request <= largest);
    let mut left: u128 = requests.iter().fold(0, |sum, &request| sum.saturating_add(request));
    let mut nodes = 0;
    for capacity in capacities {
        if left == 0 {
            break;
        }
        left = left.saturating_sub(capacity);
        nodes += 1;
    }
    nodes.max(martello_toth(&requests, largest))
}

/// L2, where the amounts are numbers of 64 bits.
fn martello_toth(requests: &[u128], largest: u128) -> usize {
    let sizes: Option<Vec<u64>> = requests.iter().map(|&request| request.try_into().ok()).collect();
    let largest = u64::try_from(largest).ok().filter(|&largest| largest > 0);
    sizes.zip(largest).map_or(0, |(sizes, largest)| martello_toth_of_descending(&descending(sizes), largest))
}
