//! The devices of a pod, as its requests name them.

use alloc::vec::Vec;

use crate::cluster::{Pod, state::View};

/// For each request of the pod with this number, its devices, counted from 0 on its node.
pub(super) fn by_request(view: View<'_>, pod: &Pod, number: usize) -> Vec<Vec<usize>> {
    let Some(node) = view.node_of(number) else { return Vec::new() };
    let mut taken = view.devices_of(number).iter();
    let of_request = pod.devices.iter().map(|request| {
        let slots = view.model.slots(&request.name, node);
        // A pod that runs may ask for more than its node has.
        let count = request.count.min(slots.count as usize);
        taken.by_ref().take(count).map(|&device| (device - slots.first) as usize).collect()
    });
    of_request.collect()
}
