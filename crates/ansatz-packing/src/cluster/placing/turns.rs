//! Whose turn it is.

use alloc::{vec, vec::Vec};
use core::cmp::Reverse;

use crate::cluster::{
    Order,
    compiled::{Class, Column, Model, Slots},
    state::View,
};

/// The pods that are nowhere, in the order of their turns.
pub(crate) fn turns(view: View<'_>) -> Vec<u32> {
    let model = view.model;
    let sizes = match model.policy.order {
        Order::LargestFirst => sizes(model),
        Order::AsNamed => vec![0; model.classes.len()],
    };
    let mut waiting: Vec<u32> = (0..model.pods() as u32).filter(|&pod| view.node_of(pod as usize).is_none()).collect();
    // Pods of one class have their turns one after the other if nothing says otherwise: what was found out about the
    // class for one of them is of use for the next. Without sizes all are of one size, and stay in their order.
    let class = |pod: u32| match model.policy.order {
        Order::LargestFirst => model.class_of[pod as usize],
        Order::AsNamed => 0,
    };
    waiting.sort_by_key(|&pod| {
        let size = sizes[model.class_of[pod as usize] as usize];
        (Reverse(model.priority[pod as usize]), Reverse(size), class(pod))
    });
    waiting
}

/// By class, the largest share of the cluster that a pod takes of any resource, in parts of 2^32.
fn sizes(model: &Model) -> Vec<u64> {
    let nodes = &model.nodes;
    // Fewer than 2^32 nodes: no sum of their 64 bits, or of those of their devices, is too large.
    let all = |capacity: &Column<u64>| -> u128 {
        capacity.counted(nodes.count).map(|(amount, of)| u128::from(amount) * of as u128).sum()
    };
    let resources: Vec<u128> = nodes.capacity.iter().map(all).collect();
    let all = |slots: &Column<Slots>| -> u128 { slots.named().map(|(_, slots)| slots.total()).sum() };
    let devices: Vec<u128> = nodes.slots.iter().map(all).collect();
    model.classes.iter().map(|class| size(class, &resources, &devices)).collect()
}

fn size(class: &Class, resources: &[u128], devices: &[u128]) -> u64 {
    let share = |amount: u128, of: u128| u64::try_from((amount << 32) / of.max(1)).unwrap_or(u64::MAX);
    let amounts =
        class.requests.iter().map(|&(resource, amount)| share(u128::from(amount), resources[resource as usize]));
    let asks = class.asks.iter().map(|ask| {
        // A share of up to 2^64 of up to 2^32 devices: 2^96, and 2^32 parts of that are 2^128.
        share(ask.total().min(u128::MAX >> 32), devices[ask.device as usize])
    });
    amounts.chain(asks).max().unwrap_or(0)
}
