//! Nodes and pods as the trace openb has them.

use ansatz_packing::cluster::{DeviceRequest, Devices, NodeSelectorTerm, Operator, Requirement, Resources};

use crate::{cluster::Cluster, openb};

fn read(texts: &[&str]) -> Result<Cluster, String> {
    let mut cluster = Cluster::default();
    texts.iter().try_for_each(|text| openb::add(text.as_bytes(), &mut cluster).map_err(|error| error.to_string()))?;
    Ok(cluster)
}

const PODS: &str = "name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time\n";

#[test]
fn nodes_and_pods_are_read() {
    let nodes = "model,sn,gpu,cpu_milli,memory_mib\nP100,n1,2,64000,262144\n,n2,0,32000,1024\n";
    let pods = format!(
        "{PODS}p1,12000,16384,1,460,V100M16|V100M32,LS,Failed,7\np2,100,0,0,0,,BE,Running,3\np3,1,1,8,1000,,BE,,9\n"
    );
    let cluster = read(&[nodes, &pods]).unwrap();
    let [first, second] = &cluster.nodes[..] else { panic!("two nodes") };
    assert_eq!(first.allocatable, Resources::from([("cpu", 64_000), ("memory", 262_144 << 20)]));
    assert_eq!((&first.devices[..], first.labels["gpu-model"].as_str()), (&[Devices::new("gpu", 2, 1000)][..], "P100"));
    assert!(second.devices.is_empty() && !second.labels.contains_key("gpu-model"));
    let [first, second, third] = &cluster.arrivals[..] else { panic!("three pods") };
    assert_eq!((first.created, first.pod.labels["qos"].as_str()), (7, "LS"));
    assert_eq!(first.pod.devices, [DeviceRequest::new("gpu", 1, 460)]);
    let models = Requirement::new("gpu-model", Operator::In, ["V100M16", "V100M32"]);
    assert_eq!(first.pod.affinity.node_required, [NodeSelectorTerm::new([models])]);
    assert!(second.pod.devices.is_empty() && second.pod.affinity.node_required.is_empty());
    assert_eq!(third.pod.devices, [DeviceRequest::new("gpu", 8, 1000)]);
    assert!(cluster.arrivals.iter().all(|arrival| arrival.pod.node_name.is_none()));
}

#[test]
fn what_is_wrong_is_said_with_its_lines() {
    let mut text = PODS.to_owned();
    text += "a,1,1,0,0,,BE,,0\nb,1,1\n,1,1,0,0,,BE,,0\n"; // 2 to 4
    text += "c,-1,1,0,0,,BE,,0\nd,1,20000000000000,0,0,,BE,,0\n"; // 5 and 6
    text += "e,1,1,1,0,,BE,,0\nf,1,1,1,1001,,BE,,0\ng,1,1,2000,1,,BE,,0\nh,1,1,0,0,,BE,,\n"; // 7 to 10
    let message = read(&[&text]).unwrap_err();
    let lines: Vec<_> = message.lines().collect();
    assert_eq!(
        lines,
        [
            "8 lines are no rows of the table:",
            "  line 3: 3 fields where the header has 9",
            "  line 4: `name` is empty",
            "  line 5: `cpu_milli` is \"-1\", expected a whole number in 0..=18446744073709551615",
            "  line 6: `memory_mib` is \"20000000000000\", expected a whole number in 0..=17592186044415",
            "  line 7: `gpu_milli` is \"0\", expected a whole number in 1..=1000",
            "  line 8: `gpu_milli` is \"1001\", expected a whole number in 1..=1000",
            "  line 9: `num_gpu` is \"2000\", expected a whole number in 0..=1024",
            "  line 10: `creation_time` is \"\", expected a whole number in 0..=18446744073709551615",
        ]
    );
    let missing = |header: &str| read(&[header]).unwrap_err();
    assert_eq!(missing("sn,gpu\n"), "missing in the header, line 1: column cpu_milli, column memory_mib, column model");
    assert!(missing("name,gpu\n").starts_with("missing in the header, line 1: column cpu_milli, "));
    assert!(missing("").starts_with("the input is empty"));
    // As far as they go.
    assert_eq!(read(&["sn,cpu_milli,memory_mib,gpu,model\n"]).unwrap().nodes.len(), 0);
}
