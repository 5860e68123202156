//! On which devices of a node.

use alloc::{boxed::Box, vec::Vec};

use super::View;
use crate::cluster::{
    Strategy,
    compiled::{Ask, Class, Slots},
    fragments,
};

/// The devices on which a pod of the class would be: by best fit, or for a share of one device where the least becomes
/// useless, if that is the strategy.
pub(super) fn pick(view: View<'_>, class: &Class, node: usize) -> Box<[u32]> {
    let fragments = view.model.policy.strategy == Strategy::LeastFragmented;
    let of_ask = |&ask: &Ask| {
        let best = if fragments { fragments::best(view, class, ask.device as usize, node) } else { None };
        let tried = best.and_then(|(_, free)| with_free(view, ask, node, free?));
        tried.map_or_else(|| best_fit(view, ask, node), |device| Vec::from([device]))
    };
    class.asks.iter().flat_map(of_ask).collect()
}

/// The first device with exactly so much free.
fn with_free(view: View<'_>, ask: Ask, node: usize, free: u64) -> Option<u32> {
    let slots = view.model.nodes.slots[ask.device as usize].at(node);
    let found = view.ledger.device_free[slots.range()].iter().position(|&other| other == free);
    found.map(|position| slots.first + position as u32)
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

/// The devices with the least free that is enough.
///
/// If too few have enough, those with the most free: a pod that runs is on some, whatever the sums say.
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
