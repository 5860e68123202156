//! Equal parts: the least number of moves, and among the plans that have it one that follows the new layout most.
//!
//! Let node i hold c(i) parts, and let it be bound to hold l(i) to h(i); a node that left is bound to hold 0. Then
//! O = sum of max(0, c(i) - h(i)) parts must leave their nodes, and U = sum of max(0, l(i) - c(i)) parts must arrive at
//! others, so that no plan moves fewer than M = max(O, U). M are enough. If O >= U, let exactly the O surplus parts
//! leave: U of them fill the needs, and the rest finds room below the h(i), for their sum is at least the number of all
//! parts. If O < U, the U parts of the needs come first from the surplus, and the rest from nodes above their l(i),
//! which hold enough, for the sum of all l(i) is at most the number of all parts.
//!
//! In both cases no node both sends and receives, and what is left open is who sends to whom. A move that leads to the
//! new layout's owner is a unit of flow from a sender to a receiver; what a sender must send and what it may send
//! beyond that, and what a receiver must get and may get, are the capacities, and all that is beyond "must" shares one
//! budget, |O - U|. So a maximum flow has the most such moves that any plan of M moves can have, and it can always be
//! completed to M: the budget leaves as many moves as there are unmet needs.

use alloc::vec::Vec;

use super::{Assigned, Bounds, ByOwner, Problem, flow::Network};

/// An assignment within the bounds with the fewest moves.
pub(super) fn assign(problem: &Problem<'_>, bounds: &Bounds) -> Assigned {
    let by_owner = problem.by_owner();
    let mut ends = Ends::new(problem, bounds, &by_owner);
    let moves = ends.least_moves();
    let mut owners = problem.owners.to_vec();
    send_as_wished(problem, &by_owner, &mut ends, &mut owners);
    send_the_rest(problem, &by_owner, &mut ends, &mut owners);
    let size = problem.bytes.first().copied().unwrap_or(0);
    Assigned { owners, lower_bound: u128::from(moves) * u128::from(size), balanced: true }
}

/// What each node must and may send and receive.
#[derive(Debug)]
struct Ends {
    must_send: Vec<u64>,
    may_send: Vec<u64>,
    must_get: Vec<u64>,
    may_get: Vec<u64>,
    /// How many parts in all may be sent or be received beyond what must.
    send_budget: u64,
    get_budget: u64,
}

impl Ends {
    fn new(problem: &Problem<'_>, bounds: &Bounds, by_owner: &ByOwner) -> Self {
        let zeros = || alloc::vec![0; problem.nodes];
        let (mut must_send, mut may_send, mut must_get, mut may_get) = (zeros(), zeros(), zeros(), zeros());
        for node in 0..problem.nodes {
            let held = by_owner.of(node).len() as u64;
            // Bounds on parts are at most their number, unless they bind nothing.
            let bound = |bounds: &[u128]| bounds.get(node).map_or(0, |&bound| u64::try_from(bound).unwrap_or(u64::MAX));
            let (low, high) = (bound(&bounds.low), bound(&bounds.high));
            must_send[node] = held.saturating_sub(high);
            may_send[node] = held.min(high).saturating_sub(low);
            must_get[node] = low.saturating_sub(held);
            may_get[node] = high.saturating_sub(held.max(low));
        }
        let (over, under): (u64, u64) = (must_send.iter().sum(), must_get.iter().sum());
        let mut ends =
            Self { must_send, may_send, must_get, may_get, send_budget: 0, get_budget: over.saturating_sub(under) };
        if over < under {
            ends.send_budget = under - over;
            ends.may_get.fill(0);
        } else {
            ends.may_send.fill(0);
        }
        ends
    }

    fn least_moves(&self) -> u64 {
        self.must_send.iter().sum::<u64>() + self.send_budget
    }

    fn sends(&self, node: usize) -> bool {
        self.must_send[node] + self.may_send[node].min(self.send_budget) > 0
    }

    fn gets(&self, node: usize) -> bool {
        self.must_get[node] + self.may_get[node].min(self.get_budget) > 0
    }

    /// Notes that `count` parts move.
    fn moved(&mut self, from: usize, to: usize, count: u64) {
        let must = self.must_send[from].min(count);
        self.must_send[from] -= must;
        self.may_send[from] -= count - must;
        self.send_budget -= count - must;
        let must = self.must_get[to].min(count);
        self.must_get[to] -= must;
        self.may_get[to] -= count - must;
        self.get_budget -= count - must;
    }
}

/// Moves to the new layout's owners, as many as a plan with the fewest moves can have.
fn send_as_wished(problem: &Problem<'_>, by_owner: &ByOwner, ends: &mut Ends, owners: &mut [u32]) {
    let pairs = wished_pairs(problem, by_owner, ends);
    let n = problem.nodes;
    let (source, sink, more_sent, more_got) = (2 * n, 2 * n + 1, 2 * n + 2, 2 * n + 3);
    let mut network = Network::new(2 * n + 4);
    network.edge(source, more_sent, ends.send_budget);
    network.edge(more_got, sink, ends.get_budget);
    for node in 0..n {
        network.edge(source, node, ends.must_send[node]);
        network.edge(more_sent, node, ends.may_send[node]);
        network.edge(n + node, sink, ends.must_get[node]);
        network.edge(n + node, more_got, ends.may_get[node]);
    }
    let edges: Vec<usize> = pairs.iter().map(|&(from, to, count)| network.edge(from, n + to, count)).collect();
    network.saturate(source, sink);
    let mut flows = pairs.iter().zip(&edges).map(|(&(from, to, _), &edge)| (from, to, network.flow(edge))).peekable();
    // How many parts still go from the node at hand to each other one.
    let mut quota = alloc::vec![0; n];
    while let Some(&(from, _, _)) = flows.peek() {
        while let Some((_, to, count)) = flows.next_if(|flow| flow.0 == from) {
            quota[to] = count;
            ends.moved(from, to, count);
        }
        for &part in by_owner.of(from) {
            let wish = problem.wishes[part as usize];
            if quota[wish as usize] > 0 {
                quota[wish as usize] -= 1;
                owners[part as usize] = wish;
            }
        }
    }
}

/// How many parts of each sender the new layout has at each receiver.
fn wished_pairs(problem: &Problem<'_>, by_owner: &ByOwner, ends: &Ends) -> Vec<(usize, usize, u64)> {
    let mut pairs = Vec::new();
    let mut counts = alloc::vec![0u64; problem.nodes];
    for from in (0..problem.nodes).filter(|&node| ends.sends(node)) {
        let mut wished = Vec::new();
        for &part in by_owner.of(from) {
            let to = problem.wishes[part as usize] as usize;
            if to != from && ends.gets(to) {
                if counts[to] == 0 {
                    wished.push(to);
                }
                counts[to] += 1;
            }
        }
        wished.sort_unstable();
        pairs.extend(wished.into_iter().map(|to| (from, to, core::mem::take(&mut counts[to]))));
    }
    pairs
}

/// Moves that are needed beside those, of parts that the new layout has elsewhere before those that are at home.
fn send_the_rest(problem: &Problem<'_>, by_owner: &ByOwner, ends: &mut Ends, owners: &mut [u32]) {
    let mut receivers = Receivers { next: 0, needs_met: false };
    for (at_home, needed) in [(false, true), (false, false), (true, true), (true, false)] {
        for from in 0..problem.nodes {
            for &part in by_owner.of(from) {
                let sends = if needed { ends.must_send[from] } else { ends.may_send[from].min(ends.send_budget) };
                if sends == 0 {
                    break;
                }
                let part = part as usize;
                let stays = owners[part] as usize == from;
                if !stays || (problem.wishes[part] as usize == from) != at_home {
                    continue;
                }
                let Some(to) = receivers.next(ends) else { return };
                owners[part] = to as u32;
                ends.moved(from, to, 1);
            }
        }
    }
}

/// Nodes that take a part: first those that must have one.
#[derive(Debug)]
struct Receivers {
    next: usize,
    needs_met: bool,
}

impl Receivers {
    fn next(&mut self, ends: &Ends) -> Option<usize> {
        if !self.needs_met {
            if let Some(node) = (self.next..ends.must_get.len()).find(|&node| ends.must_get[node] > 0) {
                self.next = node;
                return Some(node);
            }
            (self.next, self.needs_met) = (0, true);
        }
        if ends.get_budget == 0 {
            return None;
        }
        let node = (self.next..ends.may_get.len()).find(|&node| ends.may_get[node] > 0)?;
        self.next = node;
        Some(node)
    }
}
