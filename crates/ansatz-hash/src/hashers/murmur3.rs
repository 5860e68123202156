//! MurmurHash3 in its 128-bit form for 64-bit machines, and Cassandra's variant of it.
//!
//! Written here because the published crates are unmaintained or lack the variant; the function is thirty lines.

use super::{Identity, KeyHasher, KeyHasher128, SeededHasher};

/// `MurmurHash3_x64_128`, the hash of Apache `DataSketches` (seed 9001) and many others; 64 bits are its first half.
///
/// A. Appleby, *`MurmurHash3`*, <https://github.com/aappleby/smhasher>. The reference takes a seed of 32 bits; a larger
/// one starts both halves of the state, as in Apache `DataSketches`.
///
/// # Examples
///
/// ```
/// use ansatz_hash::{KeyHasher, Murmur3, SeededHasher};
///
/// let hasher = Murmur3::with_seed(9001);
/// assert_eq!(hasher.hash64("abc"), hasher.hash64(&b"abc"[..]));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Murmur3 {
    seed: u64,
}

impl SeededHasher for Murmur3 {
    #[inline]
    fn with_seed(seed: u64) -> Self {
        Self { seed }
    }
}

impl KeyHasher for Murmur3 {
    #[inline]
    fn hash_bytes(&self, bytes: &[u8]) -> u64 {
        murmur3(bytes, self.seed, u64::from)[0]
    }

    #[inline]
    fn hash_word(&self, word: u64) -> u64 {
        // Eight bytes are all tail, and all in its first half.
        finish([self.seed ^ mix_low(word), self.seed], 8)[0]
    }

    fn identity(&self) -> Identity {
        Identity::new(*b"MUR3", self.seed)
    }
}

impl KeyHasher128 for Murmur3 {
    #[inline]
    fn hash_bytes128(&self, bytes: &[u8]) -> u128 {
        join(murmur3(bytes, self.seed, u64::from))
    }
}

/// Cassandra's `MurmurHash3`, which reads the bytes after the last whole block of 16 as signed.
///
/// [`hash64`](KeyHasher::hash64) is the token of a partition key, as the signed number with these bits (Cassandra then
/// maps `i64::MIN` to `i64::MAX`). It differs from [`Murmur3`] only for keys with a byte of 128 or more in the tail.
///
/// # Examples
///
/// ```
/// use ansatz_hash::{CassandraMurmur3, KeyHasher, Murmur3};
///
/// let token = CassandraMurmur3::default().hash64("123").cast_signed();
/// assert_eq!(token, -7_468_325_962_851_647_638);
/// assert_eq!(CassandraMurmur3::default().hash64("123"), Murmur3::default().hash64("123"));
/// assert_ne!(CassandraMurmur3::default().hash64("é"), Murmur3::default().hash64("é"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct CassandraMurmur3 {
    seed: u64,
}

impl SeededHasher for CassandraMurmur3 {
    #[inline]
    fn with_seed(seed: u64) -> Self {
        Self { seed }
    }
}

impl KeyHasher for CassandraMurmur3 {
    #[inline]
    fn hash_bytes(&self, bytes: &[u8]) -> u64 {
        murmur3(bytes, self.seed, sign_extended)[0]
    }

    fn identity(&self) -> Identity {
        Identity::new(*b"MURC", self.seed)
    }
}

impl KeyHasher128 for CassandraMurmur3 {
    #[inline]
    fn hash_bytes128(&self, bytes: &[u8]) -> u128 {
        join(murmur3(bytes, self.seed, sign_extended))
    }
}

#[inline]
fn murmur3(bytes: &[u8], seed: u64, widen: impl Fn(u8) -> u64) -> [u64; 2] {
    let [mut low, mut high] = [seed; 2];
    let (blocks, tail) = bytes.as_chunks::<16>();
    for block in blocks {
        let block = u128::from_le_bytes(*block);
        low =
            (low ^ mix_low(block as u64)).rotate_left(27).wrapping_add(high).wrapping_mul(5).wrapping_add(0x52dc_e729);
        high ^= mix_high((block >> 64) as u64);
        high = high.rotate_left(31).wrapping_add(low).wrapping_mul(5).wrapping_add(0x3849_5ab5);
    }
    let (first, second) = tail.split_at(tail.len().min(8));
    high ^= mix_high(gather(second, &widen));
    low ^= mix_low(gather(first, &widen));
    finish([low, high], bytes.len() as u64)
}

/// Up to eight bytes as a little-endian word. The halves of a tail that are empty mix to 0, which changes nothing.
#[inline]
fn gather(bytes: &[u8], widen: impl Fn(u8) -> u64) -> u64 {
    bytes.iter().rev().fold(0, |word, &byte| (word << 8) ^ widen(byte))
}

#[inline]
const fn mix_low(word: u64) -> u64 {
    word.wrapping_mul(FACTOR_1).rotate_left(31).wrapping_mul(FACTOR_2)
}

#[inline]
const fn mix_high(word: u64) -> u64 {
    word.wrapping_mul(FACTOR_2).rotate_left(33).wrapping_mul(FACTOR_1)
}

#[inline]
const fn finish([mut low, mut high]: [u64; 2], len: u64) -> [u64; 2] {
    low ^= len;
    high ^= len;
    low = low.wrapping_add(high);
    high = high.wrapping_add(low);
    low = avalanche(low);
    high = avalanche(high);
    low = low.wrapping_add(high);
    [low, high.wrapping_add(low)]
}

#[inline]
const fn avalanche(mut word: u64) -> u64 {
    word = (word ^ (word >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    word = (word ^ (word >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    word ^ (word >> 33)
}

/// The sign's copies in the upper bits meet those of the bytes after it, as in Cassandra's shifts of a `long`.
#[inline]
fn sign_extended(byte: u8) -> u64 {
    i64::from(byte.cast_signed()).cast_unsigned()
}

#[inline]
fn join([low, high]: [u64; 2]) -> u128 {
    u128::from(high) << 64 | u128::from(low)
}

const FACTOR_1: u64 = 0x87c3_7b91_1142_53d5;
const FACTOR_2: u64 = 0x4cf5_ad43_2745_937f;
