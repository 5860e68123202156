//! Who shall own each part, so that loads are within their bounds and little moves.

mod equal;
mod flow;
mod unequal;

use alloc::vec::Vec;

use super::balance::Bounds;

/// Parts with their owners, who may be among those that stay (below `staying`) or have left (the others).
#[derive(Debug)]
pub(super) struct Problem<'a> {
    /// How many nodes stay.
    pub(super) staying: usize,
    /// How many nodes there are with those that left.
    pub(super) nodes: usize,
    /// The owner of each part.
    pub(super) owners: &'a [u32],
    /// Where the new layout has each part: a node that stays.
    pub(super) wishes: &'a [u32],
    /// The size of each part.
    pub(super) bytes: &'a [u64],
}

/// A new owner for each part.
#[derive(Debug)]
pub(super) struct Assigned {
    pub(super) owners: Vec<u32>,
    /// No assignment within the bounds moves fewer bytes.
    pub(super) lower_bound: u128,
    /// Whether all loads are within the bounds.
    pub(super) balanced: bool,
}

impl Problem<'_> {
    /// An assignment within a tolerance.
    pub(super) fn solve(&self, weights: &[f64], tolerance: f64) -> Assigned {
        if self.bytes.windows(2).all(|pair| pair[0] == pair[1]) {
            let bounds = Bounds::new(weights, self.owners.len() as u128, tolerance);
            return equal::assign(self, &bounds);
        }
        let total = self.bytes.iter().map(|&bytes| u128::from(bytes)).sum();
        unequal::assign(self, &Bounds::new(weights, total, tolerance))
    }

    /// The parts of each node, in their order: those of node i are `parts[starts[i]..starts[i + 1]]`.
    fn by_owner(&self) -> ByOwner {
        let mut starts = alloc::vec![0usize; self.nodes + 1];
        for &owner in self.owners {
            starts[owner as usize + 1] += 1;
        }
        for node in 0..self.nodes {
            starts[node + 1] += starts[node];
        }
        let mut next = starts.clone();
        let mut parts = alloc::vec![0u32; self.owners.len()];
        for (part, &owner) in self.owners.iter().enumerate() {
            parts[next[owner as usize]] = part as u32;
            next[owner as usize] += 1;
        }
        ByOwner { starts, parts }
    }
}

/// The parts in the order of their owners.
#[derive(Debug)]
struct ByOwner {
    starts: Vec<usize>,
    parts: Vec<u32>,
}

impl ByOwner {
    fn of(&self, node: usize) -> &[u32] {
        &self.parts[self.starts[node]..self.starts[node + 1]]
    }
}
