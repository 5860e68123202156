//! How many nodes the running pods need at least.

use alloc::vec::Vec;

use crate::{bounds::martello_toth_of_descending, cluster::state::View, descending::descending};

/// The largest of the bounds for one resource, or the devices of one name, alone.
///
/// Each is the larger of two: the fewest nodes, the largest first, that have as much as all pods request; and L2 of the
/// requests, were all nodes as large as the largest. The pods of a node that is too full are left out: they may stay, and
/// where nobody comes, the node takes more than it has.
pub(super) fn nodes_needed(view: View<'_>) -> usize {
    let View { model, ledger } = view;
    let resources = (0..model.nodes.capacity.len()).map(|resource| {
        let capacity = |node: usize| u128::from(model.nodes.capacity[resource].at(node));
        let amount = |pod: usize| {
            let requests = &model.class(pod).requests;
            requests.iter().find(|request| request.0 as usize == resource).map_or(0, |request| u128::from(request.1))
        };
        let holds = |node: usize, _| ledger.used[resource].at(node) <= capacity(node);
        needed((0..model.nodes.count).map(capacity).collect(), &requests(view, amount, holds))
    });
    let devices = (0..model.nodes.slots.len()).map(|device| {
        let slots = |node: usize| model.nodes.slots[device].at(node);
        let capacity = |node: usize| u128::from(slots(node).capacity) * u128::from(slots(node).count);
        let ask = |pod: usize| model.class(pod).asks.iter().find(|ask| ask.device as usize == device);
        let amount = |pod: usize| ask(pod).map_or(0, |ask| u128::from(ask.share) * u128::from(ask.count));
        let holds = |node: usize, pod: usize| {
            let used = &ledger.device_used[slots(node).range()];
            ask(pod).is_some_and(|ask| ask.count <= slots(node).count)
                && used.iter().all(|&used| used <= u128::from(slots(node).capacity))
        };
        needed((0..model.nodes.count).map(capacity).collect(), &requests(view, amount, holds))
    });
    resources.chain(devices).max().unwrap_or(0)
}

/// What the pods request that are on nodes which hold all of it.
fn requests(view: View<'_>, amount: impl Fn(usize) -> u128, holds: impl Fn(usize, usize) -> bool) -> Vec<u128> {
    let seated = (0..view.model.pods()).filter(|&pod| view.node_of(pod).is_some_and(|node| holds(node, pod)));
    seated.map(amount).filter(|&amount| amount > 0).collect()
}

fn needed(mut capacities: Vec<u128>, requests: &[u128]) -> usize {
    capacities.sort_unstable_by(|a, b| b.cmp(a));
    let Some(&largest) = capacities.first() else { return 0 };
    let mut left: u128 = requests.iter().fold(0, |sum, &request| sum.saturating_add(request));
    let mut nodes = 0;
    for capacity in capacities {
        if left == 0 {
            break;
        }
        left = left.saturating_sub(capacity);
        nodes += 1;
    }
    nodes.max(martello_toth(requests, largest))
}

/// L2, where the amounts are numbers of 64 bits.
fn martello_toth(requests: &[u128], largest: u128) -> usize {
    let sizes: Option<Vec<u64>> = requests.iter().map(|&request| request.try_into().ok()).collect();
    let largest = u64::try_from(largest).ok().filter(|&largest| largest > 0);
    sizes.zip(largest).map_or(0, |(sizes, largest)| martello_toth_of_descending(&descending(sizes), largest))
}
