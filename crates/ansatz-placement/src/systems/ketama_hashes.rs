//! The hash functions of 32 bits that ketama's rings use, in the upper half of 64.

use ansatz_hash::{Identity, KeyHasher};
use md5::Digest;

/// CRC-32 (ISO-HDLC, the one of zlib), in the upper 32 bits.
///
/// # Examples
///
/// ```
/// use ansatz_hash::KeyHasher;
/// use ansatz_placement::systems::Crc32;
///
/// // The check value of the CRC catalogue.
/// assert_eq!(Crc32.hash64("123456789"), 0xcbf4_3926 << 32);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Crc32;

impl KeyHasher for Crc32 {
    fn hash_bytes(&self, bytes: &[u8]) -> u64 {
        upper(crc32fast::hash(bytes))
    }

    fn identity(&self) -> Identity {
        Identity::new(*b"CR32", 0)
    }
}

/// The first four bytes of MD5 as a little-endian number, in the upper 32 bits.
///
/// # Examples
///
/// ```
/// use ansatz_hash::KeyHasher;
/// use ansatz_placement::systems::Md5Prefix;
///
/// // RFC 1321: MD5("") = d41d8cd98f00b204e9800998ecf8427e.
/// assert_eq!(Md5Prefix.hash64(""), 0xd98c_1dd4 << 32);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Md5Prefix;

impl KeyHasher for Md5Prefix {
    fn hash_bytes(&self, bytes: &[u8]) -> u64 {
        upper(md5_words(bytes)[0])
    }

    fn identity(&self) -> Identity {
        Identity::new(*b"MD5P", 0)
    }
}

/// B. Jenkins' one-at-a-time hash, in the upper 32 bits; bytes count as signed, as in libmemcached on x86.
///
/// B. Jenkins, *A Hash Function for Hash Table Lookup*, Dr. Dobb's Journal, 1997.
///
/// # Examples
///
/// ```
/// use ansatz_hash::KeyHasher;
/// use ansatz_placement::systems::OneAtATime;
///
/// assert_eq!(OneAtATime.hash64("a"), 0xca2e_9442 << 32);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct OneAtATime;

impl KeyHasher for OneAtATime {
    fn hash_bytes(&self, bytes: &[u8]) -> u64 {
        let mut hash = bytes.iter().fold(0u32, |hash, &byte| {
            let sum = hash.wrapping_add(i32::from(byte as i8) as u32);
            let sum = sum.wrapping_add(sum << 10);
            sum ^ (sum >> 6)
        });
        hash = hash.wrapping_add(hash << 3);
        hash ^= hash >> 11;
        upper(hash.wrapping_add(hash << 15))
    }

    fn identity(&self) -> Identity {
        Identity::new(*b"1@TM", 0)
    }
}

/// The four little-endian numbers of an MD5 digest.
pub(super) fn md5_words(bytes: &[u8]) -> [u32; 4] {
    let digest = md5::Md5::digest(bytes);
    core::array::from_fn(|word| (0..4).rev().fold(0, |number, byte| number << 8 | u32::from(digest[4 * word + byte])))
}

/// A point of a circle of 2^32 on that of 2^64, in the same order.
pub(super) fn upper(hash: u32) -> u64 {
    u64::from(hash) << 32
}
