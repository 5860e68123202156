//! Anchor's buckets: which of them work, and where the keys of the others go.
//!
//! The arrays of the paper's Algorithm 3 (the minimal-memory implementation), with two of them side by side, so that a
//! step of a lookup reads one cache line.

use alloc::vec::Vec;
use core::hint::select_unpredictable;

use super::mix::{divide, mix, numbered, scale};

/// A fixed number of buckets, at least one of them working; the others in the order in which they were removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Buckets {
    table: Vec<Bucket>,
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

impl Bucket {
    #[inline]
    fn is_working(self) -> bool {
        self.survivors == 0
    }
}

impl Buckets {
    /// `capacity` buckets, the first `working` of them with the slots 0, 1, ...; 1 <= `working` <= `capacity` < 2^32.
    pub(crate) fn new(working: usize, capacity: usize) -> Self {
        let (working, capacity) = (working as u32, capacity as u32);
        let bucket = |number| Bucket { survivors: if number < working { 0 } else { number }, link: number };
        Self {
            table: (0..capacity).map(bucket).collect(),
            removed: (working..capacity).rev().collect(),
            working: (0..capacity).collect(),
            places: (0..capacity).collect(),
        }
    }

    /// `capacity` buckets of which `removed` were removed in this order from all of them; nothing unless these are
    /// different buckets, and not all.
    ///
    /// Every such order is one that additions and removals lead to: fill all buckets, then remove them so. Adding is the
    /// exact inverse of the last removal, so that nothing but the order counts. The slots are for the caller to give.
    pub(crate) fn with_removed(capacity: usize, removed: impl IntoIterator<Item = u32>) -> Option<Self> {
        let mut buckets = Self::new(capacity, capacity);
        for bucket in removed {
            if !buckets.is_working(bucket) || buckets.len() == 1 {
                return None;
            }
            buckets.remove(bucket);
        }
        Some(buckets)
    }

    /// Puts the bucket that was removed last back to work, with a slot, and returns it, or nothing if all work.
    pub(crate) fn add(&mut self, slot: usize) -> Option<u32> {
        let count = self.len();
        let bucket = self.removed.pop()?;
        let stand_in = self.working[count];
        self.places[stand_in as usize] = count as u32;
        self.working[self.places[bucket as usize] as usize] = bucket;
        self.table[bucket as usize] = Bucket { survivors: 0, link: slot as u32 };
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
        self.table[bucket as usize] = Bucket { survivors: count as u32, link: stand_in };
    }

    /// Gives a working bucket another slot.
    pub(crate) fn renumber(&mut self, bucket: u32, slot: usize) {
        self.table[bucket as usize].link = slot as u32;
    }

    /// The slot of the working bucket that owns a key.
    ///
    /// What [`slot_by_steps`](Self::slot_by_steps) says, without branches that depend on the key for all but few keys: the
    /// second step is made for every key, and forgotten where the first has met a working bucket. So is the third where
    /// more than a third of the buckets do not work; else fewer than 6.3% of the keys need one.
    #[inline]
    pub(crate) fn slot_of(&self, hash: u64) -> usize {
        let table = self.table.as_slice();
        let (place, left) = divide(hash, table.len());
        let first = table[place];
        let (other, left) = divide(left, first.survivors as usize);
        let place = select_unpredictable(first.is_working(), place, other);
        let second = table[place];
        let mut last = second;
        if self.removed.len() > table.len() / 3 {
            // Wasted if the second step has met a bucket that was gone before the first one's.
            let (other, _) = divide(left, second.survivors as usize);
            last = table[select_unpredictable(second.is_working(), place, other)];
        }
        let is_here = last.is_working() && (second.is_working() || second.survivors < first.survivors);
        if is_here { last.link as usize } else { self.slot_by_steps(hash) }
    }

    /// The lookup of the paper's Algorithm 3. The first three numbers are drawn from the key's hash itself, each from what
    /// the one before has left of it, the others from hashes of the hash.
    ///
    /// Each of the three cuts the intervals of the one before at whole hashes. A bucket has 2^36 of the 2^64 hashes or more;
    /// that they fall to one side of a cut or the other, as it were at random, changes this by a share of about 2^-18.
    #[cold]
    fn slot_by_steps(&self, hash: u64) -> usize {
        let (mut number, mut left) = divide(hash, self.table.len());
        let mut bucket = self.table[number];
        for step in 2.. {
            if bucket.is_working() {
                break;
            }
            // One of those that worked just after the removal; where it is gone itself, whoever stood in for it then.
            let survivors = bucket.survivors as usize;
            if step <= STEPS_OF_ONE_HASH {
                (number, left) = divide(left, survivors);
            } else {
                number = scale(mix(hash, numbered(number as u64)), survivors);
            }
            let mut next = self.table[number];
            while next.survivors >= bucket.survivors {
                number = next.link as usize;
                next = self.table[number];
            }
            bucket = next;
        }
        bucket.link as usize
    }

    /// Whether there is such a bucket and it works.
    pub(crate) fn is_working(&self, bucket: u32) -> bool {
        self.table.get(bucket as usize).is_some_and(|bucket| bucket.is_working())
    }

    /// How many buckets work.
    pub(crate) fn len(&self) -> usize {
        self.table.len() - self.removed.len()
    }

    /// How many buckets there are.
    pub(crate) fn capacity(&self) -> usize {
        self.table.len()
    }

    /// The buckets that do not work, in the order of their removal.
    pub(crate) fn removed(&self) -> &[u32] {
        &self.removed
    }

    /// The bytes on the heap.
    pub(crate) fn memory_bytes(&self) -> usize {
        size_of::<Bucket>() * self.table.capacity()
            + size_of::<u32>() * (self.removed.capacity() + self.working.capacity() + self.places.capacity())
    }
}

/// Each takes the bits of the number that it draws, and three of the widest leave none.
const STEPS_OF_ONE_HASH: u32 = 3;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    fn arrays(buckets: &Buckets) -> (Vec<u32>, Vec<u32>, Vec<u32>, Vec<u32>) {
        let survivors = buckets.table.iter().map(|bucket| bucket.survivors).collect();
        let links = buckets.table.iter().map(|bucket| bucket.link).collect();
        (survivors, links, buckets.working.clone(), buckets.places.clone())
    }

    /// By hand after the paper's Algorithm 3: seven buckets, of which 6, 5, 1 and 0 are removed in this order.
    #[test]
    fn removals_fill_the_arrays_as_in_the_paper() {
        let mut buckets = Buckets::new(7, 7);
        for bucket in [6, 5, 1, 0] {
            buckets.remove(bucket);
        }
        let (survivors, links, working, places) = arrays(&buckets);
        assert_eq!(survivors, [3, 4, 0, 0, 0, 5, 6]);
        assert_eq!(links, [3, 4, 2, 3, 4, 5, 6]);
        assert_eq!(working[..3], [3, 4, 2]);
        assert_eq!(places[2..5], [2, 0, 1]);
    }

    #[test]
    fn additions_undo_removals_one_by_one() {
        let mut buckets = Buckets::new(5, 9);
        let mut states = Vec::from([buckets.clone()]);
        for bucket in [2, 0, 4, 1] {
            buckets.remove(bucket);
            states.push(buckets.clone());
        }
        states.pop();
        for (state, bucket) in states.iter().rev().zip([1, 4, 0, 2]) {
            assert_eq!(buckets.add(bucket as usize), Some(bucket));
            assert_eq!(&buckets, state);
        }
        assert_eq!((5..9).map(|slot| buckets.add(slot)).collect::<Vec<_>>(), [Some(5), Some(6), Some(7), Some(8)]);
        assert_eq!(buckets.add(9), None);
    }

    /// With spare buckets, with removed ones that stand in for each other, with nearly all removed, and on the way there.
    #[test]
    fn steps_in_advance_are_the_steps() {
        for (working, capacity) in [(1, 1), (7, 7), (10, 11), (40, 60), (1, 60), (60, 60)] {
            let mut buckets = Buckets::new(working, capacity);
            let mut removals = 0..;
            while buckets.len() > 1 {
                for hash in (0..200).map(|number| mix(number, buckets.len() as u64)) {
                    assert_eq!(buckets.slot_of(hash), buckets.slot_by_steps(hash), "{hash} of {buckets:?}");
                }
                let bucket = removals.by_ref().map(|try_| scale(mix(try_, 0), working) as u32);
                buckets.remove(bucket.into_iter().find(|&bucket| buckets.is_working(bucket)).unwrap());
            }
        }
    }

    #[test]
    fn only_the_order_of_removals_counts() {
        let mut buckets = Buckets::new(3, 6);
        buckets.remove(1);
        assert_eq!(Buckets::with_removed(6, [5, 4, 3, 1]), Some(buckets));
        for bad in [&[6][..], &[2, 2], &[0, 1, 2, 3, 4, 5]] {
            assert_eq!(Buckets::with_removed(6, bad.iter().copied()), None, "{bad:?}");
        }
    }
}
