//! The trace openb: a GPU cluster of Alibaba's from 2023, as two CSV files without quotes. `packing_table` reads it too.
//!
//! A pod with one GPU may take a part of it, in thousandths. Every pod is new and waits, whatever became of it there.

use std::{fs, path::Path};

use ansatz_packing::cluster::{DeviceRequest, Devices, Node, NodeSelectorTerm, Operator, Pod, Requirement, Resources};

/// The nodes, and the pods in the order in which they came.
pub(super) fn read(folder: &Path) -> Result<(Vec<Node>, Vec<Pod>), String> {
    let nodes = rows(&folder.join("openb_node_list_all_node.csv"), NODE, node)?;
    let mut arrivals = rows(&folder.join("openb_pod_list_default.csv"), POD, arrival)?;
    arrivals.sort_by_key(|&(created, _)| created);
    Ok((nodes, arrivals.into_iter().map(|(_, pod)| pod).collect()))
}

fn node([name, cpu, memory, gpus, model]: [&str; 5]) -> Result<Node, String> {
    let node = Node::new(name, resources(cpu, memory)?);
    Ok(match number(gpus)? as usize {
        0 => node,
        gpus => node.devices(Devices::new(GPU, gpus, WHOLE)).label(MODEL, model),
    })
}

fn arrival([name, cpu, memory, gpus, share, models, created]: [&str; 7]) -> Result<(u64, Pod), String> {
    let (gpus, share) = (number(gpus)? as usize, number(share)?);
    let mut pod = Pod::new(name, resources(cpu, memory)?);
    if gpus > 0 {
        pod = pod.devices(DeviceRequest::new(GPU, gpus, share));
    }
    if !models.is_empty() {
        let any = Requirement::new(MODEL, Operator::In, models.split('|'));
        pod.affinity.node_required.push(NodeSelectorTerm::new([any]));
    }
    Ok((number(created)?, pod))
}

fn resources(cpu: &str, mebibytes: &str) -> Result<Resources, String> {
    Ok(Resources::from([("cpu", number(cpu)?), ("memory", number(mebibytes)?.saturating_mul(1 << 20))]))
}

fn number(field: &str) -> Result<u64, String> {
    field.parse().map_err(|_| format!("a field is {field:?}, allowed: a whole number, at most {}", u64::MAX))
}

/// What `read` makes of the fields under these columns, row by row.
fn rows<const N: usize, T>(
    file: &Path,
    columns: [&str; N],
    read: impl Fn([&str; N]) -> Result<T, String>,
) -> Result<Vec<T>, String> {
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    parse(&text, columns, read).map_err(|(line, wrong)| format!("{}:{line}: {wrong}", file.display()))
}

fn parse<const N: usize, T>(
    text: &str,
    columns: [&str; N],
    read: impl Fn([&str; N]) -> Result<T, String>,
) -> Result<Vec<T>, (usize, String)> {
    let mut lines = (1..).zip(text.lines());
    let header: Vec<&str> = lines.next().map(|(_, line)| line.split(',').collect()).unwrap_or_default();
    let mut places = [0; N];
    for (place, column) in places.iter_mut().zip(columns) {
        let found = header.iter().position(|name| *name == column);
        *place = found.ok_or_else(|| (1, format!("no column `{column}`")))?;
    }
    let row = |line: &str| {
        let fields: Vec<&str> = line.split(',').collect();
        if fields.len() == header.len() {
            read(places.map(|place| fields[place]))
        } else {
            Err(format!("{} fields, allowed: {}", fields.len(), header.len()))
        }
    };
    lines.map(|(number, line)| row(line).map_err(|wrong| (number, wrong))).collect()
}

/// The devices' name.
pub(super) const GPU: &str = "gpu";
/// Of each of them: a GPU in thousandths.
pub(super) const WHOLE: u64 = 1_000;
const MODEL: &str = "gpu-model";
const NODE: [&str; 5] = ["sn", "cpu_milli", "memory_mib", "gpu", "model"];
const POD: [&str; 7] = ["name", "cpu_milli", "memory_mib", "num_gpu", "gpu_milli", "gpu_spec", "creation_time"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_name() {
        let text = "model,gpu,sn,more,memory_mib,cpu_milli\nT4,2,a,x,1024,64000\n";
        let nodes = parse(text, NODE, node).unwrap();
        let expected = Node::new("a", Resources::from([("cpu", 64_000), ("memory", 1 << 30)]));
        assert_eq!(nodes, [expected.devices(Devices::new(GPU, 2, WHOLE)).label(MODEL, "T4")]);
    }

    #[test]
    fn a_pod_asks_for_a_part_of_one_of_several_models() {
        let arrivals = parse(&format!("{}\np,100,1,1,460,T4|P100,7", POD.join(",")), POD, arrival).unwrap();
        let (created, pod) = &arrivals[0];
        assert_eq!((*created, &pod.devices[..]), (7, &[DeviceRequest::new(GPU, 1, 460)][..]));
        let of = |model: &str| ansatz_packing::cluster::Labels::from([(MODEL.to_owned(), model.to_owned())]);
        let term = &pod.affinity.node_required[0];
        assert!(term.matches(&of("P100")) && !term.matches(&of("V100")));
    }

    #[test]
    fn broken_lines_are_told_by_number_and_fault() {
        let header = NODE.join(",");
        for (text, line, wrong) in [
            (String::new(), 1, "no column `sn`"),
            (format!("{header}\na,1,1,0,\nb,1,1,0"), 3, "4 fields, allowed: 5"),
            (
                format!("{header}\na,1,x,0,"),
                2,
                "a field is \"x\", allowed: a whole number, at most 18446744073709551615",
            ),
        ] {
            assert_eq!(parse(&text, NODE, node).unwrap_err(), (line, wrong.to_owned()));
        }
    }
}
