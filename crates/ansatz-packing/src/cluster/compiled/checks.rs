//! What must hold of nodes, pods and groups before anything is placed.

use alloc::{boxed::Box, collections::BTreeMap, format, string::String, vec::Vec};

use super::{Groups, Model, NONE, quick_hash};
use crate::cluster::{ClusterError, DeviceRequest, Devices, Node, Pod, PodGroup};

/// The most devices of one name that a node can have. Memory is taken for each, so that their number needs a limit; the
/// machines with the most accelerators have some dozens, and cards cut them into parts of a hundred.
const MAX_DEVICES: usize = 1024;

/// The number of devices, if it is one that a node can have.
pub(super) fn device_count(node: &Node, devices: &Devices) -> Result<u32, ClusterError> {
    if devices.count > MAX_DEVICES {
        let (node, name) = (node.name.clone(), devices.name.clone());
        return Err(ClusterError::TooManyDevices { node, name, count: devices.count, max: MAX_DEVICES });
    }
    Ok(devices.count as u32)
}

/// Checks what can be wrong with pods alone.
pub(super) fn require_pods(pods: &[Pod]) -> Result<(), ClusterError> {
    let name = |pod: usize| (&pods[pod].namespace, &pods[pod].name);
    let names = Groups::new(pods.len(), |pod| quick_hash(&name(pod)), |a, b| name(a) == name(b));
    if let Some(pod) = (0..pods.len()).find(|&pod| names.first[names.of[pod] as usize] as usize != pod) {
        return Err(ClusterError::DuplicatePod { pod: full_name(&pods[pod]) });
    }
    pods.iter().try_for_each(require_pod)
}

fn require_pod(pod: &Pod) -> Result<(), ClusterError> {
    let affinity = &pod.affinity;
    let of_nodes = affinity.node_preferred.iter().map(|wish| wish.weight);
    let of_pods = affinity.pod_preferred.iter().chain(&affinity.pod_anti_preferred).map(|wish| wish.weight);
    if let Some(weight) = of_nodes.chain(of_pods).find(|weight| !weight.is_finite()) {
        return Err(ClusterError::PreferenceWeight { pod: full_name(pod), weight });
    }
    for (index, request) in pod.devices.iter().enumerate() {
        if pod.devices[..index].iter().any(|other| other.name == request.name) {
            return Err(ClusterError::DuplicateDevices { of: full_name(pod), name: request.name.clone() });
        }
    }
    Ok(())
}

/// The nodes by their names.
pub(super) fn nodes_by_name(nodes: &[Node]) -> Result<BTreeMap<&str, u32>, ClusterError> {
    let mut by_name = BTreeMap::new();
    for (index, node) in (0..).zip(nodes) {
        if by_name.insert(node.name.as_str(), index).is_some() {
            return Err(ClusterError::DuplicateNode { node: node.name.clone() });
        }
    }
    Ok(by_name)
}

/// The gangs by their names.
pub(super) fn groups_by_name(groups: &[PodGroup]) -> Result<BTreeMap<&str, u32>, ClusterError> {
    let mut by_name = BTreeMap::new();
    for (index, group) in (0..).zip(groups) {
        if by_name.insert(group.name.as_str(), index).is_some() {
            return Err(ClusterError::DuplicateGroup { group: group.name.clone() });
        }
    }
    Ok(by_name)
}

/// The gang of a pod, or [`NONE`].
pub(super) fn group_of(pod: &Pod, groups: &BTreeMap<&str, u32>) -> Result<u32, ClusterError> {
    let Some(name) = &pod.group else { return Ok(NONE) };
    let unknown = || ClusterError::UnknownGroup { pod: full_name(pod), group: name.clone() };
    groups.get(name.as_str()).copied().ok_or_else(unknown)
}

/// The node of a pod that runs.
pub(super) fn node_of(pod: &Pod, nodes: &BTreeMap<&str, u32>) -> Result<Option<u32>, ClusterError> {
    let Some(name) = &pod.node_name else { return Ok(None) };
    let unknown = || ClusterError::UnknownNode { pod: full_name(pod), node: name.clone() };
    nodes.get(name.as_str()).map(|&node| Some(node)).ok_or_else(unknown)
}

/// The devices on which a pod of this node runs, by the asks of its class, among all of the cluster; an empty list where
/// the placer picks.
pub(super) fn devices_of(pod: &Pod, node: u32, model: &Model) -> Result<Box<[Box<[u32]>]>, ClusterError> {
    let mut devices = Vec::new();
    for request in &pod.devices {
        let of_request = running_devices(pod, request, node, model)?;
        // Whoever asks for none has said none, as has been checked: that is no ask.
        if request.count > 0 {
            devices.push(of_request);
        }
    }
    Ok(devices.into())
}

fn running_devices(pod: &Pod, request: &DeviceRequest, node: u32, model: &Model) -> Result<Box<[u32]>, ClusterError> {
    let slots = model.slots(&request.name, node as usize);
    let available = slots.count as usize;
    let mut sorted = request.devices.clone();
    sorted.sort_unstable();
    sorted.dedup();
    let in_range = sorted.last().is_none_or(|&last| last < available);
    let as_many = sorted.len() == request.devices.len() && (sorted.is_empty() || sorted.len() == request.count);
    if !in_range || !as_many {
        let (pod, name) = (full_name(pod), request.name.clone());
        let devices = format!("{:?}", request.devices);
        return Err(ClusterError::RunningDevices { pod, name, devices, count: request.count, available });
    }
    Ok(request.devices.iter().map(|&device| slots.first + device as u32).collect::<Vec<_>>().into())
}

/// Namespace and name, as `kubectl` writes them.
fn full_name(pod: &Pod) -> String {
    format!("{}/{}", pod.namespace, pod.name)
}
