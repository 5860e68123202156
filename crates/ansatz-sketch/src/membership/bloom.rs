//! The classic Bloom filter: k bits of one table for each item.
//!
//! All k positions come from one 64-bit hash (Kirsch and Mitzenmacher showed that one is enough). Their additive
//! sequence h1 + i h2 has traps, though: a stride of 0 or one that shares a factor with the table's size visits few
//! bits, and in small tables the positions depend on each other. Here the hash is multiplied for each position, by
//! successive powers of a constant, and the *upper* bits of the product are scaled to the table: multiply-shift hashing
//! with k fixed multipliers (Dietzfelbinger et al., J. Algorithms 25, 1997), for any table size.

use alloc::vec::Vec;
use core::fmt;

use ansatz_core::{
    DecodeError, Estimate, MergeError, ParameterError,
    bytes::{Kind, Reader, Writer},
    require_fraction, require_range,
};
use ansatz_hash::{Identity, Key, KeyHasher, SeededHasher, Xxh3};

use super::{
    bloom_sizing::{Dimensions, MAX_BITS, MAX_HASHES, MIN_BITS, dimensions_for, zeros},
    occupancy::{Count, estimate_items},
};
use crate::normal::DEFAULT_CONFIDENCE;

/// A classic Bloom filter: the smallest answer to "has this been seen?".
///
/// What was inserted is always found. What was not is found with a probability that grows with the number of items and
/// is at most the chosen rate as long as there are no more than `capacity` distinct ones. There is no removal, and no
/// intersection (see [`SplitBlockBloom`](crate::SplitBlockBloom), which is several times as fast and takes a tenth more
/// memory at 1%; this one is for low rates, small filters and memory that counts).
///
/// B. H. Bloom, *Space/time trade-offs in hash coding with allowable errors*, Communications of the ACM 13, 1970;
/// A. Kirsch and M. Mitzenmacher, *Less hashing, same performance: building a better Bloom filter*, Random Structures
/// and Algorithms 33, 2008.
///
/// # Examples
///
/// ```
/// use ansatz_sketch::Bloom;
///
/// let mut seen = Bloom::with_capacity_and_fpr(10_000, 1e-6)?;
/// seen.insert("session:42");
/// assert!(seen.contains("session:42"));
/// assert!(!seen.contains("session:43"));
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Complexity
///
/// k = log2(1/fpr) bits an item in 1.44 k bits of memory: 9.6 bits and k = 7 at 1%, 28.8 and 20 at 1e-6. `insert` and a
/// hit touch k places, each a cache miss in a large filter; an absent key touches four, side by side, and 15 of 16 no more.
///
/// # Accuracy
///
/// Size and k are the ones with the fewest bits whose rate is at most the one asked for, by a formula that holds for
/// small filters too.
#[derive(Clone)]
pub struct Bloom<H = Xxh3> {
    words: Vec<u64>,
    dimensions: Dimensions,
    hasher: H,
}

impl Bloom {
    /// An empty filter that answers at most a share of `fpr` of the absent keys wrongly, once it holds `capacity`
    /// distinct keys.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless `fpr` is in `1e-12..=0.999` and `capacity` is at least 1 and takes at most 8 GiB.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_sketch::Bloom;
    ///
    /// let filter = Bloom::with_capacity_and_fpr(1_000_000, 0.01)?;
    /// assert_eq!((filter.bits() / 1_000, filter.hashes()), (9592, 7));
    /// assert!(Bloom::with_capacity_and_fpr(1_000_000, 0.0).is_err());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn with_capacity_and_fpr(capacity: u64, fpr: f64) -> Result<Self, ParameterError> {
        Self::with_hasher(capacity, fpr, Xxh3::default())
    }

    /// An empty filter of `bits` bits, of which each item sets at most `hashes`.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless `bits` is in `2..=2^36` and `hashes` in `1..=64`.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_sketch::Bloom;
    ///
    /// let filter = Bloom::with_dimensions(1000, 7)?;
    /// assert_eq!((filter.bits(), filter.hashes()), (1000, 7));
    /// assert!(Bloom::with_dimensions(1000, 0).is_err());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn with_dimensions(bits: u64, hashes: u32) -> Result<Self, ParameterError> {
        Ok(Self::empty(checked_dimensions(bits, hashes)?, Xxh3::default()))
    }
}

impl<H: KeyHasher> Bloom<H> {
    /// The filter of [`with_capacity_and_fpr`](Bloom::with_capacity_and_fpr) with a hasher of your choice: another seed,
    /// or a secret key where strangers choose the items.
    ///
    /// # Errors
    ///
    /// As for [`with_capacity_and_fpr`](Bloom::with_capacity_and_fpr).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::SipHash;
    /// use ansatz_sketch::Bloom;
    ///
    /// let mut seen = Bloom::with_hasher(1000, 0.001, SipHash::new([7; 16]))?;
    /// seen.insert("203.0.113.9");
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn with_hasher(capacity: u64, fpr: f64, hasher: H) -> Result<Self, ParameterError> {
        Ok(Self::empty(dimensions_for(capacity, fpr)?, hasher))
    }

    /// Inserts a key.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_sketch::Bloom;
    /// # let mut filter = Bloom::with_capacity_and_fpr(100, 0.01)?;
    /// filter.insert("word");
    /// filter.insert(&42u64);
    /// filter.insert(&("tenant", 7));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    #[inline]
    pub fn insert<K: Key + ?Sized>(&mut self, key: &K) {
        self.insert_hash(self.hasher.hash64(key));
    }

    /// Inserts the key whose hash by this filter's hasher is `hash`.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::KeyHasher;
    /// # use ansatz_sketch::Bloom;
    /// # let mut filter = Bloom::with_capacity_and_fpr(100, 0.01)?;
    ///
    /// let hash = filter.hasher().hash64("word");
    /// filter.insert_hash(hash);
    /// assert!(filter.contains("word"));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    #[inline]
    pub fn insert_hash(&mut self, hash: u64) {
        let bits = self.dimensions.bits;
        let (groups, rest) = self.probes().as_chunks::<GROUP>();
        for group in groups {
            for position in group.map(|probe| probe.position(hash, bits)) {
                self.set(position);
            }
        }
        for probe in rest {
            self.set(probe.position(hash, bits));
        }
    }

    /// Makes this filter the union: what was inserted into either is found, exactly as if it had been inserted here.
    ///
    /// Commutative, associative and idempotent, bit for bit. The rate is that of a filter with all the items.
    ///
    /// # Errors
    ///
    /// [`MergeError`] if the dimensions or the hashers differ; this filter is then unchanged.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_sketch::Bloom;
    ///
    /// let mut week = Bloom::with_capacity_and_fpr(1000, 0.01)?;
    /// let mut monday = Bloom::with_capacity_and_fpr(1000, 0.01)?;
    /// monday.insert("alice");
    /// week.merge(&monday)?;
    /// assert!(week.contains("alice"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn merge(&mut self, other: &Self) -> Result<(), MergeError> {
        MergeError::unless_equal("bits", self.bits(), other.bits())?;
        MergeError::unless_equal("hashes", self.hashes(), other.hashes())?;
        MergeError::unless_equal("hasher", self.hasher.identity(), other.hasher.identity())?;
        for (word, theirs) in self.words.iter_mut().zip(&other.words) {
            *word |= theirs;
        }
        Ok(())
    }

    /// Forgets every key; dimensions and hasher stay.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_sketch::Bloom;
    /// # let mut filter = Bloom::with_capacity_and_fpr(100, 0.01)?;
    /// filter.insert("word");
    /// filter.clear();
    /// assert!(filter.is_empty() && !filter.contains("word"));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn clear(&mut self) {
        self.words.fill(0);
    }

    /// Whether the key was inserted: `false` is certain, `true` is wrong at the filter's rate.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_sketch::Bloom;
    /// # let mut filter = Bloom::with_capacity_and_fpr(100, 0.01)?;
    /// filter.insert("word");
    /// assert!(filter.contains("word"));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    #[inline]
    pub fn contains<K: Key + ?Sized>(&self, key: &K) -> bool {
        self.contains_hash(self.hasher.hash64(key))
    }

    /// Whether the key was inserted whose hash by this filter's hasher is `hash`.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_sketch::Bloom;
    /// # let mut filter = Bloom::with_capacity_and_fpr(100, 0.01)?;
    /// filter.insert_hash(0x1234_5678_9abc_def0);
    /// assert!(filter.contains_hash(0x1234_5678_9abc_def0));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    #[inline]
    pub fn contains_hash(&self, hash: u64) -> bool {
        let (groups, rest) = self.probes().as_chunks::<GROUP>();
        groups.iter().all(|group| self.holds(group, hash)) && self.holds(rest, hash)
    }

    /// Whether nothing was inserted.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_sketch::Bloom;
    /// assert!(Bloom::with_capacity_and_fpr(100, 0.01)?.is_empty());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// The number of distinct keys inserted, estimated from the bits that are set, at 95% confidence.
    ///
    /// A filter with every bit set has seen any number: its `upper` is infinite.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_sketch::Bloom;
    ///
    /// let mut filter = Bloom::with_capacity_and_fpr(10_000, 0.01)?;
    /// filter.extend(0..5_000u64);
    /// let distinct = filter.estimate();
    /// assert!(distinct.contains(5_000.0) && distinct.upper - distinct.lower < 200.0);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// Linear in the filter's size.
    ///
    /// # Accuracy
    ///
    /// 0.4% at 10,000 items in a filter filled to its capacity at 1%; better for more.
    pub fn estimate(&self) -> Estimate {
        self.items_at(DEFAULT_CONFIDENCE)
    }

    /// The estimate with an interval that holds the truth with another probability than 95%.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless `confidence` is strictly between 0 and 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_sketch::Bloom;
    ///
    /// let mut filter = Bloom::with_capacity_and_fpr(10_000, 0.01)?;
    /// filter.extend(0..5_000u64);
    /// assert!(filter.estimate_at(0.99)?.upper > filter.estimate_at(0.9)?.upper);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn estimate_at(&self, confidence: f64) -> Result<Estimate, ParameterError> {
        require_fraction("confidence", confidence).map(|confidence| self.items_at(confidence))
    }

    /// The share of bits that are set, in `0..=1`.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_sketch::Bloom;
    ///
    /// let mut filter = Bloom::with_capacity_and_fpr(1000, 0.01)?;
    /// assert_eq!(filter.fill(), 0.0);
    /// filter.extend(0..1000u64);
    /// assert!((0.45..0.55).contains(&filter.fill()));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn fill(&self) -> f64 {
        self.ones() as f64 / self.bits() as f64
    }

    /// The probability that a key that was not inserted is found, as the bits stand now: the fill to the power k.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_sketch::Bloom;
    ///
    /// let mut filter = Bloom::with_capacity_and_fpr(1000, 0.01)?;
    /// filter.extend(0..500u64);
    /// assert!(filter.estimated_fpr() < 0.001); // half full
    /// filter.extend(500..4000u64);
    /// assert!(filter.estimated_fpr() > 0.3); // time for a larger one
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// Linear in the filter's size.
    pub fn estimated_fpr(&self) -> f64 {
        libm::pow(self.fill(), f64::from(self.hashes()))
    }

    /// Bits of the table.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_sketch::Bloom;
    /// assert_eq!(Bloom::with_dimensions(1000, 7)?.bits(), 1000);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn bits(&self) -> u64 {
        self.dimensions.bits
    }

    /// Bits that an item sets at most, the filter's k.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_sketch::Bloom;
    /// assert_eq!(Bloom::with_capacity_and_fpr(1000, 0.001)?.hashes(), 10);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn hashes(&self) -> u32 {
        self.dimensions.hashes
    }

    /// The hasher.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_sketch::Bloom;
    /// let filter = Bloom::with_capacity_and_fpr(100, 0.01)?;
    /// assert_eq!(filter.hasher(), &ansatz_hash::Xxh3::default());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn hasher(&self) -> &H {
        &self.hasher
    }

    /// Bytes of memory that the filter takes.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_sketch::Bloom;
    /// assert!(Bloom::with_capacity_and_fpr(1000, 0.01)?.memory_bytes() < 1300);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn memory_bytes(&self) -> usize {
        size_of::<Self>() + self.words.capacity() * size_of::<u64>()
    }

    /// The filter as bytes; docs/formats.md states the layout.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_sketch::Bloom;
    ///
    /// let filter = Bloom::with_capacity_and_fpr(1000, 0.01)?;
    /// let back: Bloom = Bloom::from_bytes(&filter.to_bytes())?;
    /// assert_eq!(back, filter);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(KIND, VERSION, 0);
        writer.reserve(Identity::BYTES + 12 + 8 * self.words.len());
        self.hasher.identity().write(&mut writer);
        writer.u32(self.hashes());
        writer.u64(self.bits());
        for word in &self.words {
            writer.u64(*word);
        }
        writer.into_bytes()
    }

    /// The filter that [`to_bytes`](Bloom::to_bytes) wrote, for any hasher: it must be the one that the bytes name.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] if the bytes are not a filter of this hasher.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::SipHash;
    /// use ansatz_sketch::Bloom;
    ///
    /// let bytes = Bloom::with_hasher(1000, 0.01, SipHash::new([7; 16]))?.to_bytes();
    /// assert!(Bloom::from_bytes_with(&bytes, SipHash::new([7; 16])).is_ok());
    /// assert!(Bloom::from_bytes_with(&bytes, SipHash::new([8; 16])).is_err());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn from_bytes_with(bytes: &[u8], hasher: H) -> Result<Self, DecodeError> {
        Self::decode(bytes, |identity| identity.require(hasher))
    }

    fn decode(bytes: &[u8], hasher: impl FnOnce(Identity) -> Result<H, DecodeError>) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        reader.header(KIND, VERSION)?.require_flags(0)?;
        let hasher = hasher(Identity::read(&mut reader)?)?;
        let hashes = reader.u32()?;
        let dimensions = checked_dimensions(reader.u64()?, hashes)?;
        let table = reader.slice(words_for(dimensions.bits) * size_of::<u64>())?;
        reader.finish()?;
        let words: Vec<u64> = table.as_chunks().0.iter().map(|chunk| u64::from_le_bytes(*chunk)).collect();
        // Bits beyond the table are never set; a writer that set one would make equal filters differ.
        let used = dimensions.bits % 64;
        match words.last() {
            Some(last) if used != 0 && last >> used != 0 => {
                Err(DecodeError::field("last word", last, alloc::format!("less than 2^{used}")))
            }
            _ => Ok(Self { words, dimensions, hasher }),
        }
    }

    fn empty(dimensions: Dimensions, hasher: H) -> Self {
        Self { words: alloc::vec![0; words_for(dimensions.bits)], dimensions, hasher }
    }

    /// Where an item's bits are, one after the other.
    #[inline]
    fn probes(&self) -> &'static [Probe] {
        PROBES.get(..self.dimensions.hashes as usize).unwrap_or(&PROBES)
    }

    #[inline]
    fn set(&mut self, position: u64) {
        if let Some(word) = self.words.get_mut((position >> 6) as usize) {
            *word |= 1 << (position & 63);
        }
    }

    /// Whether the bits of `hash` at all of these probes are set; looks at each of them, whatever the others say.
    #[inline]
    fn holds(&self, probes: &[Probe], hash: u64) -> bool {
        let bits = self.dimensions.bits;
        let set = probes.iter().fold(1, |set, probe| {
            let position = probe.position(hash, bits);
            set & self.words.get((position >> 6) as usize).map_or(0, |word| word >> (position & 63))
        });
        set == 1
    }

    fn items_at(&self, confidence: f64) -> Estimate {
        let Dimensions { bits, hashes } = self.dimensions;
        let count = Count { zeros: bits - self.ones(), bits, bits_per_item: hashes };
        estimate_items(count, confidence, |items| zeros(items, bits, hashes))
    }

    fn ones(&self) -> u64 {
        self.words.iter().map(|word| u64::from(word.count_ones())).sum()
    }
}

impl<H: SeededHasher> Bloom<H> {
    /// The filter that [`to_bytes`](Bloom::to_bytes) wrote, with the seed that the bytes name.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] if the bytes are not a filter of this type.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_sketch::Bloom;
    ///
    /// assert!(Bloom::<ansatz_hash::Xxh3>::from_bytes(b"not a filter").is_err());
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        Self::decode(bytes, Identity::hasher)
    }
}

fn checked_dimensions(bits: u64, hashes: u32) -> Result<Dimensions, ParameterError> {
    Ok(Dimensions {
        bits: require_range("bits", bits, MIN_BITS..=MAX_BITS)?,
        hashes: require_range("hashes", hashes, 1..=MAX_HASHES)?,
    })
}

fn words_for(bits: u64) -> usize {
    bits.div_ceil(64) as usize
}

#[cfg(feature = "serde")]
ansatz_core::serde_over_bytes!([H: SeededHasher] Bloom<H>);

impl<K: Key, H: KeyHasher> Extend<K> for Bloom<H> {
    /// Inserts each key.
    fn extend<I: IntoIterator<Item = K>>(&mut self, keys: I) {
        for key in keys {
            self.insert(&key);
        }
    }
}

impl<H: KeyHasher> PartialEq for Bloom<H> {
    /// Equal bits and dimensions, and the same hash function, seed or key.
    fn eq(&self, other: &Self) -> bool {
        let hashers_agree = self.hasher.identity() == other.hasher.identity();
        hashers_agree && self.dimensions == other.dimensions && self.words == other.words
    }
}

impl<H: KeyHasher> fmt::Debug for Bloom<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bloom")
            .field("bits", &self.bits())
            .field("hashes", &self.hashes())
            .field("hasher", &self.hasher.identity())
            .finish_non_exhaustive()
    }
}

const KIND: Kind = Kind::new(*b"BLOM");

const VERSION: u8 = 1;

/// A multiplier of good lattice structure in up to eight dimensions: Steele and Vigna, *Computationally easy,
/// spectrally good multipliers for congruential pseudorandom number generators*, Software: Practice and Experience 52,
/// 2022.
const MULTIPLIER: u64 = 0xd134_2543_de82_ef95;

/// Any odd number: without it the hash 0 would have one position, k times. This one is 2^64 / pi.
const INCREMENT: u64 = 0x517c_c1b7_2722_0a95;

/// Where the i-th bit of an item is: `multiplier * hash + increment`, modulo 2^64 and scaled to the table.
#[derive(Clone, Copy)]
struct Probe {
    multiplier: u64,
    increment: u64,
}

impl Probe {
    #[inline]
    fn position(self, hash: u64, bits: u64) -> u64 {
        let point = hash.wrapping_mul(self.multiplier).wrapping_add(self.increment);
        ((u128::from(point) * u128::from(bits)) >> 64) as u64
    }
}

/// The steps of the generator `x * MULTIPLIER + INCREMENT` from the hash, each in one go: the i-th is x times the i-th
/// power, plus what the increments have come to. Step by step, each position would wait for the one before it.
static PROBES: [Probe; MAX_HASHES as usize] = {
    let mut probes = [Probe { multiplier: MULTIPLIER, increment: INCREMENT }; MAX_HASHES as usize];
    let mut i = 1;
    while i < probes.len() {
        let before = probes[i - 1];
        probes[i] = Probe {
            multiplier: before.multiplier.wrapping_mul(MULTIPLIER),
            increment: before.increment.wrapping_mul(MULTIPLIER).wrapping_add(INCREMENT),
        };
        i += 1;
    }
    probes
};

/// How many bits are looked at before a miss may end the search. A branch for each bit of a half-full filter is a coin
/// that the processor cannot guess; after four, 15 of 16 absent keys leave, and the loads of the four overlap. Absent
/// keys were measured to take half the time of one branch a bit; groups of two, or of all k, lie in between.
const GROUP: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    /// The format states the positions as steps of a generator; all 64 of them are what the probes compute at once.
    #[test]
    fn the_probes_are_the_formats_steps() {
        for hash in [0, 1, u64::MAX, 0x0123_4567_89ab_cdef, 1 << 63] {
            for bits in [MIN_BITS, 1000, (1 << 36) - 5, MAX_BITS] {
                let mut step = hash;
                for probe in PROBES {
                    step = step.wrapping_mul(0xd134_2543_de82_ef95).wrapping_add(0x517c_c1b7_2722_0a95);
                    let position = ((u128::from(step) * u128::from(bits)) >> 64) as u64;
                    assert_eq!(probe.position(hash, bits), position, "{hash:#x} in {bits}");
                }
            }
        }
    }

    /// Every number of hashes: whole groups, and each length of what is left over.
    #[test]
    fn a_missing_bit_is_noticed_wherever_it_is() -> Result<(), ParameterError> {
        for hashes in 1..=MAX_HASHES {
            let mut filter = Bloom::with_dimensions(1 << 20, hashes)?;
            filter.insert_hash(7);
            assert!(filter.contains_hash(7));
            for probe in filter.probes() {
                let position = probe.position(7, 1 << 20);
                let mut damaged = filter.clone();
                damaged.words[(position >> 6) as usize] &= !(1 << (position & 63));
                assert!(!damaged.contains_hash(7), "{hashes} hashes without bit {position}");
            }
        }
        Ok(())
    }
}
