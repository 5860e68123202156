//! MongoDB's hashed shard keys and hashed indexes: MD5 of the value, with numbers of every type made whole.

use md5::{Digest, Md5};

/// A value of a hashed shard key.
///
/// Documents, arrays and the rarer types are not among them.
///
/// # Examples
///
/// ```
/// use ansatz_placement::systems::{MongoValue, mongodb_hash};
///
/// // Whatever its type, a number is cut to a whole one.
/// assert_eq!(mongodb_hash(&MongoValue::Int(42)), mongodb_hash(&MongoValue::Double(42.9)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum MongoValue<'a> {
    /// Null, and also a field that is not there.
    Null,
    /// A number of 32 or 64 bits.
    Int(i64),
    /// A float; NaN counts as 0.
    Double(f64),
    /// A text.
    String(&'a str),
    /// An object id.
    ObjectId([u8; 12]),
    /// A truth value.
    Bool(bool),
    /// A date, in milliseconds since 1970.
    Date(i64),
    /// Bytes with their subtype: 0 in general, 4 for a UUID. The old subtype 2 has a second length in front of its
    /// bytes.
    Binary(u8, &'a [u8]),
}

/// The hash of a value, as `convertShardKeyToHashed` and `$toHashedIndexKey` show it; chunks are ranges of these.
///
/// # Examples
///
/// ```
/// use ansatz_placement::systems::{MongoValue, mongodb_hash};
///
/// assert_eq!(mongodb_hash(&MongoValue::String("abc")), 8478485326885698097);
/// ```
#[must_use]
pub fn mongodb_hash(value: &MongoValue<'_>) -> i64 {
    // The seed, which is always 0, and what the value's type is called where types are compared.
    let start = |canonical: u32| Md5::new().chain_update([0; 4]).chain_update(canonical.to_le_bytes());
    let whole = |number: i64| start(10).chain_update(number.to_le_bytes());
    let hash = match *value {
        MongoValue::Null => start(5),
        MongoValue::Int(number) => whole(number),
        // Saturating, except for 2^63, which has always wrapped around.
        MongoValue::Double(number) if number == TWO_TO_63 => whole(i64::MIN),
        MongoValue::Double(number) => whole(number as i64),
        MongoValue::String(text) => {
            let len = (text.len() as u32).wrapping_add(1);
            start(15).chain_update(len.to_le_bytes()).chain_update(text).chain_update([0])
        }
        MongoValue::ObjectId(id) => start(35).chain_update(id),
        MongoValue::Bool(truth) => start(40).chain_update([u8::from(truth)]),
        MongoValue::Date(milliseconds) => start(45).chain_update(milliseconds.to_le_bytes()),
        MongoValue::Binary(subtype, bytes) => {
            start(30).chain_update((bytes.len() as u32).to_le_bytes()).chain_update([subtype]).chain_update(bytes)
        }
    };
    let digest: [u8; 16] = hash.finalize().into();
    digest.iter().take(8).rev().fold(0, |word, &byte| word << 8 | i64::from(byte))
}

const TWO_TO_63: f64 = 9_223_372_036_854_775_808.0;
