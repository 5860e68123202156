//! The entries of a SpaceSaving summary, evicted in bulk.
//!
//! The paper evicts the key with the least count for each new key, which takes a structure that always knows the
//! least. Here new keys find room in twice the capacity; when that is full, the `capacity` largest counts stay and the
//! others go, all at once, in time that is linear and paid for by the updates that filled the room (the idea of
//! Anderson et al. 2017, *A high-performance algorithm for identifying frequent items in data streams*, which purges by
//! a sampled median instead, and so loses a factor of 3.5 of the bound).
//!
//! **The floor** is the largest count that was ever evicted: no key without an entry has occurred more often. A new key
//! may have been evicted before, so that it starts from the floor, with the floor as its possible error.
//!
//! **The invariant.** With k the capacity, N the total and f the floor, (k + 1) f + sum of (count - f) <= N. An update
//! adds its weight to both sides. An eviction sets f to the (k + 1)th largest count, f + s say: that takes s from k + 1
//! or more of the differences, and adds (k + 1) s. Merging adds counts to counts and floors to floors. So f, which
//! bounds every error, is at most N/(k + 1): less than the N/k of the paper. (Agarwal et al. 2012, *Mergeable
//! summaries*, show the same of Misra and Gries' counters, which are the differences.)

use alloc::{borrow::ToOwned, vec::Vec};
use core::{borrow::Borrow, cmp::Ordering};

use ansatz_hash::{Encoding, Key};

use super::index::Index;

/// Up to twice `capacity` keys with their counts.
#[derive(Debug, Clone)]
pub(super) struct Summary<K> {
    capacity: usize,
    entries: Vec<Entry<K>>,
    index: Index,
    floor: u64,
}

/// A key with its count, of which `error` at most is not its own.
#[derive(Debug, Clone)]
pub(super) struct Entry<K> {
    pub(super) key: K,
    pub(super) hash: u64,
    pub(super) count: u64,
    pub(super) error: u64,
}

impl<K> Summary<K> {
    pub(super) fn new(capacity: usize) -> Self {
        Self { capacity, entries: Vec::new(), index: Index::new(), floor: 0 }
    }

    /// Adds an entry for a key that has none; there must be room.
    pub(super) fn push(&mut self, entry: Entry<K>) {
        self.index.insert(entry.hash, self.entries.len());
        self.entries.push(entry);
    }

    pub(super) fn clear(&mut self) {
        self.entries.clear();
        self.index.clear();
        self.floor = 0;
    }

    pub(super) fn capacity(&self) -> usize {
        self.capacity
    }

    /// The most entries that there can be at a time.
    pub(super) fn room(&self) -> usize {
        2 * self.capacity
    }

    /// The largest count that a key without an entry can have.
    pub(super) fn floor(&self) -> u64 {
        self.floor
    }

    pub(super) fn entries(&self) -> &[Entry<K>] {
        &self.entries
    }

    /// Without what the keys own on the heap.
    pub(super) fn memory_bytes(&self) -> usize {
        size_of::<Self>() + self.entries.capacity() * size_of::<Entry<K>>() + self.index.memory_bytes()
    }

    /// Keeps the `capacity` largest counts. Equal ones are told apart by their hashes, so that what is kept depends on
    /// what was counted, and not on the places that the entries happen to have.
    fn evict(&mut self) {
        // Numbers are quicker to partition than entries.
        let mut standings: Vec<u128> = self.entries.iter().map(Entry::standing).collect();
        let (stay, first_out, _) = standings.select_nth_unstable_by(self.capacity, |a, b| b.cmp(a));
        self.floor = (*first_out >> 64) as u64;
        let last_in = stay.iter().min().copied().unwrap_or(0);
        self.entries.retain(|entry| entry.standing() >= last_in);
        self.entries.truncate(self.capacity);
        self.index.rebuild(self.entries.iter().map(|entry| entry.hash));
    }
}

impl<K: Key> Summary<K> {
    /// The summary that holds these entries, or `None` if two of them have the same key.
    ///
    /// In O(n log n) steps, whatever the hashes are: the index would be searched in vain for each of many equal ones.
    pub(super) fn from_entries(capacity: usize, floor: u64, entries: Vec<Entry<K>>) -> Option<Self> {
        let mut order: Vec<(u64, usize)> = entries.iter().map(|entry| entry.hash).zip(0..).collect();
        let key = |place: usize| &entries[place].key;
        order.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| key_order(key(a.1), key(b.1))));
        if order.windows(2).any(|pair| pair[0].0 == pair[1].0 && same_key(key(pair[0].1), key(pair[1].1))) {
            return None;
        }
        let mut index = Index::new();
        index.rebuild(entries.iter().map(|entry| entry.hash));
        Some(Self { capacity, entries, index, floor })
    }

    /// Counts `weight`, which is not 0, for a key.
    #[inline]
    pub(super) fn update<Q>(&mut self, hash: u64, key: &Q, weight: u64)
    where
        K: Borrow<Q>,
        Q: Key + ToOwned<Owned = K> + ?Sized,
    {
        if let Some(place) = self.find(hash, key) {
            let count = &mut self.entries[place].count;
            *count = count.saturating_add(weight);
        } else {
            self.admit(hash, key.to_owned(), weight);
        }
    }

    /// Adds the counts of another summary of the same capacity.
    ///
    /// A key that one side does not know may have occurred there as often as that side's floor, so that this much is
    /// added to its count and to its error.
    pub(super) fn merge(&mut self, other: &Self)
    where
        K: Clone,
    {
        let known = self.entries.len();
        for entry in &mut self.entries {
            let (count, error) =
                other.get(entry.hash, &entry.key).map_or((other.floor, other.floor), |e| (e.count, e.error));
            entry.raise(count, error);
        }
        for entry in &other.entries {
            if self.find(entry.hash, &entry.key).is_none_or(|place| place >= known) {
                let mut entry = entry.clone();
                entry.raise(self.floor, self.floor);
                self.push(entry);
            }
        }
        self.floor = self.floor.saturating_add(other.floor);
        if self.entries.len() > self.room() {
            self.evict();
        }
    }

    /// The entry of a key.
    #[inline]
    pub(super) fn get<Q>(&self, hash: u64, key: &Q) -> Option<&Entry<K>>
    where
        K: Borrow<Q>,
        Q: Key + ?Sized,
    {
        self.find(hash, key).map(|place| &self.entries[place])
    }

    fn admit(&mut self, hash: u64, key: K, weight: u64) {
        if self.entries.len() >= self.room() {
            self.evict();
        }
        self.push(Entry { key, hash, count: self.floor.saturating_add(weight), error: self.floor });
    }

    #[inline]
    fn find<Q>(&self, hash: u64, key: &Q) -> Option<usize>
    where
        K: Borrow<Q>,
        Q: Key + ?Sized,
    {
        self.index.find(hash, |place| {
            let entry = &self.entries[place];
            entry.hash == hash && same_key(entry.key.borrow(), key)
        })
    }
}

impl<K> Entry<K> {
    /// By count, then by hash.
    fn standing(&self) -> u128 {
        u128::from(self.count) << 64 | u128::from(self.hash)
    }

    fn raise(&mut self, count: u64, error: u64) {
        self.count = self.count.saturating_add(count);
        self.error = self.error.saturating_add(error);
    }
}

/// Whether two values are the same key: have the same encoding.
#[inline]
pub(super) fn same_key<A: Key + ?Sized, B: Key + ?Sized>(a: &A, b: &B) -> bool {
    match (a.encoding(), b.encoding()) {
        (Encoding::Word(a), Encoding::Word(b)) => a == b,
        (a, b) => a.read_bytes(|a| b.read_bytes(|b| a == b)),
    }
}

/// The order of the bytes of two encodings.
pub(super) fn key_order<K: Key>(a: &K, b: &K) -> Ordering {
    a.encoding().read_bytes(|a| b.encoding().read_bytes(|b| a.cmp(b)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn counts(summary: &Summary<u64>) -> Vec<(u64, u64, u64)> {
        let mut counts: Vec<_> = summary.entries.iter().map(|e| (e.key, e.count, e.error)).collect();
        counts.sort_unstable();
        counts
    }

    /// Keys are their own hashes here.
    fn update(summary: &mut Summary<u64>, items: &[(u64, u64)]) {
        for &(key, weight) in items {
            summary.update(key << 32, &key, weight);
        }
    }

    #[test]
    fn the_room_is_filled_and_then_halved() {
        let mut summary = Summary::new(2);
        update(&mut summary, &[(1, 5), (2, 3), (3, 2), (4, 1), (1, 1)]);
        assert_eq!((counts(&summary), summary.floor), (vec![(1, 6, 0), (2, 3, 0), (3, 2, 0), (4, 1, 0)], 0));
        // 3 and 4 go; the largest of them had 2.
        update(&mut summary, &[(5, 1)]);
        assert_eq!((counts(&summary), summary.floor), (vec![(1, 6, 0), (2, 3, 0), (5, 3, 2)], 2));
        // One that comes again may have been there before.
        update(&mut summary, &[(4, 7)]);
        assert_eq!(counts(&summary)[2], (4, 9, 2));
    }

    #[test]
    fn of_equal_counts_the_larger_hash_stays() {
        let mut summary = Summary::new(2);
        update(&mut summary, &[(3, 1), (1, 1), (4, 1), (2, 1), (9, 1)]);
        assert_eq!((counts(&summary), summary.floor), (vec![(3, 1, 0), (4, 1, 0), (9, 2, 1)], 1));
    }

    #[test]
    fn merging_adds_the_floor_of_the_side_that_does_not_know_a_key() {
        let (mut a, mut b) = (Summary::new(2), Summary::new(2));
        update(&mut a, &[(1, 9), (2, 8), (3, 2), (4, 1), (5, 1)]);
        update(&mut b, &[(1, 4), (7, 3)]);
        assert_eq!((counts(&a), a.floor), (vec![(1, 9, 0), (2, 8, 0), (5, 3, 2)], 2));
        a.merge(&b);
        assert_eq!((counts(&a), a.floor), (vec![(1, 13, 0), (2, 8, 0), (5, 3, 2), (7, 5, 2)], 2));
        let mut c = Summary::new(2);
        update(&mut c, &[(8, 20)]);
        a.merge(&c);
        // Five keys are more than the room: the third largest count, 8, is the new floor.
        assert_eq!((counts(&a), a.floor), (vec![(1, 13, 0), (8, 22, 2)], 8));
    }

    #[test]
    fn equal_keys_are_found_among_equal_hashes() {
        let entries =
            |keys: &[u64]| keys.iter().map(|&key| Entry { key, hash: key % 2, count: 1, error: 0 }).collect::<Vec<_>>();
        let keys: Vec<u64> = (0..1000).collect();
        let summary = Summary::from_entries(500, 0, entries(&keys)).unwrap();
        assert!(keys.iter().all(|key| summary.get(key % 2, key).is_some_and(|entry| entry.key == *key)));
        assert!(Summary::from_entries(501, 0, entries(&[&keys[..], &[777]].concat())).is_none());
    }

    #[test]
    fn keys_are_compared_where_hashes_agree() {
        let mut summary = Summary::<u64>::new(4);
        summary.update(7, &1, 1);
        summary.update(7, &2, 5);
        summary.update(7, &1, 1);
        assert_eq!(counts(&summary), [(1, 2, 0), (2, 5, 0)]);
        assert!(summary.get(7, &3).is_none() && summary.get(8, &1).is_none());
    }
}
