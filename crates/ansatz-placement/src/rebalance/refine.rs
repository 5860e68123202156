//! The common refinement of two layouts: parts so fine that each has one owner in both.

use alloc::{boxed::Box, vec::Vec};

use super::{error::RebalanceError, layout::Layout, space::Space};

/// The parts that two layouts have in common.
#[derive(Debug)]
pub(super) struct Refined {
    pub(super) space: Space,
    /// The old owner's slot in the old fleet.
    pub(super) old: Vec<u32>,
    /// The new owner's slot in the new fleet.
    pub(super) new: Vec<u32>,
    /// What is there to be moved: the old layout's bytes.
    pub(super) bytes: Vec<u64>,
}

impl Refined {
    /// The refinement; the old layout's bytes are split in proportion, and their sum is kept.
    pub(super) fn of<N>(old: &Layout<N>, new: &Layout<N>) -> Result<Self, RebalanceError> {
        match (&old.space, &new.space) {
            (Space::Slots, Space::Slots) => {
                if old.len() != new.len() {
                    return Err(RebalanceError::Slots { old: old.len() as u64, new: new.len() as u64 });
                }
                let (owners, wishes) = (old.owners.clone(), new.owners.clone());
                Ok(Self { space: Space::Slots, old: owners, new: wishes, bytes: old.bytes.clone() })
            }
            (Space::Hashes(ours), Space::Hashes(theirs)) => {
                let split = Split { starts: ours, cut: hash_cut };
                let (starts, bounds) = merged(ours, theirs);
                Self::cut(old, new, &starts, &bounds, &split, Space::Hashes)
            }
            (Space::Keys(ours), Space::Keys(theirs)) => {
                let split = Split { starts: ours, cut: key_cut };
                let (starts, bounds) = merged(ours, theirs);
                Self::cut(old, new, &starts, &bounds, &split, Space::Keys)
            }
            (ours, theirs) => Err(RebalanceError::Spaces { old: ours.name(), new: theirs.name() }),
        }
    }

    fn cut<N, T: Clone>(
        old: &Layout<N>,
        new: &Layout<N>,
        starts: &[T],
        bounds: &[(u32, u32)],
        split: &Split<'_, T>,
        space: impl FnOnce(Vec<T>) -> Space,
    ) -> Result<Self, RebalanceError> {
        if starts.len() as u64 > u64::from(u32::MAX) {
            return Err(RebalanceError::Parts(starts.len() as u64));
        }
        let mut bytes = Vec::with_capacity(starts.len());
        for (index, &(part, _)) in bounds.iter().enumerate() {
            let size = old.bytes[part as usize];
            let begin = split.below(part as usize, &starts[index], size);
            // Within the same old part, what lies below the next cut; at its end, all of it.
            let end = match bounds.get(index + 1) {
                Some(&(next, _)) if next == part => split.below(part as usize, &starts[index + 1], size),
                _ => size,
            };
            bytes.push(end - begin);
        }
        Ok(Self {
            space: space(starts.to_vec()),
            old: bounds.iter().map(|&(part, _)| old.owners[part as usize]).collect(),
            new: bounds.iter().map(|&(_, part)| new.owners[part as usize]).collect(),
            bytes,
        })
    }
}

/// How a part's bytes are split.
struct Split<'a, T> {
    starts: &'a [T],
    /// How far a point lies between a start and an end (none: the end of the space), as a fraction.
    cut: fn(&T, &T, Option<&T>) -> (u128, u128),
}

impl<T> Split<'_, T> {
    /// How many of the part's bytes lie below `point`: never fewer for a higher point, 0 at its start.
    fn below(&self, part: usize, point: &T, size: u64) -> u64 {
        let (distance, length) = (self.cut)(&self.starts[part], point, self.starts.get(part + 1));
        // distance <= length <= 2^64, and the product is at most 2^128 - 2^64.
        (u128::from(size) * distance).checked_div(length).unwrap_or(0) as u64
    }
}

/// All starts in order, and for each the parts of the two layouts that it lies in.
fn merged<T: Ord + Clone>(ours: &[T], theirs: &[T]) -> (Vec<T>, Vec<(u32, u32)>) {
    let (mut i, mut j) = (0, 0);
    let (mut starts, mut bounds) = (Vec::new(), Vec::new());
    while i < ours.len() || j < theirs.len() {
        let next = match (ours.get(i), theirs.get(j)) {
            (Some(a), Some(b)) => a.min(b),
            (Some(a), None) | (None, Some(a)) => a,
            (None, None) => break,
        };
        let (in_ours, in_theirs) = (ours.get(i) == Some(next), theirs.get(j) == Some(next));
        starts.push(next.clone());
        i += usize::from(in_ours);
        j += usize::from(in_theirs);
        // Both begin at the least value of all, so that i and j are at least 1 here.
        bounds.push(((i - 1) as u32, (j - 1) as u32));
    }
    (starts, bounds)
}

#[allow(clippy::trivially_copy_pass_by_ref)] // The signature is that of a start, whatever it is.
fn hash_cut(start: &u64, point: &u64, end: Option<&u64>) -> (u128, u128) {
    let end = end.map_or(1 << 64, |&end| u128::from(end));
    (u128::from(point - start), end - u128::from(*start))
}

/// Keys as numbers: the first eight bytes after what start and end have in common.
#[allow(clippy::borrowed_box)] // The signature is that of a start, whatever it is.
fn key_cut(start: &Box<[u8]>, point: &Box<[u8]>, end: Option<&Box<[u8]>>) -> (u128, u128) {
    let common = end.map_or(0, |end| start.iter().zip(end.iter()).take_while(|(a, b)| a == b).count());
    let number = |key: &[u8]| {
        let mut word = [0; 8];
        for (to, from) in word.iter_mut().zip(&key[common.min(key.len())..]) {
            *to = *from;
        }
        u128::from(u64::from_be_bytes(word))
    };
    let low = number(start);
    let high = end.map_or(1 << 64, |end| number(end));
    (number(point).saturating_sub(low), high.saturating_sub(low))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::Fleet;

    fn keys(ranges: &[(&str, usize, u64)]) -> Layout<u8> {
        Layout::key_ranges(Fleet::new([0, 1]).unwrap(), ranges.iter().copied()).unwrap()
    }

    #[test]
    fn hashes_are_split_by_their_number() {
        let fleet = || Fleet::new([0, 1]).unwrap();
        let old = Layout::hash_ranges(fleet(), [(0, 0), (1000, 1)]).unwrap().with_bytes([101, 7]).unwrap();
        let new = Layout::hash_ranges(fleet(), [(0, 1), (250, 0), (2000, 1)]).unwrap();
        let refined = Refined::of(&old, &new).unwrap();
        assert_eq!(refined.space, Space::Hashes(alloc::vec![0, 250, 1000, 2000]));
        assert_eq!(refined.bytes, [25, 76, 0, 7]);
        assert_eq!((refined.old, refined.new), (alloc::vec![0, 0, 1, 1], alloc::vec![1, 0, 0, 1]));
    }

    #[test]
    fn keys_are_split_where_they_lie_between_their_neighbours() {
        // "user:a" to "user:e" is four letters; "user:c" lies in the middle.
        let old = keys(&[("", 0, 10), ("user:a", 1, 100), ("user:e", 0, 10)]);
        let new = keys(&[("", 0, 0), ("user:c", 1, 0)]);
        assert_eq!(Refined::of(&old, &new).unwrap().bytes, [10, 50, 50, 10]);
    }

    #[test]
    fn keys_that_only_differ_in_zeros_lose_nothing() {
        let old = keys(&[("", 0, 10), ("a", 1, 100), ("a\0\0\0\0\0\0\0\0\0\0", 0, 10)]);
        let new = keys(&[("", 0, 0), ("a\0", 1, 0)]);
        assert_eq!(Refined::of(&old, &new).unwrap().bytes.iter().sum::<u64>(), 120);
    }
}
