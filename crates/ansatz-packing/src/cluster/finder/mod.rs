//! The best node for a pod.

mod changes;
mod keys;
mod masks;

use alloc::{boxed::Box, collections::VecDeque, vec, vec::Vec};

use ansatz_random::{Stream, rand_core::Rng};
use changes::Changes;
use keys::{Keys, OUT};
use masks::Masks;

use super::{
    compiled::{Class, Model},
    score::{Found, Span, Weighed, Wishes},
    state::{Agreement, View},
};

/// Finds the best node for a pod, and remembers for each class how good the nodes were: of those that have not changed
/// since it need not look again.
#[derive(Debug, Clone)]
pub(crate) struct Finder {
    masks: Masks,
    weighed: Weighed,
    changes: Changes,
    /// The nodes in the order in which equal scores are decided, and the place of each in it.
    order: Box<[u32]>,
    place_of: Box<[u32]>,
    /// By class, what is known of it.
    known: Vec<Option<Known>>,
    /// The classes of which something is known, in the order in which it was learnt.
    learnt: VecDeque<u32>,
    /// Of how many classes something may be known at a time.
    room: usize,
    /// By class, when no node was found for it, and how many pods had left by then.
    failed: Vec<Option<(u64, u64)>>,
    departures: u64,
    /// What was found on nodes, kept for its memory only.
    found: Vec<(usize, Found)>,
}

/// The scores of nodes by what is free on them, at some time.
#[derive(Debug, Clone)]
struct Known {
    keys: Keys,
    at: u64,
}

/// What is known of classes takes no more than this many words for each pod and node, about as much as these do.
const WORDS_FOR_EACH: usize = 64;

impl Finder {
    pub(crate) fn new(view: View<'_>) -> Self {
        let model = view.model;
        let nodes = model.nodes.count;
        let order = order(model);
        let mut place_of = vec![0; nodes];
        for (place, &node) in (0..).zip(&order) {
            place_of[node as usize] = place;
        }
        let mut weighed = Weighed::new(model);
        for node in 0..nodes {
            weighed.refresh(view, node);
        }
        Self {
            masks: Masks::new(model),
            weighed,
            changes: Changes::new(nodes),
            order: order.into(),
            place_of: place_of.into(),
            known: vec![None; model.classes.len()],
            learnt: VecDeque::new(),
            room: WORDS_FOR_EACH * (model.pods() + nodes) / (nodes + 8) + 1,
            failed: vec![None; model.classes.len()],
            departures: 0,
            found: Vec::new(),
        }
    }

    /// A pod has come to a node.
    pub(crate) fn note_arrival(&mut self, view: View<'_>, node: usize) {
        self.changes.note(node);
        self.weighed.refresh(view, node);
    }

    /// A pod has left a node.
    pub(crate) fn note_departure(&mut self, view: View<'_>, node: usize) {
        self.note_arrival(view, node);
        self.departures += 1;
    }

    /// The node with the best score among those on which a pod of the class fits; of equal ones the first in the order of
    /// the nodes.
    pub(crate) fn best_node(&mut self, view: View<'_>, class: usize) -> Option<usize> {
        if self.is_hopeless(view.model, class) {
            return None;
        }
        let found = self.look(view, class, |_| true);
        self.failed[class] = found.is_none().then_some((self.changes.now(), self.departures));
        found
    }

    /// The same among the nodes that pass.
    pub(crate) fn best_node_where(
        &mut self,
        view: View<'_>,
        class: usize,
        passes: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        if self.is_hopeless(view.model, class) { None } else { self.look(view, class, passes) }
    }

    /// Whether no node was found for the class, and nothing has happened since that could be the end of that: a pod that
    /// comes only takes room, unless the class has constraints that wait for one.
    fn is_hopeless(&self, model: &Model, class: usize) -> bool {
        let of = &model.classes[class];
        of.impossible
            || self.failed[class].is_some_and(|(at, departures)| {
                departures == self.departures && (!of.may_gain() || at == self.changes.now())
            })
    }

    fn look(&mut self, view: View<'_>, index: usize, passes: impl Fn(usize) -> bool) -> Option<usize> {
        let class = &view.model.classes[index];
        self.learn(view, index);
        let keys = &self.known[index].as_ref()?.keys;
        let node_at = |place: usize| self.order[place] as usize;
        let (agreement, wishes) = (Agreement::new(view, class), Wishes::new(view, class));
        if wishes.is_none() {
            return keys.best(|place| agreement.holds(node_at(place)) && passes(node_at(place))).map(node_at);
        }
        let mut span = Span::NONE;
        self.found.clear();
        for place in keys.places().filter(|&place| agreement.holds(node_at(place)) && passes(node_at(place))) {
            let found = wishes.find(node_at(place));
            span.add(found);
            self.found.push((place, found));
        }
        let mut best: Option<(f64, usize)> = None;
        for &(place, found) in &self.found {
            let score = wishes.score(view, found, &span) + keys.key(place);
            if best.is_none_or(|(high, _)| score > high) {
                best = Some((score, place));
            }
        }
        best.map(|(_, place)| node_at(place))
    }

    /// Brings what is known of a class up to date.
    fn learn(&mut self, view: View<'_>, index: usize) {
        let class = &view.model.classes[index];
        let now = self.changes.now();
        if let Some(known) = &mut self.known[index] {
            if let Some(changed) = self.changes.since(known.at) {
                let mask = self.masks.mask(view.model, class.fixed);
                for node in changed.filter(|&node| mask.has(node)) {
                    known
                        .keys
                        .set(self.place_of[node] as usize, key(view, &self.weighed, class, node, mask.score(node)));
                }
                known.at = now;
                return;
            }
        } else {
            self.make_room();
            self.learnt.push_back(index as u32);
        }
        let mask = self.masks.mask(view.model, class.fixed);
        let mut keys = vec![OUT; view.model.nodes.count];
        for node in mask.iter() {
            keys[self.place_of[node] as usize] = key(view, &self.weighed, class, node, mask.score(node));
        }
        self.known[index] = Some(Known { keys: Keys::new(keys), at: now });
    }

    /// Forgets the class of which something has been known for the longest time, if there is no room for another.
    fn make_room(&mut self) {
        if self.learnt.len() >= self.room
            && let Some(oldest) = self.learnt.pop_front()
        {
            self.known[oldest as usize] = None;
        }
    }
}

/// The score of a node without its neighbours, [`OUT`] if there is no room on it.
fn key(view: View<'_>, weighed: &Weighed, class: &Class, node: usize, fixed: f64) -> f64 {
    // Weights near the largest float can add up to something that is no number: a node is not out for that.
    if view.has_room(class, node) { (weighed.own(view, class, node) + fixed).max(f64::MIN) } else { OUT }
}

/// The nodes in the order in which equal scores are decided: by chance if there is a seed, else as they were named.
fn order(model: &Model) -> Vec<u32> {
    let mut order: Vec<u32> = (0..model.nodes.count as u32).collect();
    if let Some(seed) = model.policy.seed {
        order.sort_by_cached_key(|&node| Stream::new(seed, node.into()).next_u64());
    }
    order
}
