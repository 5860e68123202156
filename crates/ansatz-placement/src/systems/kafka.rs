//! Kafka's default partitioner: `MurmurHash2`, 32 bits, of the serialized key.
//!
//! A. Appleby, *`MurmurHash2`*, 2008, with the seed of Kafka's `Utils.murmur2`. Clients on librdkafka use CRC32
//! unless they are told `partitioner=murmur2_random`.

/// Kafka's hash of a serialized key, signed as in Java.
///
/// # Examples
///
/// ```
/// assert_eq!(ansatz_placement::systems::kafka_murmur2(b"foobar"), -790332482);
/// ```
#[must_use]
pub fn kafka_murmur2(key: &[u8]) -> i32 {
    let (words, tail) = key.as_chunks::<4>();
    // Java's length is an `int`: a longer key cannot be.
    let mut hash = words.iter().fold(SEED ^ key.len() as u32, |hash, word| {
        let mut word = u32::from_le_bytes(*word).wrapping_mul(FACTOR);
        word ^= word >> 24;
        hash.wrapping_mul(FACTOR) ^ word.wrapping_mul(FACTOR)
    });
    if !tail.is_empty() {
        let rest = tail.iter().rev().fold(0, |rest, &byte| rest << 8 | u32::from(byte));
        hash = (hash ^ rest).wrapping_mul(FACTOR);
    }
    hash = (hash ^ (hash >> 13)).wrapping_mul(FACTOR);
    (hash ^ (hash >> 15)).cast_signed()
}

/// The partition of a record with this serialized key, in a topic of so many partitions.
///
/// A record without a key has none; the producer picks one as it likes.
///
/// # Panics
///
/// If `partitions` is 0.
///
/// # Examples
///
/// ```
/// assert_eq!(ansatz_placement::systems::kafka_partition(b"foobar", 10), 6);
/// ```
#[must_use]
pub fn kafka_partition(key: &[u8], partitions: u32) -> u32 {
    // Not the absolute value: Kafka clears the sign bit.
    (kafka_murmur2(key).cast_unsigned() & 0x7fff_ffff) % partitions
}

const SEED: u32 = 0x9747_b28c;
const FACTOR: u32 = 0x5bd1_e995;
