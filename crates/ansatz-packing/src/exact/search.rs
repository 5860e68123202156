//! Depth first search for a packing into so many bins, bin by bin.

use alloc::{boxed::Box, collections::BTreeSet, vec, vec::Vec};

use super::{
    classes::{Classes, Pattern, remove, restore, times_within},
    knapsack::{Good, Knapsack},
    others::Others,
    prices::Prices,
    relaxation::Relaxation,
};

/// What a step has come to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    /// There is more to do.
    Searching,
    /// The items that are left need more bins than there are.
    DeadEnd,
    /// All items are in bins.
    Found,
    /// There is no packing into so few bins.
    Refuted,
    /// There is no packing into so few bins with so few detours.
    Missed,
}

/// How to search.
#[derive(Clone, Copy)]
pub(super) struct Plan {
    /// The bins that may be closed.
    pub(super) bins: usize,
    /// Whether the relaxation is solved for what is left, to choose the next bins and to find dead ends.
    ///
    /// Otherwise the next bin is the fullest with the largest item that is left, and volume alone finds dead ends.
    pub(super) relaxed: bool,
    /// How often a way may depart from first choices; the k-th other choice counts as k detours.
    pub(super) most_detours: usize,
}

/// Bins of one pattern that are closed, and what else could stand in the last one's place.
#[derive(Clone)]
struct Level {
    pattern: Pattern,
    times: usize,
    /// How many detours led here, with this level's own.
    detours: usize,
    /// Which prices were known when it was chosen.
    prices: usize,
    others: Option<Others>,
}

#[derive(Clone)]
enum State {
    Descend,
    Relax(Box<Relaxation>),
    Retreat,
}

/// Each level closes a bin; on the way back, other patterns with its largest item take its place, unless the bins to
/// come would be worth too little with them. That leaves nothing out: the item is in some bin, and a bin with room to spare
/// can take items over from others.
#[derive(Clone)]
pub(super) struct Search {
    capacity: u64,
    sizes: Vec<u64>,
    /// Items in no bin.
    counts: Vec<usize>,
    plan: Plan,
    /// Bins that may still be closed.
    bins: usize,
    levels: Vec<Level>,
    /// The volume, and then what the relaxations on the way here have found.
    prices: Vec<Prices>,
    state: State,
    /// Whether something was left out because of the detours.
    missed: bool,
    /// Patterns that relaxations have made, for the next ones.
    pool: BTreeSet<Pattern>,
    knapsack: Knapsack,
    /// How many bins all items need at least, as far as relaxations have shown.
    bound: usize,
}

impl Search {
    pub(super) fn new(classes: Classes, capacity: u64, plan: Plan) -> Self {
        Self {
            capacity,
            prices: vec![Prices::volume(&classes.sizes, capacity)],
            sizes: classes.sizes,
            counts: classes.counts,
            bins: plan.bins,
            plan,
            levels: Vec::new(),
            state: State::Descend,
            missed: false,
            pool: BTreeSet::new(),
            knapsack: Knapsack::default(),
            bound: 0,
        }
    }

    pub(super) fn plan(&self) -> Plan {
        self.plan
    }

    /// A number of bins that every packing needs.
    pub(super) fn bound(&self) -> usize {
        self.bound
    }

    /// The bins that are closed.
    pub(super) fn closed(&self) -> impl Iterator<Item = &Pattern> {
        self.levels.iter().flat_map(|level| core::iter::repeat_n(&level.pattern, level.times))
    }

    /// How many items of each class are in no bin, and how many bins they need at least by volume.
    pub(super) fn left(&self) -> (&[usize], usize) {
        (&self.counts, self.prices[VOLUME].bound(&self.counts))
    }

    /// From the start again.
    pub(super) fn restart(&mut self, plan: Plan) {
        for level in self.levels.drain(..) {
            restore(&mut self.counts, &level.pattern, level.times);
        }
        self.prices.truncate(VOLUME + 1);
        (self.plan, self.bins) = (plan, plan.bins);
        self.state = State::Descend;
        self.missed = false;
    }

    /// One column enters a relaxation, one bin is closed or one is changed.
    pub(super) fn step(&mut self) -> Progress {
        match core::mem::replace(&mut self.state, State::Retreat) {
            State::Descend => self.descend(),
            State::Relax(mut relaxation) => {
                if relaxation.step(&mut self.knapsack, self.bins + 1) {
                    self.state = State::Relax(relaxation);
                    Progress::Searching
                } else {
                    self.branch(*relaxation)
                }
            }
            State::Retreat => self.retreat(),
        }
    }

    fn descend(&mut self) -> Progress {
        if self.counts.iter().all(|&count| count == 0) {
            return Progress::Found;
        }
        if self.prices[VOLUME].bound(&self.counts) > self.bins {
            return Progress::DeadEnd;
        }
        if self.plan.relaxed {
            let relaxation = Relaxation::new(&self.sizes, &self.counts, self.capacity, self.pool.iter());
            self.state = State::Relax(Box::new(relaxation));
        } else {
            self.close_fullest();
        }
        Progress::Searching
    }

    /// Closes the bins that the relaxation is sure of, and the one that it is most sure of among the others.
    fn branch(&mut self, relaxation: Relaxation) -> Progress {
        if self.levels.is_empty() {
            self.bound = self.bound.max(relaxation.bound());
        }
        if self.pool.len() > MOST_PATTERNS_PER_CLASS * self.sizes.len() {
            self.pool.clear();
        }
        self.pool.extend(relaxation.made());
        if relaxation.bound() > self.bins {
            return Progress::DeadEnd;
        }
        let used = relaxation.used();
        self.prices.push(relaxation.into_prices());
        let before = self.bins;
        for (pattern, times) in &used {
            self.close(pattern, (times + WHOLE) as usize);
        }
        let rest = |times: f64| times - (times + WHOLE) as usize as f64;
        if let Some((pattern, _)) = used.iter().max_by(|a, b| rest(a.1).total_cmp(&rest(b.1))) {
            self.close(pattern, 1);
        }
        if self.bins == before {
            // Rounding errors have left nothing that is of use.
            self.close_fullest();
        }
        self.state = State::Descend;
        Progress::Searching
    }

    /// Closes bins of a pattern, as many of `times` as there are bins and items for.
    fn close(&mut self, pattern: &Pattern, times: usize) {
        let times = times.min(self.bins).min(times_within(&self.counts, pattern));
        if times > 0 {
            remove(&mut self.counts, pattern, times);
            self.bins -= times;
            let detours = self.levels.last().map_or(0, |level| level.detours);
            let prices = self.prices.len() - 1;
            self.levels.push(Level { pattern: pattern.clone(), times, detours, prices, others: None });
        }
        self.state = State::Descend;
    }

    /// Closes the fullest bin with the largest item that is left.
    fn close_fullest(&mut self) {
        let Some(largest) = self.counts.iter().position(|&count| count > 0) else { return };
        let room = self.capacity - self.sizes[largest];
        let mut goods: Vec<Good> = Good::beside(largest, &self.sizes, &self.counts, &self.sizes, room).collect();
        let mut pattern = self.knapsack.fill(&mut goods, room).pattern;
        match pattern.first_mut() {
            Some((class, copies)) if *class == largest => *copies += 1,
            _ => pattern.insert(0, (largest, 1)),
        }
        self.close(&pattern, 1);
    }

    /// Another pattern in place of the last.
    fn retreat(&mut self) -> Progress {
        let Some(mut level) = self.pop() else {
            return if self.missed { Progress::Missed } else { Progress::Refuted };
        };
        let start = self.levels.last().map_or(0, |level| level.detours);
        let tried = level.others.as_ref().map_or(0, Others::tried);
        if start + tried >= self.plan.most_detours {
            self.missed = true;
            return Progress::Searching;
        }
        let others = level.others.get_or_insert_with(|| {
            let prices = &self.prices[level.prices];
            let least = prices.least(&self.counts, self.bins);
            Others::new(&level.pattern, &self.sizes, &self.counts, self.capacity, prices, least)
        });
        if let Some(pattern) = others.next() {
            level.detours = start + others.tried();
            level.pattern = pattern;
            self.state = State::Descend;
        } else if others.is_exhausted() {
            return Progress::Searching;
        }
        // Without another pattern so far the old one stays, and the next step looks on.
        remove(&mut self.counts, &level.pattern, 1);
        self.bins -= 1;
        self.levels.push(level);
        Progress::Searching
    }

    /// Opens the last bin again, and returns it as a level of its own.
    fn pop(&mut self) -> Option<Level> {
        let last = self.levels.last_mut()?;
        restore(&mut self.counts, &last.pattern, 1);
        self.bins += 1;
        // Prices that only the levels after this one knew.
        self.prices.truncate(last.prices + 1);
        if last.times > 1 {
            last.times -= 1;
            return Some(Level { times: 1, ..last.clone() });
        }
        self.levels.pop()
    }
}

/// The prices that are always known.
const VOLUME: usize = 0;

/// A pattern that is used so nearly a whole number of times is used that often.
const WHOLE: f64 = 1e-5;

/// Patterns that are kept from one relaxation to the next.
const MOST_PATTERNS_PER_CLASS: usize = 100;

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use proptest::prelude::*;

    use super::{Classes, Plan, Progress, Search};
    use crate::exact::oracle::{classes, fits};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        /// By itself, without bounds from elsewhere: with too few bins all ways have to be tried.
        #[test]
        fn finds_a_packing_or_refutes_it(
            sizes in proptest::collection::vec(0..40u64, 0..10),
            capacity in 1..40u64,
            bins in 0..9usize,
            relaxed: bool,
        ) {
            let classes = classes(&sizes, capacity);
            let plan = Plan { bins, relaxed, most_detours: usize::MAX };
            let mut search = Search::new(classes.clone(), capacity, plan);
            let mut closed = [Progress::Searching; 2];
            for (round, last) in closed.iter_mut().enumerate() {
                if round == 1 {
                    search.restart(plan);
                }
                while matches!(*last, Progress::Searching | Progress::DeadEnd) {
                    *last = search.step();
                }
            }
            prop_assert!(closed[0] == closed[1], "a restart changes the answer");
            let expected = fits(&classes.sizes, &classes.counts, capacity, bins);
            let answer = if expected { Progress::Found } else { Progress::Refuted };
            prop_assert!(closed[0] == answer);
            prop_assert!(!expected || search.closed().count() <= bins);
            prop_assert!(search.bound() == 0 || !fits(&classes.sizes, &classes.counts, capacity, search.bound() - 1));
        }

        /// Bins that are full to the brim, so that first choices seldom lead to the end; then nothing is refuted.
        #[test]
        fn finds_its_way_back(cuts in proptest::collection::vec((5..60u64, 5..35u64), 1..6), relaxed: bool) {
            let mut sizes: Vec<u64> = cuts.iter().flat_map(|&(a, b)| [a, b, 100 - a - b]).collect();
            sizes.sort_unstable_by(|a, b| b.cmp(a));
            for most_detours in [0, 1, usize::MAX] {
                let plan = Plan { bins: cuts.len(), relaxed, most_detours };
                let mut search = Search::new(Classes::new(&sizes), 100, plan);
                let mut last = Progress::Searching;
                while matches!(last, Progress::Searching | Progress::DeadEnd) {
                    last = search.step();
                }
                if most_detours == usize::MAX {
                    prop_assert!(last == Progress::Found);
                    prop_assert_eq!(search.closed().count(), cuts.len());
                }
                prop_assert!(last != Progress::Refuted, "by {most_detours} detours");
            }
        }

        /// Without detours there is one way, and more are missed than refuted.
        #[test]
        fn few_detours_prove_nothing_wrong(
            sizes in proptest::collection::vec(0..40u64, 0..10),
            capacity in 1..40u64,
            bins in 0..9usize,
            relaxed: bool,
            most_detours in 0..4usize,
        ) {
            let classes = classes(&sizes, capacity);
            let mut search = Search::new(classes.clone(), capacity, Plan { bins, relaxed, most_detours });
            let mut last = Progress::Searching;
            while matches!(last, Progress::Searching | Progress::DeadEnd) {
                last = search.step();
            }
            let expected = fits(&classes.sizes, &classes.counts, capacity, bins);
            let wrong = if expected { Progress::Refuted } else { Progress::Found };
            prop_assert!(last != wrong);
        }
    }
}
