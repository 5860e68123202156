//! XXH3, the default.

use xxhash_rust::xxh3::{xxh3_64_with_seed, xxh3_128_with_seed};

use super::{Identity, KeyHasher, KeyHasher128, SeededHasher};

/// XXH3 of 64 and 128 bits, the family's default hasher.
///
/// The fastest of the functions here at every length, and of good quality in all its bits. It keeps no secret: who
/// chooses the keys can make them collide, whatever the seed; see [`SipHash`](crate::SipHash).
///
/// Y. Collet, *`xxHash` fast digest algorithm*, <https://github.com/Cyan4973/xxHash>.
///
/// # Examples
///
/// ```
/// use ansatz_hash::{KeyHasher, Xxh3};
///
/// let hasher = Xxh3::default();
/// assert_eq!(hasher.hash64(&1u32), hasher.hash64(&1i64));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Xxh3 {
    seed: u64,
}

impl SeededHasher for Xxh3 {
    #[inline]
    fn with_seed(seed: u64) -> Self {
        Self { seed }
    }
}

impl KeyHasher for Xxh3 {
    #[inline]
    fn hash_bytes(&self, bytes: &[u8]) -> u64 {
        xxh3_64_with_seed(bytes, self.seed)
    }

    fn identity(&self) -> Identity {
        Identity::new(*b"XXH3", self.seed)
    }
}

impl KeyHasher128 for Xxh3 {
    #[inline]
    fn hash_bytes128(&self, bytes: &[u8]) -> u128 {
        xxh3_128_with_seed(bytes, self.seed)
    }
}
