//! The most valuable items that fit into one bin, in whole numbers.

use alloc::vec::Vec;

use super::classes::Pattern;

/// Items of one class that may go into the bin.
#[derive(Clone, Copy)]
pub(super) struct Good {
    pub(super) class: usize,
    pub(super) size: u64,
    pub(super) value: u64,
    pub(super) copies: usize,
}

impl Good {
    /// What fits into `room` beside an item of `class`, with the values of the classes.
    pub(super) fn beside(
        class: usize,
        sizes: &[u64],
        counts: &[usize],
        values: &[u64],
        room: u64,
    ) -> impl Iterator<Item = Self> {
        (0..sizes.len())
            .map(move |other| {
                let copies = counts[other] - usize::from(other == class);
                Self { class: other, size: sizes[other], value: values[other], copies }
            })
            .filter(move |good| good.copies > 0 && good.size <= room)
    }

    /// Whether filling `room` with goods like this would not reach `value`.
    ///
    /// Goods come in descending order of value for size, so that neither does whatever comes later.
    pub(super) fn falls_short(&self, room: u64, value: u64) -> bool {
        u128::from(room) * u128::from(self.value) < u128::from(value) * u128::from(self.size)
    }
}

/// In descending order of value for size, and the larger first if that is equal.
pub(super) fn by_density(goods: &mut [Good]) {
    goods.sort_unstable_by(|a, b| {
        let (left, right) = (u128::from(a.value) * u128::from(b.size), u128::from(b.value) * u128::from(a.size));
        right.cmp(&left).then(a.class.cmp(&b.class))
    });
}

/// What was found: a pattern, its value, and a value that no pattern is above.
#[derive(Clone)]
pub(super) struct Filled {
    pub(super) pattern: Pattern,
    pub(super) value: u64,
    pub(super) limit: u64,
}

/// A way to fill a part of the bin.
#[derive(Clone, Copy)]
struct State {
    size: u64,
    value: u64,
    node: u32,
}

/// Some copies of a good, as one piece.
#[derive(Clone, Copy)]
struct Piece {
    class: usize,
    copies: usize,
    size: u64,
    value: u64,
}

/// The lists of states, kept for the next time.
///
/// Pieces are added one after the other to all states that are worth it: no other state is as small and as valuable, and
/// the densest piece to come could lift it above the best. (Nemhauser and Ullmann's lists with a bound.) Lists never hold
/// more than the capacity's number of states, and far fewer as a rule, and need no table over the capacity.
#[derive(Clone, Default)]
pub(crate) struct Knapsack {
    pieces: Vec<Piece>,
    states: Vec<State>,
    merged: Vec<State>,
    /// The piece that was added last, and the node without it.
    nodes: Vec<(u32, u32)>,
}

impl Knapsack {
    /// Fills a bin with some of `goods`, each of which fits.
    ///
    /// If states get too many, the search ends with the best so far, and with a limit that is still none too low.
    pub(super) fn fill(&mut self, goods: &mut [Good], capacity: u64) -> Filled {
        by_density(goods);
        self.split(goods, capacity);
        let mut best = greedy(goods, capacity);
        let mut node = None;
        let mut value = best.value;
        self.nodes.clear();
        self.states.clear();
        self.states.push(State { size: 0, value: 0, node: u32::MAX });
        let (mut limit, mut looks) = (0, 0);
        for index in 0..self.pieces.len() {
            looks += self.states.len();
            if self.nodes.len() >= MOST_NODES || looks >= MOST_LOOKS {
                limit = self.limit(index, capacity);
                break;
            }
            self.add(index, capacity, &mut value, &mut node);
            if self.states.is_empty() {
                break;
            }
        }
        if let Some(node) = node {
            best = Filled { pattern: self.trace(node), value, limit };
        }
        best.limit = limit.max(value);
        best
    }

    /// Pieces of 1, 2, 4, ... copies and the rest make up every number of copies.
    fn split(&mut self, goods: &[Good], capacity: u64) {
        self.pieces.clear();
        for good in goods {
            let mut left = good.copies.min((capacity / good.size) as usize);
            let mut copies = 1;
            while left > 0 {
                let taken = copies.min(left);
                self.pieces.push(Piece {
                    class: good.class,
                    copies: taken,
                    size: good.size * taken as u64,
                    value: good.value.saturating_mul(taken as u64),
                });
                left -= taken;
                copies *= 2;
            }
        }
    }

    /// Merges the states with those that have one piece more.
    fn add(&mut self, index: usize, capacity: u64, best: &mut u64, best_node: &mut Option<u32>) {
        let piece = self.pieces[index];
        let next = self.pieces.get(index + 1).copied();
        self.merged.clear();
        let (mut without, mut with) = (0, 0);
        let mut highest = None;
        loop {
            let shifted = self.states.get(with).filter(|state| state.size <= capacity - piece.size);
            let state = match (self.states.get(without), shifted) {
                (None, None) => break,
                (Some(&state), None) => {
                    without += 1;
                    state
                }
                (Some(&state), Some(other)) if state.size < other.size + piece.size => {
                    without += 1;
                    state
                }
                (_, Some(other)) => {
                    with += 1;
                    let value = other.value.saturating_add(piece.value);
                    let mut state = State { size: other.size + piece.size, value, node: other.node };
                    if highest.is_some_and(|highest| value <= highest) {
                        continue;
                    }
                    let better = value > *best;
                    if better || worth(next, capacity - state.size, *best - value) {
                        self.nodes.push((index as u32, other.node));
                        state.node = self.nodes.len() as u32 - 1;
                    }
                    if better {
                        (*best, *best_node) = (value, Some(state.node));
                    }
                    state
                }
            };
            if highest.is_some_and(|highest| state.value <= highest) {
                continue;
            }
            if worth(next, capacity - state.size, *best - state.value) {
                highest = Some(state.value);
                self.merged.push(state);
            }
        }
        core::mem::swap(&mut self.states, &mut self.merged);
    }

    /// A value that no state exceeds, whatever of the pieces from `index` on is added.
    fn limit(&self, index: usize, capacity: u64) -> u64 {
        let Some(piece) = self.pieces.get(index) else { return 0 };
        let most = |state: &State| {
            let more = u128::from(capacity - state.size) * u128::from(piece.value) / u128::from(piece.size);
            u128::from(state.value).saturating_add(more).min(u128::from(u64::MAX)) as u64
        };
        self.states.iter().map(most).max().unwrap_or(0)
    }

    fn trace(&self, mut node: u32) -> Pattern {
        let mut pattern = Pattern::new();
        while let Some(&(piece, before)) = self.nodes.get(node as usize) {
            let piece = self.pieces[piece as usize];
            match pattern.last_mut() {
                Some((class, copies)) if *class == piece.class => *copies += piece.copies,
                _ => pattern.push((piece.class, piece.copies)),
            }
            node = before;
        }
        pattern.sort_unstable();
        pattern
    }
}

/// Whether the next piece, as often as there is room, could make up more than what the best is ahead.
fn worth(next: Option<Piece>, room: u64, ahead: u64) -> bool {
    next.is_some_and(|next| {
        u128::from(room) * u128::from(next.value) >= (u128::from(ahead) + 1) * u128::from(next.size)
    })
}

/// Each good in turn, as often as it fits.
fn greedy(goods: &[Good], capacity: u64) -> Filled {
    let (mut room, mut value) = (capacity, 0u64);
    let mut pattern = Pattern::new();
    for good in goods {
        let copies = good.copies.min((room / good.size) as usize);
        if copies > 0 {
            room -= good.size * copies as u64;
            value = value.saturating_add(good.value.saturating_mul(copies as u64));
            pattern.push((good.class, copies));
        }
    }
    pattern.sort_unstable();
    Filled { pattern, value, limit: value }
}

/// States that are made in one search: a few megabytes.
const MOST_NODES: usize = 1 << 18;

/// States that are looked at in one search: some milliseconds.
const MOST_LOOKS: usize = 1 << 21;

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use proptest::prelude::*;

    use super::{Good, Knapsack};
    use crate::exact::oracle::{classes, patterns, worth};

    proptest! {
        #[test]
        fn the_most_valuable_pattern(
            sizes in proptest::collection::vec(0..60u64, 1..9),
            values in proptest::collection::vec(0..40u64, 9),
            capacity in 1..60u64,
        ) {
            let classes = classes(&sizes, capacity);
            let goods = classes.sizes.iter().zip(&classes.counts).zip(&values).enumerate();
            let mut goods: Vec<Good> =
                goods.map(|(class, ((&size, &copies), &value))| Good { class, size, value, copies }).collect();
            let filled = Knapsack::default().fill(&mut goods, capacity);
            let all = patterns(&classes.sizes, &classes.counts, capacity);
            let most = all.iter().map(|pattern| worth(pattern, &values)).max();
            prop_assert_eq!(Some(filled.value), most);
            prop_assert_eq!(filled.limit, filled.value);
            prop_assert_eq!(worth(&filled.pattern, &values), filled.value);
            prop_assert!(all.contains(&filled.pattern) || filled.value == 0);
        }
    }

    /// Sizes with hardly two equal sums: no state is as good as another, and their number has to be limited.
    #[test]
    fn too_many_states_leave_a_limit() {
        let size = |class: usize| (1u64 << 56) + (class as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) % (1 << 55);
        let mut goods: Vec<Good> =
            (0..100).map(|class| Good { class, size: size(class), value: size(class), copies: 1 }).collect();
        let mut knapsack = Knapsack::default();
        let filled = knapsack.fill(&mut goods, u64::MAX);
        assert!(filled.value < u64::MAX && filled.limit == u64::MAX);
        assert!(knapsack.nodes.len() <= 2 * super::MOST_NODES);
        assert_eq!(filled.pattern.iter().map(|&(class, _)| size(class)).sum::<u64>(), filled.value);
    }
}
