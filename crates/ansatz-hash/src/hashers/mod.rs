//! Hashers: functions from a key's encoding to 64 or 128 bits.

mod identity;
mod murmur3;
mod redis_slot;
mod siphash;
mod xxh3;
mod xxh64;

pub use identity::Identity;
pub use murmur3::{CassandraMurmur3, Murmur3};
pub use redis_slot::redis_slot;
pub use siphash::SipHash;
pub use xxh3::Xxh3;
pub use xxh64::Xxh64;

use crate::{Encoding, Key};

/// A 64-bit hash of a key, the same on every platform.
///
/// # Examples
///
/// A hasher of your own needs a name of four characters that is not one of the family's and is not shared with another
/// function, since sketches write it into their bytes:
///
/// ```
/// use ansatz_hash::{Identity, KeyHasher};
///
/// /// FNV-1a.
/// struct Fnv;
///
/// impl KeyHasher for Fnv {
///     fn hash_bytes(&self, bytes: &[u8]) -> u64 {
///         bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
///     }
///
///     fn identity(&self) -> Identity {
///         Identity::new(*b"fnv1", 0)
///     }
/// }
///
/// assert_eq!(Fnv.hash64("a"), 0xaf63_dc4c_8601_ec8c);
/// ```
pub trait KeyHasher {
    /// The hash of a byte string.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::{KeyHasher, Xxh3};
    ///
    /// assert_eq!(Xxh3::default().hash_bytes(b"abc"), Xxh3::default().hash64("abc"));
    /// ```
    fn hash_bytes(&self, bytes: &[u8]) -> u64;

    /// What tells this function, with its seed or key, from every other.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::{KeyHasher, SeededHasher, Xxh3};
    ///
    /// assert_eq!(Xxh3::with_seed(1).identity(), Xxh3::with_seed(1).identity());
    /// assert_ne!(Xxh3::with_seed(1).identity(), Xxh3::with_seed(2).identity());
    /// ```
    fn identity(&self) -> Identity;

    /// The hash of the eight little-endian bytes of `word`, which must equal [`hash_bytes`](KeyHasher::hash_bytes) of
    /// them; a hasher that has a shorter way for this width overrides it.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::{KeyHasher, Xxh3};
    ///
    /// assert_eq!(Xxh3::default().hash_word(7), Xxh3::default().hash_bytes(&[7, 0, 0, 0, 0, 0, 0, 0]));
    /// ```
    #[inline]
    fn hash_word(&self, word: u64) -> u64 {
        self.hash_bytes(&word.to_le_bytes())
    }

    /// The hash of an encoding, whatever its form.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::{Key, KeyHasher, Xxh3};
    ///
    /// assert_eq!(Xxh3::default().hash_encoding(&7u8.encoding()), Xxh3::default().hash64(&7u64));
    /// ```
    #[inline]
    fn hash_encoding(&self, encoding: &Encoding<'_>) -> u64 {
        match encoding {
            Encoding::Word(word) => self.hash_word(*word),
            other => other.read_bytes(|bytes| self.hash_bytes(bytes)),
        }
    }

    /// The hash of a key.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::{KeyHasher, Xxh3};
    ///
    /// assert_eq!(Xxh3::default().hash64("abc"), 0x78af_5f94_892f_3950);
    /// ```
    #[inline]
    fn hash64<K: Key + ?Sized>(&self, key: &K) -> u64 {
        self.hash_encoding(&key.encoding())
    }
}

/// A hasher that also gives 128 bits.
pub trait KeyHasher128: KeyHasher {
    /// The 128-bit hash of a byte string.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::{KeyHasher128, Murmur3};
    ///
    /// assert_eq!(Murmur3::default().hash_bytes128(b"abc"), Murmur3::default().hash128("abc"));
    /// ```
    fn hash_bytes128(&self, bytes: &[u8]) -> u128;

    /// The 128-bit hash of a key.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::{KeyHasher128, Murmur3};
    ///
    /// assert_eq!(Murmur3::default().hash128(""), 0);
    /// ```
    #[inline]
    fn hash128<K: Key + ?Sized>(&self, key: &K) -> u128 {
        key.encoding().read_bytes(|bytes| self.hash_bytes128(bytes))
    }
}

/// A hasher that is determined by a public 64-bit seed, so that it can be rebuilt from its [`Identity`].
pub trait SeededHasher: KeyHasher + Sized {
    /// The hasher with this seed.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::{KeyHasher, SeededHasher, Xxh3};
    ///
    /// assert_ne!(Xxh3::with_seed(1).hash64("abc"), Xxh3::with_seed(2).hash64("abc"));
    /// ```
    fn with_seed(seed: u64) -> Self;
}

impl<H: KeyHasher + ?Sized> KeyHasher for &H {
    #[inline]
    fn hash_bytes(&self, bytes: &[u8]) -> u64 {
        (**self).hash_bytes(bytes)
    }

    fn identity(&self) -> Identity {
        (**self).identity()
    }

    #[inline]
    fn hash_word(&self, word: u64) -> u64 {
        (**self).hash_word(word)
    }

    #[inline]
    fn hash_encoding(&self, encoding: &Encoding<'_>) -> u64 {
        (**self).hash_encoding(encoding)
    }
}

impl<H: KeyHasher128 + ?Sized> KeyHasher128 for &H {
    #[inline]
    fn hash_bytes128(&self, bytes: &[u8]) -> u128 {
        (**self).hash_bytes128(bytes)
    }
}
