//! SipHash-2-4, for keys that an attacker chooses.

use core::fmt;

use siphasher::{sip::SipHasher24, sip128};

use super::{Identity, KeyHasher, KeyHasher128};

/// SipHash-2-4 of 64 and 128 bits under a secret key of 16 bytes.
///
/// Use it where strangers choose the keys and gain from collisions: a sketch of user names that one user could inflate,
/// a shard router that one tenant could make lopsided. A seeded hasher does not help there, its collisions hold for many
/// seeds. Everywhere else [`Xxh3`](crate::Xxh3) is several times faster.
///
/// The identity holds a check value, the hash of a fixed message under the key, and never the key: bytes that are
/// written with it are read by `from_bytes_with`, which takes the hasher.
///
/// J.-P. Aumasson and D. J. Bernstein, *SipHash: a fast short-input PRF*, INDOCRYPT 2012.
///
/// # Examples
///
/// ```
/// use ansatz_hash::{KeyHasher, SipHash};
///
/// let hasher = SipHash::new(*b"a key of 16 byte");
/// assert_ne!(hasher.hash64("abc"), SipHash::new([0; 16]).hash64("abc"));
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SipHash {
    key: [u8; 16],
}

impl SipHash {
    /// The hasher with this key.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::SipHash;
    ///
    /// assert_eq!(SipHash::new([1; 16]), SipHash::new([1; 16]));
    /// ```
    #[must_use]
    pub const fn new(key: [u8; 16]) -> Self {
        Self { key }
    }
}

impl KeyHasher for SipHash {
    #[inline]
    fn hash_bytes(&self, bytes: &[u8]) -> u64 {
        SipHasher24::new_with_key(&self.key).hash(bytes)
    }

    fn identity(&self) -> Identity {
        Identity::new(*b"SIP2", self.hash_bytes(CHECKED_MESSAGE))
    }
}

impl KeyHasher128 for SipHash {
    #[inline]
    fn hash_bytes128(&self, bytes: &[u8]) -> u128 {
        sip128::SipHasher24::new_with_key(&self.key).hash(bytes).as_u128()
    }
}

impl fmt::Debug for SipHash {
    /// The identity; the key is a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SipHash({})", self.identity())
    }
}

/// No key of a type that is meant to be hashed looks like this, so the check value gives away no stored hash.
const CHECKED_MESSAGE: &[u8] = b"\xff\xffansatz-hash: which key is this?";
