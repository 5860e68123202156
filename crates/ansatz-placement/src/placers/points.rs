//! Points on the circle of 2^64, and the one that follows a hash.
//!
//! The points are sorted, and [`Blocks`] tell where to look. Where a block does not decide, because 16 bits are too few or
//! its bucket has too many points, the points of the bucket are searched, so that the answer is always exact.

use alloc::vec::Vec;
use core::cmp::Ordering;

use super::blocks::Blocks;
use crate::Removed;

/// A point and the slot of its node.
pub(crate) type Point = (u64, u32);

/// Sorted points, each with the slot of its node.
#[derive(Debug, Clone)]
pub(crate) struct Points {
    circle: Vec<u64>,
    slots: Vec<u32>,
    blocks: Blocks,
}

impl Points {
    /// The points in any order; `ties` orders the slots of equal points.
    pub(crate) fn new(mut points: Vec<Point>, ties: impl Fn(u32, u32) -> Ordering) -> Self {
        sort(&mut points, ties);
        let (circle, slots): (Vec<_>, Vec<_>) = points.into_iter().unzip();
        let blocks = Blocks::new(&circle, &slots);
        Self { circle, slots, blocks }
    }

    /// Adds points, in any order.
    pub(crate) fn insert(&mut self, points: Vec<Point>, ties: impl Fn(u32, u32) -> Ordering) {
        self.merge(points, ties);
        self.blocks = Blocks::new(&self.circle, &self.slots);
    }

    /// Gives a slot other points.
    pub(crate) fn replace(&mut self, slot: u32, points: Vec<Point>, ties: impl Fn(u32, u32) -> Ordering) {
        self.retain(|other| (other != slot).then_some(other));
        self.merge(points, ties);
        self.blocks = Blocks::new(&self.circle, &self.slots);
    }

    /// Drops the points of a removed node, and renumbers those of the node that has taken its slot.
    pub(crate) fn remove<N>(&mut self, removed: &Removed<N>) {
        let (gone, moved) = (removed.slot as u32, removed.renumbered.map(|slot| slot as u32));
        self.retain(|slot| (slot != gone).then_some(if Some(slot) == moved { gone } else { slot }));
        self.blocks = Blocks::new(&self.circle, &self.slots);
    }

    /// The slot of the first point that is not below `hash`, of the first of all if there is none.
    #[inline]
    pub(crate) fn owner(&self, hash: u64) -> u32 {
        self.blocks.slot(hash).unwrap_or_else(|| *self.slots.get(self.search(hash)).unwrap_or(&self.slots[0]))
    }

    /// How far it is, clockwise, from `hash` to the first point that is not below it.
    #[inline]
    pub(crate) fn distance(&self, hash: u64) -> u64 {
        let next = self.below(hash);
        // Behind the last point comes the first.
        self.circle.get(next).unwrap_or(&self.circle[0]).wrapping_sub(hash)
    }

    /// All points once, clockwise from the successor of `hash`.
    pub(crate) fn from(&self, hash: u64) -> impl Iterator<Item = Point> + Clone {
        let start = self.below(hash);
        (start..self.circle.len()).chain(0..start).map(|index| (self.circle[index], self.slots[index]))
    }

    /// How many points there are.
    pub(crate) fn len(&self) -> usize {
        self.circle.len()
    }

    /// The bytes on the heap.
    pub(crate) fn memory_bytes(&self) -> usize {
        size_of::<u64>() * self.circle.capacity()
            + size_of::<u32>() * self.slots.capacity()
            + self.blocks.memory_bytes()
    }

    /// How many points are below `hash`.
    #[inline]
    fn below(&self, hash: u64) -> usize {
        self.blocks.below(hash).unwrap_or_else(|| self.search(hash))
    }

    /// The same, which a block cannot tell once in a hundred times if the points are random.
    #[cold]
    #[inline(never)]
    fn search(&self, hash: u64) -> usize {
        let bucket = self.blocks.bucket(hash, self.circle.len());
        bucket.start + self.circle[bucket].partition_point(|&point| point < hash)
    }

    /// Keeps the points whose slot `keep` gives a number, under that number.
    fn retain(&mut self, keep: impl Fn(u32) -> Option<u32>) {
        let mut kept = 0;
        for index in 0..self.slots.len() {
            if let Some(slot) = keep(self.slots[index]) {
                self.slots[kept] = slot;
                self.circle[kept] = self.circle[index];
                kept += 1;
            }
        }
        self.circle.truncate(kept);
        self.slots.truncate(kept);
    }

    /// Merges points into those that are there, from the last to the first, so that each moves once.
    fn merge(&mut self, mut points: Vec<Point>, ties: impl Fn(u32, u32) -> Ordering) {
        sort(&mut points, &ties);
        let mut old = self.circle.len();
        let mut end = old + points.len();
        self.circle.resize(end, 0);
        self.slots.resize(end, 0);
        while let Some(&(point, slot)) = points.last() {
            end -= 1;
            let before = |other: usize| {
                let other = (self.circle[other], self.slots[other]);
                other.0.cmp(&point).then_with(|| ties(other.1, slot)) == Ordering::Greater
            };
            if old > 0 && before(old - 1) {
                old -= 1;
                (self.circle[end], self.slots[end]) = (self.circle[old], self.slots[old]);
            } else {
                points.pop();
                (self.circle[end], self.slots[end]) = (point, slot);
            }
        }
    }
}

fn sort(points: &mut [Point], ties: impl Fn(u32, u32) -> Ordering) {
    points.sort_unstable_by_key(|&(point, _)| point);
    // Rare, and dearer to compare: apart from the sort, which has no branches so.
    for equal in points.chunk_by_mut(|a, b| a.0 == b.0).filter(|equal| equal.len() > 1) {
        equal.sort_unstable_by(|a, b| ties(a.1, b.1));
    }
}

/// The most points that one circle may have: 25 bytes each at most, so 400 MB; 100,000 nodes of 160 fit.
pub(crate) const MOST_POINTS: usize = 1 << 24;

#[cfg(test)]
mod tests {
    use alloc::{vec, vec::Vec};

    use super::*;
    use crate::placers::mix::{mix, numbered};

    /// Points on a few values, so that many are equal, or all over the circle.
    fn some(count: u64, salt: u64, few: bool) -> Vec<Point> {
        (0..count)
            .map(|i| {
                let point = mix(salt, numbered(i));
                (if few { (point % 7) << 61 } else { point }, (i % 5) as u32)
            })
            .collect()
    }

    fn sorted(points: &Points) -> Vec<Point> {
        points.circle.iter().copied().zip(points.slots.iter().copied()).collect()
    }

    fn assert_is(points: &Points, mut expected: Vec<Point>) {
        expected.sort_unstable();
        assert_eq!(sorted(points), expected);
        let around = expected.iter().flat_map(|&(point, _)| [point, point.wrapping_add(1), point.wrapping_sub(1)]);
        for hash in around.chain([0, u64::MAX, 1 << 63]) {
            let successor = expected.iter().find(|&&(point, _)| point >= hash).unwrap_or(&expected[0]);
            assert_eq!(points.owner(hash), successor.1, "{hash:x}");
            assert_eq!(points.distance(hash), successor.0.wrapping_sub(hash), "{hash:x}");
            assert_eq!(points.from(hash).next(), Some(*successor), "{hash:x}");
            assert_eq!(points.from(hash).count(), expected.len());
        }
    }

    #[test]
    fn changes_keep_the_order_and_the_blocks() {
        for few in [false, true] {
            for count in [1, 2, 3, 10, 1_000] {
                let mut expected = some(count, 1, few);
                let mut points = Points::new(expected.clone(), |a, b| a.cmp(&b));
                assert_is(&points, expected.clone());
                points.insert(some(20, 2, few), |a, b| a.cmp(&b));
                expected.extend(some(20, 2, few));
                assert_is(&points, expected.clone());
                points.replace(1, vec![(7, 1), (u64::MAX, 1)], |a, b| a.cmp(&b));
                expected.retain(|&(_, slot)| slot != 1);
                expected.extend([(7, 1), (u64::MAX, 1)]);
                assert_is(&points, expected.clone());
                // A slot that 16 bits do not hold.
                points.insert(vec![(9 << 60, 1 << 16)], |a, b| a.cmp(&b));
                expected.push((9 << 60, 1 << 16));
                assert_is(&points, expected);
            }
        }
    }

    #[test]
    fn a_thousand_equal_points_are_searched_and_not_walked() {
        let points = Points::new((0..1_000).map(|slot| (1 << 40, slot)).collect(), |a, b| b.cmp(&a));
        assert_eq!((points.owner(0), points.owner(1 << 41), points.distance(1 << 39)), (999, 999, 1 << 39));
    }
}
