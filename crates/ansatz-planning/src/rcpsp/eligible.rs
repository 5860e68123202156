//! Tasks that may start, by their places in a list.

use alloc::{vec, vec::Vec};

use super::Project;

/// Of the tasks that may start those that find their resources, one after the other in the order of a list.
///
/// A tree over the places, with the least that any of the tasks below a node needs of each resource: where that is not
/// there, none of them is looked at. So a wait for resources does not look at all who wait, however many they are.
#[derive(Debug, Clone)]
pub(super) struct Eligible {
    /// One more than there are resources.
    columns: usize,
    /// The number of leaves, a power of two.
    leaves: usize,
    /// Of each node, first whether none is below it, and then what is needed at least.
    least: Vec<u64>,
}

impl Eligible {
    /// None of `n` tasks.
    pub(super) fn new(n: usize, resources: usize) -> Self {
        let (columns, leaves) = (resources + 1, n.next_power_of_two());
        Self { columns, leaves, least: vec![ABSENT; 2 * leaves * columns] }
    }

    /// Lets the task at a place take part.
    pub(super) fn insert(&mut self, place: usize, project: &Project, task: usize) {
        let leaf = self.leaves + place;
        let row = &mut self.least[leaf * self.columns..][..self.columns];
        row.fill(0);
        if project.duration(task) > 0 {
            row[1..].copy_from_slice(project.demands(task));
        }
        self.lift(leaf);
    }

    /// Lets it take part no longer.
    pub(super) fn remove(&mut self, place: usize) {
        let leaf = self.leaves + place;
        self.least[leaf * self.columns..][..self.columns].fill(ABSENT);
        self.lift(leaf);
    }

    /// The first place from `from` on whose task finds what it needs.
    pub(super) fn next(&self, from: usize, free: &[u64]) -> Option<usize> {
        self.below(1, 0..self.leaves, from, free)
    }

    fn below(&self, node: usize, places: core::ops::Range<usize>, from: usize, free: &[u64]) -> Option<usize> {
        let row = &self.least[node * self.columns..][..self.columns];
        if places.end <= from || row[0] == ABSENT || row[1..].iter().zip(free).any(|(least, free)| least > free) {
            return None;
        }
        if node >= self.leaves {
            return Some(places.start);
        }
        let middle = places.start.midpoint(places.end);
        let first = self.below(2 * node, places.start..middle, from, free);
        first.or_else(|| self.below(2 * node + 1, middle..places.end, from, free))
    }

    /// Sets the nodes above a leaf.
    fn lift(&mut self, leaf: usize) {
        let mut node = leaf / 2;
        while node > 0 {
            for column in 0..self.columns {
                let [one, other] = [0, 1].map(|child| self.least[(2 * node + child) * self.columns + column]);
                self.least[node * self.columns + column] = one.min(other);
            }
            node /= 2;
        }
    }
}

const ABSENT: u64 = u64::MAX;
