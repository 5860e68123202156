//! The genetic search on a part of the trace.

use std::time::Duration;

use ansatz_benches::steps;
use ansatz_packing::cluster::{
    ClusterError, Fragmentation, GeneticPlacement, Imbalance, Node, NodesUsed, Objective, PlacementModel, Pod, Policy,
    Strategy,
};

use super::{SEED, placed};

/// Prints what a search of some seconds makes of every sixteenth node and pod, with the objective that fits each strategy.
pub(super) fn print(nodes: &[Node], pods: &[Pod]) -> Result<(), ClusterError> {
    let nodes: Vec<Node> = nodes.iter().step_by(PART).cloned().collect();
    let pods: Vec<Pod> = pods.iter().step_by(PART).cloned().collect();
    println!("part objective placed cost placed_after cost_after plans");
    search(&nodes, &pods, "nodes-used", Strategy::MostAllocated, NodesUsed)?;
    search(&nodes, &pods, "imbalance", Strategy::LeastAllocated, Imbalance)?;
    search(&nodes, &pods, "fragmentation", Strategy::LeastFragmented, Fragmentation)?;
    println!(
        "# part: {} pods on {} nodes, the largest first; {} s of processor time each, cost before and after",
        pods.len(),
        nodes.len(),
        TIME.as_secs()
    );
    Ok(())
}

fn search(
    nodes: &[Node],
    pods: &[Pod],
    name: &str,
    strategy: Strategy,
    objective: impl Objective,
) -> Result<(), ClusterError> {
    let model = PlacementModel::new(pods, nodes, &Policy::new(strategy))?;
    let mut search = GeneticPlacement::new(model, objective, SEED)?;
    let (before, cost) = (placed(search.best(), pods), search.cost());
    steps::within(TIME, |plans| search.step(plans));
    let (after, plans) = (placed(search.best(), pods), search.steps_taken());
    println!("part {name} {before} {cost:.3} {after} {:.3} {plans}", search.cost());
    Ok(())
}

const PART: usize = 16;
const TIME: Duration = Duration::from_secs(10);
