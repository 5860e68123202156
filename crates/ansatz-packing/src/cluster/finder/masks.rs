//! Sets of nodes, and which nodes a pod's own conditions allow.

use alloc::{boxed::Box, vec, vec::Vec};

use crate::cluster::compiled::Model;

/// A set of nodes, a bit for each.
#[derive(Debug, Clone)]
pub(crate) struct Mask(Box<[u64]>);

impl Mask {
    /// The nodes of the set, ascending.
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> {
        (0..).zip(&self.0).flat_map(|(index, &word)| {
            let mut rest: u64 = word;
            core::iter::from_fn(move || {
                let bit = rest.trailing_zeros() as usize;
                rest &= rest.checked_sub(1)?;
                Some(index * 64 + bit)
            })
        })
    }
}

/// The nodes that pods' own conditions allow, made when they are first asked for.
#[derive(Debug, Clone)]
pub(crate) struct Masks {
    made: Vec<Option<Mask>>,
    /// How many more can be kept.
    room: usize,
}

/// The masks together take no more than this many words for each pod and node: memory grows with the input, whatever
/// the pods ask for.
const WORDS_FOR_EACH: usize = 16;

impl Masks {
    pub(crate) fn new(model: &Model) -> Self {
        Self { made: vec![None; model.fixed.len()], room: Self::limit(model) }
    }

    fn limit(model: &Model) -> usize {
        let words = WORDS_FOR_EACH * (model.pods() + model.nodes.count);
        words / model.nodes.count.div_ceil(64).max(1) + 1
    }

    /// The nodes that the conditions of this number allow.
    pub(crate) fn mask(&mut self, model: &Model, fixed: u32) -> &Mask {
        let index = fixed as usize;
        if self.made[index].is_none() {
            if self.room == 0 {
                self.made.fill(None);
                self.room = Self::limit(model);
            }
            self.room -= 1;
        }
        self.made[index].get_or_insert_with(|| make(model, index))
    }
}

fn make(model: &Model, fixed: usize) -> Mask {
    let (nodes, names) = (&model.nodes, &model.vocabulary.texts);
    let fixed = &model.fixed[fixed];
    let mut words = vec![0u64; nodes.count.div_ceil(64)];
    for node in fixed.candidates(nodes) {
        words[node / 64] |= u64::from(fixed.allows(node, nodes, names)) << (node % 64);
    }
    Mask(words.into())
}
