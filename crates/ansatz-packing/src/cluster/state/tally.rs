//! How many pods are in each domain.

use alloc::{vec, vec::Vec};

use crate::cluster::compiled::Column;

/// Numbers by domain, their sum, and the least of them.
///
/// Memory is for the domains where something is counted, and not for all of them: a million terms, each of which means one
/// pod of a million nodes, take a million numbers.
#[derive(Debug, Clone)]
pub(crate) struct Tally {
    counts: Column<u32>,
    total: u64,
    /// How many of the domains that are compared have each number.
    levels: Vec<u32>,
    least: usize,
}

impl Default for Tally {
    fn default() -> Self {
        Self { counts: Column::Sparse(Vec::new(), 0), total: 0, levels: Vec::new(), least: 0 }
    }
}

impl Tally {
    /// The number of a domain.
    #[inline]
    pub(crate) fn at(&self, domain: u32) -> u32 {
        self.counts.at(domain as usize)
    }

    /// The sum over all domains.
    pub(crate) fn total(&self) -> u64 {
        self.total
    }

    /// The least number of the domains that are compared; 0 if there are none.
    pub(crate) fn least(&self) -> u32 {
        self.least as u32
    }

    /// One more in a domain, out of `domains`, of which `compared` are compared.
    pub(crate) fn add(&mut self, domain: u32, domains: u32, compared: u32) {
        self.counts.name(domains as usize, domain as usize);
        let Some(count) = self.counts.at_mut(domain as usize) else { return };
        let level = *count as usize;
        *count += 1;
        self.total += 1;
        if compared > 0 {
            if self.levels.is_empty() {
                self.levels = vec![compared];
            }
            self.levels[level] -= 1;
            if self.levels.len() == level + 1 {
                self.levels.push(0);
            }
            self.levels[level + 1] += 1;
            if self.levels[self.least] == 0 {
                self.least += 1;
            }
        }
    }

    /// One less in a domain that had one.
    pub(crate) fn remove(&mut self, domain: u32, compared: u32) {
        let Some(count) = self.counts.at_mut(domain as usize).filter(|count| **count > 0) else { return };
        let level = *count as usize;
        *count -= 1;
        if level == 1 {
            self.counts.forget(domain as usize);
        }
        self.total -= 1;
        if compared > 0 {
            self.levels[level] -= 1;
            self.levels[level - 1] += 1;
            self.least = self.least.min(level - 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::Tally;

    #[test]
    fn the_least_follows() {
        let mut tally = Tally::default();
        assert_eq!((tally.at(2), tally.least(), tally.total()), (0, 0, 0));
        for domain in [0, 1, 2, 0, 1, 1] {
            tally.add(domain, 3, 3);
        }
        assert_eq!(([0, 1, 2].map(|domain| tally.at(domain)), tally.least(), tally.total()), ([2, 3, 1], 1, 6));
        tally.add(2, 3, 3);
        assert_eq!(tally.least(), 2);
        tally.remove(0, 3);
        assert_eq!((tally.at(0), tally.least()), (1, 1));
        tally.remove(2, 3);
        tally.remove(2, 3);
        assert_eq!((tally.at(2), tally.least(), tally.total()), (0, 0, 4));
        // One that is not there cannot go.
        tally.remove(2, 3);
        assert_eq!(tally.total(), 4);
    }

    #[test]
    fn as_an_array_has_it() {
        let mut counts = [0u32; 40];
        let mut tally = Tally::default();
        // 17 is prime to 40: every domain has its turns, one after the other, and there is a list before there is an array.
        for turn in 0..400u32 {
            let domain = turn * 17 % 40;
            if turn % 3 == 2 {
                let last = (turn - 1) * 17 % 40;
                counts[last as usize] -= 1;
                tally.remove(last, 40);
            } else {
                counts[domain as usize] += 1;
                tally.add(domain, 40, 40);
            }
            let of_tally: Vec<u32> = (0..40).map(|domain| tally.at(domain)).collect();
            assert_eq!(of_tally, counts, "turn {turn}");
            assert_eq!(Some(tally.least()), counts.iter().min().copied(), "turn {turn}");
            assert_eq!(tally.total(), counts.iter().map(|&count| u64::from(count)).sum(), "turn {turn}");
        }
    }
}
