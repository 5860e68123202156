//! Searches among placements of pods on nodes: amplitudes beside their classical twin and a genetic algorithm, at equal
//! processor time.

// The tests' reader: what is published has to hold all of its own.
#[path = "../../../../crates/ansatz-packing/tests/suite/cluster/trace.rs"]
mod openb;

use std::{f64::consts::PI, path::Path, time::Duration};

use ansatz_benches::{positive, seconds, steps};
use ansatz_packing::cluster::{
    Fragmentation, GeneticPlacement, Imbalance, Node, NodesUsed, Objective, PlacementModel, Plan, Pod, Policy,
    Resources, Strategy,
};
use ansatz_quantum::placement::{Combination, SuperposedConfig, SuperposedPlacement};
use ansatz_random::{Stream, below};

/// Prints what each search makes of parts of a trace and of drawn clusters; `None` if the arguments are none that it knows.
pub(crate) fn run(arguments: &[&str]) -> Option<Result<(), String>> {
    let (mut time, mut seeds, mut rest) = (Duration::from_millis(500), 20, arguments);
    loop {
        match *rest {
            ["--seconds", text, ref tail @ ..] => (time, rest) = (seconds(text)?, tail),
            ["--seeds", text, ref tail @ ..] => (seeds, rest) = (positive(text)?, tail),
            [option, ..] if option.starts_with('-') => return None,
            [folder] => return Some(table(Path::new(folder), time, seeds)),
            _ => return None,
        }
    }
}

/// What is searched, by which objective.
struct Instance {
    name: String,
    model: PlacementModel,
    objective: &'static (dyn Objective + Sync),
}

/// What a search has come to.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Found {
    unplaced: f64,
    cost: f64,
    plans: f64,
}

type Search = fn(&Instance, Duration, u64) -> Result<Found, String>;

const SEARCHES: [(&str, Search); 5] = [
    ("genetic", genetic),
    ("probabilities", |instance, time, seed| superposed(instance, Combination::Probabilities, 0.0, time, seed)),
    ("amplitudes", |instance, time, seed| superposed(instance, Combination::Amplitudes, 0.0, time, seed)),
    ("quarter_turn", |instance, time, seed| superposed(instance, Combination::Amplitudes, PI / 2.0, time, seed)),
    ("half_turn", |instance, time, seed| superposed(instance, Combination::Amplitudes, PI, time, seed)),
];

/// Those that are set beside each other, seed by seed, by their numbers: amplitudes beside the twin, and it beside its rival.
const PAIRS: [(usize, usize); 6] = [(2, 1), (3, 1), (4, 1), (4, 2), (4, 0), (1, 0)];

fn table(folder: &Path, time: Duration, seeds: u64) -> Result<(), String> {
    println!("instance search unplaced cost error least plans");
    for instance in instances(folder)? {
        let first = found(&instance.model.place(&[]), instance.objective, 1);
        println!("{} place {:.2} {:.4} 0 {:.4} 1", instance.name, first.unplaced, first.cost, first.cost);
        // Search by search for each seed, so that a machine's moods are the same for all.
        let mut all = vec![Vec::new(); SEARCHES.len()];
        for seed in 0..seeds {
            for ((_, search), found) in SEARCHES.iter().zip(&mut all) {
                found.push(search(&instance, time, seed)?);
            }
        }
        for ((name, _), found) in SEARCHES.iter().zip(&all) {
            println!("{} {name} {}", instance.name, line(found));
        }
        for (one, other) in PAIRS {
            println!("# {}: {}", instance.name, beside(one, other, &all));
        }
    }
    println!(
        "# {} s of processor time each, {seeds} seeds; means, and the standard error of the cost's",
        time.as_secs_f64()
    );
    Ok(())
}

/// In how many seeds one search is better than another, as more pods are placed, or as many at less cost; and what it saves.
fn beside(one: usize, other: usize, all: &[Vec<Found>]) -> String {
    let pairs = || all[one].iter().zip(&all[other]);
    let key = |found: &Found| (found.unplaced, found.cost);
    let better = pairs().filter(|(a, b)| key(a) < key(b)).count();
    let worse = pairs().filter(|(a, b)| key(a) > key(b)).count();
    let (gain, error) = mean(&pairs().map(|(a, b)| b.cost - a.cost).collect::<Vec<_>>());
    let (one, other) = (SEARCHES[one].0, SEARCHES[other].0);
    format!("{one} beside {other}: better {better}, worse {worse}; costs {gain:.4} ± {error:.4} less")
}

fn line(found: &[Found]) -> String {
    let of = |part: fn(&Found) -> f64| mean(&found.iter().map(part).collect::<Vec<_>>());
    let ((unplaced, _), (cost, error), (plans, _)) = (of(|f| f.unplaced), of(|f| f.cost), of(|f| f.plans));
    let least = found.iter().map(|found| found.cost).fold(f64::INFINITY, f64::min);
    format!("{unplaced:.2} {cost:.4} {error:.4} {least:.4} {plans:.0}")
}

/// The mean, and its standard error.
fn mean(numbers: &[f64]) -> (f64, f64) {
    let count = numbers.len() as f64;
    let mean = numbers.iter().sum::<f64>() / count;
    let squares: f64 = numbers.iter().map(|number| (number - mean) * (number - mean)).sum();
    (mean, (squares / (count - 1.0).max(1.0) / count).sqrt())
}

fn found(plan: &Plan, objective: &dyn Objective, plans: u64) -> Found {
    Found { unplaced: plan.unplaced().count() as f64, cost: objective.cost(plan), plans: plans as f64 }
}

fn genetic(instance: &Instance, time: Duration, seed: u64) -> Result<Found, String> {
    let objective = |plan: &Plan| instance.objective.cost(plan);
    let search = GeneticPlacement::new(instance.model.clone(), objective, seed);
    let mut search = search.map_err(|error| error.to_string())?;
    steps::within(time, |plans| search.step(plans));
    Ok(found(search.best(), instance.objective, search.steps_taken()))
}

fn superposed(
    instance: &Instance,
    combination: Combination,
    phase: f64,
    time: Duration,
    seed: u64,
) -> Result<Found, String> {
    let config = SuperposedConfig::default().combination(combination).phase(phase);
    let objective = |plan: &Plan| instance.objective.cost(plan);
    let search = SuperposedPlacement::with_config(instance.model.clone(), objective, config, seed);
    let mut search = search.map_err(|error| error.to_string())?;
    steps::within(time, |plans| search.step(plans));
    Ok(found(search.best(), instance.objective, search.steps_taken()))
}

/// Parts of the trace with each objective and the strategy that fits it, and drawn clusters in which room is scarce.
fn instances(folder: &Path) -> Result<Vec<Instance>, String> {
    let (nodes, pods) = openb::read(folder)?;
    let mut instances = Vec::new();
    for part in PARTS {
        let nodes: Vec<Node> = nodes.iter().step_by(part).cloned().collect();
        let pods: Vec<Pod> = pods.iter().step_by(part).cloned().collect();
        let name = format!("openb/{part}:{}x{}", pods.len(), nodes.len());
        add(&mut instances, &name, &nodes, &pods)?;
    }
    for (pods, nodes) in DRAWN {
        let name = format!("drawn:{pods}x{nodes}");
        let (nodes, pods) = drawn(nodes, pods);
        add(&mut instances, &name, &nodes, &pods)?;
    }
    Ok(instances)
}

fn add(instances: &mut Vec<Instance>, name: &str, nodes: &[Node], pods: &[Pod]) -> Result<(), String> {
    let has_devices = pods.iter().any(|pod| !pod.devices.is_empty());
    let aims: [(&str, Strategy, &'static (dyn Objective + Sync)); 3] = [
        ("nodes-used", Strategy::MostAllocated, &NodesUsed),
        ("imbalance", Strategy::LeastAllocated, &Imbalance),
        ("fragmentation", Strategy::LeastFragmented, &Fragmentation),
    ];
    for (aim, strategy, objective) in aims.into_iter().take(if has_devices { 3 } else { 2 }) {
        let model = PlacementModel::new(pods, nodes, &Policy::new(strategy)).map_err(|error| error.to_string())?;
        instances.push(Instance { name: format!("{name} {aim}").replace(' ', "/"), model, objective });
    }
    Ok(())
}

/// Equal nodes, and pods that take 15 to 55 hundredths of one's processors and of its memory, the two independently: two or
/// three a node.
fn drawn(nodes: usize, pods: usize) -> (Vec<Node>, Vec<Pod>) {
    let mut stream = Stream::new(1, pods as u64);
    let node = |index| Node::new(format!("node-{index}"), Resources::from([("cpu", 100), ("memory", 100)]));
    let mut pod = |index| {
        let mut amount = || 15 + below(&mut stream, 41);
        Pod::new(format!("pod-{index}"), Resources::from([("cpu", amount()), ("memory", amount())]))
    };
    ((0..nodes).map(node).collect(), (0..pods).map(&mut pod).collect())
}

/// Every so many-th node and pod.
const PARTS: [usize; 2] = [64, 32];
/// Pods and nodes.
const DRAWN: [(usize, usize); 2] = [(60, 28), (150, 70)];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_of_a_mean() {
        assert_eq!(mean(&[1.0, 3.0]), (2.0, 1.0));
        assert_eq!(mean(&[5.0]), (5.0, 0.0));
    }

    #[test]
    fn arguments_are_known_or_not() {
        for wrong in [&[][..], &["--seeds", "0", "folder"], &["--fast", "folder"], &["a", "b"]] {
            assert!(run(wrong).is_none(), "{wrong:?}");
        }
        assert!(run(&["--seconds", "0.1", "/there/is/no/such/folder"]).is_some_and(|outcome| outcome.is_err()));
    }
}
