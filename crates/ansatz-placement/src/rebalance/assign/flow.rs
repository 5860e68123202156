//! The largest flow through a network, by Dinic's algorithm.
//!
//! E. A. Dinic, "Algorithm for solution of a problem of maximum flow in networks with power estimation", Soviet Math.
//! Doklady 11 (1970): phases of a breadth-first search and a blocking flow, at most one for each length of a path.

use alloc::{collections::VecDeque, vec::Vec};

/// A directed network with capacities.
#[derive(Debug)]
pub(super) struct Network {
    /// The edges that leave each node, forward and backward ones.
    edges: Vec<Vec<u32>>,
    /// Where each edge leads; the edge `e ^ 1` is the way back.
    to: Vec<u32>,
    /// What still fits through.
    left: Vec<u64>,
}

impl Network {
    pub(super) fn new(nodes: usize) -> Self {
        Self { edges: alloc::vec![Vec::new(); nodes], to: Vec::new(), left: Vec::new() }
    }

    /// Adds an edge and returns its number.
    pub(super) fn edge(&mut self, from: usize, to: usize, capacity: u64) -> usize {
        let edge = self.to.len();
        self.edges[from].push(edge as u32);
        self.edges[to].push(edge as u32 + 1);
        self.to.extend([to as u32, from as u32]);
        self.left.extend([capacity, 0]);
        edge
    }

    /// What flows through an edge.
    pub(super) fn flow(&self, edge: usize) -> u64 {
        self.left[edge ^ 1]
    }

    /// Sends as much as can be from `source` to `sink`.
    pub(super) fn saturate(&mut self, source: usize, sink: usize) {
        while let Some(levels) = self.levels(source, sink) {
            let mut next = alloc::vec![0; self.edges.len()];
            while self.augment(source, sink, &levels, &mut next) {}
        }
    }

    /// The distance of each node from the source, up to the sink's; none if it cannot be reached.
    fn levels(&self, source: usize, sink: usize) -> Option<Vec<u32>> {
        let mut levels = alloc::vec![u32::MAX; self.edges.len()];
        levels[source] = 0;
        let mut queue = VecDeque::from([source]);
        while let Some(node) = queue.pop_front() {
            for &edge in &self.edges[node] {
                let to = self.to[edge as usize] as usize;
                if self.left[edge as usize] > 0 && levels[to] == u32::MAX {
                    levels[to] = levels[node] + 1;
                    queue.push_back(to);
                }
            }
        }
        (levels[sink] != u32::MAX).then_some(levels)
    }

    /// Sends what fits along one shortest path; `next` is the first edge of each node that is not known to be useless.
    fn augment(&mut self, source: usize, sink: usize, levels: &[u32], next: &mut [usize]) -> bool {
        let mut path: Vec<usize> = Vec::new();
        let mut node = source;
        while node != sink {
            match self.edges[node].get(next[node]) {
                Some(&edge) => {
                    let to = self.to[edge as usize] as usize;
                    if self.left[edge as usize] > 0 && levels[to] == levels[node] + 1 {
                        path.push(edge as usize);
                        node = to;
                    } else {
                        next[node] += 1;
                    }
                }
                None => match path.pop() {
                    Some(edge) => {
                        node = self.to[edge ^ 1] as usize;
                        next[node] += 1;
                    }
                    None => return false,
                },
            }
        }
        let amount = path.iter().map(|&edge| self.left[edge]).min().unwrap_or(0);
        for edge in path {
            self.left[edge] -= amount;
            self.left[edge ^ 1] += amount;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_was_taken_is_given_back() {
        // The shortest paths go by 1 -> 4 first and block 2 -> 4, unless 1's is led over 3.
        let mut network = Network::new(6);
        for (from, to) in [(0, 1), (0, 2), (1, 4), (1, 3), (2, 4), (3, 5), (4, 5)] {
            network.edge(from, to, 1);
        }
        network.saturate(0, 5);
        assert_eq!((network.flow(0), network.flow(2)), (1, 1));
    }
}
