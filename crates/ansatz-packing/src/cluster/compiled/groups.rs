//! Equal things, found by their hash.

use alloc::{vec, vec::Vec};
use core::hash::{Hash, Hasher};

/// Which things are equal: the groups are numbered in the order of their first members.
#[derive(Debug)]
pub(crate) struct Groups {
    /// The group of each thing.
    pub(crate) of: Vec<u32>,
    /// The first thing of each group.
    pub(crate) first: Vec<u32>,
}

impl Groups {
    /// Groups `count` things that have a hash and can be compared.
    ///
    /// Hashes only say what to compare: things with equal ones that are not equal stay apart.
    pub(crate) fn new(count: usize, hash: impl Fn(usize) -> u64, same: impl Fn(usize, usize) -> bool) -> Self {
        let mut order: Vec<(u64, u32)> = (0..count).map(|thing| (hash(thing), thing as u32)).collect();
        order.sort_unstable();
        let mut leader = vec![0u32; count];
        let mut leaders: Vec<u32> = Vec::new();
        let mut run = None;
        for (hash, thing) in order {
            if run != Some(hash) {
                run = Some(hash);
                leaders.clear();
            }
            let first = leaders.iter().copied().find(|&first| same(first as usize, thing as usize));
            leader[thing as usize] = first.unwrap_or_else(|| {
                leaders.push(thing);
                thing
            });
        }
        Self::numbered(leader)
    }

    /// Groups of things that know the first one equal to them.
    fn numbered(mut leader: Vec<u32>) -> Self {
        let mut first = Vec::new();
        for thing in 0..leader.len() {
            // The leader of a thing comes before it, so that its entry is the group's number by now.
            leader[thing] = if leader[thing] as usize == thing {
                first.push(thing as u32);
                first.len() as u32 - 1
            } else {
                leader[leader[thing] as usize]
            };
        }
        Self { of: leader, first }
    }
}

/// A quick hash, for grouping only.
pub(crate) fn quick_hash<T: Hash>(thing: &T) -> u64 {
    let mut hasher = Quick(0);
    thing.hash(&mut hasher);
    hasher.finish()
}

/// Multiply and fold, eight bytes at a time.
struct Quick(u64);

impl Quick {
    fn word(&mut self, word: u64) {
        // 128 bits of the golden ratio behind the point, rounded to be odd: without a pattern that labels could have.
        let product = u128::from(self.0 ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835);
        self.0 = (product as u64) ^ (product >> 64) as u64 ^ self.0.rotate_left(23);
    }
}

impl Hasher for Quick {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.word(u64::from_le_bytes(word) ^ (chunk.len() as u64) << 56);
        }
    }

    fn write_u8(&mut self, value: u8) {
        self.word(u64::from(value));
    }

    fn write_u64(&mut self, value: u64) {
        self.word(value);
    }

    fn write_usize(&mut self, value: usize) {
        self.word(value as u64);
    }
}
