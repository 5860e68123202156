//! One block of a split-block filter: 256 bits in which an item sets eight, one in each word.
//!
//! The loops are written, and always inlined, so that the compiler vectorises them on the baseline of x86-64. It is
//! particular about it: iterators instead of indices, or a call in between, leave scalar code that takes three to five
//! times as long (docs/benchmarks.md). `benches/sketch/split_block_bloom.rs` notices.

#![allow(clippy::inline_always, clippy::needless_range_loop)]

/// Eight words of 32 bits. The alignment keeps a block in one cache line.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(align(32))]
pub(super) struct Block([u32; WORDS]);

impl Block {
    pub(super) const EMPTY: Self = Self([0; WORDS]);

    /// Sets the bits of the item whose hash ends in `low`.
    #[inline(always)]
    pub(super) fn insert(&mut self, low: u32) {
        let bits = bits(low);
        for i in 0..WORDS {
            self.0[i] |= bits[i];
        }
    }

    /// Whether the bits of the item whose hash ends in `low` are all set.
    ///
    /// All words are looked at: eight tests in a row cost less than one branch that goes wrong.
    #[inline(always)]
    pub(super) fn contains(&self, low: u32) -> bool {
        let bits = bits(low);
        let mut missing = 0;
        for i in 0..WORDS {
            missing |= bits[i] & !self.0[i];
        }
        missing == 0
    }

    /// Sets the bits that are set in `other`.
    #[inline]
    pub(super) fn union(&mut self, other: &Self) {
        for (word, theirs) in self.0.iter_mut().zip(other.0) {
            *word |= theirs;
        }
    }

    /// How many bits are set.
    pub(super) fn ones(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    /// The share of the possible bit patterns of an item that the block holds.
    pub(super) fn hit_rate(&self) -> f64 {
        self.0.iter().map(|word| f64::from(word.count_ones()) / 32.0).product()
    }

    /// The words, little-endian, in order: Parquet's form.
    pub(super) fn to_bytes(self) -> [u8; Self::BYTES] {
        let mut bytes = [0; Self::BYTES];
        for (chunk, word) in bytes.chunks_exact_mut(4).zip(self.0) {
            chunk.copy_from_slice(&word.to_le_bytes());
        }
        bytes
    }

    /// The inverse of [`to_bytes`](Self::to_bytes).
    pub(super) fn from_bytes(bytes: [u8; Self::BYTES]) -> Self {
        let mut words = [0; WORDS];
        for (word, chunk) in words.iter_mut().zip(bytes.as_chunks::<4>().0) {
            *word = u32::from_le_bytes(*chunk);
        }
        Self(words)
    }

    /// Bytes of a block.
    pub(super) const BYTES: usize = 4 * WORDS;
}

/// One bit for each word: bit `(low * SALTS[i] mod 2^32) >> 27` of word i.
///
/// Only the upper half of each product is computed, from 16-bit products: those are what SSE2, the baseline of x86-64,
/// has eight at a time, so that the compiler vectorises this. The plain 32-bit product takes three times as long there
/// (docs/benchmarks.md).
#[inline(always)]
fn bits(low: u32) -> [u32; WORDS] {
    let (x_low, x_high) = (low as u16, (low >> 16) as u16);
    let mut bits = [0; WORDS];
    for i in 0..WORDS {
        let carry = ((u32::from(x_low) * u32::from(SALTS_LOW[i])) >> 16) as u16;
        let upper =
            x_high.wrapping_mul(SALTS_LOW[i]).wrapping_add(x_low.wrapping_mul(SALTS_HIGH[i])).wrapping_add(carry);
        bits[i] = 1 << u32::from(upper >> 11);
    }
    bits
}

/// Words of a block, and bits of an item.
pub(super) const WORDS: usize = 8;

/// The odd multipliers that Parquet's format lists.
const SALTS: [u32; WORDS] =
    [0x47b6_137b, 0x4497_4d91, 0x8824_ad5b, 0xa2b7_289d, 0x7054_95c7, 0x2df1_424b, 0x9efc_4947, 0x5c6b_fb31];

/// The salts' halves, as constants of 16 bits: split in the loop, they would make the compiler widen the products again.
const SALTS_LOW: [u16; WORDS] = halves(0);
const SALTS_HIGH: [u16; WORDS] = halves(16);

const fn halves(shift: u32) -> [u16; WORDS] {
    let mut halves = [0; WORDS];
    let mut i = 0;
    while i < WORDS {
        halves[i] = (SALTS[i] >> shift) as u16;
        i += 1;
    }
    halves
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_halves_make_the_formats_product() {
        let lows = [0, 1, 0xffff, 0x1_0000, 0x8000_8000, 0xdead_beef, u32::MAX];
        for low in lows.into_iter().chain((0..100_000).map(|i: u32| i.wrapping_mul(0x9e37_79b9))) {
            let formula = SALTS.map(|salt| 1u32 << (low.wrapping_mul(salt) >> 27));
            assert_eq!(bits(low), formula, "{low:#x}");
        }
    }

    #[test]
    fn an_item_sets_one_bit_in_each_word() {
        let mut block = Block::EMPTY;
        assert!(!block.contains(7));
        block.insert(7);
        assert!(block.contains(7) && !block.contains(8));
        assert_eq!(block.ones(), 8);
        assert_eq!(block.hit_rate(), 1.0 / (1u64 << 40) as f64);
        assert_eq!(Block::from_bytes(block.to_bytes()).to_bytes(), block.to_bytes());
    }
}
