//! Pods on nodes, beside what a scheduler does that has one pod at a time (`scan`), and first fit (`floor`).
//!
//! No crate does this: what there is on crates.io needs a cluster, or hands a few items to a solver.

use std::hint::black_box;

use ansatz_benches::cluster::{DISK, Pods, nodes, pods};
use ansatz_packing::cluster::{Node, Order, Pod, Policy, place};
use criterion::{BenchmarkGroup, Criterion, SamplingMode, Throughput, measurement::WallTime};

pub(crate) fn bench(criterion: &mut Criterion) {
    for count in NODES {
        beside(criterion, "place", count, Pods::Plain);
    }
    for count in &NODES[..2] {
        beside(criterion, "place_distinct", *count, Pods::Distinct);
    }
    for count in NODES {
        let (nodes, pods) = (nodes(count, SEED), pods(PODS * count, Pods::Affine, SEED));
        alone(&mut group(criterion, "place_affine", &nodes, &pods), &nodes, &pods);
    }
}

fn beside(criterion: &mut Criterion, name: &str, count: usize, kind: Pods) {
    let (nodes, pods) = (nodes(count, SEED), pods(PODS * count, kind, SEED));
    let (machines, tasks): (Vec<_>, Vec<_>) =
        (nodes.iter().map(Machine::new).collect(), pods.iter().map(Task::new).collect());
    let plan = place(&pods, &nodes, &policy()).unwrap();
    let scanned = scan(machines.clone(), &tasks);
    assert!(scanned.iter().enumerate().all(|(pod, node)| *node == plan.node_of(pod)), "{name}/{count}");
    let mut group = group(criterion, name, &nodes, &pods);
    alone(&mut group, &nodes, &pods);
    group.bench_function("scan", |b| b.iter(|| scan(machines.clone(), black_box(&tasks))));
    group.bench_function("floor", |b| b.iter(|| first_fit(machines.clone(), black_box(&tasks))));
    group.finish();
}

fn alone(group: &mut BenchmarkGroup<'_, WallTime>, nodes: &[Node], pods: &[Pod]) {
    group.bench_function("ansatz", |b| {
        b.iter_with_large_drop(|| place(black_box(pods), black_box(nodes), &policy()).unwrap());
    });
}

fn group<'a>(criterion: &'a mut Criterion, name: &str, nodes: &[Node], pods: &[Pod]) -> BenchmarkGroup<'a, WallTime> {
    let mut group = criterion.benchmark_group(format!("packing/cluster/{name}/{}x{}", nodes.len(), pods.len()));
    group.throughput(Throughput::Elements(pods.len() as u64));
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    group
}

fn policy() -> Policy {
    Policy::default().order(Order::AsNamed)
}

/// What there is, and what is left of it: processors, memory, pods.
#[derive(Clone)]
struct Machine {
    free: [u64; 3],
    inverse: [f64; 2],
    ssd: bool,
}

/// What a pod takes.
struct Task {
    asks: [u64; 3],
    ssd: bool,
}

impl Machine {
    fn new(node: &Node) -> Self {
        let free = ["cpu", "memory", "pods"].map(|resource| node.allocatable.amount(resource));
        let ssd = node.labels.get(DISK).is_some_and(|disk| disk == "ssd");
        Self { free, inverse: [0, 1].map(|resource| 1.0 / free[resource] as f64), ssd }
    }

    fn fits(&self, task: &Task) -> bool {
        self.free.iter().zip(task.asks).all(|(free, asked)| *free >= asked) && (self.ssd || !task.ssd)
    }

    /// The mean of the parts of processors and memory that are taken then, and how little they differ.
    fn score(&self, task: &Task) -> f64 {
        let [cpu, memory] =
            [0, 1].map(|resource| 1.0 - (self.free[resource] - task.asks[resource]) as f64 * self.inverse[resource]);
        let mean = 0.5 * (cpu + memory);
        let variance = 0.5 * (cpu * cpu + memory * memory) - mean * mean;
        mean + (1.0 - variance.max(0.0).sqrt())
    }

    fn take(&mut self, task: &Task) {
        self.free.iter_mut().zip(task.asks).for_each(|(free, asked)| *free -= asked);
    }
}

impl Task {
    fn new(pod: &Pod) -> Self {
        let asks = [pod.requests.amount("cpu"), pod.requests.amount("memory"), 1];
        Self { asks, ssd: !pod.node_selector.is_empty() }
    }
}

/// The node of each pod: of all that it fits on the one with the best score, the first of several.
fn scan(mut machines: Vec<Machine>, tasks: &[Task]) -> Vec<Option<usize>> {
    let best = |task: &Task| {
        let mut best: Option<(usize, f64)> = None;
        for (node, machine) in machines.iter().enumerate().filter(|(_, machine)| machine.fits(task)) {
            let score = machine.score(task);
            if best.is_none_or(|(_, high)| score > high) {
                best = Some((node, score));
            }
        }
        let node = best?.0;
        machines[node].take(task);
        Some(node)
    };
    tasks.iter().map(best).collect()
}

/// The first node that it fits on.
fn first_fit(mut machines: Vec<Machine>, tasks: &[Task]) -> Vec<Option<usize>> {
    let first = |task: &Task| {
        let node = machines.iter().position(|machine| machine.fits(task))?;
        machines[node].take(task);
        Some(node)
    };
    tasks.iter().map(first).collect()
}

const NODES: [usize; 3] = [100, 1_000, 5_000];
const SEED: u64 = 1;
/// For each node: as many as the largest clusters that Kubernetes is made for.
const PODS: usize = 30;
