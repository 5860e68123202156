//! Sets of nodes: those that pods' own conditions allow.

use alloc::{boxed::Box, vec, vec::Vec};

use crate::cluster::{compiled::Model, score};

/// A set of nodes, a bit for each, and what their labels, taints and images are worth.
#[derive(Debug, Clone)]
pub(super) struct Mask {
    bits: Box<[u64]>,
    /// By node; none if all are worth the same.
    scores: Option<Box<[f64]>>,
}

impl Mask {
    fn new(model: &Model, fixed: usize) -> Self {
        let (nodes, names) = (&model.nodes, &model.vocabulary.texts);
        let fixed = &model.fixed[fixed];
        let mut allowed = fixed.candidates(nodes);
        allowed.retain(|&node| fixed.allows(node, nodes, names));
        let mut bits = vec![0u64; nodes.count.div_ceil(64)];
        for &node in &allowed {
            bits[node / 64] |= 1 << (node % 64);
        }
        let scores = score::fixed::scores(model, fixed, &allowed).map(|of_allowed| {
            let mut scores = vec![0.0; nodes.count];
            for (&node, score) in allowed.iter().zip(of_allowed) {
                scores[node] = score;
            }
            scores.into()
        });
        Self { bits: bits.into(), scores }
    }

    /// Whether the node is in the set.
    pub(super) fn has(&self, node: usize) -> bool {
        self.bits[node / 64] >> (node % 64) & 1 == 1
    }

    /// What the node's labels, taints and images are worth.
    pub(super) fn score(&self, node: usize) -> f64 {
        self.scores.as_ref().map_or(0.0, |scores| scores[node])
    }

    /// The nodes of the set, ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> {
        (0..).zip(&self.bits).flat_map(|(index, &word)| {
            let mut rest: u64 = word;
            core::iter::from_fn(move || {
                let bit = rest.trailing_zeros() as usize;
                rest &= rest.checked_sub(1)?;
                Some(index * 64 + bit)
            })
        })
    }
}

/// The nodes that pods' own conditions allow, found out when they are first asked for.
#[derive(Debug, Clone)]
pub(super) struct Masks {
    made: Vec<Option<Mask>>,
    /// How many more can be kept.
    room: usize,
}

/// The masks together take no more than this many words for each pod and node: memory grows with the input, whatever
/// the pods ask for.
const WORDS_FOR_EACH: usize = 16;

impl Masks {
    pub(super) fn new(model: &Model) -> Self {
        Self { made: vec![None; model.fixed.len()], room: Self::limit(model) }
    }

    fn limit(model: &Model) -> usize {
        // A bit and a score for each node.
        let words = model.nodes.count + model.nodes.count.div_ceil(64);
        WORDS_FOR_EACH * (model.pods() + model.nodes.count) / (words + 8) + 1
    }

    /// The nodes that the conditions of this number allow.
    pub(super) fn mask(&mut self, model: &Model, fixed: u32) -> &Mask {
        let index = fixed as usize;
        if self.made[index].is_none() {
            if self.room == 0 {
                self.made.fill(None);
                self.room = Self::limit(model);
            }
            self.room -= 1;
        }
        self.made[index].get_or_insert_with(|| Mask::new(model, index))
    }
}
