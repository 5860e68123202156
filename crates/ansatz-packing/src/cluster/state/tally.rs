//! How many pods are in each domain.

use alloc::{vec, vec::Vec};

/// Numbers by domain, their sum, and the least of them.
///
/// Nothing is allocated before something is counted: a million terms that no pod ever meets take no memory here.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally {
    counts: Vec<u32>,
    total: u64,
    /// How many of the domains that are compared have each number.
    levels: Vec<u32>,
    least: usize,
}

impl Tally {
    /// The number of a domain.
    #[inline]
    pub(crate) fn at(&self, domain: u32) -> u32 {
        self.counts.get(domain as usize).copied().unwrap_or(0)
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
        if self.counts.is_empty() {
            self.counts = vec![0; domains as usize];
            self.levels = vec![compared];
        }
        let Some(count) = self.counts.get_mut(domain as usize) else { return };
        let level = *count as usize;
        *count += 1;
        self.total += 1;
        if compared > 0 {
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
        let Some(count) = self.counts.get_mut(domain as usize).filter(|count| **count > 0) else { return };
        let level = *count as usize;
        *count -= 1;
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
}
