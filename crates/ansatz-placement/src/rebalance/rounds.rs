//! Moves in rounds, so that in none a node takes part in more than its limit.
//!
//! D. König, "Über Graphen und ihre Anwendung auf Determinantentheorie und Mengenlehre", Mathematische Annalen 77 (1916):
//! the edges of a bipartite graph can be coloured with as many colours as the largest degree. With a limit of k moves at
//! a node, R = ceil(degree / k) rounds are the fewest that there can be, and they are enough: split every node into
//! copies of at most R moves each, as few as that takes; the copies' graph is coloured with R colours, and a node has at
//! most k copies.

use alloc::{collections::BTreeMap, vec::Vec};

/// The round of each move between numbered nodes, and how many rounds there are.
///
/// Where no node both sends and receives, the rounds are as few as can be. Else each move takes the first round that has
/// room at both ends, and there are less than twice as many as the least.
pub(super) fn rounds(moves: &[(u32, u32)], nodes: usize, limit: usize) -> (Vec<u32>, usize) {
    let (mut sends, mut gets) = (alloc::vec![0usize; nodes], alloc::vec![0usize; nodes]);
    for &(from, to) in moves {
        sends[from as usize] += 1;
        gets[to as usize] += 1;
    }
    if sends.iter().zip(&gets).any(|(&sent, &got)| sent > 0 && got > 0) {
        return first_fit(moves, nodes, limit);
    }
    let degree = sends.iter().zip(&gets).map(|(sent, got)| sent + got).max().unwrap_or(0);
    let count = degree.div_ceil(limit);
    (Colouring::new(moves, nodes, count).colours(), count)
}

/// The first round with room at both ends.
fn first_fit(moves: &[(u32, u32)], nodes: usize, limit: usize) -> (Vec<u32>, usize) {
    // How many moves each node has in each round, where there are any: rounds can be as many as moves.
    let mut busy: BTreeMap<(usize, usize), u32> = BTreeMap::new();
    // Rounds below this are full at the node.
    let mut open = alloc::vec![0usize; nodes];
    let mut count = 0;
    let mut chosen = Vec::with_capacity(moves.len());
    for &(from, to) in moves {
        let (from, to) = (from as usize, to as usize);
        let full = |busy: &BTreeMap<(usize, usize), u32>, node: usize, round: usize| {
            busy.get(&(node, round)).is_some_and(|&running| running as usize >= limit)
        };
        let mut round = open[from].max(open[to]);
        while full(&busy, from, round) || full(&busy, to, round) {
            round += 1;
        }
        for node in [from, to] {
            *busy.entry((node, round)).or_insert(0) += 1;
            while full(&busy, node, open[node]) {
                open[node] += 1;
            }
        }
        count = count.max(round + 1);
        chosen.push(round as u32);
    }
    (chosen, count)
}

/// A bipartite multigraph of copies of nodes, each with at most as many edges as there are colours.
#[derive(Debug)]
struct Colouring {
    /// The two copies that each move joins.
    edges: Vec<(u32, u32)>,
    colours: usize,
    /// The edge of each colour at each copy.
    at: Vec<u32>,
    /// Which colours a copy has, 64 to a word.
    used: Vec<u64>,
    words: usize,
    colour: Vec<u32>,
}

impl Colouring {
    fn new(moves: &[(u32, u32)], nodes: usize, colours: usize) -> Self {
        let mut shares = Shares::new(moves, nodes, colours);
        let edges: Vec<(u32, u32)> =
            moves.iter().map(|&(from, to)| (shares.copy_of(from as usize), shares.copy_of(to as usize))).collect();
        let copies = shares.copies;
        let words = colours.div_ceil(64);
        let (at, used) = (alloc::vec![NONE; copies as usize * colours], alloc::vec![0; copies as usize * words]);
        Self { colour: alloc::vec![NONE; edges.len()], edges, colours, at, used, words }
    }

    fn colours(mut self) -> Vec<u32> {
        for edge in 0..self.edges.len() {
            let (from, to) = self.edges[edge];
            let shared = self.free(from, to);
            let colour = shared.unwrap_or_else(|| self.make_free(from, to));
            self.paint(edge as u32, colour);
        }
        self.colour
    }

    /// A colour that neither copy has.
    fn free(&self, from: u32, to: u32) -> Option<u32> {
        let words = |copy: u32| &self.used[copy as usize * self.words..(copy as usize + 1) * self.words];
        let free = |(word, (ours, theirs)): (usize, (&u64, &u64))| {
            let colour = 64 * word as u32 + (ours | theirs).trailing_ones();
            ((ours | theirs) != u64::MAX && (colour as usize) < self.colours).then_some(colour)
        };
        words(from).iter().zip(words(to)).enumerate().find_map(free)
    }

    /// Exchanges two colours along a path, so that one that `from` lacks is lacking at `to` as well, and returns it.
    fn make_free(&mut self, from: u32, to: u32) -> u32 {
        // Each has fewer edges than there are colours, so that it lacks one.
        let ours = self.free(from, from).unwrap_or(0);
        let theirs = self.free(to, to).unwrap_or(0);
        // The path that leaves `to` with our colour alternates between the two. On `from`'s side it arrives by our
        // colour, which `from` lacks: it never ends there.
        let mut path = Vec::new();
        let (mut copy, mut colour) = (to, ours);
        loop {
            let edge = self.at[copy as usize * self.colours + colour as usize];
            if edge == NONE {
                break;
            }
            path.push(edge);
            let (a, b) = self.edges[edge as usize];
            copy = if a == copy { b } else { a };
            colour = if colour == ours { theirs } else { ours };
        }
        for &edge in &path {
            self.wipe(edge);
        }
        let mut colour = theirs;
        for edge in path {
            self.paint(edge, colour);
            colour = if colour == ours { theirs } else { ours };
        }
        ours
    }

    fn paint(&mut self, edge: u32, colour: u32) {
        self.colour[edge as usize] = colour;
        let (from, to) = self.edges[edge as usize];
        for copy in [from as usize, to as usize] {
            self.at[copy * self.colours + colour as usize] = edge;
            self.used[copy * self.words + colour as usize / 64] |= 1 << (colour % 64);
        }
    }

    fn wipe(&mut self, edge: u32) {
        let colour = self.colour[edge as usize];
        let (from, to) = self.edges[edge as usize];
        for copy in [from as usize, to as usize] {
            self.at[copy * self.colours + colour as usize] = NONE;
            self.used[copy * self.words + colour as usize / 64] &= !(1 << (colour % 64));
        }
    }
}

/// Which copy takes which of a node's moves.
///
/// Copies that are not full are shared by nodes of the same side, so that the copies' moves fill at least half of what
/// they can hold, and the tables are no larger than a few words for each move.
#[derive(Debug)]
struct Shares {
    colours: usize,
    copies: u32,
    /// Of each node: its first full copy, how many there are, the copy of the rest, and how many moves have been given.
    nodes: Vec<(u32, u32, u32, u32)>,
}

impl Shares {
    fn new(moves: &[(u32, u32)], nodes: usize, colours: usize) -> Self {
        let mut degrees = alloc::vec![[0usize; 2]; nodes];
        for &(from, to) in moves {
            degrees[from as usize][0] += 1;
            degrees[to as usize][1] += 1;
        }
        let mut shares = Self { colours, copies: 0, nodes: Vec::with_capacity(nodes) };
        // For senders and receivers, a copy that is not full, and how many moves it takes yet.
        let mut open = [(0, 0); 2];
        for [sent, got] in degrees {
            let (open, degree) = if sent > 0 { (&mut open[0], sent) } else { (&mut open[1], got) };
            let (full, rest) = (degree / colours.max(1), degree % colours.max(1));
            let first = shares.copies;
            shares.copies += full as u32;
            if rest > open.1 {
                *open = (shares.copies, colours);
                shares.copies += 1;
            }
            open.1 -= rest;
            shares.nodes.push((first, full as u32, open.0, 0));
        }
        shares
    }

    fn copy_of(&mut self, node: usize) -> u32 {
        let (first, full, rest, given) = &mut self.nodes[node];
        let copy = *given / self.colours as u32;
        *given += 1;
        if copy < *full { *first + copy } else { *rest }
    }
}

const NONE: u32 = u32::MAX;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use ansatz_random::{Stream, rand_core::Rng};

    #[test]
    fn bipartite_moves_take_as_many_rounds_as_the_busiest_node_needs() {
        for seed in 0..400 {
            let mut rng = Stream::new(seed, 0);
            let (left, right) = (1 + rng.next_u32() % 9, 1 + rng.next_u32() % 9);
            let (count, limit) = (rng.next_u32() as usize % 200, 1 + rng.next_u32() as usize % 5);
            let moves: Vec<(u32, u32)> =
                (0..count).map(|_| (rng.next_u32() % left, left + rng.next_u32() % right)).collect();
            let (chosen, rounds) = rounds(&moves, (left + right) as usize, limit);
            let mut degree = alloc::vec![0; (left + right) as usize];
            let mut busy = alloc::vec![0; (left + right) as usize * rounds.max(1)];
            for (&(from, to), &round) in moves.iter().zip(&chosen) {
                assert!((round as usize) < rounds);
                for node in [from as usize, to as usize] {
                    degree[node] += 1;
                    busy[node * rounds + round as usize] += 1;
                }
            }
            assert!(busy.iter().all(|&running| running <= limit));
            assert_eq!(rounds, degree.iter().copied().max().unwrap_or(0usize).div_ceil(limit));
        }
    }

    #[test]
    fn other_moves_take_less_than_twice_the_least() {
        for seed in 0..400 {
            let mut rng = Stream::new(seed, 1);
            let (count, limit) = (rng.next_u32() as usize % 200, 1 + rng.next_u32() as usize % 5);
            let moves: Vec<(u32, u32)> = (0..count)
                .map(|_| (rng.next_u32() % 7, 1 + rng.next_u32() % 6))
                .map(|(from, by)| (from, (from + by) % 7))
                .collect();
            let (chosen, rounds) = rounds(&moves, 7, limit);
            let mut busy = alloc::vec![0; 7 * rounds.max(1)];
            let mut degree = [0; 7];
            for (&(from, to), &round) in moves.iter().zip(&chosen) {
                for node in [from as usize, to as usize] {
                    degree[node] += 1;
                    busy[node * rounds + round as usize] += 1;
                }
            }
            assert!(busy.iter().all(|&running| running <= limit));
            let degree = *degree.iter().max().unwrap();
            assert!(
                count == 0 || rounds <= 2 * ((degree - 1) / limit) + 1,
                "{rounds} rounds, degree {degree}, {limit}"
            );
        }
    }
}
