//! Cassandra's tokens: `Murmur3Partitioner`, the default since version 1.2.

use alloc::vec::Vec;

use ansatz_hash::{CassandraMurmur3, KeyHasher};

/// The token of a partition key, as `SELECT token(...)` shows it.
///
/// The key is given as it is stored: a `text` as its UTF-8, a `bigint` as 8 bytes and an `int` as 4, big-endian, a
/// `uuid` as its 16 bytes; a partition key of several columns is put together by [`cassandra_composite`].
///
/// The token is the first half of Cassandra's MurmurHash3 of the key. `i64::MIN` stands before all tokens: a hash of
/// that value becomes `i64::MAX`, and the empty key, which no table can hold, gets it. A node owns the tokens above the
/// one before its own, up to its own; the least token's node owns those above the greatest too.
///
/// # Examples
///
/// ```
/// use ansatz_placement::systems::cassandra_token;
///
/// assert_eq!(cassandra_token(b"123"), -7468325962851647638);
/// ```
#[must_use]
pub fn cassandra_token(key: &[u8]) -> i64 {
    if key.is_empty() {
        return i64::MIN;
    }
    match CassandraMurmur3::default().hash_bytes(key).cast_signed() {
        i64::MIN => i64::MAX,
        token => token,
    }
}

/// A partition key of several columns as it is stored: for each its length in two bytes, big-endian, itself, and a
/// zero.
///
/// `None` if a part is longer than 65,535 bytes, which Cassandra does not allow. A key of one column is stored as it
/// is.
///
/// # Examples
///
/// ```
/// use ansatz_placement::systems::{cassandra_composite, cassandra_token};
///
/// let key = cassandra_composite(&[b"acme", &7i32.to_be_bytes()]);
/// assert_eq!(cassandra_composite(&[&[0; 65_536]]), None);
/// assert_eq!(key.as_deref(), Some(&b"\0\x04acme\0\0\x04\0\0\0\x07\0"[..]));
/// let token = key.map(|key| cassandra_token(&key));
/// # assert!(token.is_some());
/// ```
pub fn cassandra_composite(parts: &[&[u8]]) -> Option<Vec<u8>> {
    let mut key = Vec::new();
    for part in parts {
        let len = u16::try_from(part.len()).ok()?;
        if parts.len() == 1 {
            return Some(part.to_vec());
        }
        key.extend_from_slice(&len.to_be_bytes());
        key.extend_from_slice(part);
        key.push(0);
    }
    Some(key)
}
