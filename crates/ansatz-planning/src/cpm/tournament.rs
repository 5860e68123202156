//! The largest of many numbers, while single ones change.

use alloc::{vec, vec::Vec};

/// A tree of maxima: the numbers are its leaves, and each inner node is the larger of its two children.
#[derive(Debug, Clone)]
pub(super) struct Tournament {
    /// The root at 1, the children of node i at 2i and 2i + 1.
    nodes: Vec<i64>,
}

impl Tournament {
    pub(super) fn new(numbers: impl ExactSizeIterator<Item = i64>) -> Self {
        let leaves = numbers.len();
        let mut nodes = vec![i64::MIN; leaves];
        nodes.extend(numbers);
        for node in (1..leaves).rev() {
            nodes[node] = nodes[2 * node].max(nodes[2 * node + 1]);
        }
        Self { nodes }
    }

    /// The largest number, if there is one.
    pub(super) fn max(&self) -> Option<i64> {
        self.nodes.get(1).copied()
    }

    /// Replaces a number.
    pub(super) fn set(&mut self, index: usize, number: i64) {
        let mut node = self.nodes.len() / 2 + index;
        self.nodes[node] = number;
        while node > 1 {
            node /= 2;
            let larger = self.nodes[2 * node].max(self.nodes[2 * node + 1]);
            if core::mem::replace(&mut self.nodes[node], larger) == larger {
                return;
            }
        }
    }
}
