//! Vitess' `hash` vindex and its shards: ranges of keyspace ids.

use alloc::{string::String, vec::Vec};

use des::{
    Des,
    cipher::{BlockCipherEncrypt, KeyInit},
};

use crate::{PartitionError, RangeMap};

/// The keyspace id of a number by the vindex `hash`: the number, big-endian, encrypted by DES with a key of zeros.
///
/// A signed number is given as its 64 bits.
///
/// # Examples
///
/// ```
/// use ansatz_placement::systems::vitess_hash;
///
/// assert_eq!(vitess_hash(1), [0x16, 0x6b, 0x40, 0xb4, 0x4a, 0xba, 0x4b, 0xd6]);
/// ```
#[must_use]
pub fn vitess_hash(key: u64) -> [u8; 8] {
    let mut block = key.to_be_bytes().into();
    Des::new(&[0; 8].into()).encrypt_block(&mut block);
    block.into()
}

/// The shards of a keyspace, by their names: `-80` and `80-`, or `-` or `0` for one that is not sharded.
///
/// # Errors
///
/// [`PartitionError::Shards`] if a name is not two even numbers of hexadecimal digits around a dash, or the shards
/// leave a keyspace id out or overlap.
///
/// # Examples
///
/// ```
/// use ansatz_placement::systems::{vitess_hash, vitess_shards};
///
/// let shards = vitess_shards(["-80", "80-"])?;
/// assert_eq!((shards.find(vitess_hash(1)).as_str(), shards.find(vitess_hash(4)).as_str()), ("-80", "80-"));
/// assert!(vitess_shards(["-80", "c0-"]).is_err());
/// # Ok::<(), ansatz_placement::PartitionError>(())
/// ```
pub fn vitess_shards<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> Result<RangeMap<String>, PartitionError> {
    let mut shards = names.into_iter().map(|name| Shard::parse(name.as_ref())).collect::<Result<Vec<_>, _>>()?;
    shards.sort_by(|one, other| one.start.cmp(&other.start));
    let mut from = Some(Vec::new());
    for shard in &shards {
        if from.as_ref() != Some(&shard.start) {
            return Err(problem(&shard.name, "does not begin where the one before it ends"));
        }
        from.clone_from(&shard.end);
    }
    if from.is_some() {
        let Some(last) = shards.last() else { return Err(problem("-", "is not there, nor is any other")) };
        return Err(problem(&last.name, "is the last one and has an end"));
    }
    let mut shards = shards.into_iter();
    let first = shards.next().map(|shard| shard.name).unwrap_or_default();
    RangeMap::with_splits(first, shards.map(|shard| (shard.start, shard.name)))
}

struct Shard {
    name: String,
    start: Vec<u8>,
    end: Option<Vec<u8>>,
}

impl Shard {
    fn parse(name: &str) -> Result<Self, PartitionError> {
        let (start, end) =
            if name == "0" { ("", "") } else { name.split_once('-').ok_or_else(|| not_a_range(name))? };
        let start = hexadecimal(start).ok_or_else(|| not_a_range(name))?;
        let end = hexadecimal(end).ok_or_else(|| not_a_range(name))?;
        let end = (!end.is_empty()).then_some(end);
        if end.as_ref().is_some_and(|end| *end <= start) {
            return Err(problem(name, "ends where it begins, or before"));
        }
        Ok(Self { name: String::from(name), start, end })
    }
}

fn not_a_range(name: &str) -> PartitionError {
    problem(name, "is not a range of hexadecimal digits")
}

fn problem(shard: &str, problem: &'static str) -> PartitionError {
    PartitionError::Shards { shard: String::from(shard), problem }
}

fn hexadecimal(digits: &str) -> Option<Vec<u8>> {
    let (pairs, []) = digits.as_bytes().as_chunks::<2>() else { return None };
    let digit = |byte: u8| char::from(byte).to_digit(16).map(|digit| digit as u8);
    pairs.iter().map(|&[high, low]| Some(digit(high)? << 4 | digit(low)?)).collect()
}
