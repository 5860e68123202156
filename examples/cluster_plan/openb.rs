//! Nodes and pods as the trace openb has them (Alibaba's GPU cluster, 2023): two CSV files.
//!
//! A pod with one GPU may take a part of it, in thousandths. The phase that the trace notes is how the pod ended there;
//! here every pod is new and waits.

use ansatz_examples::{
    csv::excerpt,
    rows::{Rows, TableError},
};
use ansatz_packing::cluster::{DeviceRequest, Devices, Node, NodeSelectorTerm, Operator, Pod, Requirement, Resources};

use crate::cluster::{Arrival, Cluster};

/// Adds the rows of a text: nodes or pods, as its header says.
pub(crate) fn add(text: &[u8], cluster: &mut Cluster) -> Result<(), TableError> {
    match Rows::new(text, NODE) {
        Ok(mut rows) => {
            while rows.read(|_, fields| {
                cluster.nodes.push(node(fields)?);
                Ok(())
            })? {}
            rows.require_whole()
        }
        Err(TableError::MissingColumns(missing)) if missing.contains(&NODE[0]) => {
            let mut rows = Rows::new(text, POD)?;
            while rows.read(|_, fields| {
                cluster.arrivals.push(pod(fields)?);
                Ok(())
            })? {}
            rows.require_whole()
        }
        Err(error) => Err(error),
    }
}

fn node([sn, cpu, memory, gpus, model]: [&str; NODE.len()]) -> Result<Node, String> {
    let mut node = Node::new(named("sn", sn)?, resources(cpu, memory)?);
    let gpus = whole("gpu", gpus, 0, MOST_GPUS)?;
    if gpus > 0 {
        node = node.devices(Devices::new(GPU, gpus as usize, WHOLE_GPU));
    }
    Ok(if model.is_empty() { node } else { node.label(MODEL, model) })
}

fn pod([name, cpu, memory, gpus, share, models, qos, created]: [&str; POD.len()]) -> Result<Arrival, String> {
    let mut pod = Pod::new(named("name", name)?, resources(cpu, memory)?).label("qos", qos);
    let gpus = whole("num_gpu", gpus, 0, MOST_GPUS)?;
    let share = whole("gpu_milli", share, u64::from(gpus > 0), WHOLE_GPU)?;
    if gpus > 0 {
        pod = pod.devices(DeviceRequest::new(GPU, gpus as usize, share));
    }
    if !models.is_empty() {
        let any = Requirement::new(MODEL, Operator::In, models.split('|'));
        pod.affinity.node_required.push(NodeSelectorTerm::new([any]));
    }
    Ok(Arrival { created: whole("creation_time", created, 0, u64::MAX)?, pod })
}

fn resources(cpu: &str, memory: &str) -> Result<Resources, String> {
    let cpu = whole("cpu_milli", cpu, 0, u64::MAX)?;
    let memory = whole("memory_mib", memory, 0, u64::MAX >> 20)?;
    Ok(Resources::from([("cpu", cpu), ("memory", memory << 20)]))
}

fn named<'a>(column: &str, field: &'a str) -> Result<&'a str, String> {
    if field.is_empty() { Err(format!("`{column}` is empty")) } else { Ok(field) }
}

fn whole(column: &str, field: &str, least: u64, most: u64) -> Result<u64, String> {
    let number = ansatz_examples::whole(field.trim(), least..=most);
    number.map_err(|expected| format!("`{column}` is {:?}, {expected}", excerpt(field)))
}

const NODE: [&str; 5] = ["sn", "cpu_milli", "memory_mib", "gpu", "model"];
const POD: [&str; 8] = ["name", "cpu_milli", "memory_mib", "num_gpu", "gpu_milli", "gpu_spec", "qos", "creation_time"];
const GPU: &str = "gpu";
const MODEL: &str = "gpu-model";
/// A GPU in thousandths.
const WHOLE_GPU: u64 = 1000;
/// More than any machine has; each has a place of its own in a plan.
const MOST_GPUS: u64 = 1024;
