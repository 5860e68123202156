//! XXH64, for formats that ask for it.

use xxhash_rust::xxh64::xxh64;

use super::{Identity, KeyHasher, SeededHasher};

/// XXH64, the hash of Parquet's Bloom filters (with seed 0).
///
/// Y. Collet, *`xxHash` fast digest algorithm*, <https://github.com/Cyan4973/xxHash>.
///
/// # Examples
///
/// ```
/// use ansatz_hash::{KeyHasher, Xxh64};
///
/// assert_eq!(Xxh64::default().hash64(""), 0xef46_db37_51d8_e999);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Xxh64 {
    seed: u64,
}

impl SeededHasher for Xxh64 {
    #[inline]
    fn with_seed(seed: u64) -> Self {
        Self { seed }
    }
}

impl KeyHasher for Xxh64 {
    #[inline]
    fn hash_bytes(&self, bytes: &[u8]) -> u64 {
        xxh64(bytes, self.seed)
    }

    /// What the function comes to for eight bytes: no loop, no tail (`xxh64` itself is not inlined across crates).
    #[inline]
    fn hash_word(&self, word: u64) -> u64 {
        let start = self.seed.wrapping_add(PRIME_5).wrapping_add(8);
        let lane = word.wrapping_mul(PRIME_2).rotate_left(31).wrapping_mul(PRIME_1);
        let mut hash = (start ^ lane).rotate_left(27).wrapping_mul(PRIME_1).wrapping_add(PRIME_4);
        hash = (hash ^ (hash >> 33)).wrapping_mul(PRIME_2);
        hash = (hash ^ (hash >> 29)).wrapping_mul(PRIME_3);
        hash ^ (hash >> 32)
    }

    fn identity(&self) -> Identity {
        Identity::new(*b"XX64", self.seed)
    }
}

// The function's five primes, from its specification.
const PRIME_1: u64 = 0x9E37_79B1_85EB_CA87;
const PRIME_2: u64 = 0xC2B2_AE3D_27D4_EB4F;
const PRIME_3: u64 = 0x1656_67B1_9E37_79F9;
const PRIME_4: u64 = 0x85EB_CA77_C2B2_AE63;
const PRIME_5: u64 = 0x27D4_EB2F_1656_67C5;
