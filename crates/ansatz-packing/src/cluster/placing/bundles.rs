//! Pods that can only be on one node together.
//!
//! Affinity within single nodes (`kubernetes.io/hostname`) can leave no choice: the pods of a kind that must be near its own
//! kind follow the first of them, and those that must be near one certain pod follow that. One after the other, the first
//! would take the best node for it alone, and the others might find no room there and wait for ever. So the components of
//! "must be together" are packed like one item, before anything else is tried with them, if their turns are the same: by
//! their priority, and their gang.
//!
//! That does not pay where there is a choice: near *some* pod of many, or within a zone, where each pod is better off with a
//! place of its own choice. Nor are conflicts packed as colours: pods that must not meet need as many nodes as there are of
//! them, whatever their order, and their counters say so at once.

use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec,
    vec::Vec,
};

use crate::cluster::{
    compiled::Model,
    state::{State, View},
};

/// Which pods can only be on one node together, until they have had their turn.
#[derive(Debug)]
pub(super) struct Bundles {
    /// By class, one that has to be with it, or itself.
    with: Vec<usize>,
    /// By component, its pods in the order of their turns.
    pods: BTreeMap<usize, Vec<u32>>,
}

/// Of the pods that one counter counts: the classes that are counted, and those that must be near one.
#[derive(Debug, Default)]
struct Attraction {
    wanted: Vec<usize>,
    followers: Vec<usize>,
}

impl Bundles {
    /// The bundles of these pods, which are nowhere and have their turns in this order.
    pub(super) fn new(view: View<'_>, waiting: &[u32]) -> Self {
        let model = view.model;
        let mut pending = vec![0usize; model.classes.len()];
        for &pod in waiting {
            pending[model.class_of[pod as usize] as usize] += 1;
        }
        let mut with: Vec<usize> = (0..model.classes.len()).collect();
        let mut is_bound = vec![false; model.classes.len()];
        for Attraction { wanted, followers } in attractions(view, &pending).into_values() {
            let one = wanted.iter().map(|&class| pending[class]).sum::<usize>() == 1;
            if one || wanted.iter().all(|class| followers.binary_search(class).is_ok()) {
                for &class in wanted.iter().chain(&followers) {
                    is_bound[class] = true;
                    let (a, b) = (root(&with, class), root(&with, followers[0]));
                    with[a.max(b)] = a.min(b);
                }
            }
        }
        let mut pods: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
        for &pod in waiting {
            let class = model.class_of[pod as usize] as usize;
            if is_bound[class] {
                pods.entry(root(&with, class)).or_default().push(pod);
            }
        }
        // Nobody is taken along whose turn comes later, by priority, or with another gang.
        let turn = |&pod: &u32| (model.priority[pod as usize], model.group_of[pod as usize]);
        pods.retain(|_, pods| pods.len() > 1 && pods.iter().all(|pod| turn(pod) == turn(&pods[0])));
        Self { with, pods }
    }

    /// The pods that have to be where this one is, if they have not had their turn yet.
    pub(super) fn take(&mut self, model: &Model, pod: usize) -> Option<Vec<u32>> {
        self.pods.remove(&root(&self.with, model.class_of[pod] as usize))
    }

    /// Pods that were taken, and have left their node again.
    pub(super) fn put_back(&mut self, model: &Model, pods: Vec<u32>) {
        if let Some(&first) = pods.first() {
            self.pods.insert(root(&self.with, model.class_of[first as usize] as usize), pods);
        }
    }
}

/// By counter within single nodes that has counted nobody yet, who is attracted by whom.
fn attractions(view: View<'_>, pending: &[usize]) -> BTreeMap<u32, Attraction> {
    let model = view.model;
    let classes = || (0..model.classes.len()).filter(|&class| pending[class] > 0);
    let mut found: BTreeMap<u32, Attraction> = BTreeMap::new();
    for class in classes() {
        let counters = model.classes[class].together.iter().flat_map(|together| &together.counters);
        for &counter in counters {
            let topology = model.counters[counter as usize].topology as usize;
            let nobody = view.ledger.counted[counter as usize].total() == 0;
            if nobody && model.topologies[topology].is_of_single_nodes() {
                found.entry(counter).or_default().followers.push(class);
            }
        }
    }
    for class in classes() {
        for counter in &model.classes[class].counted {
            if let Some(attraction) = found.get_mut(counter) {
                attraction.wanted.push(class);
            }
        }
    }
    // Where nobody is wanted that could come, nobody can follow.
    found.retain(|_, attraction| !attraction.wanted.is_empty());
    found
}

/// The class that stands for a component: the lowest.
fn root(with: &[usize], mut class: usize) -> usize {
    while with[class] != class {
        class = with[class];
    }
    class
}

/// Places all of these pods on one node, the best for one that can be the first; the order in which they came, none if no
/// node has room for all.
pub(super) fn place_together(state: &mut State<'_>, pods: &[u32]) -> Option<Vec<u32>> {
    let model = state.model();
    let is_first = |&&pod: &&u32| model.class(pod as usize).together.as_ref().is_none_or(|together| together.own_kind);
    let first = *pods.iter().find(is_first)? as usize;
    let needed = needed(model, pods);
    let mut tried = BTreeSet::new();
    loop {
        let has_room = |view: View<'_>, node: usize| {
            let enough = |(&resource, &amount): (&u32, &u128)| {
                u128::from(view.ledger.free[resource as usize].at(node)) >= amount
            };
            !tried.contains(&node) && needed.iter().all(enough)
        };
        let node = state.best_node_where(first, has_room)?;
        if let Some(order) = come(state, pods, first as u32, node) {
            return Some(order);
        }
        tried.insert(node);
    }
}

/// What pods request together, by resource.
fn needed(model: &Model, pods: &[u32]) -> BTreeMap<u32, u128> {
    let mut needed = BTreeMap::new();
    for &(resource, amount) in pods.iter().flat_map(|&pod| &model.class(pod as usize).requests) {
        *needed.entry(resource).or_insert(0) += u128::from(amount);
    }
    needed
}

/// Places pods on a node, the first one first and each of the others as soon as it can be there; the order in which they
/// came, none, and none of them there, if some cannot.
fn come(state: &mut State<'_>, pods: &[u32], first: u32, node: usize) -> Option<Vec<u32>> {
    let mut order = Vec::new();
    let mut left: Vec<u32> = core::iter::once(first).chain(pods.iter().copied().filter(|&pod| pod != first)).collect();
    loop {
        let before = left.len();
        left.retain(|&pod| {
            let fits = state.fits(pod as usize, node);
            if fits {
                state.bind(pod as usize, node);
                order.push(pod);
            }
            !fits
        });
        if left.is_empty() {
            return Some(order);
        }
        if left.len() == before {
            for &pod in order.iter().rev() {
                state.unbind(pod as usize);
            }
            return None;
        }
    }
}
