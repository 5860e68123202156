//! Sorted keys that are searched by their first bytes.
//!
//! Most comparisons of a binary search are decided by the first bytes in which the keys differ at all. These stand in
//! an array of their own, as numbers, so that the search runs over one dense array and looks at a whole key only among
//! those that begin alike.

use alloc::{boxed::Box, vec::Vec};
use core::{cmp::Ordering, ops::Range};

/// Ascending keys, each once.
#[derive(Debug, Clone, Default)]
pub(super) struct Boundaries {
    keys: Vec<Box<[u8]>>,
    /// With how many bytes all keys begin alike; at least as many as are left out of `words`.
    shared: usize,
    /// What follows these in each key.
    words: Vec<u64>,
}

impl Boundaries {
    /// Keys that ascend already.
    pub(super) fn from_ascending(keys: Vec<Box<[u8]>>) -> Self {
        let mut boundaries = Self { keys, shared: 0, words: Vec::new() };
        boundaries.index();
        boundaries
    }

    /// Inserts a key before the one at `index`.
    pub(super) fn insert(&mut self, index: usize, key: &[u8]) {
        self.keys.insert(index, key.into());
        match key.split_at_checked(self.shared) {
            Some((head, tail)) if self.keys.len() > 1 && self.shared_bytes(index) == head => {
                self.words.insert(index, word(tail));
            }
            _ => self.index(),
        }
    }

    /// Removes the keys of these indices, which there are.
    pub(super) fn remove(&mut self, indices: Range<usize>) {
        self.keys.drain(indices.clone());
        self.words.drain(indices);
    }

    pub(super) fn keys(&self) -> &[Box<[u8]>] {
        &self.keys
    }

    /// How many keys are not above `key`.
    #[inline]
    pub(super) fn not_above(&self, key: &[u8]) -> usize {
        self.count(key, Ordering::is_le)
    }

    /// How many keys are below `key`.
    pub(super) fn below(&self, key: &[u8]) -> usize {
        self.count(key, Ordering::is_lt)
    }

    /// How many keys compare to `key` as `counts` says; it is true of `Less`.
    #[inline]
    fn count(&self, key: &[u8], counts: impl Fn(Ordering) -> bool) -> usize {
        let Some(first) = self.keys.first() else { return 0 };
        let head = &key[..key.len().min(self.shared)];
        match first[..self.shared].cmp(head) {
            Ordering::Less => return self.keys.len(),
            Ordering::Greater => return 0,
            Ordering::Equal => {}
        }
        let word = word(&key[self.shared..]);
        let from = self.words.partition_point(|&other| other < word);
        if self.words.get(from) != Some(&word) {
            return from;
        }
        let to = from + self.words[from..].partition_point(|&other| other == word);
        from + self.keys[from..to].partition_point(|other| counts((**other).cmp(key)))
    }

    /// The shared bytes, of any key but the one at `index`.
    fn shared_bytes(&self, index: usize) -> &[u8] {
        let other = usize::from(index == 0);
        self.keys.get(other).map_or(&[], |key| &key[..self.shared])
    }

    fn index(&mut self) {
        self.shared = match (self.keys.first(), self.keys.last()) {
            // Keys that ascend share what the first and the last do.
            (Some(first), Some(last)) => first.iter().zip(last).take_while(|(a, b)| a == b).count(),
            _ => 0,
        };
        self.words = self.keys.iter().map(|key| word(&key[self.shared..])).collect();
    }
}

/// The keys alone count: what is left out of the words may depend on keys that are gone.
impl PartialEq for Boundaries {
    fn eq(&self, other: &Self) -> bool {
        self.keys == other.keys
    }
}

impl Eq for Boundaries {}

/// The first eight bytes as a number that compares as they do; fewer are followed by zeros.
#[inline]
fn word(bytes: &[u8]) -> u64 {
    if let Some(head) = bytes.first_chunk::<8>() {
        return u64::from_be_bytes(*head);
    }
    let mut head = [0; 8];
    head[..bytes.len()].copy_from_slice(bytes);
    u64::from_be_bytes(head)
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    /// Keys that share bytes, differ late, end early, and hold zeros, which an absent byte must not be taken for.
    const KEYS: [&[u8]; 12] = [
        b"",
        b"\0",
        b"a",
        b"a\0",
        b"a\0\0\0\0\0\0\0\0\0",
        b"ab",
        b"abcdefgh",
        b"abcdefghi",
        b"abcdefghj",
        b"abcdefghjz",
        b"b",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff",
    ];

    /// Every subset, put together in both orders, is searched for every key.
    #[test]
    fn counts_are_those_of_a_linear_search() {
        for subset in 0..1u32 << KEYS.len() {
            let chosen: Vec<&[u8]> =
                KEYS.iter().enumerate().filter(|(i, _)| subset >> i & 1 == 1).map(|(_, &key)| key).collect();
            let mut up = Boundaries::default();
            chosen.iter().enumerate().for_each(|(index, key)| up.insert(index, key));
            let mut down = Boundaries::default();
            chosen.iter().rev().for_each(|key| down.insert(0, key));
            let all = Boundaries::from_ascending(chosen.iter().map(|&key| key.into()).collect());
            for key in KEYS {
                let below = chosen.iter().filter(|&&other| other < key).count();
                let not_above = chosen.iter().filter(|&&other| other <= key).count();
                for boundaries in [&up, &down, &all] {
                    assert_eq!((boundaries.below(key), boundaries.not_above(key)), (below, not_above));
                }
            }
        }
    }

    #[test]
    fn what_is_left_after_a_removal_is_found() {
        let mut boundaries = Boundaries::from_ascending(KEYS.iter().map(|&key| key.into()).collect());
        for left in (0..KEYS.len()).rev() {
            boundaries.remove(0..1);
            assert_eq!(boundaries.not_above(&[0xff; 20]), left);
            assert_eq!(boundaries.below(b""), 0);
        }
        boundaries.insert(0, b"x");
        assert_eq!((boundaries.not_above(b"w"), boundaries.not_above(b"x")), (0, 1));
    }
}
