//! How much of what is free is of use to nobody.
//!
//! Q. Weng, L. Yang, Y. Yu, W. Wang, X. Tang, G. Yang and L. Zhang, "Beware of Fragmentation: Scheduling GPU-Sharing
//! Workloads with Fragmentation Gradient Descent", USENIX ATC 2023. What is free on a node's devices is useless to a pod
//! if the pod cannot be there, and otherwise what is free of the devices that have less free than it asks for of each.
//! The mean of that over the pods to be expected is the fragmentation of the node, and a pod goes where it grows least.

mod typical;

use alloc::vec::Vec;

pub(crate) use typical::{Kind, typical};

use super::{
    compiled::{Class, amount_of},
    state::View,
};

/// What is free on a node after a pod has come: its requests are gone, and one device may have been tried.
#[derive(Debug, Clone, Copy)]
struct After<'a> {
    /// What the pod requests; nothing before it has come.
    requests: &'a [(u32, u64)],
    /// What each device has free, the least first.
    free: &'a [u64],
}

/// The expected amount of what is free of the devices of a name on a node that is of no use.
pub(crate) fn useless(view: View<'_>, device: usize, node: usize) -> f64 {
    let free = sorted(view, device, node);
    expected(view, device, node, After { requests: &[], free: &free })
}

/// How much of what is free on a node becomes useless if a pod of the class comes, in devices: negative if less is
/// useless then. `before` is what is useless now, by name of devices.
pub(crate) fn growth(view: View<'_>, class: &Class, node: usize, before: impl Fn(usize) -> f64) -> f64 {
    let mut sum = 0.0;
    for &device in view.model.nodes.devices_of.row(node) {
        let device = device as usize;
        let slots = view.model.nodes.slots[device].at(node);
        if slots.count == 0 || slots.capacity == 0 {
            continue;
        }
        let after = best(view, class, device, node).map_or(0.0, |(useless, _)| useless);
        sum += (after - before(device)) / slots.capacity as f64;
    }
    sum
}

/// The least that can be useless of a device after a pod of the class has come, and what the device has free on which
/// the pod must be for that; none if it asks for none or several, which go by best fit.
pub(crate) fn best(view: View<'_>, class: &Class, device: usize, node: usize) -> Option<(f64, Option<u64>)> {
    let free = sorted(view, device, node);
    let value = |free: &[u64]| expected(view, device, node, After { requests: &class.requests, free });
    let Some(ask) = class.ask(device) else {
        return Some((value(&free), None));
    };
    let first = free.partition_point(|&free| free < ask.share);
    let count = ask.count as usize;
    if free.len() - first < count {
        return None;
    }
    if count > 1 {
        return Some((value(&less(&free, first..first + count, ask.share)), None));
    }
    let mut best: Option<(f64, Option<u64>)> = None;
    for index in first..free.len() {
        // Devices with equally much free are equal.
        if index > first && free[index] == free[index - 1] {
            continue;
        }
        let useless = value(&less(&free, index..index + 1, ask.share));
        if best.is_none_or(|(least, _)| useless < least) {
            best = Some((useless, Some(free[index])));
        }
    }
    best
}

/// What is free with a share less of some devices, the least first.
fn less(free: &[u64], taken: core::ops::Range<usize>, share: u64) -> Vec<u64> {
    let mut free = Vec::from(free);
    for free in &mut free[taken] {
        *free -= share;
    }
    free.sort_unstable();
    free
}

/// What is free of the devices of one name on one node, the least first.
fn sorted(view: View<'_>, device: usize, node: usize) -> Vec<u64> {
    let mut free = Vec::from(&view.ledger.device_free[view.model.nodes.slots[device].at(node).range()]);
    free.sort_unstable();
    free
}

fn expected(view: View<'_>, device: usize, node: usize, after: After<'_>) -> f64 {
    let model = view.model;
    // Amounts of one node's devices as floats: 1024 devices of up to 2^64 with a relative error of 2^-43.
    let all: f64 = after.free.iter().map(|&free| free as f64).sum();
    let (mut small, mut smaller) = (0, 0.0);
    let mut sum = 0.0;
    for kind in &model.typical[device] {
        while small < after.free.len() && after.free[small] < kind.share {
            smaller += after.free[small] as f64;
            small += 1;
        }
        let can_be = after.free.len() - small >= kind.count as usize
            && kind.requests.iter().all(|&(resource, amount)| has_left(view, resource, amount, node, after.requests))
            && model.allows(kind.fixed, node);
        sum += kind.frequency * if can_be { smaller } else { all };
    }
    sum
}

fn has_left(view: View<'_>, resource: u32, amount: u64, node: usize, requests: &[(u32, u64)]) -> bool {
    view.ledger.free[resource as usize].at(node).saturating_sub(amount_of(requests, resource)) >= amount
}
