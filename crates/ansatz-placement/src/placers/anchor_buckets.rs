//! Anchor's buckets: which of them work, and where the keys of the others go.
//!
//! The arrays of the paper's Algorithm 3 (the minimal-memory implementation), with two of them side by side, so that a
//! step of a lookup reads one cache line.

use alloc::vec::Vec;

use super::mix::{mix, numbered, scale};

/// A fixed number of buckets, at least one of them working; the others in the order in which they were removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Buckets {
    buckets: Vec<Bucket>,
    /// The buckets that do not work, the last one removed at the end: R of the paper.
    removed: Vec<u32>,
    /// The working buckets, in the first places: W of the paper.
    working: Vec<u32>,
    /// The place of each bucket among `working`, or its last one: L of the paper.
    places: Vec<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Bucket {
    /// 0 for a working bucket, else how many buckets worked just after it was removed: A of the paper.
    survivors: u32,
    /// The slot of a working bucket's node, else the bucket that took its place among the working ones: K of the paper.
    link: u32,
}

impl Buckets {
    /// `capacity` buckets, the first `working` of them with the slots 0, 1, ...; 1 <= `working` <= `capacity` < 2^32.
    pub(crate) fn new(working: usize, capacity: usize) -> Self {
        let (working, capacity) = (working as u32, capacity as u32);
        let bucket = |number| Bucket { survivors: if number < working { 0 } else { number }, link: number };
        Self {
            buckets: (0..capacity).map(bucket).collect(),
            removed: (working..capacity).rev().collect(),
            working: (0..capacity).collect(),
            places: (0..capacity).collect(),
        }
    }

    /// The working bucket that was removed last, or nothing if all work.
    pub(crate) fn add(&mut self, slot: usize) -> Option<u32> {
        let count = self.len();
        let bucket = self.removed.pop()?;
        let stand_in = self.working[count];
        self.places[stand_in as usize] = count as u32;
        self.working[self.places[bucket as usize] as usize] = bucket;
        self.buckets[bucket as usize] = Bucket { survivors: 0, link: slot as u32 };
        Some(bucket)
    }

    /// Removes a working bucket, which is not the only one.
    pub(crate) fn remove(&mut self, bucket: u32) {
        self.removed.push(bucket);
        let count = self.len();
        let stand_in = self.working[count];
        let place = self.places[bucket as usize];
        self.working[place as usize] = stand_in;
        self.places[stand_in as usize] = place;
        self.buckets[bucket as usize] = Bucket { survivors: count as u32, link: stand_in };
    }

    /// Gives a working bucket another slot.
    pub(crate) fn renumber(&mut self, bucket: u32, slot: usize) {
        self.buckets[bucket as usize].link = slot as u32;
    }

    /// The slot of the working bucket that owns a key.
    #[inline]
    pub(crate) fn slot_of(&self, hash: u64) -> usize {
        let mut number = scale(hash, self.buckets.len());
        let mut bucket = self.buckets[number];
        while bucket.survivors != 0 {
            // One of those that worked just after the removal; where it is gone itself, whoever stood in for it then.
            number = scale(mix(hash, numbered(number as u64)), bucket.survivors as usize);
            let mut next = self.buckets[number];
            while next.survivors >= bucket.survivors {
                number = next.link as usize;
                next = self.buckets[number];
            }
            bucket = next;
        }
        bucket.link as usize
    }

    /// How many buckets work.
    pub(crate) fn len(&self) -> usize {
        self.buckets.len() - self.removed.len()
    }

    /// How many buckets there are.
    pub(crate) fn capacity(&self) -> usize {
        self.buckets.len()
    }

    /// The buckets that do not work, in the order of their removal.
    pub(crate) fn removed(&self) -> &[u32] {
        &self.removed
    }
}
