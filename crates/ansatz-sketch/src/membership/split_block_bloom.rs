//! A Bloom filter whose items each touch one block of 32 bytes.
//!
//! The upper half of a key's hash chooses a block, the lower half one bit in each of its eight words. A query costs one
//! cache miss where a classic filter costs one for each bit, and the eight bits are computed side by side. The price is
//! memory: loads differ between blocks, so the same rate takes about a tenth more bits at 1%, and twice as many at
//! 0.001%. Layout and constants are those of Parquet's split block Bloom filter.

use alloc::vec::Vec;
use core::fmt;

use ansatz_core::{
    DecodeError, Estimate, MergeError, ParameterError,
    bytes::{Kind, Reader, Writer},
    require_fraction,
};
use ansatz_hash::{Identity, Key, KeyHasher, SeededHasher, Xxh3, Xxh64};

use super::{
    block::{Block, WORDS},
    occupancy::{Count, estimate_items},
    split_block_sizing::{MAX_BLOCKS, Sizes, blocks_for, zeros},
};
use crate::normal::DEFAULT_CONFIDENCE;

/// A split-block Bloom filter: the fast answer to "has this been seen?".
///
/// What was inserted is always found. What was not is found with a probability that grows with the number of items and
/// is at most the chosen rate as long as there are no more than `capacity` distinct ones. There is no removal, and no
/// intersection: the bits that two filters share also hold those that different items set in each, so that the result
/// would answer wrongly more often than a filter of the common items, by an amount that nobody can state. Ask both
/// filters instead.
///
/// The filter of a Parquet column comes from [`for_parquet`](SplitBlockBloom::for_parquet).
///
/// F. Putze, P. Sanders and J. Singler, *Cache-, hash-, and space-efficient Bloom filters*, ACM Journal of Experimental
/// Algorithmics 14, 2009; J. Apple, *Split block Bloom filters*, arXiv:2101.01719.
///
/// # Examples
///
/// ```
/// use ansatz_sketch::SplitBlockBloom;
///
/// let mut seen = SplitBlockBloom::with_capacity_and_fpr(10_000, 0.01)?;
/// seen.insert("session:42");
/// assert!(seen.contains("session:42"));
/// assert!(!seen.contains("session:43"));
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Complexity
///
/// `insert` and `contains` take a hash and about two nanoseconds while the filter is in cache, and one cache miss when
/// it is not. About 10.5 bits an item at 1%, 17.3 at 0.1%, 27 at 0.01%.
///
/// # Accuracy
///
/// The size is the smallest whose exact rate for ideal hashes, with the binomial loads of the blocks, is at most the
/// one asked for. (Parquet's page sizes by the classic formula: its 1% is 1.46% in truth.)
#[derive(Clone)]
pub struct SplitBlockBloom<H = Xxh3> {
    blocks: Vec<Block>,
    hasher: H,
}

impl SplitBlockBloom {
    /// An empty filter that answers at most a share of `fpr` of the absent keys wrongly, once it holds `capacity`
    /// distinct keys.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless `fpr` is in `1e-8..=0.999` and `capacity` is at least 1 and takes at most 8 GiB.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_sketch::SplitBlockBloom;
    ///
    /// let filter = SplitBlockBloom::with_capacity_and_fpr(1_000_000, 0.01)?;
    /// assert_eq!(filter.memory_bytes() / 1000, 1316);
    /// assert!(SplitBlockBloom::with_capacity_and_fpr(1_000_000, 0.0).is_err());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn with_capacity_and_fpr(capacity: u64, fpr: f64) -> Result<Self, ParameterError> {
        Self::with_hasher(capacity, fpr, Xxh3::default())
    }
}

impl<H: KeyHasher> SplitBlockBloom<H> {
    /// The same with a hasher of your choice: another seed, or a secret key where strangers choose the items.
    ///
    /// # Errors
    ///
    /// As for [`with_capacity_and_fpr`](SplitBlockBloom::with_capacity_and_fpr).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::SipHash;
    /// use ansatz_sketch::SplitBlockBloom;
    ///
    /// let mut seen = SplitBlockBloom::with_hasher(1000, 0.001, SipHash::new([7; 16]))?;
    /// seen.insert("203.0.113.9");
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn with_hasher(capacity: u64, fpr: f64, hasher: H) -> Result<Self, ParameterError> {
        Ok(Self::with_blocks(blocks_for(capacity, fpr, Sizes::Any)?, hasher))
    }

    /// Inserts a key.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_sketch::SplitBlockBloom;
    /// # let mut filter = SplitBlockBloom::with_capacity_and_fpr(100, 0.01)?;
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
    /// # use ansatz_sketch::SplitBlockBloom;
    /// # let mut filter = SplitBlockBloom::with_capacity_and_fpr(100, 0.01)?;
    ///
    /// let hash = filter.hasher().hash64("word");
    /// filter.insert_hash(hash);
    /// assert!(filter.contains("word"));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    #[inline]
    pub fn insert_hash(&mut self, hash: u64) {
        let index = self.block_of(hash);
        if let Some(block) = self.blocks.get_mut(index) {
            block.insert(hash as u32);
        }
    }

    /// Makes this filter the union: what was inserted into either is found, exactly as if it had been inserted here.
    ///
    /// Commutative, associative and idempotent, bit for bit. The rate is that of a filter with all the items.
    ///
    /// # Errors
    ///
    /// [`MergeError`] if the sizes or the hashers differ; this filter is then unchanged.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_sketch::SplitBlockBloom;
    ///
    /// let mut week = SplitBlockBloom::with_capacity_and_fpr(1000, 0.01)?;
    /// let mut monday = SplitBlockBloom::with_capacity_and_fpr(1000, 0.01)?;
    /// monday.insert("alice");
    /// week.merge(&monday)?;
    /// assert!(week.contains("alice"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn merge(&mut self, other: &Self) -> Result<(), MergeError> {
        MergeError::unless_equal("blocks", self.blocks.len(), other.blocks.len())?;
        MergeError::unless_equal("hasher", self.hasher.identity(), other.hasher.identity())?;
        for (block, theirs) in self.blocks.iter_mut().zip(&other.blocks) {
            block.union(theirs);
        }
        Ok(())
    }

    /// Forgets every key; size and hasher stay.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_sketch::SplitBlockBloom;
    /// # let mut filter = SplitBlockBloom::with_capacity_and_fpr(100, 0.01)?;
    /// filter.insert("word");
    /// filter.clear();
    /// assert!(filter.is_empty() && !filter.contains("word"));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn clear(&mut self) {
        self.blocks.fill(Block::EMPTY);
    }

    /// Whether the key was inserted: `false` is certain, `true` is wrong at the filter's rate.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_sketch::SplitBlockBloom;
    /// # let mut filter = SplitBlockBloom::with_capacity_and_fpr(100, 0.01)?;
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
    /// # use ansatz_sketch::SplitBlockBloom;
    /// # let mut filter = SplitBlockBloom::with_capacity_and_fpr(100, 0.01)?;
    /// filter.insert_hash(0x1234_5678_9abc_def0);
    /// assert!(filter.contains_hash(0x1234_5678_9abc_def0));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    #[inline]
    pub fn contains_hash(&self, hash: u64) -> bool {
        self.blocks.get(self.block_of(hash)).is_some_and(|block| block.contains(hash as u32))
    }

    /// Whether nothing was inserted.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_sketch::SplitBlockBloom;
    /// assert!(SplitBlockBloom::with_capacity_and_fpr(100, 0.01)?.is_empty());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn is_empty(&self) -> bool {
        self.blocks.iter().all(|block| *block == Block::EMPTY)
    }

    /// The number of distinct keys inserted, estimated from the bits that are set, at 95% confidence.
    ///
    /// A filter with every bit set has seen any number: its `upper` is infinite.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_sketch::SplitBlockBloom;
    ///
    /// let mut filter = SplitBlockBloom::with_capacity_and_fpr(10_000, 0.01)?;
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
    /// About 1% at 10,000 items in a filter filled to its capacity at 1%; better for more.
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
    /// use ansatz_sketch::SplitBlockBloom;
    ///
    /// let mut filter = SplitBlockBloom::with_capacity_and_fpr(10_000, 0.01)?;
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
    /// use ansatz_sketch::SplitBlockBloom;
    ///
    /// let mut filter = SplitBlockBloom::with_capacity_and_fpr(1000, 0.01)?;
    /// assert_eq!(filter.fill(), 0.0);
    /// filter.extend(0..1000u64);
    /// assert!((0.5..0.6).contains(&filter.fill()));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn fill(&self) -> f64 {
        self.ones() as f64 / Self::bits(self.blocks.len()) as f64
    }

    /// The probability that a key that was not inserted is found, as the bits stand now.
    ///
    /// For ideal hashes this is the rate itself, not an estimate of it: the mean over the blocks of the share of bit
    /// patterns that each holds.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_sketch::SplitBlockBloom;
    ///
    /// let mut filter = SplitBlockBloom::with_capacity_and_fpr(1000, 0.01)?;
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
        let total: f64 = self.blocks.iter().map(Block::hit_rate).sum();
        total / self.blocks.len() as f64
    }

    /// The hasher.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_sketch::SplitBlockBloom;
    /// let filter = SplitBlockBloom::with_capacity_and_fpr(100, 0.01)?;
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
    /// # use ansatz_sketch::SplitBlockBloom;
    /// assert!(SplitBlockBloom::with_capacity_and_fpr(1000, 0.01)?.memory_bytes() < 1500);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn memory_bytes(&self) -> usize {
        size_of::<Self>() + self.blocks.capacity() * Block::BYTES
    }

    /// The filter as bytes; docs/formats.md states the layout.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_sketch::SplitBlockBloom;
    ///
    /// let filter = SplitBlockBloom::with_capacity_and_fpr(1000, 0.01)?;
    /// let back: SplitBlockBloom = SplitBlockBloom::from_bytes(&filter.to_bytes())?;
    /// assert_eq!(back, filter);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(KIND, VERSION, 0);
        writer.reserve(Identity::BYTES + 8 + self.blocks.len() * Block::BYTES);
        self.hasher.identity().write(&mut writer);
        writer.count(self.blocks.len());
        for block in &self.blocks {
            writer.slice(&block.to_bytes());
        }
        writer.into_bytes()
    }

    /// The filter that [`to_bytes`](SplitBlockBloom::to_bytes) wrote, for any hasher: it must be the one that the bytes
    /// name.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] if the bytes are not a filter of this hasher.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::SipHash;
    /// use ansatz_sketch::SplitBlockBloom;
    ///
    /// let bytes = SplitBlockBloom::with_hasher(1000, 0.01, SipHash::new([7; 16]))?.to_bytes();
    /// assert!(SplitBlockBloom::from_bytes_with(&bytes, SipHash::new([7; 16])).is_ok());
    /// assert!(SplitBlockBloom::from_bytes_with(&bytes, SipHash::new([8; 16])).is_err());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn from_bytes_with(bytes: &[u8], hasher: H) -> Result<Self, DecodeError> {
        Self::decode(bytes, |identity| identity.require(hasher))
    }

    fn decode(bytes: &[u8], hasher: impl FnOnce(Identity) -> Result<H, DecodeError>) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        reader.header(KIND, VERSION)?.require_flags(0)?;
        let hasher = hasher(Identity::read(&mut reader)?)?;
        let count = reader.count(Block::BYTES)?;
        let blocks = read_blocks("blocks", reader.slice(count * Block::BYTES)?)?;
        reader.finish()?;
        Ok(Self { blocks, hasher })
    }

    fn with_blocks(blocks: usize, hasher: H) -> Self {
        Self { blocks: alloc::vec![Block::EMPTY; blocks], hasher }
    }

    /// The block of a hash: its upper half, scaled to the number of blocks, which is below 2^32.
    #[inline]
    fn block_of(&self, hash: u64) -> usize {
        (((hash >> 32) * self.blocks.len() as u64) >> 32) as usize
    }

    fn items_at(&self, confidence: f64) -> Estimate {
        let bits = Self::bits(self.blocks.len());
        let blocks = self.blocks.len() as f64;
        let count = Count { zeros: bits - self.ones(), bits, bits_per_item: WORDS as u32 };
        estimate_items(count, confidence, |items| zeros(items, blocks))
    }

    fn ones(&self) -> u64 {
        self.blocks.iter().map(|block| u64::from(block.ones())).sum()
    }

    fn bits(blocks: usize) -> u64 {
        8 * (blocks * Block::BYTES) as u64
    }
}

impl<H: SeededHasher> SplitBlockBloom<H> {
    /// The filter that [`to_bytes`](SplitBlockBloom::to_bytes) wrote, with the seed that the bytes name.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] if the bytes are not a filter of this type.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_sketch::SplitBlockBloom;
    ///
    /// assert!(SplitBlockBloom::<ansatz_hash::Xxh3>::from_bytes(b"not a filter").is_err());
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        Self::decode(bytes, Identity::hasher)
    }
}

impl SplitBlockBloom<Xxh64> {
    /// An empty filter for a Parquet column of `ndv` distinct values: XXH64 with seed 0, and a size that every reader
    /// takes, a power of two between 32 bytes and 128 MiB.
    ///
    /// Parquet hashes a value's plain encoding, so insert those bytes:
    ///
    /// | Parquet's type | insert |
    /// |---|---|
    /// | `INT32` | `&value.to_le_bytes()`, four bytes; an `i32` as a key is eight |
    /// | `INT64` | `&value.to_le_bytes()`, or the `i64` itself: the same eight bytes |
    /// | `FLOAT` | `&value.to_le_bytes()`, four bytes; an `f32` as a key is eight |
    /// | `DOUBLE` | `&value.to_le_bytes()`; the `f64` itself is the same eight bytes but for -0 and NaN, which as keys have one form |
    /// | `BYTE_ARRAY`, `FIXED_LEN_BYTE_ARRAY` | the string or the bytes |
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless `fpr` is in `1e-8..=0.999` and `ndv` is at least 1 and takes at most 128 MiB. (Writers
    /// commonly cut the size there and let the rate grow; ask for a higher rate to do the same.)
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_sketch::SplitBlockBloom;
    ///
    /// let mut column = SplitBlockBloom::for_parquet(1000, 0.01)?;
    /// for value in [7i32, -1, 40_000] {
    ///     column.insert(&value.to_le_bytes());
    /// }
    /// let bitset = column.parquet_bitset()?;
    /// assert_eq!(bitset.len(), 2048);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    ///
    /// # Accuracy
    ///
    /// The rate is at most `fpr`, and usually well below, since sizes come in powers of two.
    pub fn for_parquet(ndv: u64, fpr: f64) -> Result<Self, ParameterError> {
        let blocks = blocks_for(ndv, fpr, Sizes::Parquet).map_err(|error| match error.name() {
            "capacity" => ParameterError::new("ndv", error.value(), alloc::string::String::from(error.allowed())),
            _ => error,
        })?;
        Ok(Self::with_blocks(blocks, Xxh64::default()))
    }

    /// The bitset as Parquet stores it after the filter's header, whose fields are: `numBytes` its length, algorithm
    /// `BLOCK`, hash `XXHASH`, compression `UNCOMPRESSED`.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if the filter is not one that Parquet's readers take: XXH64 with another seed than 0, or a size
    /// that is no power of two up to 128 MiB. One from [`for_parquet`](SplitBlockBloom::for_parquet) always is.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::{SeededHasher, Xxh64};
    /// use ansatz_sketch::SplitBlockBloom;
    ///
    /// assert_eq!(SplitBlockBloom::for_parquet(1, 0.1)?.parquet_bitset()?, [0; 32]);
    /// let other = SplitBlockBloom::with_hasher(1, 0.1, Xxh64::with_seed(1))?;
    /// assert_eq!(other.parquet_bitset().unwrap_err().name(), "seed");
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn parquet_bitset(&self) -> Result<Vec<u8>, ParameterError> {
        let seed = self.hasher.identity().check();
        if seed != 0 {
            return Err(ParameterError::new("seed", seed, "0"));
        }
        let len = self.blocks.len() * Block::BYTES;
        if !len.is_power_of_two() || len > PARQUET_MAX_BYTES {
            return Err(ParameterError::new("bytes", len, "powers of two up to 134217728"));
        }
        let mut bitset = Vec::with_capacity(len);
        for block in &self.blocks {
            bitset.extend_from_slice(&block.to_bytes());
        }
        Ok(bitset)
    }

    /// The filter whose bitset a Parquet file holds; any multiple of 32 bytes, which is what the format asks for.
    ///
    /// # Errors
    ///
    /// [`DecodeError::Field`] if the length is 0 or no multiple of 32.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_sketch::SplitBlockBloom;
    ///
    /// // Written by parquet-java for the ten strings a0 to a9.
    /// let bitset = [
    ///     200, 1, 80, 20, 64, 68, 8, 109, 6, 37, 4, 67, 144, 80, 96, 32, 8, 132, 43, 33, 0, 5, 99, 65, 2, 0, 224, 44, 64,
    ///     78, 96, 4,
    /// ];
    /// let column = SplitBlockBloom::from_parquet_bitset(&bitset)?;
    /// assert!(column.contains("a0") && column.contains("a9") && !column.contains("b0"));
    /// # Ok::<(), ansatz_core::DecodeError>(())
    /// ```
    pub fn from_parquet_bitset(bitset: &[u8]) -> Result<Self, DecodeError> {
        Ok(Self { blocks: read_blocks("bitset", bitset)?, hasher: Xxh64::default() })
    }
}

/// The blocks that `bytes` holds; `name` is what an error calls them.
fn read_blocks(name: &'static str, bytes: &[u8]) -> Result<Vec<Block>, DecodeError> {
    let (chunks, rest) = bytes.as_chunks::<{ Block::BYTES }>();
    let allowed = 1..=MAX_BLOCKS;
    if !rest.is_empty() || !allowed.contains(&(chunks.len() as u64)) {
        let allowed = alloc::format!("a multiple of {} bytes, from 1 to {MAX_BLOCKS} times", Block::BYTES);
        return Err(DecodeError::field(name, alloc::format!("{} bytes", bytes.len()), allowed));
    }
    Ok(chunks.iter().map(|chunk| Block::from_bytes(*chunk)).collect())
}

#[cfg(feature = "serde")]
ansatz_core::serde_over_bytes!([H: SeededHasher] SplitBlockBloom<H>);

impl<K: Key, H: KeyHasher> Extend<K> for SplitBlockBloom<H> {
    /// Inserts each key. (Hashing or touching blocks a batch ahead was measured, and gains nothing: the processor already
    /// overlaps the cache misses of successive keys.)
    fn extend<I: IntoIterator<Item = K>>(&mut self, keys: I) {
        for key in keys {
            self.insert(&key);
        }
    }
}

impl<H: KeyHasher> PartialEq for SplitBlockBloom<H> {
    /// Equal bits and the same hash function, seed or key.
    fn eq(&self, other: &Self) -> bool {
        self.hasher.identity() == other.hasher.identity() && self.blocks == other.blocks
    }
}

impl<H: KeyHasher> fmt::Debug for SplitBlockBloom<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SplitBlockBloom")
            .field("bytes", &(self.blocks.len() * Block::BYTES))
            .field("hasher", &self.hasher.identity())
            .finish_non_exhaustive()
    }
}

const KIND: Kind = Kind::new(*b"SBBF");

const VERSION: u8 = 1;

/// What Parquet's writers and readers take at most (see `split_block_sizing`).
const PARQUET_MAX_BYTES: usize = 128 << 20;
