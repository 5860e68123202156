//! What a node's score owes to the pods around it.

use alloc::vec::Vec;

use super::fixed::normalised;
use crate::cluster::{
    compiled::{Class, Spread},
    state::View,
};

/// The scores, with their weights, of nodes on which a pod of the class fits.
pub(crate) fn scores(view: View<'_>, class: &Class, nodes: impl Iterator<Item = usize> + Clone) -> Vec<f64> {
    let weights = &view.model.policy.weights;
    let affinity = normalised(nodes.clone().map(|node| affinity(view, class, node)).collect());
    let mut scores: Vec<f64> = affinity.into_iter().map(|affinity| weights.pod_affinity * affinity).collect();
    if !class.soft_spread.is_empty() {
        let spread = evenness(nodes.map(|node| crowd(view, class, node)).collect());
        scores.iter_mut().zip(spread).for_each(|(score, spread)| *score += weights.topology_spread * spread);
    }
    scores
}

/// The weights of the pods near the node that the pod wants or does not want near, and of those that want it or not.
fn affinity(view: View<'_>, class: &Class, node: usize) -> f64 {
    let near = class.near.iter();
    let near = near.map(|&(counter, weight)| weight * f64::from(view.counted_near(counter, node).unwrap_or(0)));
    let wished = class.wished.iter().map(|&(holder, weight)| weight * f64::from(view.held_near(holder, node)));
    near.chain(wished).sum()
}

/// How many pods of its spread constraints are near the node, each constraint weighed by the logarithm of the number of
/// its domains so that few large ones do not count for more; none if the node lacks one of the labels.
fn crowd(view: View<'_>, class: &Class, node: usize) -> Option<f64> {
    class.soft_spread.iter().map(|spread| weighed(view, spread, node)).sum()
}

fn weighed(view: View<'_>, spread: &Spread, node: usize) -> Option<f64> {
    let count = view.counted_near(spread.counter, node)?;
    let topology = view.model.counters[spread.counter as usize].topology;
    let domains = view.model.topologies[topology as usize].weight;
    Some(f64::from(count) * domains + f64::from(spread.max_skew.saturating_sub(1)))
}

/// 1 for the least crowded, less in proportion to the fullest for those that are more crowded, 0 for those without the
/// labels.
fn evenness(crowds: Vec<Option<f64>>) -> Vec<f64> {
    let most = crowds.iter().copied().flatten().fold(0.0, f64::max);
    let least = crowds.iter().copied().flatten().fold(f64::INFINITY, f64::min);
    let score = |crowd: Option<f64>| match crowd {
        None => 0.0,
        Some(_) if most == 0.0 => 1.0,
        Some(crowd) => (most + least - crowd) / most,
    };
    crowds.into_iter().map(score).collect()
}
