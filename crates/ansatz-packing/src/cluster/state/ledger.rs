//! Who is where, what is left, and what is counted.

use alloc::{boxed::Box, vec, vec::Vec};

use super::Tally;
use crate::cluster::compiled::{Column, Model, NONE, NOWHERE};

/// Who is where, what is left, and what is counted: all that changes when pods come and go.
#[derive(Debug, Clone)]
pub(crate) struct Ledger {
    /// The node of each pod, or [`NONE`].
    pub(crate) node_of: Vec<u32>,
    /// The devices of each pod, in the order of its asks, among all of the cluster.
    pub(crate) devices_of: Vec<Box<[u32]>>,
    /// The pods of each node, in no order that means anything.
    pub(crate) pods_on: Vec<Vec<u32>>,
    /// By resource and node.
    pub(crate) used: Vec<Column<u128>>,
    /// What the node has above that, by resource and node.
    pub(crate) free: Vec<Column<u64>>,
    /// By device.
    pub(crate) device_used: Vec<u128>,
    /// What the device has above that.
    pub(crate) device_free: Vec<u64>,
    /// By name of devices and node, the most that one device has free, and what all have free together.
    pub(crate) device_room: Vec<Column<Room>>,
    /// By counter.
    pub(crate) counted: Vec<Tally>,
    /// By holder.
    pub(crate) held: Vec<Tally>,
}

/// What is free of the devices of one name on one node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Room {
    /// Of the device that has the most.
    pub(crate) largest: u64,
    /// Of all together: good for scores only, as no pod can have it.
    pub(crate) total: u128,
}

impl Ledger {
    /// No pod anywhere.
    pub(super) fn new(model: &Model) -> Self {
        let nodes = &model.nodes;
        let mut device_free = vec![0; nodes.slot_count];
        for (_, slots) in nodes.slots.iter().flat_map(Column::named) {
            device_free[slots.range()].fill(slots.capacity);
        }
        Self {
            node_of: vec![NONE; model.pods()],
            devices_of: vec![Box::default(); model.pods()],
            pods_on: vec![Vec::new(); nodes.count],
            used: nodes.capacity.iter().map(|capacity| capacity.map(|_| 0)).collect(),
            free: nodes.capacity.clone(),
            device_used: vec![0; nodes.slot_count],
            device_free,
            device_room: nodes
                .slots
                .iter()
                .map(|slots| {
                    slots.map(|slots| Room {
                        largest: if slots.count == 0 { 0 } else { slots.capacity },
                        total: slots.total(),
                    })
                })
                .collect(),
            counted: vec![Tally::default(); model.counters.len()],
            held: vec![Tally::default(); model.holders.len()],
        }
    }

    /// A pod that is nowhere comes to a node, on these devices, whether it fits or not.
    pub(super) fn add(&mut self, model: &Model, pod: usize, node: usize, devices: Box<[u32]>) {
        self.node_of[pod] = node as u32;
        self.pods_on[node].push(pod as u32);
        self.devices_of[pod] = devices;
        self.take(model, pod, node, u128::saturating_add);
        self.count(model, pod, node, Tally::add);
    }

    /// A pod leaves its node; its devices, to be given to [`add`](Self::add) if it comes back.
    pub(super) fn remove(&mut self, model: &Model, pod: usize) -> Option<(usize, Box<[u32]>)> {
        let node = core::mem::replace(&mut self.node_of[pod], NONE);
        if node == NONE {
            return None;
        }
        let node = node as usize;
        // Those who are undone came last.
        if let Some(position) = self.pods_on[node].iter().rposition(|&other| other == pod as u32) {
            self.pods_on[node].swap_remove(position);
        }
        self.take(model, pod, node, u128::saturating_sub);
        self.count(model, pod, node, |tally, domain, _, compared| tally.remove(domain, compared));
        Some((node, core::mem::take(&mut self.devices_of[pod])))
    }

    /// Changes what is used by a pod's requests.
    fn take(&mut self, model: &Model, pod: usize, node: usize, change: impl Fn(u128, u128) -> u128) {
        let class = model.class(pod);
        // Of any number of pods nothing is kept, however many other nodes have a limit.
        for &(resource, amount) in class.requests.iter().filter(|request| !model.nodes.is_unlimited(request.0, node)) {
            let (resource, amount) = (resource as usize, u128::from(amount));
            let Some(used) = self.used[resource].at_mut(node) else { continue };
            *used = change(*used, amount);
            let free = left(model.nodes.capacity[resource].at(node), *used);
            if let Some(entry) = self.free[resource].at_mut(node) {
                *entry = free;
            }
        }
        let mut devices = self.devices_of[pod].iter();
        for ask in &class.asks {
            let slots = model.nodes.slots[ask.device as usize].at(node);
            for &device in devices.by_ref().take((ask.count as usize).min(slots.count as usize)) {
                let used = &mut self.device_used[device as usize];
                *used = change(*used, u128::from(ask.share));
                self.device_free[device as usize] = left(slots.capacity, *used);
            }
            let free = &self.device_free[slots.range()];
            let room = Room {
                largest: free.iter().copied().max().unwrap_or(0),
                total: free.iter().map(|&free| u128::from(free)).sum(),
            };
            if let Some(entry) = self.device_room[ask.device as usize].at_mut(node) {
                *entry = room;
            }
        }
    }

    /// Changes what is counted of a pod.
    fn count(&mut self, model: &Model, pod: usize, node: usize, change: impl Fn(&mut Tally, u32, u32, u32)) {
        let class = model.class(pod);
        for &counter in &class.counted {
            let of = &model.counters[counter as usize];
            let topology = &model.topologies[of.topology as usize];
            let domain = topology.domain_of.at(node);
            if domain != NOWHERE && of.eligible.as_ref().is_none_or(|eligible| model.is_eligible(eligible, node)) {
                let compared = model.compared[counter as usize];
                change(&mut self.counted[counter as usize], domain, topology.domains, compared);
            }
        }
        for &holder in &class.held {
            let topology = &model.topologies[model.holders[holder as usize].topology as usize];
            let domain = topology.domain_of.at(node);
            if domain != NOWHERE {
                change(&mut self.held[holder as usize], domain, topology.domains, 0);
            }
        }
    }
}

/// What is above what is used; nothing if too much is.
fn left(capacity: u64, used: u128) -> u64 {
    u64::try_from(u128::from(capacity).saturating_sub(used)).unwrap_or(capacity)
}
