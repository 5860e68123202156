//! Bin completion (Korf): what may share a bin with a certain item.

use alloc::vec::Vec;

use super::{
    classes::Pattern,
    knapsack::{Good, by_density},
    prices::Prices,
};

/// All patterns that hold an item of one class, have room for nothing more and are worth a least value, one after the
/// other.
///
/// Nothing is lost by leaving out patterns with room to spare, since a bin can take items over from others.
#[derive(Clone)]
pub(super) struct Completions {
    class: usize,
    goods: Vec<Good>,
    /// Goods in the bin and their copies, in order.
    chosen: Vec<(usize, usize)>,
    room: u64,
    value: u64,
    least: u64,
    /// The next good to choose.
    next: usize,
    exhausted: bool,
}

impl Completions {
    pub(super) fn new(
        sizes: &[u64],
        counts: &[usize],
        capacity: u64,
        class: usize,
        prices: &Prices,
        least: u64,
    ) -> Self {
        let room = capacity - sizes[class];
        let mut goods: Vec<Good> = Good::beside(class, sizes, counts, &prices.values, room).collect();
        by_density(&mut goods);
        Self { class, goods, chosen: Vec::new(), room, value: prices.values[class], least, next: 0, exhausted: false }
    }

    pub(super) fn is_exhausted(&self) -> bool {
        self.exhausted
    }

    /// The next pattern and its value, if it comes within `steps`.
    pub(super) fn next(&mut self, steps: &mut usize) -> Option<(Pattern, u64)> {
        while *steps > 0 && !self.exhausted {
            *steps -= 1;
            let missing = self.least.saturating_sub(self.value);
            match self.goods.get(self.next) {
                Some(good) if good.falls_short(self.room, missing) => self.retreat(),
                Some(good) => {
                    let copies = good.copies.min((self.room / good.size) as usize);
                    if copies > 0 {
                        self.room -= good.size * copies as u64;
                        self.value = self.value.saturating_add(good.value.saturating_mul(copies as u64));
                        self.chosen.push((self.next, copies));
                    }
                    self.next += 1;
                }
                None => {
                    *steps = steps.saturating_sub(self.goods.len());
                    let found = (missing == 0 && self.is_maximal()).then(|| (self.pattern(), self.value));
                    self.retreat();
                    if found.is_some() {
                        return found;
                    }
                }
            }
        }
        None
    }

    /// One copy less of the last good, and on with the next.
    fn retreat(&mut self) {
        let Some((index, copies)) = self.chosen.pop() else {
            self.exhausted = true;
            return;
        };
        let good = self.goods[index];
        self.room += good.size;
        self.value = self.value.saturating_sub(good.value);
        if copies > 1 {
            self.chosen.push((index, copies - 1));
        }
        self.next = index + 1;
    }

    fn is_maximal(&self) -> bool {
        let mut chosen = self.chosen.iter().peekable();
        self.goods.iter().enumerate().all(|(index, good)| {
            let taken = chosen.next_if(|(other, _)| *other == index).map_or(0, |(_, copies)| *copies);
            taken == good.copies || good.size > self.room
        })
    }

    fn pattern(&self) -> Pattern {
        let mut pattern: Pattern =
            self.chosen.iter().map(|&(index, copies)| (self.goods[index].class, copies)).collect();
        match pattern.iter_mut().find(|(class, _)| *class == self.class) {
            Some((_, copies)) => *copies += 1,
            None => pattern.push((self.class, 1)),
        }
        pattern.sort_unstable();
        pattern
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use proptest::prelude::*;

    use super::Completions;
    use crate::exact::{
        classes::Pattern,
        oracle::{classes, patterns, worth},
        prices::Prices,
    };

    proptest! {
        #[test]
        fn every_full_bin_that_is_worth_it(
            sizes in proptest::collection::vec(0..40u64, 1..9),
            values in proptest::collection::vec(0..20u64, 9),
            capacity in 1..40u64,
            least in 0..50u64,
            steps in 1..20usize,
        ) {
            let classes = classes(&sizes, capacity);
            let prices = Prices { values, limit: 0 };
            let class = classes.sizes.len() / 2;
            let mut completions = Completions::new(&classes.sizes, &classes.counts, capacity, class, &prices, least);
            let mut found: Vec<(Pattern, u64)> = Vec::new();
            while !completions.is_exhausted() {
                found.extend(completions.next(&mut steps.clone()));
            }
            found.sort_unstable();

            let load = |pattern: &Pattern| worth(pattern, &classes.sizes);
            let is_full = |pattern: &Pattern| (0..classes.sizes.len()).all(|other| {
                let taken = pattern.iter().find(|(class, _)| *class == other).map_or(0, |(_, copies)| *copies);
                taken == classes.counts[other] || load(pattern) + classes.sizes[other] > capacity
            });
            let mut expected: Vec<(Pattern, u64)> = patterns(&classes.sizes, &classes.counts, capacity)
                .into_iter()
                .filter(|pattern| pattern.iter().any(|(other, _)| *other == class) && is_full(pattern))
                .map(|pattern| { let value = worth(&pattern, &prices.values); (pattern, value) })
                .filter(|(_, value)| *value >= least)
                .collect();
            expected.sort_unstable();
            prop_assert_eq!(found, expected);
        }
    }
}
