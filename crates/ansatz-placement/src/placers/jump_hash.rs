//! Jump consistent hash: the bucket of a key by the few jumps that it makes while buckets are added one by one.
//!
//! J. Lamping, E. Veach, *A Fast, Minimal Memory, Consistent Hash Algorithm*, 2014, arXiv:1406.2294.

use core::num::NonZeroU32;

/// The bucket of a key, below `buckets`.
///
/// When a bucket is added after the last one, a key stays or moves there. The paper's arithmetic to the last bit, so
/// that other implementations agree; `key` must be a hash, or its bits be as random. J. Lamping, E. Veach, *A Fast,
/// Minimal Memory, Consistent Hash Algorithm*, 2014, arXiv:1406.2294.
///
/// # Complexity
///
/// ln(`buckets`) + 1 jumps on average, each with a division; no memory.
///
/// # Accuracy
///
/// Each bucket gets a key with probability 1 / `buckets`, up to the 31 bits of randomness in each jump.
///
/// # Examples
///
/// ```
/// use core::num::NonZeroU32;
///
/// use ansatz_placement::jump_hash;
///
/// const SHARDS: NonZeroU32 = NonZeroU32::new(11).unwrap();
/// assert_eq!(jump_hash(10863919174838991, SHARDS), 6);
/// ```
#[inline]
pub fn jump_hash(key: u64, buckets: NonZeroU32) -> u32 {
    jump(key, buckets.get())
}

/// The buckets of several keys, each as by [`jump_hash`], in less time than one after the other.
///
/// One key's jumps wait for each other, and where they end no processor guesses; so the keys jump side by side. Eight
/// is a good number.
///
/// # Examples
///
/// ```
/// use core::num::NonZeroU32;
///
/// use ansatz_placement::{jump_hash, jump_hashes};
///
/// const SHARDS: NonZeroU32 = NonZeroU32::new(100).unwrap();
/// let keys: Vec<u64> = (0..20).collect();
/// let (eights, rest) = keys.as_chunks::<8>();
/// let mut buckets: Vec<u32> = eights.iter().flat_map(|&keys| jump_hashes(keys, SHARDS)).collect();
/// buckets.extend(rest.iter().map(|&key| jump_hash(key, SHARDS)));
/// assert_eq!(buckets[..8], [0, 55, 62, 8, 45, 59, 86, 97]);
/// ```
#[inline]
pub fn jump_hashes<const KEYS: usize>(mut keys: [u64; KEYS], buckets: NonZeroU32) -> [u32; KEYS] {
    let end = f64::from(buckets.get());
    let mut owners = [0; KEYS];
    loop {
        let mut is_moving = false;
        for (key, owner) in keys.iter_mut().zip(&mut owners) {
            let (next_key, landing) = next_jump(*key, i64::from(*owner));
            // A key that has arrived makes the same jump past the end in every round. Selects, not branches.
            let is_inside = landing < end;
            *key = if is_inside { next_key } else { *key };
            *owner = if is_inside { landing as u32 } else { *owner };
            is_moving |= is_inside;
        }
        if !is_moving {
            return owners;
        }
    }
}

/// [`jump_hash`], and 0 for 0 buckets.
#[inline]
pub(crate) fn jump(mut key: u64, buckets: u32) -> u32 {
    let mut bucket = 0;
    loop {
        let (next_key, landing) = next_jump(key, bucket);
        // In 64 bits, which hold every landing: that measured 15% faster than the conversion to 32, which saturates.
        let landing = landing as i64;
        if landing >= i64::from(buckets) {
            return bucket as u32;
        }
        (key, bucket) = (next_key, landing);
    }
}

/// The generator's next state, and where the jump from `bucket` lands, to be rounded down.
#[inline]
fn next_jump(key: u64, bucket: i64) -> (u64, f64) {
    let key = key.wrapping_mul(MULTIPLIER).wrapping_add(1);
    let draw = (key >> 33) as u32 + 1;
    (key, (bucket + 1) as f64 * (DRAWS / f64::from(draw)))
}

/// The paper's: the multiplier of a linear congruential generator of 64 bits from L'Ecuyer's tables, as it says.
const MULTIPLIER: u64 = 2_862_933_555_777_941_757;

/// Draws are the numbers from 1 to 2^31.
const DRAWS: f64 = (1u64 << 31) as f64;
