//! The pods to be expected: those that there are.

use alloc::{boxed::Box, collections::BTreeMap, vec, vec::Vec};

use crate::cluster::compiled::{Class, Model, PODS};

/// What a typical pod takes of devices of one name, and what else it needs to be on a node.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Kind {
    pub(crate) share: u64,
    pub(crate) count: u32,
    /// What it requests besides.
    pub(crate) requests: Box<[(u32, u64)]>,
    /// What it asks of the node itself.
    pub(crate) fixed: u32,
    /// How frequent it is among typical pods; all together make 1.
    pub(crate) frequency: f64,
}

/// At most so many kinds are typical: the score of a node takes a step for each, and what is rarer than the most frequent
/// hundred hardly counts.
const MOST_KINDS: usize = 100;

/// By name of devices, the kinds of pods that ask for them, the smallest share first: the most frequent ones that
/// together make nineteen in twenty.
pub(crate) fn typical(model: &Model) -> Vec<Vec<Kind>> {
    let mut pods = vec![0u64; model.classes.len()];
    for &class in &model.class_of {
        pods[class as usize] += 1;
    }
    let mut counts: Vec<BTreeMap<Key<'_>, u64>> = vec![BTreeMap::new(); model.nodes.slots.len()];
    for (class, &pods) in model.classes.iter().zip(&pods) {
        for ask in &class.asks {
            *counts[ask.device as usize].entry((ask.share, ask.count, others(class), class.fixed)).or_insert(0) += pods;
        }
    }
    counts.into_iter().map(most_frequent).collect()
}

/// Share, count, other requests, and conditions on the node.
type Key<'a> = (u64, u32, &'a [(u32, u64)], u32);

/// The requests without `pods`, of which everybody takes one.
fn others(class: &Class) -> &[(u32, u64)] {
    match class.requests.split_first() {
        Some(((PODS, _), others)) => others,
        _ => &class.requests,
    }
}

fn most_frequent(counts: BTreeMap<Key<'_>, u64>) -> Vec<Kind> {
    let all: u64 = counts.values().sum();
    let mut by_count: Vec<(Key<'_>, u64)> = counts.into_iter().collect();
    by_count.sort_by_key(|&(_, count)| core::cmp::Reverse(count));
    let mut taken = 0;
    let enough = |&(_, count): &(Key<'_>, u64)| {
        let more = taken < all - all / 20;
        taken += count;
        more
    };
    let mut kinds: Vec<(Key<'_>, u64)> = by_count.into_iter().take(MOST_KINDS).take_while(enough).collect();
    let total: u64 = kinds.iter().map(|&(_, count)| count).sum();
    kinds.sort_unstable();
    let kind = |((share, count, requests, fixed), pods): (Key<'_>, u64)| Kind {
        share,
        count,
        requests: requests.into(),
        fixed,
        frequency: pods as f64 / total as f64,
    };
    kinds.into_iter().map(kind).collect()
}
