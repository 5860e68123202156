//! What a node's score owes to the pods around it.

use alloc::vec::Vec;

use crate::cluster::{
    compiled::{Class, Spread},
    state::{Near, View},
};

/// What a class wishes of the pods around it.
#[derive(Debug)]
pub(crate) struct Wishes<'a> {
    /// Each of these pods near counts so much.
    liked: Vec<(Near<'a>, f64)>,
    /// Each of these near makes a place so much more crowded.
    crowding: Vec<(Near<'a>, f64)>,
    /// What a place is crowded by without any.
    offset: f64,
}

/// What is found of its wishes on a node.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    /// The weights of the pods near it.
    liked: f64,
    /// How crowded it is; negative if it lacks a label.
    crowd: f64,
}

/// The least and the most that is found on any node.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    least_liked: f64,
    most_liked: f64,
    least_crowd: f64,
    most_crowd: f64,
}

impl<'a> Wishes<'a> {
    pub(crate) fn new(view: View<'a>, class: &Class) -> Self {
        let near = class.near.iter().map(|&(counter, weight)| (Near::counted(view, counter), weight));
        let wished = class.wished.iter().map(|&(holder, weight)| (Near::held(view, holder), weight));
        // Each constraint is weighed by the logarithm of the number of its domains: few large ones have more pods each,
        // and would count for more.
        let crowding = |spread: &Spread| {
            let topology = view.model.counters[spread.counter as usize].topology;
            (Near::counted(view, spread.counter), view.model.topologies[topology as usize].weight)
        };
        Self {
            liked: near.chain(wished).filter(|(near, _)| near.total() > 0).collect(),
            crowding: class.soft_spread.iter().map(crowding).collect(),
            offset: class.soft_spread.iter().map(|spread| f64::from(spread.max_skew.saturating_sub(1))).sum(),
        }
    }

    /// Whether all nodes are the same to it.
    pub(crate) fn is_none(&self) -> bool {
        self.liked.is_empty() && self.crowding.is_empty()
    }

    /// What is found on a node.
    pub(crate) fn find(&self, node: usize) -> Found {
        let liked = self.liked.iter().map(|(near, weight)| weight * f64::from(near.at(node).unwrap_or(0)));
        let crowd = self
            .crowding
            .iter()
            .try_fold(self.offset, |sum, (near, weight)| near.at(node).map(|count| sum + weight * f64::from(count)));
        Found { liked: liked.sum(), crowd: crowd.unwrap_or(-1.0) }
    }

    /// The score of what was found on a node, with the weights of the policy.
    ///
    /// Likings go from 0 for the least, or for 0 if none is below it, to 1 for the most. Of spread constraints, the least
    /// crowded node has 1, others less in proportion to the fullest, and one without the labels 0.
    pub(crate) fn score(&self, view: View<'_>, found: Found, span: &Span) -> f64 {
        let weights = &view.model.policy.weights;
        let width = span.most_liked - span.least_liked;
        let liked = if width > 0.0 { (found.liked - span.least_liked) / width } else { 0.0 };
        let even = if found.crowd < 0.0 || self.crowding.is_empty() {
            0.0
        } else if span.most_crowd > 0.0 {
            (span.most_crowd + span.least_crowd - found.crowd) / span.most_crowd
        } else {
            1.0
        };
        weights.pod_affinity * liked + weights.topology_spread * even
    }
}

impl Span {
    /// Of no node.
    pub(crate) const NONE: Self =
        Self { least_liked: 0.0, most_liked: 0.0, least_crowd: f64::INFINITY, most_crowd: 0.0 };

    /// With one node more.
    pub(crate) fn add(&mut self, found: Found) {
        self.least_liked = self.least_liked.min(found.liked);
        self.most_liked = self.most_liked.max(found.liked);
        if found.crowd >= 0.0 {
            self.least_crowd = self.least_crowd.min(found.crowd);
            self.most_crowd = self.most_crowd.max(found.crowd);
        }
    }
}
