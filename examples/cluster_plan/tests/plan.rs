//! The whole program.

use std::{collections::BTreeMap, fs, path::PathBuf};

use ansatz_packing::cluster::Strategy;
use lexopt::Parser;

use crate::{
    arguments::{Command, Request, Turn},
    fill::{self, Tile},
    input,
    planned::Planned,
    run,
};

/// The request of a command line without its program.
fn request(arguments: &[&str]) -> Request {
    match Command::parse(Parser::from_args(arguments)) {
        Ok(Command::Plan(request)) => *request,
        other => panic!("no request but {other:?}"),
    }
}

fn planned(request: &Request) -> Planned {
    Planned::new(request, input::read(&request.input).unwrap()).unwrap()
}

/// The verdicts by the first pod that each of them is about.
fn verdicts(planned: &Planned) -> BTreeMap<String, String> {
    planned.stranded.iter().map(|group| (planned.pod_name(group.pods[0]), group.verdict.clone())).collect()
}

/// A folder that is removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("ansatz-cluster-plan-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What the program writes, and its page.
fn output(folder: &Folder, request: Request) -> (String, String) {
    let (mut out, output) = (Vec::new(), folder.0.join("out"));
    run(&Request { output: output.clone(), ..request }, &mut out).unwrap();
    (String::from_utf8(out).unwrap(), fs::read_to_string(output.join("report.html")).unwrap())
}

#[test]
fn the_own_cluster_shows_most_reasons() {
    let planned = planned(&request(&["--no-preemption"]));
    let verdicts = verdicts(&planned);
    for (pod, reason) in [
        ("web-7", "topology spread over topology.kubernetes.io/zone"),
        ("session-0", "pod affinity within kubernetes.io/hostname"),
        ("database-2", "pod anti-affinity within kubernetes.io/hostname"),
        ("database-2", "node selector"),
        ("jobs/trainer-1", "6 nodes: insufficient nvidia.com/gpu"),
        ("jobs/import-0", "5 nodes: insufficient memory (short by"),
        ("jobs/import-0", "1 node: taint dedicated=training:NoSchedule"),
        ("jobs/import-0", "1 node: unschedulable"),
        ("payment-0", "insufficient cpu (short by 2.2 cores)"),
        ("arm-0", "6 nodes: node affinity"),
    ] {
        assert!(verdicts[pod].contains(reason), "{pod}: {}", verdicts[pod]);
    }
    assert_eq!(planned.counts(), [6, 0, 8, 8]);
    let places: BTreeMap<_, _> = planned
        .plan
        .placements()
        .map(|(pod, place)| (planned.pod_name(pod), planned.nodes[place.node].name.as_str()))
        .collect();
    assert_eq!(places["jobs/trainer-0"], "gpu-1");
    // Seven of eight, in both zones as evenly as seven can be.
    let zone = |zone: &str| places.iter().filter(|(pod, node)| pod.starts_with("web") && zone.contains(*node)).count();
    assert_eq!((zone("a-1 a-2").abs_diff(zone("b-1 spot-1")), zone("a-1 a-2 b-1 spot-1")), (1, 7));
}

/// Two payments cannot wait, and the budget lets one pod go.
#[test]
fn pods_make_way_as_far_as_their_budget_allows() {
    let folder = Folder::new("preemption");
    let request = request(&[]);
    let shown = planned(&request);
    let gone: Vec<_> = shown.plan.evictions().map(|step| (shown.pod_name(step.pod), shown.pod_name(step.by))).collect();
    assert_eq!(gone, [("jobs/batch-0".to_owned(), "payment-0".to_owned())]);
    // The pod that had to go has another place.
    assert_eq!(shown.counts(), [5, 1, 10, 7]);
    assert!(verdicts(&shown)["payment-1"].contains("node selector"));
    let (out, page) = output(&folder, request);
    assert!(out.contains("nodes: 6; pods: 5 stay, 1 must go, 10 come, 7 find no place"), "{out}");
    assert!(out.contains("\n  jobs/batch-0   a-2  payment-0\n") && page.contains("To go first"), "{out}");
}

#[test]
fn strategies_and_orders_reach_the_plan() {
    let folder = Folder::new("strategies");
    let nodes = folder.file("nodes.csv", "sn,cpu_milli,memory_mib,gpu,model\na,4000,4096,0,\nb,4000,4096,0,\n");
    let pods = folder.file(
        "pods.csv",
        "name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,creation_time\np,1000,1024,0,0,,BE,3\n\
         q,1000,1024,0,0,,BE,2\nr,4000,1024,0,0,,BE,1\ns,3000,1024,0,0,,BE,0\n",
    );
    let places = |strategy, turn| {
        let input = vec![nodes.clone(), pods.clone()];
        let planned = planned(&Request { input, strategy, turn, ..request(&[]) });
        let found = (0..4).map(|pod| (planned.pod_name(pod), planned.plan.node_of(pod)));
        found.filter_map(|(pod, node)| Some(format!("{pod}{}", node?))).collect::<Vec<_>>().join(" ")
    };
    // Nine of eight processors.
    assert_eq!(places(Strategy::MostAllocated, Turn::Largest), "p1 r0 s1");
    assert_eq!(places(Strategy::MostAllocated, Turn::AsNamed), "p0 q0 r1");
    assert_eq!(places(Strategy::LeastAllocated, Turn::AsNamed), "p0 q1 s0");
    assert_eq!(places(Strategy::MostAllocated, Turn::Created), "s0 r1 q0");
}

#[test]
fn moves_empty_nodes_and_keep_the_parts_of_devices() {
    let folder = Folder::new("moves");
    let nodes = folder.file("nodes.csv", "sn,cpu_milli,memory_mib,gpu,model\na,4000,4096,1,\nb,4000,4096,1,\n");
    let header = "name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,creation_time\n";
    let input = |share| {
        let pods = format!("{header}p,1000,1024,1,600,,BE,3\nq,1000,1024,1,{share},,BE,2\n");
        vec![nodes.clone(), folder.file("pods.csv", &pods)]
    };
    let moves = |share| {
        let spread = Request { strategy: Strategy::LeastAllocated, moves: 5, ..request(&[]) };
        let planned = planned(&Request { input: input(share), ..spread });
        let consolidation = planned.consolidation.unwrap();
        (consolidation.moves.len(), consolidation.nodes_after)
    };
    assert_eq!((moves(400), moves(401)), ((1, 1), (0, 2)));
    let spread = Request { strategy: Strategy::LeastAllocated, moves: 5, input: input(400), ..request(&[]) };
    let (out, page) = output(&folder, spread);
    assert!(
        out.contains("1 moves leave 1 of 2 nodes in use; no plan needs less than 1") && page.contains("Fewer nodes")
    );
    let (out, page) = output(&folder, Request { input: input(400), ..request(&[]) });
    assert!(!out.contains("moves leave") && !page.contains("Fewer nodes"));
}

#[test]
fn the_program_takes_clusters_of_any_kind() {
    let folder = Folder::new("any");
    let node = "{kind: Node, metadata: {name: n}, status: {capacity: {}}}";
    for text in [
        node.to_owned(),
        format!("{node}\n---\n{{kind: Pod, metadata: {{name: p}}, spec: {{}}}}"),
        // A pod that runs and takes more than there is, and one that needs more than anybody has.
        format!(
            "{node}\n---\n{{kind: Pod, metadata: {{name: p}}, spec: {{nodeName: n, containers: [{{resources: {{requests: \
             {{cpu: 9P}}}}}}]}}}}\n---\n{{kind: Pod, metadata: {{name: q}}, spec: {{overhead: {{memory: 16E, example.com/a: 1}}}}}}"
        ),
    ] {
        let file = folder.file("cluster.yaml", &text);
        let (out, page) = output(&folder, Request { input: vec![file], ..request(&[]) });
        assert!(out.contains("nodes: 1; ") && page.contains("<svg") && !page.contains("NaN"), "{out}");
    }
    let fails = |text: &str| {
        let file = folder.file("bad.yaml", text);
        let request = Request { input: vec![file], output: folder.0.join("out"), ..request(&[]) };
        run(&request, &mut Vec::new()).unwrap_err().to_string()
    };
    assert_eq!(fails(""), "there is no node in what was read");
    assert!(fails(&format!("{node}\n---\n{node}")).contains("\"n\""));
    assert!(
        fails(&format!("{node}\n---\n{{kind: Pod, metadata: {{name: p}}, spec: {{nodeName: m}}}}")).contains("\"m\"")
    );
}

#[test]
fn text_of_the_user_cannot_become_markup() {
    let folder = Folder::new("markup");
    let text = "{kind: Node, metadata: {name: '<i>&', labels: {}}, status: {capacity: {}}, spec: {taints: [{key: '<u>', effect: \
                NoSchedule}]}}\n---\n{kind: Pod, metadata: {name: '<script>', namespace: '<b>'}, spec: {}}\n---\n{kind: \
                '<img>'}\n";
    let file = folder.file("cluster.yaml", text);
    let (_, page) = output(&folder, Request { input: vec![file], ..request(&[]) });
    for markup in ["<i>&", "<u>", "<script", "<b><", "<img"] {
        assert!(!page.contains(markup), "{markup}");
    }
    for text in ["&lt;i&gt;&amp;", "&lt;u&gt;", "&lt;b&gt;/&lt;script&gt;", "&lt;img&gt;"] {
        assert!(page.contains(text), "{text}");
    }
}

#[test]
fn every_node_has_a_tile_with_what_its_pods_take() {
    let tiles = fill::tiles(&planned(&request(&["--no-preemption"])));
    let [gpu] = &tiles.iter().filter(|tile| tile.name == "gpu-1").collect::<Vec<_>>()[..] else { panic!("one tile") };
    assert_eq!((gpu.cpu, gpu.memory, &gpu.devices[..]), (4000.0 / 15_500.0, 24.0 / 120.0, &[0.75][..]));
    assert!(tiles.iter().all(|tile| tile.is_closed == (tile.name == "b-2")));

    let folder = Folder::new("tiles");
    let nodes = folder.file("nodes.csv", "sn,cpu_milli,memory_mib,gpu,model\na,4000,4096,3,\n");
    let header = "name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,creation_time\n";
    let pods = folder.file("pods.csv", &format!("{header}p,0,0,2,1000,,BE,3\nq,1000,1024,1,250,,BE,2\n"));
    let shared = planned(&Request { input: vec![nodes, pods], ..request(&[]) });
    let [Tile { devices, cpu, .. }] = &fill::tiles(&shared)[..] else { panic!("one tile") };
    let mut sorted = devices.clone();
    sorted.sort_by(f64::total_cmp);
    assert_eq!((sorted, *cpu), (vec![0.25, 1.0, 1.0], 0.25));
}

/// Every tile is inside of the drawing, and no two overlap, whatever their number is.
#[test]
fn pictures_of_any_number_of_nodes_have_their_size() {
    let tile = |index: usize| Tile {
        name: format!("node-{index}"),
        is_closed: index.is_multiple_of(7),
        cpu: index as f64 / 10.0,
        memory: 0.5,
        devices: vec![0.25; index % 9],
    };
    for count in [0, 1, 3, 40, 1_523, 30_000] {
        let tiles: Vec<Tile> = (0..count).map(tile).collect();
        let chart = fill::picture(&tiles);
        let drawn = count.min(20_000);
        assert_eq!(chart.svg.matches("<g>").count(), drawn);
        assert_eq!(chart.title.ends_with("but for the last 10000"), count == 30_000);
        let number = |text: &str, name: &str| -> f64 {
            text.split_once(&format!(" {name}=\"")).unwrap().1.split('"').next().unwrap().parse().unwrap()
        };
        let bounds = chart.svg.split_once("viewBox=\"0 0 ").unwrap().1.split_once('"').unwrap().0;
        let (width, height) = bounds.split_once(' ').unwrap();
        let (width, height): (f64, f64) = (width.parse().unwrap(), height.parse().unwrap());
        assert!((0.0..=900.0).contains(&height), "{height}");
        // Nor does a bar of a node that is too full.
        assert!(chart.svg.split("<rect").skip(1).all(|rect| number(rect, "y") >= 0.0));
        let mut before = (0.0, 0.0);
        for rect in chart.svg.split("<rect").skip(1).filter(|rect| rect.contains("#eeeeee") || rect.contains("#c9c9c9"))
        {
            let (x, y, side) = (number(rect, "x"), number(rect, "y"), number(rect, "width"));
            // A tenth is what rounding leaves open.
            assert!(x + side <= width + 0.1 && y + side <= height + 0.1 && side > 0.0);
            assert!(y > before.1 || x >= before.0 - 0.1, "{x} {y}");
            before = (x + side, y);
        }
        assert_eq!(chart.svg.matches("<text").count(), if count <= 120 { drawn } else { 0 });
    }
}
