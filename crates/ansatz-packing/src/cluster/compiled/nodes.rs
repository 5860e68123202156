//! What nodes offer and say of themselves, in columns.

use alloc::{collections::BTreeMap, vec, vec::Vec};

use super::{Column, Label, Names, Rows, checks, conditions};
use crate::cluster::{ClusterError, Node, Taint, TaintEffect};

/// A taint in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TaintId {
    pub(crate) key: u32,
    pub(crate) value: u32,
    pub(crate) effect: TaintEffect,
}

impl TaintId {
    fn new(taint: &Taint, names: &mut Names) -> Self {
        Self { key: names.intern(&taint.key), value: names.intern(&taint.value), effect: taint.effect }
    }
}

/// The devices of one name on one node: so many, from `first` on among all devices of the cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Slots {
    pub(crate) first: u32,
    pub(crate) count: u32,
    pub(crate) capacity: u64,
}

impl Slots {
    /// No device.
    pub(crate) const NONE: Self = Self { first: 0, count: 0, capacity: 0 };

    /// What all of them hold together.
    pub(crate) fn total(self) -> u128 {
        u128::from(self.capacity) * u128::from(self.count)
    }

    /// The devices among all of the cluster.
    pub(crate) fn range(self) -> core::ops::Range<usize> {
        self.first as usize..self.first as usize + self.count as usize
    }
}

/// The nodes.
#[derive(Debug)]
pub(crate) struct Nodes {
    pub(crate) count: usize,
    pub(crate) labels: Rows<Label>,
    pub(crate) taints: Rows<TaintId>,
    pub(crate) unschedulable: Vec<bool>,
    /// By resource: what the pods of a node may request together.
    pub(crate) capacity: Vec<Column<u64>>,
    /// By name of devices: those of a node.
    pub(crate) slots: Vec<Column<Slots>>,
    /// 1 divided by what the pods of a node may request together, 0 where that is nothing.
    pub(crate) inverse: Vec<Column<f64>>,
    /// The same of all devices of a name together.
    pub(crate) inverse_slots: Vec<Column<f64>>,
    /// The number of devices of all names and nodes.
    pub(crate) slot_count: usize,
    pub(crate) images: Rows<u32>,
    /// By image, the largest size that a node says it has.
    pub(crate) image_sizes: BTreeMap<u32, u64>,
    /// By node, the resources of which there is an account, ascending: of all names those that are of interest there.
    pub(crate) resources_of: Rows<u32>,
    /// By node, the names of devices that it may have, ascending.
    pub(crate) devices_of: Rows<u32>,
    /// Which nodes have a label, sorted.
    by_label: Vec<(Label, u32)>,
}

/// The names that nodes and pods use, one list for each kind of thing.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    /// Keys and values of labels and taints, and namespaces.
    pub(crate) texts: Names,
    /// Resources; [`PODS`] comes first.
    pub(crate) resources: Names,
    /// Devices.
    pub(crate) devices: Names,
    /// Images.
    pub(crate) images: Names,
}

/// The number of the resource `pods`.
pub(crate) const PODS: u32 = 0;

/// The number of pods that a node takes which does not name `pods`.
const ANY_NUMBER: u64 = u64::MAX;

impl Nodes {
    /// The nodes in columns.
    pub(crate) fn new(nodes: &[Node], vocabulary: &mut Vocabulary) -> Result<Self, ClusterError> {
        let Vocabulary { texts, resources, devices: device_names, images: image_names } = vocabulary;
        resources.intern("pods");
        let mut amounts: Vec<Vec<(u32, u64)>> = vec![Vec::new()];
        let mut devices: Vec<Vec<(u32, Slots)>> = Vec::new();
        let (mut labels, mut taints, mut images) = (Rows::new(), Rows::new(), Rows::new());
        let (mut by_label, mut image_sizes) = (Vec::new(), BTreeMap::new());
        let mut slot_count: u32 = 0;
        for (index, node) in (0..).zip(nodes) {
            let own = conditions::labels(&node.labels, texts);
            by_label.extend(own.iter().map(|&label| (label, index)));
            labels.push(own);
            taints.push(node.taints.iter().map(|taint| TaintId::new(taint, texts)));
            images.push(images_of(node, image_names, &mut image_sizes));
            for (name, amount) in node.allocatable.iter() {
                entry(&mut amounts, resources.intern(name)).push((index, amount));
            }
            for of_name in &node.devices {
                let count = checks::device_count(node, of_name)?;
                let slots = Slots { first: slot_count, count, capacity: of_name.capacity };
                let entries = entry(&mut devices, device_names.intern(&of_name.name));
                if entries.last().is_some_and(|&(last, _)| last == index) {
                    return Err(ClusterError::DuplicateDevices { of: node.name.clone(), name: of_name.name.clone() });
                }
                entries.push((index, slots));
                slot_count = slot_count.saturating_add(count);
            }
        }
        by_label.sort_unstable();
        let capacity = (0..).zip(amounts).map(|(resource, entries)| {
            Column::new(nodes.len(), entries, if resource == PODS { ANY_NUMBER } else { 0 })
        });
        Ok(Self {
            count: nodes.len(),
            labels,
            taints,
            unschedulable: nodes.iter().map(|node| node.unschedulable).collect(),
            capacity: capacity.collect(),
            slots: devices.into_iter().map(|entries| Column::new(nodes.len(), entries, Slots::NONE)).collect(),
            inverse: Vec::new(),
            inverse_slots: Vec::new(),
            slot_count: slot_count as usize,
            images,
            image_sizes,
            resources_of: Rows::new(),
            devices_of: Rows::new(),
            by_label,
        })
    }

    /// Columns for what pods ask for and no node has.
    pub(crate) fn cover(&mut self, vocabulary: &Vocabulary) {
        self.capacity.resize_with(vocabulary.resources.len(), || Column::new(self.count, Vec::new(), 0));
        self.slots.resize_with(vocabulary.devices.len(), || Column::new(self.count, Vec::new(), Slots::NONE));
        let inverse = |amount: f64| if amount > 0.0 { 1.0 / amount } else { 0.0 };
        self.inverse = self.capacity.iter().map(|capacity| capacity.map(|capacity| inverse(capacity as f64))).collect();
        let all = |slots: Slots| inverse(slots.total() as f64);
        self.inverse_slots = self.slots.iter().map(|slots| slots.map(all)).collect();
    }

    /// Names what a pod that runs on the node requests, though the node may not: it has none of it, and what is used there
    /// is known as where most nodes name it. Of `pods` it has any number, and needs no account.
    pub(crate) fn account(&mut self, node: usize, requests: &[(u32, u64)]) {
        for &(resource, _) in requests.iter().filter(|&&(resource, _)| resource != PODS) {
            self.capacity[resource as usize].name(self.count, node);
        }
    }

    /// Lists by node what is named there, once all is.
    pub(crate) fn list_by_node(&mut self) {
        self.resources_of = by_node(&self.capacity, self.count);
        self.devices_of = by_node(&self.slots, self.count);
    }

    /// Whether the node takes any number of pods.
    pub(crate) fn is_unlimited(&self, resource: u32, node: usize) -> bool {
        resource == PODS && self.capacity[PODS as usize].at(node) == ANY_NUMBER
    }

    /// The nodes that have a label, ascending.
    pub(crate) fn with_label(&self, label: Label) -> impl Iterator<Item = usize> {
        let start = self.by_label.partition_point(|&(other, _)| other < label);
        self.by_label[start..].iter().take_while(move |&&(other, _)| other == label).map(|&(_, node)| node as usize)
    }

    /// The nodes that have a label of this key, with its value; ascending by value, then by node.
    pub(crate) fn with_key(&self, key: u32) -> impl Iterator<Item = (usize, u32)> {
        let start = self.by_label.partition_point(|&((other, _), _)| other < key);
        let of_key = self.by_label[start..].iter().take_while(move |&&((other, _), _)| other == key);
        of_key.map(|&((_, value), node)| (node as usize, value))
    }
}

/// By node, the columns that name it.
fn by_node<T: Copy>(columns: &[Column<T>], nodes: usize) -> Rows<u32> {
    let naming = (0..).zip(columns).flat_map(|(id, column)| column.named().map(move |(node, _)| (node, id)));
    let mut pairs: Vec<(usize, u32)> = naming.collect();
    pairs.sort_unstable();
    let (mut rows, mut rest) = (Rows::new(), &pairs[..]);
    for node in 0..nodes {
        let (own, others) = rest.split_at(rest.partition_point(|&(other, _)| other == node));
        rows.push(own.iter().map(|&(_, id)| id));
        rest = others;
    }
    rows
}

/// The images of a node, each once, and the most bytes that any node says of each.
fn images_of(node: &Node, names: &mut Names, sizes: &mut BTreeMap<u32, u64>) -> Vec<u32> {
    let mut images = Vec::new();
    for image in &node.images {
        let id = names.intern(&image.name);
        let size = sizes.entry(id).or_insert(0);
        *size = image.bytes.max(*size);
        images.push(id);
    }
    images.sort_unstable();
    images.dedup();
    images
}

/// The list of a number, made if it is missing.
fn entry<T>(lists: &mut Vec<Vec<T>>, id: u32) -> &mut Vec<T> {
    let id = id as usize;
    if lists.len() <= id {
        lists.resize_with(id + 1, Vec::new);
    }
    &mut lists[id]
}
