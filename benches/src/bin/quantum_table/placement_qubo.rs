//! Small placements as QUBOs: how often a search of each kind finds the best one, beside what moves among placements that are
//! feasible.

use std::time::Duration;

use ansatz_benches::{positive, seconds, steps};
use ansatz_packing::cluster::{
    GeneticPlacement, Node, NodesUsed, PlacementModel, Plan, Pod, Policy, Resources, Strategy,
};
use ansatz_quantum::{
    placement::PlacementQubo,
    solvers::{ExactSearch, Sample, SimulatedAnnealing, TabuConfig, TabuSearch},
};
use ansatz_random::{Stream, below};
use cpu_time::ThreadTime;

/// Prints for sizes of clusters what each search makes of drawn ones; `None` if the arguments are none that it knows.
pub(crate) fn run(arguments: &[&str]) -> Option<Result<(), String>> {
    let (mut time, mut clusters, mut rest) = (Duration::from_millis(50), 20, arguments);
    loop {
        match *rest {
            ["--seconds", text, ref tail @ ..] => (time, rest) = (seconds(text)?, tail),
            ["--seeds", text, ref tail @ ..] => (clusters, rest) = (positive(text)?, tail),
            [] => return Some(table(time, clusters)),
            _ => return None,
        }
    }
}

fn table(time: Duration, clusters: u64) -> Result<(), String> {
    println!("nodes pods room bits search optimal feasible seconds");
    for size in SIZES {
        let clusters: Vec<Cluster> =
            (0..clusters).map(|seed| Cluster::drawn(size, seed)).collect::<Result<_, String>>()?;
        let bits = clusters.iter().map(|cluster| cluster.problem.model().len()).max().unwrap_or(0);
        for (name, search) in SEARCHES {
            if name == "exact" && bits > MOST_EXACT {
                continue;
            }
            let mut all = Tally::default();
            for (seed, cluster) in clusters.iter().enumerate() {
                let clock = ThreadTime::now();
                let placed = search(cluster, time, seed as u64)?;
                all.add(cluster, placed.as_deref(), clock.elapsed())?;
            }
            let Size { nodes, pods, room } = size;
            println!("{nodes} {pods} {room} {bits} {name} {}", all.line());
        }
    }
    println!(
        "# {clusters} clusters of each size; sa, tabu and genetic have {} s of processor time for each, exact and place what \
         they take",
        time.as_secs_f64()
    );
    Ok(())
}

/// How many nodes and pods, and what a node has.
#[derive(Debug, Clone, Copy)]
struct Size {
    nodes: usize,
    pods: usize,
    room: u64,
}

struct Cluster {
    size: Size,
    requests: Vec<u64>,
    model: PlacementModel,
    problem: PlacementQubo,
    /// Pods without a node and nodes used in the best placements.
    least: (usize, usize),
}

impl Cluster {
    /// Equal nodes, and pods that take a fifth to three fifths of one's processors.
    fn drawn(size: Size, seed: u64) -> Result<Self, String> {
        let mut stream = Stream::new(2, seed);
        let fifth = size.room / 5;
        let requests: Vec<u64> = (0..size.pods).map(|_| fifth + below(&mut stream, 2 * fifth + 1)).collect();
        let cpu = |amount| Resources::from([("cpu", amount)]);
        let nodes: Vec<Node> = (0..size.nodes).map(|node| Node::new(format!("node-{node}"), cpu(size.room))).collect();
        let pods = requests.iter().enumerate().map(|(pod, &amount)| Pod::new(format!("pod-{pod}"), cpu(amount)));
        let pods: Vec<Pod> = pods.collect();
        let policy = Policy::new(Strategy::MostAllocated);
        let model = PlacementModel::new(&pods, &nodes, &policy).map_err(|error| error.to_string())?;
        let problem = PlacementQubo::new(&pods, &nodes).map_err(|error| error.to_string())?;
        let least = least(&requests, &mut vec![size.room; size.nodes], size.room);
        Ok(Self { size, requests, model, problem, least })
    }

    /// Pods without a node and nodes that are used; `None` if more is taken somewhere than there is.
    fn counts(&self, placed: &[Option<usize>]) -> Option<(usize, usize)> {
        let mut taken = vec![0; self.size.nodes];
        for (node, amount) in placed.iter().zip(&self.requests) {
            if let Some(node) = *node {
                taken[node] += amount;
            }
        }
        let unplaced = placed.iter().filter(|node| node.is_none()).count();
        let used = taken.iter().filter(|&&taken| taken > 0).count();
        taken.iter().all(|&taken| taken <= self.size.room).then_some((unplaced, used))
    }
}

/// The fewest pods without a node, and the fewest nodes that hold all others, by trying all; nodes that are equally full are
/// tried once.
fn least(requests: &[u64], free: &mut [u64], room: u64) -> (usize, usize) {
    let Some((&request, rest)) = requests.split_first() else {
        return (0, free.iter().filter(|&&free| free < room).count());
    };
    let (unplaced, used) = least(rest, free, room);
    let mut best = (unplaced + 1, used);
    for node in 0..free.len() {
        if free[node] >= request && !free[..node].contains(&free[node]) {
            free[node] -= request;
            best = best.min(least(rest, free, room));
            free[node] += request;
        }
    }
    best
}

/// What became of a search's placements.
#[derive(Debug, Default)]
struct Tally {
    clusters: usize,
    optimal: usize,
    feasible: usize,
    time: Duration,
}

impl Tally {
    /// An error for a placement that says that it is feasible, and is not.
    fn add(&mut self, cluster: &Cluster, placed: Option<&[Option<usize>]>, time: Duration) -> Result<(), String> {
        self.clusters += 1;
        self.time += time;
        let Some(placed) = placed else { return Ok(()) };
        let counts = cluster.counts(placed).ok_or_else(|| format!("{placed:?} takes more than there is"))?;
        self.feasible += 1;
        self.optimal += usize::from(counts == cluster.least);
        Ok(())
    }

    fn line(&self) -> String {
        let seconds = self.time.as_secs_f64() / self.clusters as f64;
        format!("{} {} {seconds:.6}", self.optimal, self.feasible)
    }
}

/// A node for each pod or none; `None` if a rule is broken.
type Placed = Option<Vec<Option<usize>>>;

type Search = fn(&Cluster, Duration, u64) -> Result<Placed, String>;

const SEARCHES: [(&str, Search); 5] = [
    ("exact", exact),
    ("sa", anneal),
    ("tabu", tabu),
    ("genetic", genetic),
    ("place", |cluster, _, _| Ok(Some(placed(cluster, &cluster.model.place(&[]))))),
];

fn exact(cluster: &Cluster, _: Duration, _: u64) -> Result<Placed, String> {
    let mut search = ExactSearch::new(cluster.problem.model()).map_err(|error| error.to_string())?;
    while search.step(u64::MAX) {}
    decode(cluster, search.best().spins())
}

/// Batches of as many reads as share the processor's vectors, until the time is over.
fn anneal(cluster: &Cluster, time: Duration, seed: u64) -> Result<Placed, String> {
    let (clock, mut best) = (ThreadTime::now(), None);
    for number in 0.. {
        let search = SimulatedAnnealing::new(cluster.problem.model(), 16, (seed << 32) | number);
        let mut search = search.map_err(|error| error.to_string())?;
        while search.step(u64::MAX) {}
        let found = search.best();
        if best.as_ref().is_none_or(|best: &Sample| found.energy() < best.energy()) {
            best = Some(found);
        }
        if clock.elapsed() >= time {
            break;
        }
    }
    best.map_or(Ok(None), |best| decode(cluster, best.spins()))
}

fn tabu(cluster: &Cluster, time: Duration, seed: u64) -> Result<Placed, String> {
    let config = TabuConfig::default().iterations(u64::MAX);
    let search = TabuSearch::with_config(cluster.problem.model(), &config, 1, seed);
    let mut search = search.map_err(|error| error.to_string())?;
    steps::within(time, |turns| search.step(turns));
    decode(cluster, search.best().spins())
}

fn genetic(cluster: &Cluster, time: Duration, seed: u64) -> Result<Placed, String> {
    let search = GeneticPlacement::new(cluster.model.clone(), NodesUsed, seed);
    let mut search = search.map_err(|error| error.to_string())?;
    steps::within(time, |plans| search.step(plans));
    Ok(Some(placed(cluster, search.best())))
}

fn decode(cluster: &Cluster, spins: &[i8]) -> Result<Placed, String> {
    cluster.problem.decode(spins).map_err(|error| error.to_string())
}

fn placed(cluster: &Cluster, plan: &Plan) -> Vec<Option<usize>> {
    cluster.model.waiting().iter().map(|&pod| plan.node_of(pod)).collect()
}

/// What an [`ExactSearch`] takes.
const MOST_EXACT: usize = 30;

/// As long as an exact search takes them, and beyond; the last are as large as the one before, in finer units.
const SIZES: [Size; 7] = [
    Size { nodes: 2, pods: 3, room: 10 },
    Size { nodes: 2, pods: 6, room: 10 },
    Size { nodes: 3, pods: 4, room: 10 },
    Size { nodes: 3, pods: 5, room: 10 },
    Size { nodes: 4, pods: 6, room: 10 },
    Size { nodes: 4, pods: 8, room: 10 },
    Size { nodes: 4, pods: 8, room: 1000 },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_by_trying_all() {
        // 5 3 2 and 4 3 3 fill two nodes of 10; of 7, 7 and 4 only two find a place.
        assert_eq!(least(&[5, 3, 2, 4, 3, 3], &mut [10; 3], 10), (0, 2));
        assert_eq!(least(&[7, 7, 4], &mut [10; 2], 10), (1, 2));
        assert_eq!(least(&[11], &mut [10; 2], 10), (1, 0));
    }

    #[test]
    fn every_search_finds_the_best_of_a_small_one() {
        let cluster = Cluster::drawn(SIZES[0], 1).unwrap();
        for (name, search) in SEARCHES {
            let mut all = Tally::default();
            let found = search(&cluster, Duration::from_millis(5), 1).unwrap();
            all.add(&cluster, found.as_deref(), Duration::ZERO).unwrap();
            assert_eq!((all.optimal, all.feasible), (1, 1), "{name}");
        }
    }

    #[test]
    fn placements_are_checked() {
        let cluster = Cluster::drawn(SIZES[1], 1).unwrap();
        let mut all = Tally::default();
        assert!(all.add(&cluster, Some(&[Some(0); 6]), Duration::ZERO).is_err());
        all.add(&cluster, None, Duration::ZERO).unwrap();
        all.add(&cluster, Some(&[None; 6]), Duration::from_secs(3)).unwrap();
        assert_eq!(all.line(), "0 1 1.000000");
    }

    #[test]
    fn arguments_are_known_or_not() {
        for wrong in [&["--seeds", "0"][..], &["--fast"], &["folder"]] {
            assert!(run(wrong).is_none(), "{wrong:?}");
        }
    }
}
