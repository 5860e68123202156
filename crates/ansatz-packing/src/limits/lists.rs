//! A list of numbers for each number below a limit, all of them end to end.

use alloc::{vec, vec::Vec};

/// The others of each item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Lists {
    /// Where the list of each item begins, and the end of the last one.
    starts: Vec<usize>,
    others: Vec<usize>,
}

impl Lists {
    /// Of both items of each pair the other one, ascending and once; all items are below `count`. None if there is no
    /// memory for so many lists.
    pub(super) fn of_pairs(count: usize, pairs: &[(usize, usize)]) -> Option<Self> {
        if pairs.is_empty() {
            return Some(Self::default());
        }
        let by_item = Self::grouped(count, pairs.iter().flat_map(|&(item, other)| [(item, other), (other, item)]))?;
        // They go to the others' lists by ascending items, so that these are in order.
        let sources = (0..count).flat_map(|item| by_item.of(item).iter().map(move |&other| (other, item)));
        let mut lists = Self::grouped(count, sources)?;
        lists.dedup();
        Some(lists)
    }

    /// The second of each pair in the list of the first, in the order of the pairs.
    fn grouped(count: usize, pairs: impl Iterator<Item = (usize, usize)> + Clone) -> Option<Self> {
        let mut starts = Vec::new();
        starts.try_reserve_exact(count.checked_add(1)?).ok()?;
        starts.resize(count + 1, 0);
        pairs.clone().for_each(|(item, _)| starts[item + 1] += 1);
        for item in 0..count {
            starts[item + 1] += starts[item];
        }
        let mut next = Vec::new();
        next.try_reserve_exact(count).ok()?;
        next.extend_from_slice(&starts[..count]);
        let mut others = vec![0; starts[count]];
        for (item, other) in pairs {
            others[next[item]] = other;
            next[item] += 1;
        }
        Some(Self { starts, others })
    }

    /// One of equal neighbours in each list.
    fn dedup(&mut self) {
        let (mut from, mut len) = (0, 0);
        for item in 1..self.starts.len() {
            let start = len;
            for at in from..self.starts[item] {
                if len == start || self.others[len - 1] != self.others[at] {
                    self.others[len] = self.others[at];
                    len += 1;
                }
            }
            from = self.starts[item];
            self.starts[item] = len;
        }
        self.others.truncate(len);
    }

    /// The number of lists.
    pub(super) fn count(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The length of all lists together.
    pub(super) fn len(&self) -> usize {
        self.others.len()
    }

    /// The list of `item`; empty if there is none.
    pub(super) fn of(&self, item: usize) -> &[usize] {
        match self.starts.get(item..).unwrap_or_default() {
            [start, end, ..] => &self.others[*start..*end],
            _ => &[],
        }
    }
}
