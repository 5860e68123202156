//! The contest of exponential clocks that both forms of rendezvous hashing hold.
//!
//! Every competitor draws a uniform u for the key; its clock rings at -ln(1 - u) / weight, and the first to ring wins: with
//! probability weight over the sum of weights. Ties are broken by the draw.

use alloc::{collections::BinaryHeap, vec::Vec};
use core::cmp::{Ordering, Reverse};

use super::mix::{draft, finish, greatest_draft, mix};

/// Competitors of positive weight, or of weight 0, which never win.
#[derive(Debug, Clone, Default)]
pub(crate) struct Contest {
    /// What each competitor mixes into the key's hash.
    ids: Vec<u64>,
    /// The mean time of each clock, 1 / weight.
    means: Vec<f64>,
    /// Whether all means are equal, so that the smallest draw wins and no time is needed.
    is_even: bool,
    /// The greatest weight times 2^64: what turns a time into a bound of the draws that ring by then.
    draws_by: f64,
}

impl Contest {
    pub(crate) fn new(competitors: impl IntoIterator<Item = (u64, f64)>) -> Self {
        let (ids, means) = competitors.into_iter().map(|(id, weight)| (id, 1.0 / weight)).unzip();
        let mut contest = Self { ids, means, is_even: true, draws_by: 0.0 };
        contest.compare();
        contest
    }

    /// Adds a competitor at this index.
    pub(crate) fn insert(&mut self, index: usize, id: u64, weight: f64) {
        self.ids.insert(index, id);
        self.means.insert(index, 1.0 / weight);
        self.compare();
    }

    /// Removes a competitor; those behind it move up.
    pub(crate) fn remove(&mut self, index: usize) {
        self.ids.remove(index);
        self.means.remove(index);
        self.compare();
    }

    /// Removes a competitor; the last one takes its index.
    pub(crate) fn swap_remove(&mut self, index: usize) {
        self.ids.swap_remove(index);
        self.means.swap_remove(index);
        self.compare();
    }

    pub(crate) fn set_weight(&mut self, index: usize, weight: f64) {
        self.means[index] = 1.0 / weight;
        self.compare();
    }

    fn compare(&mut self) {
        self.is_even = self.means.windows(2).all(|pair| pair[0] == pair[1]);
        let shortest = self.means.iter().copied().fold(f64::INFINITY, f64::min);
        let weights: f64 = self.means.iter().map(|mean| shortest / mean).sum();
        // Beside few heavy competitors the bound would let pass as many as it stops, in an order that no processor guesses.
        let is_skewed = self.means.len() as f64 > MOST_SKEWED * weights;
        self.draws_by = if is_skewed { f64::INFINITY } else { TWO_TO_THE_64 / shortest };
    }

    /// The index of the competitor whose clock rings first for a key with this hash.
    #[inline]
    pub(crate) fn winner(&self, hash: u64) -> usize {
        if self.is_even { self.smallest_draw(hash) } else { self.first_to_ring(hash) }
    }

    /// All indices in the order in which their clocks ring.
    pub(crate) fn order(&self, hash: u64) -> impl Iterator<Item = usize> + use<> {
        let mut bids: BinaryHeap<Reverse<Bid>> =
            (0..self.ids.len()).map(|index| Reverse(self.bid(hash, index))).collect();
        core::iter::from_fn(move || bids.pop().map(|Reverse(bid)| bid.index as usize))
    }

    pub(crate) fn memory_bytes(&self) -> usize {
        self.ids.capacity() * size_of::<u64>() + self.means.capacity() * size_of::<f64>()
    }

    fn smallest_draw(&self, hash: u64) -> usize {
        let (mut smallest, mut winner) = (u64::MAX, 0);
        let (head, tail) = self.ids.split_at(self.ids.len().min(HEAD));
        for (index, &id) in head.iter().enumerate() {
            let draw = mix(hash, id);
            if draw < smallest {
                (smallest, winner) = (draw, index);
            }
        }
        let mut bound = greatest_draft(smallest);
        for (index, &id) in (head.len()..).zip(tail) {
            let draft = draft(hash, id);
            if draft <= bound && finish(draft) < smallest {
                (smallest, winner) = (finish(draft), index);
                bound = greatest_draft(smallest);
            }
        }
        winner
    }

    /// Without a logarithm in nearly all cases: u <= -ln(1 - u) <= u / (1 - u), so that whoever has the least u / weight
    /// has won, unless a second one is so close that it could ring before the upper bound of the first.
    fn first_to_ring(&self, hash: u64) -> usize {
        let head = self.ids.len().min(HEAD);
        let mut race = self.race_of(hash, head);
        let mut bound = self.bound(race.latest);
        for (index, (&id, &mean)) in (head..).zip(self.ids[head..].iter().zip(&self.means[head..])) {
            let draft = draft(hash, id);
            if draft > bound {
                continue;
            }
            let uniform = uniform(finish(draft));
            if uniform * mean <= race.latest {
                race.join(index, uniform, mean);
                bound = self.bound(race.latest);
            }
        }
        if race.second > race.latest { race.winner } else { self.first_to_ring_before(hash, race.latest) }
    }

    /// The race among the first competitors, without branches: who is ahead changes often among the first.
    #[inline]
    fn race_of(&self, hash: u64, head: usize) -> Race {
        // Positive floats are in the order of their bits, and integers are selected faster.
        let (mut first, mut second, mut winner) = (f64::INFINITY.to_bits(), f64::INFINITY.to_bits(), 0);
        for (index, (&id, &mean)) in self.ids[..head].iter().zip(&self.means[..head]).enumerate() {
            let least = (uniform(mix(hash, id)) * mean).to_bits();
            second = second.min(first.max(least));
            winner = if least < first { index } else { winner };
            first = first.min(least);
        }
        let (first, second) = (f64::from_bits(first), f64::from_bits(second));
        Race { first, second, winner, latest: latest(first, uniform(mix(hash, self.ids[winner]))) }
    }

    /// No greater draft rings by this time, whoever's it is.
    #[inline]
    fn bound(&self, time: f64) -> u64 {
        greatest_draft((time * self.draws_by) as u64)
    }

    /// The winner, which is known to ring at this time at the latest.
    #[cold]
    fn first_to_ring_before(&self, hash: u64, latest: f64) -> usize {
        (0..self.ids.len())
            .filter(|&index| uniform(mix(hash, self.ids[index])) * self.means[index] <= latest)
            .map(|index| self.bid(hash, index))
            .min()
            .map_or(0, |bid| bid.index as usize)
    }

    fn bid(&self, hash: u64, index: usize) -> Bid {
        let draw = mix(hash, self.ids[index]);
        let time = if self.is_even { 0.0 } else { -libm::log1p(-uniform(draw)) * self.means[index] };
        Bid { time, draw, index: index as u32 }
    }
}

/// The lower bounds of when two clocks ring.
#[derive(Debug, Clone, Copy)]
struct Race {
    first: f64,
    second: f64,
    /// Whose the first one is.
    winner: usize,
    /// Some clock has rung by then.
    latest: f64,
}

impl Race {
    /// Lets a competitor in that may ring by the `latest` so far.
    #[inline]
    fn join(&mut self, index: usize, uniform: f64, mean: f64) {
        let least = uniform * mean;
        if least < self.first {
            (self.second, self.first, self.winner) = (self.first, least, index);
        } else {
            self.second = self.second.min(least);
        }
        self.latest = self.latest.min(latest(least, uniform));
    }
}

/// The upper bound of a time, from its lower one and the number that it was drawn with.
#[inline]
fn latest(least: f64, uniform: f64) -> f64 {
    least / (1.0 - uniform) * (1.0 + MARGIN)
}

/// What a competitor bids for a key; the least wins.
#[derive(Debug, Clone, Copy)]
struct Bid {
    /// When its clock rings; 0 where all weights are equal, since the draws are in the same order.
    time: f64,
    draw: u64,
    index: u32,
}

impl Ord for Bid {
    fn cmp(&self, other: &Self) -> Ordering {
        self.time.total_cmp(&other.time).then(self.draw.cmp(&other.draw)).then(self.index.cmp(&other.index))
    }
}

impl PartialOrd for Bid {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Bid {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Bid {}

/// The middle of one of 2^52 intervals of (0, 1): exact, neither 0 nor 1, and finest where the winners are.
#[inline]
fn uniform(draw: u64) -> f64 {
    ((draw >> 12) as f64 + 0.5) * (1.0 / (1u64 << 52) as f64)
}

/// How many compete before bounds are of use: of k that came, the next one is ahead of all with probability 1 / k, and a
/// wrong guess of that costs as much as about ten competitors. 16 to 64 took the same time, within what could be measured.
const HEAD: usize = 32;

/// The greatest weight over the mean weight, from which on bounds are of no use.
const MOST_SKEWED: f64 = 8.0;

const TWO_TO_THE_64: f64 = 18_446_744_073_709_551_616.0;

/// More than all roundings of a time and its bounds together, which are a few times 2^-53 of it.
const MARGIN: f64 = 1.0 / (1u64 << 40) as f64;

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;
    use crate::placers::mix::numbered;

    #[test]
    fn the_winner_is_the_first_of_the_order() {
        let weights: [&[f64]; 6] = [
            &[1.0],
            &[1.0, 1.0],
            &[1.0, 1.5],
            &[1e-100, 1e100, 3.0],
            &[0.0, 2.0, 0.0, 1.0],
            &[0.7, 0.9, 1.1, 1.0, 0.8, 0.7, 0.9, 1.1, 1.0, 0.8, 5.0],
        ];
        let long: Vec<f64> = (0..300u32).map(|index| f64::from(20 + index * 7 % 40)).collect();
        let skewed: Vec<f64> = (0..300u32).map(|index| if index == 200 { 1e4 } else { f64::from(index % 3) }).collect();
        let even = [1.0; 300];
        for weights in weights.into_iter().chain([long.as_slice(), &skewed, &even]) {
            let contest = Contest::new((3..).map(numbered).zip(weights.iter().copied()));
            for hash in (0..20_000).map(numbered) {
                assert_eq!(Some(contest.winner(hash)), contest.order(hash).next(), "{hash} among {weights:?}");
            }
        }
    }

    #[test]
    fn equal_weights_of_any_size_choose_alike() {
        let [one, seven] =
            [1.0, 7.0].map(|weight| Contest::new((0..10).map(|id| (numbered(id), weight)).chain([(1, 1e-90)])));
        let even = Contest::new((0..10).map(|id| (numbered(id), 1.0)));
        for hash in (0..2_000).map(numbered) {
            let order: Vec<usize> = even.order(hash).collect();
            assert!(one.order(hash).take(10).eq(order.iter().copied()));
            assert!(seven.order(hash).take(10).eq(order));
        }
    }

    #[test]
    fn uniform_never_reaches_its_ends() {
        assert!(uniform(0) > 0.0 && uniform(u64::MAX) < 1.0);
        assert!(libm::log1p(-uniform(u64::MAX)).is_finite());
    }
}
