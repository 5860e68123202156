//! The entries of a SpaceSaving summary: found by hash, evicted by count.
//!
//! **A heap that learns late.** The paper keeps its counters in buckets of equal counts, which needs unit weights to be
//! fast. Here a heap of (count, place) pairs is consulted for evictions only. An update of a known key touches the
//! entry and not the heap, whose copy of the count goes stale; since counts only grow, a stale copy is too low, and the
//! entry reaches the root no later than it should. An eviction refreshes the root until it is current: every known-key
//! update makes at most one copy stale, so that an update costs amortised O(log capacity) in the worst case and, for a
//! known key, one probe of the index in fact.
//!
//! **The floor.** No key without an entry has occurred more often than the last evicted count, because evicted counts
//! only grow. It is 0 until something is evicted, which is what makes merging small summaries exact.

use alloc::{borrow::ToOwned, vec::Vec};
use core::{borrow::Borrow, cmp::Ordering};

use ansatz_hash::{Encoding, Key};

use super::index::Index;

/// At most `capacity` keys with their counts.
#[derive(Debug, Clone)]
pub(super) struct Summary<K> {
    capacity: usize,
    entries: Vec<Entry<K>>,
    index: Index,
    /// A heap by count, the least first, over all entries; empty until the first eviction needs it.
    heap: Vec<Node>,
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

/// An entry's place, with its count as it was when the heap last looked, and the upper half of its hash.
#[derive(Debug, Clone, Copy)]
struct Node {
    count: u64,
    tag: u32,
    place: u32,
}

impl<K> Summary<K> {
    pub(super) fn new(capacity: usize) -> Self {
        Self { capacity, entries: Vec::new(), index: Index::new(), heap: Vec::new(), floor: 0 }
    }

    pub(super) fn clear(&mut self) {
        *self = Self { entries: core::mem::take(&mut self.entries), ..Self::new(self.capacity) };
        self.entries.clear();
    }

    pub(super) fn capacity(&self) -> usize {
        self.capacity
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
        let entries = self.entries.capacity() * size_of::<Entry<K>>();
        size_of::<Self>() + entries + self.index.memory_bytes() + self.heap.capacity() * size_of::<Node>()
    }
}

impl<K: Key> Summary<K> {
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
        } else if self.entries.len() < self.capacity {
            self.push(Entry { key: key.to_owned(), hash, count: weight, error: 0 });
        } else {
            self.replace_least(hash, key, weight);
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

    /// Adds an entry for a key that has none; there must be room.
    pub(super) fn push(&mut self, entry: Entry<K>) {
        self.index.insert(entry.hash, self.entries.len());
        self.entries.push(entry);
    }

    /// Reserves for `len` entries in all, and takes the floor that their decoder has found.
    pub(super) fn prepare(&mut self, len: usize, floor: u64) {
        self.entries.reserve_exact(len);
        self.floor = floor;
    }

    /// Adds the counts of another summary of the same capacity, and keeps the largest.
    ///
    /// A key that one side does not know may have occurred there as often as that side's floor, so that this much is
    /// added to its count and to its error.
    pub(super) fn merge(&mut self, other: &Self)
    where
        K: Clone,
    {
        let mut merged = Vec::with_capacity(self.entries.len() + other.entries.len());
        for entry in &other.entries {
            if self.find(entry.hash, &entry.key).is_none() {
                merged.push(entry.raised_by(self.floor, self.floor));
            }
        }
        for mut entry in core::mem::take(&mut self.entries) {
            let (count, error) =
                other.get(entry.hash, &entry.key).map_or((other.floor, other.floor), |e| (e.count, e.error));
            entry.raise(count, error);
            merged.push(entry);
        }
        let mut floor = self.floor.saturating_add(other.floor);
        if merged.len() > self.capacity {
            merged.sort_unstable_by(|a, b| b.eviction_order(a));
            floor = floor.max(merged[self.capacity].count);
            merged.truncate(self.capacity);
        }
        self.clear();
        self.floor = floor;
        for entry in merged {
            self.push(entry);
        }
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

    /// Gives the entry with the least count to a new key, which takes that count over.
    fn replace_least<Q>(&mut self, hash: u64, key: &Q, weight: u64)
    where
        K: Borrow<Q>,
        Q: Key + ToOwned<Owned = K> + ?Sized,
    {
        let place = self.least();
        let entry = &mut self.entries[place];
        let least = entry.count;
        self.index.remove(entry.hash, place);
        // A String takes the new text into its old memory.
        key.clone_into(&mut entry.key);
        (entry.hash, entry.count, entry.error) = (hash, least.saturating_add(weight), least);
        self.index.insert(hash, place);
        self.floor = least;
        self.heap[0] = Node::new(&self.entries[place], place);
        self.sift_down(0);
    }
}

impl<K> Summary<K> {
    /// The place of the entry that is evicted next; afterwards it is the root of the heap.
    fn least(&mut self) -> usize {
        if self.heap.is_empty() {
            self.heap = self.entries.iter().enumerate().map(|(place, entry)| Node::new(entry, place)).collect();
            (0..self.heap.len().div_ceil(ARITY)).rev().for_each(|at| self.sift_down(at));
        }
        loop {
            let Node { count, place, .. } = self.heap[0];
            let current = self.entries[place as usize].count;
            if count == current {
                return place as usize;
            }
            self.heap[0].count = current;
            self.sift_down(0);
        }
    }

    fn sift_down(&mut self, mut at: usize) {
        let node = self.heap[at];
        loop {
            let first = at * ARITY + 1;
            let children = first..(first + ARITY).min(self.heap.len());
            let Some(least) = children.reduce(|a, b| if self.before(self.heap[b], self.heap[a]) { b } else { a })
            else {
                break;
            };
            if !self.before(self.heap[least], node) {
                break;
            }
            self.heap[at] = self.heap[least];
            at = least;
        }
        self.heap[at] = node;
    }

    /// Whether `a` is evicted before `b`: by count, then by hash, so that what is kept depends on what was counted and
    /// not on the places that the entries happen to have.
    #[inline]
    fn before(&self, a: Node, b: Node) -> bool {
        let order = (a.count, a.tag).cmp(&(b.count, b.tag));
        order.then_with(|| self.entries[a.place as usize].hash.cmp(&self.entries[b.place as usize].hash)).is_lt()
    }
}

impl<K> Entry<K> {
    fn raise(&mut self, count: u64, error: u64) {
        self.count = self.count.saturating_add(count);
        self.error = self.error.saturating_add(error);
    }

    fn raised_by(&self, count: u64, error: u64) -> Self
    where
        K: Clone,
    {
        let mut entry = self.clone();
        entry.raise(count, error);
        entry
    }

    /// The less is evicted first.
    fn eviction_order(&self, other: &Self) -> Ordering {
        (self.count, self.hash).cmp(&(other.count, other.hash))
    }
}

impl Node {
    fn new<K>(entry: &Entry<K>, place: usize) -> Self {
        Self { count: entry.count, tag: (entry.hash >> 32) as u32, place: place as u32 }
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

/// Four children a node: half the levels of a binary heap, and the children share a cache line or two.
const ARITY: usize = 4;
