//! What becomes of a pod.

use alloc::{string::String, vec::Vec};

use crate::cluster::{compiled::Ask, state::View};

/// A node, and the devices there.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place {
    /// The node, counted from 0.
    pub node: usize,
    /// By name, in the order of the pod's requests, the devices that it takes, counted from 0 on the node.
    pub devices: Vec<(String, Vec<usize>)>,
}

impl Place {
    /// Where the pod is, which is on this node.
    pub(crate) fn new(view: View<'_>, pod: usize, node: usize) -> Self {
        let mut devices = view.devices_of(pod).iter();
        let of_ask = |ask: &Ask| {
            let slots = view.model.nodes.slots[ask.device as usize].at(node);
            // A pod that runs may ask for more than its node has.
            let count = ask.count.min(slots.count) as usize;
            let devices = devices.by_ref().take(count).map(|&device| (device - slots.first) as usize).collect();
            (view.model.vocabulary.devices.text(ask.device).into(), devices)
        };
        Self { node, devices: view.model.class(pod).asks.iter().map(of_ask).collect() }
    }
}

/// What becomes of a pod.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// It stays where it runs.
    Kept(Place),
    /// It waited, and is to go here.
    Placed(Place),
    /// It runs, has to go for another pod, and comes here: where it ran, if the one after the next made room there.
    Moved(Place),
    /// It runs, has to go for another pod, and waits.
    Evicted,
    /// It waits on.
    Unplaced,
}
