//! What a node's score owes to its labels, taints and images.

use alloc::{boxed::Box, collections::BTreeMap, vec::Vec};

use crate::cluster::{
    TaintEffect,
    compiled::{Fixed, Model, conditions},
};

/// The scores, with their weights, of the nodes that are allowed; none if all of them are equal.
pub(crate) fn scores(model: &Model, fixed: &Fixed, allowed: &[usize]) -> Option<Box<[f64]>> {
    let weights = &model.policy.weights;
    let affinity = normalised(allowed.iter().map(|&node| affinity(model, fixed, node)).collect());
    let taints = normalised(allowed.iter().map(|&node| taints(model, fixed, node)).collect());
    let sizes = sizes(model, fixed);
    let locality: Vec<f64> = allowed.iter().map(|&node| locality(model, &sizes, node)).collect();
    let score = |index: usize| {
        weights.node_affinity * affinity[index]
            + weights.taints * (1.0 - taints[index])
            + weights.locality * locality[index]
    };
    let scores: Box<[f64]> = (0..allowed.len()).map(score).collect();
    let first = scores.first().copied()?;
    scores.iter().any(|&score| score != first).then_some(scores)
}

/// The sum of the weights of the preferred terms that select the node.
fn affinity(model: &Model, fixed: &Fixed, node: usize) -> f64 {
    let labels = model.nodes.labels.row(node);
    let met = fixed.preferred.iter().filter(|(_, term)| conditions::all_match(term, labels, &model.vocabulary.texts));
    met.map(|&(weight, _)| weight).sum()
}

/// The number of taints that should keep the pod away.
fn taints(model: &Model, fixed: &Fixed, node: usize) -> f64 {
    let minded = fixed.repelling(node, &model.nodes).filter(|taint| taint.effect == TaintEffect::PreferNoSchedule);
    minded.count() as f64
}

/// The sizes of the pod's images: what the nodes say, the largest if they do not agree.
fn sizes(model: &Model, fixed: &Fixed) -> BTreeMap<u32, u64> {
    let sizes = fixed.images.iter().filter_map(|&image| Some((image, *model.nodes.image_sizes.get(&image)?)));
    sizes.collect()
}

/// The part of the bytes that the node has at hand.
fn locality(model: &Model, sizes: &BTreeMap<u32, u64>, node: usize) -> f64 {
    let bytes = |size: &u64| *size as f64;
    let all: f64 = sizes.values().map(bytes).sum();
    let at_hand: f64 = model.nodes.images.row(node).iter().filter_map(|image| sizes.get(image)).map(bytes).sum();
    if all > 0.0 { at_hand / all } else { 0.0 }
}

/// From 0 for the least, or for 0 if none is below it, to 1 for the largest; all 0 if all are 0.
fn normalised(mut values: Vec<f64>) -> Vec<f64> {
    let low = values.iter().copied().fold(0.0, f64::min);
    let high = values.iter().copied().fold(0.0, f64::max);
    let span = if high > low { high - low } else { 1.0 };
    for value in &mut values {
        *value = (*value - low) / span;
    }
    values
}
