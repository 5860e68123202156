//! Parts of unequal sizes: a good assignment and a bound on how much better another could be.
//!
//! To find the best is NP-hard: whether a node can be relieved of exactly its surplus is a subset sum. Four steps, each
//! greedy: surplus is covered by the parts whose sum exceeds it least (the greedy cover of Güntzer and Jungnickel,
//! "Approximate minimization algorithms for the 0/1 knapsack and subset-sum problem", Operations Research Letters 26
//! (2000), is within twice the optimum); what has no home is placed from the largest to the smallest (R. L. Graham,
//! "Bounds on multiprocessing timing anomalies", SIAM Journal on Applied Mathematics 17 (1969)); needs are filled; and
//! moves that turn out to be unnecessary, or that a smaller part would do for, are taken back. Where that moves much more
//! than it must, it is done again with smaller parts.

use alloc::{
    collections::{BTreeMap, BTreeSet, BinaryHeap},
    vec::Vec,
};
use core::cmp::Reverse;

use super::{Assigned, Bounds, ByOwner, Problem};

/// An assignment that moves little and is within the bounds if the parts are not too coarse.
///
/// The best of a few attempts: what makes up a surplus in few large parts may fit no need, and what makes it up in small
/// ones leaves nothing to fill others with.
pub(super) fn assign(problem: &Problem<'_>, bounds: &Bounds) -> Assigned {
    let by_owner = problem.by_owner();
    let start = State::new(problem, bounds);
    let (lower_bound, largest) = (lower_bound(&start, &by_owner), start.largest_welcome());
    let mut best = attempt(problem, bounds, &by_owner, largest);
    for halvings in 1..ATTEMPTS {
        let near = lower_bound.saturating_add(lower_bound / NEAR);
        if best.is_balanced() && best.moved() <= near {
            break;
        }
        let other = attempt(problem, bounds, &by_owner, largest >> halvings);
        let rank = |state: &State<'_>| (!state.is_balanced(), state.moved());
        if rank(&other) < rank(&best) {
            best = other;
        }
    }
    Assigned { lower_bound, balanced: best.is_balanced(), owners: best.owners }
}

/// An assignment for which nodes that hold too much send parts of at most this size, where such parts suffice.
fn attempt<'a>(problem: &'a Problem<'a>, bounds: &'a Bounds, by_owner: &ByOwner, largest: u128) -> State<'a> {
    let mut state = State::new(problem, bounds);
    let homeless = state.evict(by_owner, largest);
    state.place(homeless);
    state.pull(by_owner);
    for _ in 0..PASSES {
        if !state.repair() & !state.take_back(by_owner) {
            break;
        }
    }
    state
}

/// What every assignment within the bounds moves: what must leave, or what must arrive, whichever is more.
fn lower_bound(state: &State<'_>, by_owner: &ByOwner) -> u128 {
    let smallest = |node: usize| by_owner.of(node).iter().map(|&part| state.size(part));
    let leaving: u128 = (0..state.problem.nodes)
        .map(|node| match state.surplus(node) {
            0 => 0,
            surplus => {
                // Either parts smaller than the surplus cover it together, or one does that is not smaller.
                let small: u128 = smallest(node).filter(|&size| size < surplus).sum();
                if small >= surplus {
                    surplus
                } else {
                    smallest(node).filter(|&size| size >= surplus).min().unwrap_or(surplus)
                }
            }
        })
        .sum();
    let arriving: u128 = (0..state.problem.staying).map(|node| state.need(node)).sum();
    leaving.max(arriving)
}

struct State<'a> {
    problem: &'a Problem<'a>,
    bounds: &'a Bounds,
    owners: Vec<u32>,
    /// What each node holds, without the parts that have no home.
    loads: Vec<u128>,
}

impl<'a> State<'a> {
    fn new(problem: &'a Problem<'a>, bounds: &'a Bounds) -> Self {
        let mut loads = alloc::vec![0; problem.nodes];
        for (&owner, &bytes) in problem.owners.iter().zip(problem.bytes) {
            loads[owner as usize] += u128::from(bytes);
        }
        Self { problem, bounds, owners: problem.owners.to_vec(), loads }
    }

    fn size(&self, part: u32) -> u128 {
        u128::from(self.problem.bytes[part as usize])
    }

    fn moved(&self) -> u128 {
        let ends = self.owners.iter().zip(self.problem.owners).zip(self.problem.bytes);
        ends.filter(|((now, before), _)| now != before).map(|(_, &bytes)| u128::from(bytes)).sum()
    }

    fn is_balanced(&self) -> bool {
        self.bounds.hold(&self.loads[..self.problem.staying])
    }

    /// A node that left may hold nothing.
    fn high(&self, node: usize) -> u128 {
        if node < self.problem.staying { self.bounds.high[node] } else { 0 }
    }

    fn surplus(&self, node: usize) -> u128 {
        self.loads[node].saturating_sub(self.high(node))
    }

    fn need(&self, node: usize) -> u128 {
        self.bounds.low[node].saturating_sub(self.loads[node])
    }

    fn room(&self, node: usize) -> u128 {
        self.high(node).saturating_sub(self.loads[node])
    }

    /// What a node can lose.
    fn spare(&self, node: usize) -> u128 {
        self.loads[node].saturating_sub(self.bounds.low[node])
    }

    fn give(&mut self, part: u32, to: usize) {
        let size = self.size(part);
        let from = core::mem::replace(&mut self.owners[part as usize], to as u32) as usize;
        self.loads[from] -= size;
        self.loads[to] += size;
    }

    /// Takes from each node what it holds too much, in parts of at most this size if those suffice, and returns the parts,
    /// which belong to it still.
    fn evict(&mut self, by_owner: &ByOwner, largest: u128) -> Vec<u32> {
        let mut homeless = Vec::new();
        for node in 0..self.problem.nodes {
            let surplus = self.surplus(node);
            if node >= self.problem.staying {
                homeless.extend_from_slice(by_owner.of(node));
            } else if surplus > 0 {
                let mut parts = by_owner.of(node).to_vec();
                // Among equal sizes, those come first that the new layout has elsewhere.
                parts.sort_by_key(|&part| (self.size(part), self.problem.wishes[part as usize] == node as u32, part));
                let welcome = &parts[..parts.partition_point(|&part| self.size(part) <= largest)];
                let is_enough = welcome.iter().map(|&part| self.size(part)).sum::<u128>() >= surplus;
                homeless.extend(self.cover(if is_enough { welcome } else { &parts }, surplus));
            }
        }
        homeless
    }

    /// The largest part that is not in vain: what it has beyond the largest need is lacking elsewhere, and has to be sent
    /// there by a third node, unless more leaves than is needed.
    fn largest_welcome(&self) -> u128 {
        let leaving: u128 = (0..self.problem.nodes).map(|node| self.surplus(node)).sum();
        let needs = || (0..self.problem.staying).map(|node| self.need(node));
        needs().max().unwrap_or(0) + leaving.saturating_sub(needs().sum())
    }

    /// Parts, of these in ascending order of size, that make up at least `surplus` and not much more.
    fn cover(&self, parts: &[u32], surplus: u128) -> Vec<u32> {
        let (mut taken, mut sum) = (Vec::new(), 0);
        let mut best: Option<(u128, Vec<u32>, u32)> = None;
        let mut end = parts.len();
        loop {
            let rest = surplus - sum;
            let fits = parts[..end].partition_point(|&part| self.size(part) < rest);
            // Any part from here on ends it.
            if let Some(&last) = parts[..end].get(fits) {
                let total = sum + self.size(last);
                if best.as_ref().is_none_or(|&(least, ..)| total < least) {
                    best = Some((total, taken.clone(), last));
                }
            }
            let Some(before) = fits.checked_sub(1) else { break };
            // The largest that is not enough, and on with the smaller ones.
            taken.push(parts[before]);
            sum += self.size(parts[before]);
            end = before;
        }
        match best {
            Some((_, mut cover, last)) => {
                cover.push(last);
                cover
            }
            None => parts.to_vec(),
        }
    }

    /// Gives every part without a home a node, the largest first.
    fn place(&mut self, mut homeless: Vec<u32>) {
        homeless.sort_by_key(|&part| (Reverse(self.size(part)), part));
        for &part in &homeless {
            self.loads[self.owners[part as usize] as usize] -= self.size(part);
        }
        let staying = 0..self.problem.staying;
        let mut rooms: BTreeSet<(u128, usize)> = staying.clone().map(|node| (self.room(node), node)).collect();
        let mut needs: BTreeSet<(u128, usize)> = staying.map(|node| (self.need(node), node)).collect();
        let mut all_needs: u128 = needs.iter().map(|&(need, _)| need).sum();
        let mut left: u128 = homeless.iter().map(|&part| self.size(part)).sum();
        for part in homeless {
            let size = self.size(part);
            let wish = self.problem.wishes[part as usize] as usize;
            let fills = size.min(self.need(wish));
            // A wish is granted if what is left is enough for the needs of all.
            let granted = self.room(wish) >= size && left - size >= all_needs - fills.min(all_needs);
            let neediest = needs.last().filter(|&&(need, node)| need > 0 && self.room(node) >= size);
            let roomiest = rooms.last().filter(|&&(room, _)| room >= size);
            let to = match (granted, neediest.or(roomiest)) {
                (true, _) => wish,
                (false, Some(&(_, node))) => node,
                // It fits nowhere: where it does the least harm.
                (false, None) => self.least_harmed(size),
            };
            rooms.remove(&(self.room(to), to));
            needs.remove(&(self.need(to), to));
            all_needs -= size.min(self.need(to));
            left -= size;
            self.owners[part as usize] = to as u32;
            self.loads[to] += size;
            rooms.insert((self.room(to), to));
            needs.insert((self.need(to), to));
        }
    }

    fn least_harmed(&self, size: u128) -> usize {
        let harm = |&node: &usize| (self.loads[node] + size).saturating_sub(self.high(node));
        (0..self.problem.staying).min_by_key(harm).unwrap_or(0)
    }

    /// Fills what nodes still need from nodes that can spare it.
    fn pull(&mut self, by_owner: &ByOwner) {
        if (0..self.problem.staying).all(|node| self.need(node) == 0) {
            return;
        }
        let mut movable: Vec<u32> = (0..self.problem.staying)
            .flat_map(|node| by_owner.of(node))
            .copied()
            .filter(|&part| self.owners[part as usize] == self.problem.owners[part as usize])
            .collect();
        movable.sort_by_key(|&part| (Reverse(self.size(part)), part));
        // First to where the new layout has them, as long as that fills a need.
        for &part in &movable {
            let to = self.problem.wishes[part as usize] as usize;
            if self.size(part) <= self.need(to) && self.can_go(part, to) {
                self.give(part, to);
            }
        }
        // Then the largest to the neediest, whole needs only; then what exceeds a need least; then what there is.
        let mut needs = (0..self.problem.staying).map(|node| (self.need(node), Reverse(node))).collect();
        self.pull_where(&mut needs, movable.iter(), |size, need| size <= need);
        self.pull_where(&mut needs, movable.iter().rev(), |size, need| size >= need);
        self.pull_where(&mut needs, movable.iter(), |_, _| true);
    }

    /// Gives each of these parts to the neediest node if its size suits the need.
    fn pull_where<'p>(
        &mut self,
        needs: &mut BinaryHeap<(u128, Reverse<usize>)>,
        parts: impl Iterator<Item = &'p u32>,
        suits: impl Fn(u128, u128) -> bool,
    ) {
        for &part in parts {
            // Who gives has something to spare, so that nobody's need grows: only the neediest's changes.
            let Some(mut neediest) = needs.peek_mut().filter(|neediest| neediest.0 > 0) else { return };
            let (need, Reverse(to)) = *neediest;
            if suits(self.size(part), need) && self.can_go(part, to) {
                self.give(part, to);
                neediest.0 = self.need(to);
            }
        }
    }

    /// Whether a part can change its node without a bound being broken that holds.
    fn can_go(&self, part: u32, to: usize) -> bool {
        let from = self.owners[part as usize] as usize;
        let size = self.size(part);
        from != to && size > 0 && self.spare(from) >= size && self.room(to) >= size
    }

    /// Relieves nodes that hold too much, by a move or by an exchange; whether anything was done.
    fn repair(&mut self) -> bool {
        let overfull: Vec<usize> = (0..self.problem.staying).filter(|&node| self.surplus(node) > 0).collect();
        if overfull.is_empty() {
            return false;
        }
        let mut held = self.held();
        let mut done = false;
        for node in overfull {
            done |= self.send_on(&mut held, node);
            for other in 0..self.problem.staying {
                if self.surplus(node) > 0
                    && let Some((part, back)) = self.exchange(&held, node, other)
                {
                    self.hand_over(&mut held, part, other);
                    self.hand_over(&mut held, back, node);
                    done = true;
                }
            }
        }
        done
    }

    /// Gives parts of an overfull node to whoever has the most room; whether any fitted.
    fn send_on(&mut self, held: &mut [Vec<u32>], node: usize) -> bool {
        let mut done = false;
        for part in held[node].clone() {
            let roomiest = (0..self.problem.staying).max_by_key(|&to| (self.room(to), Reverse(to)));
            let Some(to) = roomiest.filter(|&to| self.surplus(node) > 0 && to != node) else { break };
            if self.can_go(part, to) {
                self.hand_over(held, part, to);
                done = true;
            }
        }
        done
    }

    /// A part of an overfull node and a smaller one of another's, whose exchange breaks no bound that holds.
    fn exchange(&self, held: &[Vec<u32>], node: usize, other: usize) -> Option<(u32, u32)> {
        let most = self.room(other).min(self.spare(node));
        if other == node || most == 0 {
            return None;
        }
        held[node].iter().rev().find_map(|&part| {
            // The smallest part of theirs for which the difference is not too much.
            let least = self.size(part).saturating_sub(most);
            let at = held[other].partition_point(|&part| self.size(part) < least);
            let back = *held[other].get(at).filter(|&&back| self.size(back) < self.size(part))?;
            Some((part, back))
        })
    }

    /// The parts of each node, in ascending order of size.
    fn held(&self) -> Vec<Vec<u32>> {
        let mut held = alloc::vec![Vec::new(); self.problem.nodes];
        for (part, &owner) in (0..).zip(&self.owners) {
            held[owner as usize].push(part);
        }
        for parts in &mut held {
            parts.sort_by_key(|&part| (self.size(part), part));
        }
        held
    }

    /// [`give`](Self::give), and the lists follow.
    fn hand_over(&mut self, held: &mut [Vec<u32>], part: u32, to: usize) {
        let from = self.owners[part as usize] as usize;
        let place = |parts: &[u32]| parts.partition_point(|&other| (self.size(other), other) < (self.size(part), part));
        let (leaves, enters) = (place(&held[from]), place(&held[to]));
        held[from].remove(leaves);
        held[to].insert(enters, part);
        self.give(part, to);
    }

    /// Takes back moves that need not be, or that a smaller part can be moved instead of; whether there were any.
    fn take_back(&mut self, by_owner: &ByOwner) -> bool {
        let mut moved: Vec<u32> = (0..self.owners.len() as u32)
            .filter(|&part| self.owners[part as usize] != self.problem.owners[part as usize])
            .filter(|&part| (self.problem.owners[part as usize] as usize) < self.problem.staying)
            .collect();
        moved.sort_by_key(|&part| (Reverse(self.size(part)), part));
        let mut homes: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
        let mut done = false;
        for part in moved {
            let (home, now) = (self.problem.owners[part as usize] as usize, self.owners[part as usize] as usize);
            if self.size(part) == 0 || self.can_go(part, home) {
                self.give(part, home);
                done = true;
                continue;
            }
            let slack = self.room(home).min(self.spare(now));
            let parts = homes.entry(home).or_insert_with(|| {
                let mut parts = by_owner.of(home).to_vec();
                parts.sort_by_key(|&part| (self.size(part), part));
                parts
            });
            let from = parts.partition_point(|&other| self.size(other) < self.size(part).saturating_sub(slack));
            let instead = parts[from..]
                .iter()
                .copied()
                .take_while(|&other| self.size(other) < self.size(part))
                .take(TRIED)
                .find(|&other| self.owners[other as usize] as usize == home && self.size(other) > 0);
            if let Some(other) = instead.filter(|_| self.surplus(home) == 0 && self.need(now) == 0) {
                self.give(part, home);
                self.give(other, now);
                done = true;
            }
        }
        done
    }
}

/// The largest part that is welcome, then halves of it. Of 180 plans for lognormal sizes on uneven nodes the worst moved 12.7%
/// more than its bound with parts of any size, 7.7% in one attempt, and 1.5% in five.
const ATTEMPTS: u32 = 5;

/// A plan within half a per cent of the bound is good enough: it takes one attempt in most cases.
const NEAR: u128 = 200;

/// How often what was done is looked through again; more than three passes have not been seen to find anything.
const PASSES: usize = 4;

/// How many parts of a node are looked at for one that has not moved.
const TRIED: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    /// The first node holds 11 too much, in parts of 60 and 41, and can lose 11 at most: no exchange with the other's
    /// part of 1 is right, though the other has room for all.
    #[test]
    fn an_exchange_leaves_the_relieved_node_its_least() {
        let problem = Problem { staying: 2, nodes: 2, owners: &[0, 0, 1], wishes: &[0, 0, 1], bytes: &[60, 41, 1] };
        let bounds = Bounds { low: alloc::vec![90, 0], high: alloc::vec![100, 61] };
        let mut state = State::new(&problem, &bounds);
        assert!(!state.repair());
        assert_eq!(state.loads, [101, 1]);
    }

    /// The first node holds 40 too much and the others need 20 each. Its part of 30 would fill one need, and somebody else
    /// would have to fill the other; its small parts fill both.
    #[test]
    fn a_part_that_no_node_needs_stays() {
        let sizes: [u64; 23] = core::array::from_fn(|part| match part {
            0 => 30,
            1..11 => 10,
            _ => 5,
        });
        let owners: [u32; 23] =
            core::array::from_fn(|part| [0, 1, 2][usize::from(part >= 11) + usize::from(part >= 17)]);
        let problem = Problem { staying: 3, nodes: 3, owners: &owners, wishes: &owners, bytes: &sizes };
        let bounds = Bounds { low: alloc::vec![90, 50, 50], high: alloc::vec![90, 50, 50] };
        let assigned = assign(&problem, &bounds);
        let moved: u64 = (0..23).filter(|&part| assigned.owners[part] != owners[part]).map(|part| sizes[part]).sum();
        assert_eq!((moved, assigned.lower_bound, assigned.balanced), (40, 40, true));
    }

    #[test]
    fn an_exchange_takes_the_part_that_brings_both_within() {
        let problem =
            Problem { staying: 2, nodes: 2, owners: &[0, 0, 1, 1], wishes: &[0, 0, 1, 1], bytes: &[60, 41, 1, 55] };
        let bounds = Bounds { low: alloc::vec![90, 0], high: alloc::vec![100, 61] };
        let mut state = State::new(&problem, &bounds);
        assert!(state.repair());
        assert_eq!(state.loads, [96, 61]);
    }
}
