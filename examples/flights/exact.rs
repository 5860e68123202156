//! The exact answers, kept the way that one would without sketches: a table of every key, a list of every value.

use std::collections::{HashMap, HashSet};

/// Every key.
#[derive(Debug, Default)]
pub(crate) struct ExactSet {
    keys: HashSet<String>,
    /// Bytes of the keys' own text.
    text: usize,
}

impl ExactSet {
    pub(crate) fn insert(&mut self, key: &str) {
        if !self.keys.contains(key) {
            self.keys.insert(key.to_owned());
            self.text += key.len();
        }
    }

    pub(crate) fn contains(&self, key: &str) -> bool {
        self.keys.contains(key)
    }

    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(String::as_str)
    }

    pub(crate) fn memory_bytes(&self) -> usize {
        table_bytes::<String>(self.keys.capacity()) + self.text
    }
}

/// Every key with its count.
#[derive(Debug, Default)]
pub(crate) struct ExactCounts {
    counts: HashMap<String, u64>,
    /// Bytes of the keys' own text.
    text: usize,
}

impl ExactCounts {
    pub(crate) fn update(&mut self, key: &str) {
        if let Some(count) = self.counts.get_mut(key) {
            *count += 1;
        } else {
            self.counts.insert(key.to_owned(), 1);
            self.text += key.len();
        }
    }

    pub(crate) fn count(&self, key: &str) -> u64 {
        self.counts.get(key).copied().unwrap_or(0)
    }

    pub(crate) fn total(&self) -> u64 {
        self.counts.values().sum()
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.counts.keys().map(String::as_str)
    }

    /// The `n` most frequent keys, ties in the order of the keys.
    pub(crate) fn top(&self, n: usize) -> Vec<(&str, u64)> {
        let mut all: Vec<_> = self.counts.iter().map(|(key, &count)| (key.as_str(), count)).collect();
        all.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        all.truncate(n);
        all
    }

    pub(crate) fn memory_bytes(&self) -> usize {
        table_bytes::<(String, u64)>(self.counts.capacity()) + self.text
    }
}

/// Bytes of std's hash table with room for `capacity` entries, without the allocator's own overhead: a power of two of
/// slots, at most 7/8 of them in use, and a control byte for each.
fn table_bytes<Entry>(capacity: usize) -> usize {
    if capacity == 0 { 0 } else { (capacity * 8 / 7).next_power_of_two() * (size_of::<Entry>() + 1) }
}

/// Every value, sorted when the last has come.
#[derive(Debug, Default)]
pub(crate) struct ExactValues {
    values: Vec<f64>,
}

impl ExactValues {
    pub(crate) fn extend(&mut self, values: &[f64]) {
        self.values.extend_from_slice(values);
    }

    /// Call it before the queries.
    pub(crate) fn sort(&mut self) {
        self.values.sort_unstable_by(f64::total_cmp);
    }

    pub(crate) fn len(&self) -> usize {
        self.values.len()
    }

    pub(crate) fn first(&self) -> Option<f64> {
        self.values.first().copied()
    }

    pub(crate) fn last(&self) -> Option<f64> {
        self.values.last().copied()
    }

    /// The smallest value that at least the fraction `q` of all do not exceed.
    pub(crate) fn quantile(&self, q: f64) -> Option<f64> {
        let rank = (q * self.values.len() as f64).ceil() as usize;
        self.values.get(rank.saturating_sub(1)).copied()
    }

    /// The fraction of values that do not exceed `x`.
    pub(crate) fn cdf(&self, x: f64) -> f64 {
        self.values.partition_point(|&value| value <= x) as f64 / self.values.len().max(1) as f64
    }

    /// How far `q` lies outside the ranks, as fractions, that `x` takes up; a value that many share takes up many.
    pub(crate) fn rank_error(&self, q: f64, x: f64) -> f64 {
        let below = self.values.partition_point(|&value| value < x) as f64 / self.values.len().max(1) as f64;
        (below - q).max(q - self.cdf(x)).max(0.0)
    }

    pub(crate) fn memory_bytes(&self) -> usize {
        self.values.capacity() * size_of::<f64>()
    }
}
