//! On which devices of a node.

use alloc::{boxed::Box, vec::Vec};

use super::View;
use crate::cluster::compiled::{Ask, Class, Slots};

/// The devices on which a pod of the class would be: by best fit, those with the least free that is enough.
///
/// If too few have enough, those with the most free: a pod that runs is on some, whatever the sums say.
pub(super) fn pick(view: View<'_>, class: &Class, node: usize) -> Box<[u32]> {
    class.asks.iter().flat_map(|&ask| best_fit(view, ask, node)).collect()
}

/// The same where some are known already: by ask, an empty list where they are not.
pub(super) fn complete(view: View<'_>, class: &Class, node: usize, known: &[Box<[u32]>]) -> Box<[u32]> {
    let picked = class
        .asks
        .iter()
        .zip(known)
        .flat_map(|(&ask, known)| if known.is_empty() { best_fit(view, ask, node) } else { known.to_vec() });
    picked.collect()
}

fn best_fit(view: View<'_>, ask: Ask, node: usize) -> Vec<u32> {
    let slots: Slots = view.model.nodes.slots[ask.device as usize].at(node);
    let free = &view.ledger.device_free;
    let mut devices: Vec<u32> = (slots.first..slots.first + slots.count).collect();
    devices.sort_by_key(|&device| {
        let free = free[device as usize];
        let short = free < ask.share;
        (short, if short { u64::MAX - free } else { free })
    });
    devices.truncate(ask.count as usize);
    devices
}
