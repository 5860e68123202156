//! Gilmore and Gomory's relaxation: patterns may be used a fraction of a time, and are made when they are needed.

use alloc::{vec, vec::Vec};

use super::{
    classes::Pattern,
    knapsack::{Good, Knapsack},
    prices::Prices,
    simplex::{Basis, Member},
};

/// The linear program of some items, solved by column generation, an iteration at a time.
#[derive(Clone)]
pub(crate) struct Relaxation {
    capacity: u64,
    /// The class of each row, its size, and how many items it has here.
    classes: Vec<usize>,
    sizes: Vec<u64>,
    demand: Vec<usize>,
    columns: Columns,
    /// How many columns were there before the first was made here.
    given: usize,
    basis: Basis,
    prices: Prices,
    bound: usize,
    iterations: usize,
}

impl Relaxation {
    pub(crate) fn new<'a>(
        sizes: &[u64],
        counts: &[usize],
        capacity: u64,
        pool: impl Iterator<Item = &'a Pattern>,
    ) -> Self {
        let classes: Vec<usize> = (0..sizes.len()).filter(|&class| counts[class] > 0).collect();
        let mut row_of = vec![usize::MAX; sizes.len()];
        for (row, &class) in classes.iter().enumerate() {
            row_of[class] = row;
        }
        let demand: Vec<usize> = classes.iter().map(|&class| counts[class]).collect();
        let copies: Vec<usize> =
            classes.iter().map(|&class| counts[class].min((capacity / sizes[class]) as usize)).collect();
        let mut columns = Columns::default();
        for (row, &copies) in copies.iter().enumerate() {
            columns.push([(row, copies)].into_iter());
        }
        for pattern in pool.filter(|pattern| pattern.iter().all(|&(class, copies)| copies <= counts[class])) {
            columns.push(pattern.iter().map(|&(class, copies)| (row_of[class], copies)));
        }
        Self {
            capacity,
            sizes: classes.iter().map(|&class| sizes[class]).collect(),
            basis: Basis::new(&demand, &copies),
            classes,
            demand,
            given: columns.len(),
            columns,
            prices: Prices::volume(sizes, capacity),
            bound: 0,
            iterations: 0,
        }
    }

    /// One column enters the basis. False when none is worth it, or when the bound has reached `enough`.
    pub(crate) fn step(&mut self, knapsack: &mut Knapsack, enough: usize) -> bool {
        self.iterations += 1;
        if self.iterations > MOST_ITERATIONS_PER_ROW * (self.classes.len() + 10) || self.bound >= enough {
            return false;
        }
        let (row, surplus) = self.basis.best_surplus();
        let (column, saving) = self.columns.best(self.basis.duals());
        if surplus > SMALLEST_SAVING && surplus > saving {
            return self.basis.enter(Member::Surplus(row), &[], surplus);
        }
        if saving > SMALLEST_SAVING {
            return self.basis.enter(Member::Column(column), self.columns.entries(column), saving);
        }
        self.price(knapsack)
    }

    /// The best pattern for the duals, if it is worth it.
    fn price(&mut self, knapsack: &mut Knapsack) -> bool {
        let values: Vec<u64> = self.basis.duals().iter().map(|dual| (dual.clamp(0.0, 1.0) * SCALE) as u64).collect();
        let mut goods: Vec<Good> = (0..self.classes.len())
            .filter(|&row| values[row] > 0)
            .map(|row| Good { class: row, size: self.sizes[row], value: values[row], copies: self.demand[row] })
            .collect();
        let filled = knapsack.fill(&mut goods, self.capacity);
        let prices = Prices { values, limit: filled.limit };
        let bound = prices.bound(&self.demand);
        if bound >= self.bound {
            self.bound = bound;
            self.prices.limit = prices.limit;
            self.prices.values.fill(0);
            for (&class, value) in self.classes.iter().zip(prices.values) {
                self.prices.values[class] = value;
            }
        }
        let saving = filled.value as f64 / SCALE - 1.0;
        if saving <= SMALLEST_SAVING {
            return false;
        }
        let column = self.columns.len();
        self.columns.push(filled.pattern.iter().copied());
        let entries = self.columns.entries(column);
        let saving: f64 = saving_of(entries, self.basis.duals());
        self.basis.enter(Member::Column(column), entries, saving)
    }

    /// A number of bins that these items need.
    pub(crate) fn bound(&self) -> usize {
        self.bound
    }

    /// The prices that prove it, 0 for classes without items here.
    pub(super) fn into_prices(self) -> Prices {
        self.prices
    }

    /// Patterns in use, and how often.
    pub(super) fn used(&self) -> Vec<(Pattern, f64)> {
        self.basis.columns().map(|(column, times)| (self.pattern(column), times)).collect()
    }

    /// Patterns that were made here.
    pub(super) fn made(&self) -> impl Iterator<Item = Pattern> + '_ {
        (self.given..self.columns.len()).map(|column| self.pattern(column))
    }

    fn pattern(&self, column: usize) -> Pattern {
        self.columns.entries(column).iter().map(|&(row, copies)| (self.classes[row], copies as usize)).collect()
    }
}

/// Patterns one after the other.
#[derive(Clone, Default)]
struct Columns {
    entries: Vec<(usize, f64)>,
    ends: Vec<usize>,
}

impl Columns {
    fn len(&self) -> usize {
        self.ends.len()
    }

    fn push(&mut self, pattern: impl Iterator<Item = (usize, usize)>) {
        self.entries.extend(pattern.map(|(row, copies)| (row, copies as f64)));
        self.ends.push(self.entries.len());
    }

    fn entries(&self, column: usize) -> &[(usize, f64)] {
        let start = if column == 0 { 0 } else { self.ends[column - 1] };
        &self.entries[start..self.ends[column]]
    }

    /// The column that saves most, and what it saves.
    fn best(&self, duals: &[f64]) -> (usize, f64) {
        let (mut best, mut start) = ((0, f64::NEG_INFINITY), 0);
        for (column, &end) in self.ends.iter().enumerate() {
            let saving = saving_of(&self.entries[start..end], duals);
            if saving > best.1 {
                best = (column, saving);
            }
            start = end;
        }
        best
    }
}

fn saving_of(entries: &[(usize, f64)], duals: &[f64]) -> f64 {
    entries.iter().map(|&(row, copies)| duals[row] * copies).sum::<f64>() - 1.0
}

/// A bin in prices.
const SCALE: f64 = (1u64 << 32) as f64;

/// What a column must save to be worth it, in bins.
const SMALLEST_SAVING: f64 = 1e-7;

/// Far more than are ever needed; rounding errors shall not lead round in circles for ever.
const MOST_ITERATIONS_PER_ROW: usize = 100;

/// A program with more rows would take too much memory, and too much time for each step.
pub(crate) const MOST_ROWS: usize = 1_000;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Relaxation;
    use crate::exact::{
        knapsack::Knapsack,
        oracle::{classes, fits, patterns, worth},
    };

    proptest! {
        /// At the end the patterns in use cover the items, and no prices could prove more than what they cost.
        #[test]
        fn the_program_is_solved(sizes in proptest::collection::vec(0..40u64, 1..12), capacity in 1..40u64) {
            let classes = classes(&sizes, capacity);
            let mut relaxation = Relaxation::new(&classes.sizes, &classes.counts, capacity, core::iter::empty());
            let mut knapsack = Knapsack::default();
            let mut before = 0;
            while relaxation.step(&mut knapsack, usize::MAX) {
                prop_assert!(relaxation.bound() >= before);
                before = relaxation.bound();
            }
            let bound = relaxation.bound();
            prop_assert!(bound == 0 || !fits(&classes.sizes, &classes.counts, capacity, bound - 1));

            let used = relaxation.used();
            let cost: f64 = used.iter().map(|(_, times)| times).sum();
            // What is asked for beyond the counts, 2e-7 a class, and what is not worth a column any more, 1e-7 a bin.
            let error = 3e-7 * sizes.len() as f64;
            prop_assert!((bound as f64 - 1.0..=bound as f64 + error).contains(&(cost - error)), "{cost} {bound}");
            for (class, &count) in classes.counts.iter().enumerate() {
                let covered: f64 = used.iter().flat_map(|(pattern, times)| {
                    pattern.iter().filter(move |(other, _)| *other == class).map(move |(_, copies)| *copies as f64 * times)
                }).sum();
                prop_assert!(covered >= count as f64 - 1e-9, "{class}: {covered} of {count}");
            }
            let prices = relaxation.into_prices();
            for pattern in patterns(&classes.sizes, &classes.counts, capacity) {
                prop_assert!(worth(&pattern, &prices.values) <= prices.limit);
            }
        }
    }
}
