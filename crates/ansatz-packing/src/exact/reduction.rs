//! Martello and Toth's reduction: bins that some optimal packing has for certain are closed beforehand.

use alloc::vec::Vec;

use super::classes::Pattern;
use crate::remaining::Remaining;

/// Closes bins, takes their items out of `counts` and returns the bins.
///
/// Let an item have a best partner, the largest item that fits beside it. If the two fill the bin, or if no two items fit
/// beside the first, then whatever else shares its bin in some packing needs together at most the partner's size, and can
/// change places with the partner. So some optimal packing has this bin. An item beside which nothing fits is alone.
pub(super) fn reduce(sizes: &[u64], counts: &mut [usize], capacity: u64) -> Vec<Pattern> {
    let last = sizes.len().saturating_sub(1);
    let mut reduction = Reduction { sizes, counts, capacity, left: Remaining::new(sizes.len()), last };
    let mut closed = Vec::new();
    // Each way through can make more bins certain on the next. Not all of them are needed, so the ways are few.
    for _ in 0..MOST_WAYS {
        let before = closed.len();
        for class in 0..sizes.len() {
            while let Some((pattern, times)) = reduction.certain(class) {
                for &(class, copies) in &pattern {
                    reduction.take(class, copies * times);
                }
                closed.extend(core::iter::repeat_n(pattern, times));
            }
        }
        if closed.len() == before {
            break;
        }
    }
    closed
}

struct Reduction<'a> {
    sizes: &'a [u64],
    counts: &'a mut [usize],
    capacity: u64,
    /// Classes with items.
    left: Remaining,
    /// No class after this one has items.
    last: usize,
}

impl Reduction<'_> {
    /// A bin with an item of `class` that is certain, and how many times it is.
    fn certain(&mut self, class: usize) -> Option<(Pattern, usize)> {
        let count = self.counts[class];
        if count == 0 {
            return None;
        }
        let room = self.capacity - self.sizes[class];
        let mut partner = self.left.first_from(self.sizes.partition_point(|&size| size > room));
        if partner == class && count == 1 {
            partner = self.left.first_from(class + 1);
        }
        let Some(&size) = self.sizes.get(partner) else {
            return Some((Pattern::from([(class, 1)]), count));
        };
        if size < room && self.two_fit(room) {
            return None;
        }
        Some(if partner == class {
            (Pattern::from([(class, 2)]), count / 2)
        } else {
            (Pattern::from([(class.min(partner), 1), (class.max(partner), 1)]), count.min(self.counts[partner]))
        })
    }

    /// Whether two items as small as the smallest would fit. If there is only one of that size, this is true too often,
    /// and a bin that is certain stays open.
    fn two_fit(&mut self, room: u64) -> bool {
        while self.last > 0 && self.counts[self.last] == 0 {
            self.last -= 1;
        }
        self.sizes[self.last] <= room / 2
    }

    fn take(&mut self, class: usize, items: usize) {
        self.counts[class] -= items;
        if self.counts[class] == 0 {
            self.left.remove(class);
        }
    }
}

/// Ways through all classes.
const MOST_WAYS: usize = 16;

#[cfg(test)]
mod tests {
    use alloc::vec;

    use proptest::prelude::*;

    use super::reduce;
    use crate::exact::oracle::{classes, fits};

    #[test]
    fn certain_bins_by_hand() {
        // 9 is alone, and 7 and 3 fill a bin. Beside 6 two of 2 may be better than 3.
        let mut counts = [1, 1, 1, 2, 3];
        assert_eq!(reduce(&[9, 7, 6, 3, 2], &mut counts, 10), [vec![(0, 1)], vec![(1, 1), (3, 1)]]);
        assert_eq!(counts, [0, 0, 1, 1, 3]);
        // Beside 7 there is room for one 2 only, and then the other is alone.
        let mut counts = [1, 2];
        assert_eq!(reduce(&[7, 2], &mut counts, 10), [vec![(0, 1), (1, 1)], vec![(1, 1)]]);
        // Halves in pairs.
        let mut counts = [5];
        assert_eq!(reduce(&[5], &mut counts, 10), [vec![(0, 2)], vec![(0, 2)], vec![(0, 1)]]);
    }

    proptest! {
        #[test]
        fn the_rest_needs_the_rest_of_the_bins(
            sizes in proptest::collection::vec(0..30u64, 0..9),
            capacity in 1..30u64,
            bins in 0..9usize,
        ) {
            let classes = classes(&sizes, capacity);
            let mut counts = classes.counts.clone();
            let certain = reduce(&classes.sizes, &mut counts, capacity);
            let rest = bins.checked_sub(certain.len());
            let rest_fits = rest.is_some_and(|rest| fits(&classes.sizes, &counts, capacity, rest));
            prop_assert_eq!(fits(&classes.sizes, &classes.counts, capacity, bins), rest_fits);
        }
    }
}
