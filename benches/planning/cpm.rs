//! CPM beside `petgraph`, by its topological order and two passes as one writes them, and beside the crate for it,
//! `utf8proj-solver`, which keeps its tasks by name.
//!
//! Links are from finish to start, for which all agree. The peers' graphs are there before the clock runs, while ours is
//! built from the network's list of links, and `petgraph` has no dates that must be kept. A changed duration is a new
//! computation for it. `cpm-rs` recurses over all paths and is left out.

use std::hint::black_box;

use ansatz_planning::{Cpm, LinkKind::FinishToStart, Network};
use ansatz_random::{Stream, below};
use criterion::{BenchmarkGroup, Criterion, SamplingMode, Throughput, measurement::WallTime};
use petgraph::{Direction, algo::toposort, graph::DiGraph, visit::EdgeRef};
use utf8proj_core::{Dependency, DependencyType, Duration, Task};
use utf8proj_solver::{cpm::CpmScheduler, dag::SchedulingGraph};

pub(crate) fn bench(criterion: &mut Criterion) {
    for tasks in TASKS {
        let network = network(tasks);
        let graph = graph(&network);
        let mut cpm = Cpm::new(&network).unwrap();
        let dates = dates(&graph);
        for (task, dates) in dates.iter().enumerate() {
            let times = cpm.times(task).unwrap();
            assert_eq!((times.early_start, times.total_float as u64), (dates.head, dates.float));
        }

        let mut group = group(criterion, "new", tasks);
        group.bench_function("ansatz", |b| b.iter_with_large_drop(|| Cpm::new(black_box(&network)).unwrap()));
        group.bench_function("petgraph", |b| b.iter_with_large_drop(|| self::dates(black_box(&graph))));
        if tasks <= NAMED {
            let named = named(&network);
            let scheduler = CpmScheduler::new();
            assert_eq!(scheduler.schedule(&named).unwrap().project_end as u64, cpm.finish());
            group.bench_function("utf8proj-solver", |b| {
                b.iter_with_large_drop(|| scheduler.schedule(black_box(&named)).unwrap());
            });
        }
        group.finish();

        let mut group = self::group(criterion, "set_duration", tasks);
        group.throughput(Throughput::Elements(1));
        let mut stream = Stream::new(SEED, 1);
        let mut change = || (below(&mut stream, tasks as u64) as usize, 1 + below(&mut stream, LONGEST));
        group.bench_function("ansatz", |b| {
            b.iter(|| {
                let (task, duration) = change();
                cpm.set_duration(task, duration).unwrap()
            });
        });
        let mut graph = graph;
        group.bench_function("petgraph", |b| {
            b.iter_with_large_drop(|| {
                let (task, duration) = change();
                graph[petgraph::graph::NodeIndex::new(task)] = duration;
                self::dates(&graph)
            });
        });
        group.finish();
    }
}

fn group<'a>(criterion: &'a mut Criterion, name: &str, tasks: usize) -> BenchmarkGroup<'a, WallTime> {
    let mut group = criterion.benchmark_group(format!("planning/cpm/{name}/{tasks}"));
    group.throughput(Throughput::Elements(tasks as u64));
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    group
}

/// Each task waits for three of the thousand before it.
fn network(tasks: usize) -> Network {
    let mut stream = Stream::new(SEED, 0);
    let mut network = Network::new();
    for task in 0..tasks {
        network.add_task(1 + below(&mut stream, LONGEST));
        for _ in 0..3.min(task) {
            let from = task - 1 - below(&mut stream, task.min(1_000) as u64) as usize;
            network.link(from, task, FinishToStart, below(&mut stream, 3) as i64).unwrap();
        }
    }
    network
}

/// Durations at the nodes, lags on the edges.
fn graph(network: &Network) -> DiGraph<u64, u64> {
    let mut graph = DiGraph::with_capacity(network.len(), network.links().len());
    let nodes: Vec<_> = network.durations().iter().map(|&duration| graph.add_node(duration)).collect();
    for link in network.links() {
        graph.add_edge(nodes[link.from], nodes[link.to], link.lag as u64);
    }
    graph
}

#[derive(Clone, Copy, Default)]
struct Dates {
    head: u64,
    tail: u64,
    float: u64,
}

fn dates(graph: &DiGraph<u64, u64>) -> Vec<Dates> {
    let order = toposort(graph, None).unwrap();
    let mut dates = vec![Dates::default(); graph.node_count()];
    for &node in &order {
        let before = graph.edges_directed(node, Direction::Incoming);
        let heads = before.map(|edge| dates[edge.source().index()].head + graph[edge.source()] + edge.weight());
        dates[node.index()].head = heads.max().unwrap_or(0);
    }
    for &node in order.iter().rev() {
        let tails = graph.edges(node).map(|edge| dates[edge.target().index()].tail + edge.weight());
        dates[node.index()].tail = graph[node] + tails.max().unwrap_or(0);
    }
    let finish = dates.iter().map(|dates| dates.head + dates.tail).max().unwrap_or(0);
    for dates in &mut dates {
        dates.float = finish - dates.head - dates.tail;
    }
    dates
}

fn named(network: &Network) -> SchedulingGraph {
    let mut tasks: Vec<_> = network
        .durations()
        .iter()
        .enumerate()
        .map(|(task, &days)| Task::new(format!("t{task}")).duration(Duration::days(days as i64)))
        .collect();
    for link in network.links() {
        tasks[link.to].depends.push(Dependency {
            predecessor: format!("t{}", link.from),
            dep_type: DependencyType::FinishToStart,
            lag: Some(Duration::days(link.lag)),
        });
    }
    SchedulingGraph::from_wbs(&tasks).unwrap()
}

const SEED: u64 = 71;

const TASKS: [usize; 3] = [10_000, 100_000, 1_000_000];

/// Up to so many a peer that keeps tasks by name is measured.
const NAMED: usize = 100_000;

/// The longest duration.
const LONGEST: u64 = 100;
