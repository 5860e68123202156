//! Pods on nodes: what each strategy makes of a trace and of a drawn cluster, and how fast.

mod genetic;
// The tests' reader: what is published has to hold all of its own.
#[path = "../../../../../crates/ansatz-packing/tests/suite/cluster/trace.rs"]
mod openb;

use std::{path::Path, time::Duration};

use ansatz_benches::cluster::{Pods, nodes, pods};
use ansatz_packing::cluster::{ClusterError, Node, Order, Plan, Pod, Policy, Strategy, place};
use cpu_time::ThreadTime;

use openb::{GPU, WHOLE};

const STRATEGIES: [(&str, Strategy); 3] = [
    ("most-allocated", Strategy::MostAllocated),
    ("least-allocated", Strategy::LeastAllocated),
    ("least-fragmented", Strategy::LeastFragmented),
];

/// In the order of arrival, and the largest first.
const ORDERS: [(&str, Order); 2] = [("arrival", Order::AsNamed), ("size", Order::LargestFirst)];

/// Prints what becomes of the trace in a folder, of a part of it in a genetic search, and of a large drawn cluster.
pub(crate) fn print(folder: &Path) -> Result<(), String> {
    let (nodes, pods) = openb::read(folder)?;
    let wrong = |error: ClusterError| error.to_string();
    trace(&nodes, &pods).map_err(wrong)?;
    genetic::print(&nodes, &pods).map_err(wrong)?;
    drawn().map_err(wrong)
}

fn trace(nodes: &[Node], pods: &[Pod]) -> Result<(), ClusterError> {
    println!("openb order strategy placed gpus of_all of_demand useless nodes seconds pods/s");
    let demand: u64 = pods.iter().flat_map(|pod| &pod.devices).map(|ask| ask.count as u64 * ask.share).sum();
    for (order, of_order) in ORDERS {
        for (strategy, of_strategy) in STRATEGIES {
            let (plan, time) = best_of(7, pods, nodes, &Policy::new(of_strategy).order(of_order))?;
            let Some(gpus) = plan.fragmentation(GPU) else { continue };
            let used = gpus.capacity - gpus.free;
            println!(
                "openb {order} {strategy} {} {:.1} {:.2}% {:.2}% {:.1} {} {}",
                placed(&plan, pods),
                used / WHOLE as f64,
                100.0 * used / gpus.capacity,
                100.0 * used / demand as f64,
                gpus.useless / WHOLE as f64,
                used_nodes(&plan, pods, nodes),
                speed(pods.len(), time)
            );
        }
    }
    println!(
        "# openb: {} pods on {} nodes ask for {:.1} GPUs; gpus = those taken by pods, useless = expected to be of no use \
         to another pod of those that are free",
        pods.len(),
        nodes.len(),
        demand as f64 / WHOLE as f64
    );
    println!("# seconds of processor time, the best of 7 runs, with all that is read of pods and nodes");
    Ok(())
}

fn drawn() -> Result<(), ClusterError> {
    println!("drawn pods strategy placed nodes seconds pods/s");
    let (nodes, kinds) =
        (nodes(5_000, SEED), [("plain", Pods::Plain), ("distinct", Pods::Distinct), ("affine", Pods::Affine)]);
    for (kind, of_kind) in kinds {
        let pods = pods(150_000, of_kind, SEED);
        for (strategy, of_strategy) in &STRATEGIES[..2] {
            let (plan, time) = best_of(1, &pods, &nodes, &Policy::new(*of_strategy))?;
            let used = used_nodes(&plan, &pods, &nodes);
            println!("drawn {kind} {strategy} {} {used} {}", placed(&plan, &pods), speed(pods.len(), time));
        }
    }
    println!("# drawn: 150,000 pods on 5,000 nodes, the largest first; seconds of processor time in one run");
    Ok(())
}

/// A plan, and the least of the processor's time that it took.
fn best_of(runs: usize, pods: &[Pod], nodes: &[Node], policy: &Policy) -> Result<(Plan, Duration), ClusterError> {
    let run = || {
        let clock = ThreadTime::now();
        let plan = place(pods, nodes, policy)?;
        Ok::<_, ClusterError>((plan, clock.elapsed()))
    };
    let (plan, mut least) = run()?;
    for _ in 1..runs {
        least = least.min(run()?.1);
    }
    Ok((plan, least))
}

fn placed(plan: &Plan, pods: &[Pod]) -> usize {
    pods.len() - plan.unplaced().count()
}

fn used_nodes(plan: &Plan, pods: &[Pod], nodes: &[Node]) -> usize {
    let mut used = vec![false; nodes.len()];
    (0..pods.len()).filter_map(|pod| plan.node_of(pod)).for_each(|node| used[node] = true);
    used.into_iter().filter(|&used| used).count()
}

/// `seconds pods/s`.
fn speed(pods: usize, time: Duration) -> String {
    format!("{:.4} {:.0}", time.as_secs_f64(), pods as f64 / time.as_secs_f64())
}

/// Of all that is drawn.
const SEED: u64 = 1;

#[cfg(test)]
mod tests {
    use ansatz_packing::cluster::Resources;

    use super::*;

    #[test]
    fn nodes_with_pods_are_used() {
        let nodes = ["a", "b", "c"].map(|name| Node::new(name, Resources::from([("cpu", 2)])));
        let pods = ["p", "q", "r"].map(|name| Pod::new(name, Resources::from([("cpu", 1)])));
        let plan = place(&pods, &nodes, &Policy::default()).unwrap();
        assert_eq!((placed(&plan, &pods), used_nodes(&plan, &pods, &nodes)), (3, 2));
    }

    #[test]
    fn speed_counts_all_pods() {
        assert_eq!(speed(500, Duration::from_millis(250)), "0.2500 2000");
    }
}
