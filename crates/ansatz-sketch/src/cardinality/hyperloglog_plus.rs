//! `HyperLogLog++`: sparse and nearly exact while the items are few, a `HyperLogLog` from then on.
//!
//! S. Heule, M. Nunkesser and A. Hall, *`HyperLogLog` in practice: algorithmic engineering of a state of the art
//! cardinality estimation algorithm*, EDBT 2013. Of that paper this keeps the 64-bit hash and the sparse form; its tables
//! of measured biases are not needed with an estimator that has none.

use alloc::vec::Vec;
use core::fmt;

use ansatz_core::{
    DecodeError, Estimate, MergeError, ParameterError,
    bytes::{Kind, Reader, Writer},
    require_fraction,
};
use ansatz_hash::{Identity, Key, KeyHasher, SeededHasher, Xxh3};

use super::{
    intersection::{confidence_of_each, intersection},
    likelihood::Histogram,
    precision_for,
    registers::Registers,
    require_precision,
    sparse::SparseRegisters,
};
use crate::normal::DEFAULT_CONFIDENCE;

/// Counts distinct items in memory that grows with them, up to 2^precision bytes.
///
/// While there are fewer than 3/16 of 2^precision items, it keeps them sparsely and its error is far below that of its
/// precision. Then it turns into what a [`HyperLogLog`](crate::HyperLogLog) of the same items would be.
///
/// # Examples
///
/// ```
/// use ansatz_sketch::HyperLogLogPlus;
///
/// let mut visitors = HyperLogLogPlus::with_error(0.01)?;
/// visitors.extend(0..1000u32);
/// assert_eq!(visitors.estimate().value.round(), 1000.0);
/// assert!(visitors.memory_bytes() < 8_300);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Accuracy
///
/// Sparse: that of 2^25 registers, for n items a standard error of n / 8192: an eighth of an item in 1,000. Dense:
/// 1.037 / sqrt(2^precision), as a [`HyperLogLog`](crate::HyperLogLog). The estimate depends on the set of items only,
/// never on their order or on how they were merged.
///
/// # Complexity
///
/// An insert takes one hash and a probe or two. The heap holds 4 bytes a slot, of which at most three quarters are used,
/// in powers of two; from 3/16 of 2^precision items on it holds 2^precision bytes.
#[derive(Clone)]
pub struct HyperLogLogPlus<H = Xxh3> {
    hasher: H,
    precision: u8,
    /// Empty once the sketch is dense.
    sparse: SparseRegisters,
    dense: Option<Registers>,
}

impl HyperLogLogPlus {
    /// An empty sketch that will hold at most 2^`precision` registers; `precision` is 4 to 18.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if `precision` is outside `4..=18`.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_sketch::HyperLogLogPlus;
    ///
    /// assert!(HyperLogLogPlus::new(14)?.memory_bytes() < 100);
    /// assert_eq!(HyperLogLogPlus::new(19).unwrap_err().to_string(), "`precision` is 19, allowed: 4..=18");
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn new(precision: u8) -> Result<Self, ParameterError> {
        Self::with_hasher(precision, Xxh3::default())
    }

    /// The smallest sketch whose relative standard error, once it is dense, is at most `relative_error`.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if `relative_error` is below 0.00203, about what the highest precision reaches, or not below 1.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_sketch::HyperLogLogPlus::with_error(0.02)?.precision(), 12);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn with_error(relative_error: f64) -> Result<Self, ParameterError> {
        Self::new(precision_for(relative_error)?)
    }
}

impl<H: KeyHasher> HyperLogLogPlus<H> {
    /// An empty sketch over `hasher`.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if `precision` is outside `4..=18`.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::{Murmur3, SeededHasher};
    /// use ansatz_sketch::HyperLogLogPlus;
    ///
    /// let sketch = HyperLogLogPlus::with_hasher(12, Murmur3::with_seed(9001))?;
    /// assert!(sketch.is_empty());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn with_hasher(precision: u8, hasher: H) -> Result<Self, ParameterError> {
        let precision = require_precision(precision)?;
        Ok(Self { hasher, precision, sparse: SparseRegisters::default(), dense: None })
    }

    /// Counts `key`, unless it was counted before.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut sketch = ansatz_sketch::HyperLogLogPlus::new(12)?;
    /// sketch.insert("JFK");
    /// sketch.insert("JFK");
    /// assert_eq!(sketch.estimate().value.round(), 1.0);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    #[inline]
    pub fn insert<K: Key + ?Sized>(&mut self, key: &K) {
        self.insert_hash(self.hasher.hash64(key));
    }

    /// Counts the key with this hash, which must be uniform in all 64 bits and the same function's throughout.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::{KeyHasher, Xxh3};
    /// use ansatz_sketch::HyperLogLogPlus;
    ///
    /// let (mut by_key, mut by_hash) = (HyperLogLogPlus::new(12)?, HyperLogLogPlus::new(12)?);
    /// by_key.insert("JFK");
    /// by_hash.insert_hash(Xxh3::default().hash64("JFK"));
    /// assert_eq!(by_key, by_hash);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    #[inline]
    pub fn insert_hash(&mut self, hash: u64) {
        if let Some(registers) = &mut self.dense {
            registers.insert_hash(hash);
        } else if !self.sparse.insert_hash(hash, sparse_limit(self.precision)) {
            self.make_dense().insert_hash(hash);
        }
    }

    /// Counts what `other` has counted: afterwards `self` is what it would be had it seen both streams.
    ///
    /// Exactly commutative, associative and idempotent.
    ///
    /// # Errors
    ///
    /// [`MergeError`] if the precisions or the hashers differ; `self` is unchanged then.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_sketch::HyperLogLogPlus;
    ///
    /// let (mut few, mut many) = (HyperLogLogPlus::new(12)?, HyperLogLogPlus::new(12)?);
    /// few.extend(0..10u32);
    /// many.extend(5..20_000u32);
    /// few.merge(&many)?;
    /// assert!(few.estimate().contains(20_000.0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn merge(&mut self, other: &Self) -> Result<(), MergeError> {
        self.require_same(other)?;
        self.merge_registers(&other.sparse, other.dense.as_ref());
        Ok(())
    }

    fn merge_registers(&mut self, sparse: &SparseRegisters, dense: Option<&Registers>) {
        match dense {
            Some(theirs) => self.make_dense().merge(theirs),
            None => self.merge_sparse(sparse),
        }
    }

    fn merge_sparse(&mut self, theirs: &SparseRegisters) {
        let limit = sparse_limit(self.precision);
        let stays_sparse = self.is_sparse() && theirs.entries().all(|entry| self.sparse.raise(entry, limit));
        if !stays_sparse {
            theirs.raise_all(self.make_dense());
        }
    }

    /// The dense registers, made of the sparse ones if need be.
    fn make_dense(&mut self) -> &mut Registers {
        let sparse = core::mem::take(&mut self.sparse);
        self.dense.get_or_insert_with(|| {
            let mut dense = Registers::new(self.precision);
            sparse.raise_all(&mut dense);
            dense
        })
    }

    /// Forgets everything; the sketch is sparse again.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut sketch = ansatz_sketch::HyperLogLogPlus::new(12)?;
    /// sketch.extend(0..10_000u32);
    /// sketch.clear();
    /// assert!(sketch.is_empty() && sketch.memory_bytes() < 100);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn clear(&mut self) {
        self.sparse = SparseRegisters::default();
        self.dense = None;
    }

    /// The number of distinct items, with its interval at 95%.
    ///
    /// Infinite only if every register is full, which no stream of real hashes reaches.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut sketch = ansatz_sketch::HyperLogLogPlus::new(14)?;
    /// sketch.extend(0..500u32);
    /// let distinct = sketch.estimate();
    /// assert!(distinct.contains(500.0) && distinct.upper - distinct.lower <= 1.0);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    #[must_use]
    pub fn estimate(&self) -> Estimate {
        self.histogram().estimate(DEFAULT_CONFIDENCE)
    }

    /// The number of distinct items, with its interval at `confidence`, as in
    /// [`HyperLogLog::estimate_at`](crate::HyperLogLog::estimate_at).
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if `confidence` is not more than 0 and less than 1.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut sketch = ansatz_sketch::HyperLogLogPlus::new(14)?;
    /// sketch.insert("JFK");
    /// assert_eq!(sketch.estimate_at(0.99)?.confidence, 0.99);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn estimate_at(&self, confidence: f64) -> Result<Estimate, ParameterError> {
        Ok(self.histogram().estimate(require_fraction("confidence", confidence)?))
    }

    /// The number of distinct items that `self` and `other` have both counted, with its interval at 95%, as in
    /// [`HyperLogLog::intersection`](crate::HyperLogLog::intersection).
    ///
    /// # Errors
    ///
    /// [`MergeError`] if the precisions or the hashers differ.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_sketch::HyperLogLogPlus;
    ///
    /// let (mut monday, mut tuesday) = (HyperLogLogPlus::new(14)?, HyperLogLogPlus::new(14)?);
    /// monday.extend(0..600u32);
    /// tuesday.extend(300..900u32);
    /// assert_eq!(monday.intersection(&tuesday)?.value.round(), 300.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn intersection(&self, other: &Self) -> Result<Estimate, MergeError> {
        self.require_same(other)?;
        let (sparse, dense) = (self.sparse.clone(), self.dense.clone());
        let mut union = HyperLogLogPlus { hasher: &self.hasher, precision: self.precision, sparse, dense };
        union.merge_registers(&other.sparse, other.dense.as_ref());
        let each = confidence_of_each(DEFAULT_CONFIDENCE);
        let [ours, theirs, union] =
            [self.histogram(), other.histogram(), union.histogram()].map(|histogram| histogram.estimate(each));
        Ok(intersection(ours, theirs, union, DEFAULT_CONFIDENCE))
    }

    /// Whether nothing has been counted.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_sketch::HyperLogLogPlus::new(12)?.is_empty());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn is_empty(&self) -> bool {
        self.sparse.is_empty() && self.dense.as_ref().is_none_or(Registers::is_empty)
    }

    /// Whether the items are kept sparsely.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut sketch = ansatz_sketch::HyperLogLogPlus::new(14)?;
    /// assert!(sketch.is_sparse());
    /// sketch.extend(0..4000u32);
    /// assert!(!sketch.is_sparse());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn is_sparse(&self) -> bool {
        self.dense.is_none()
    }

    /// The binary logarithm of the number of registers of the dense form.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_sketch::HyperLogLogPlus::new(12)?.precision(), 12);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn precision(&self) -> u8 {
        self.precision
    }

    /// The hasher of the keys.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::Xxh3;
    ///
    /// assert_eq!(ansatz_sketch::HyperLogLogPlus::new(12)?.hasher(), &Xxh3::default());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn hasher(&self) -> &H {
        &self.hasher
    }

    /// The bytes that the sketch takes, on the heap and in place.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut sketch = ansatz_sketch::HyperLogLogPlus::new(14)?;
    /// sketch.extend(0..90u32);
    /// assert!(sketch.memory_bytes() < 128 * 4 + 100);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn memory_bytes(&self) -> usize {
        size_of::<Self>() + self.sparse.heap_bytes() + self.dense.as_ref().map_or(0, Registers::heap_bytes)
    }

    /// The sketch as bytes; docs/formats.md states them.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_sketch::HyperLogLogPlus;
    ///
    /// let mut sketch = HyperLogLogPlus::new(14)?;
    /// sketch.extend(0..10u32);
    /// let bytes = sketch.to_bytes();
    /// assert_eq!(bytes.len(), 31 + 10 * 4);
    /// assert_eq!(HyperLogLogPlus::from_bytes(&bytes)?, sketch);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(KIND, VERSION, if self.is_sparse() { 0 } else { DENSE });
        self.hasher.identity().write(&mut writer);
        writer.u8(self.precision);
        match &self.dense {
            Some(registers) => registers.write(&mut writer),
            None => self.sparse.write(&mut writer),
        }
        writer.into_bytes()
    }

    /// The sketch that was written by [`to_bytes`](Self::to_bytes) with this very hasher.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] if the bytes are no such sketch, or name another hasher, seed or key.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::{SeededHasher, Xxh3};
    /// use ansatz_sketch::HyperLogLogPlus;
    ///
    /// let bytes = HyperLogLogPlus::new(12)?.to_bytes();
    /// assert!(HyperLogLogPlus::from_bytes_with(&bytes, Xxh3::default()).is_ok());
    /// assert!(HyperLogLogPlus::from_bytes_with(&bytes, Xxh3::with_seed(1)).is_err());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn from_bytes_with(bytes: &[u8], hasher: H) -> Result<Self, DecodeError> {
        Self::decode(bytes, |identity| identity.require(hasher))
    }

    fn decode(bytes: &[u8], hasher: impl FnOnce(Identity) -> Result<H, DecodeError>) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        let flags = reader.header(KIND, VERSION)?.require_flags(DENSE)?;
        let hasher = hasher(Identity::read(&mut reader)?)?;
        let precision = require_precision(reader.u8()?)?;
        let (mut sparse, mut dense) = (SparseRegisters::default(), None);
        if flags == DENSE {
            dense = Some(Registers::read(precision, &mut reader)?);
        } else {
            sparse = SparseRegisters::read(sparse_limit(precision), &mut reader)?;
        }
        reader.finish()?;
        Ok(Self { hasher, precision, sparse, dense })
    }

    fn histogram(&self) -> Histogram {
        self.dense.as_ref().map_or_else(|| self.sparse.histogram(), Registers::histogram)
    }

    fn require_same(&self, other: &Self) -> Result<(), MergeError> {
        MergeError::unless_equal("precision", self.precision, other.precision)?;
        MergeError::unless_equal("hasher", self.hasher.identity(), other.hasher.identity())
    }
}

impl<H: SeededHasher> HyperLogLogPlus<H> {
    /// The sketch that was written by [`to_bytes`](Self::to_bytes), with the seed that the bytes name.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] if the bytes are no such sketch, or name another hasher.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_sketch::HyperLogLogPlus;
    ///
    /// let sketch = HyperLogLogPlus::new(12)?;
    /// assert_eq!(HyperLogLogPlus::from_bytes(&sketch.to_bytes())?, sketch);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        Self::decode(bytes, Identity::hasher)
    }
}

#[cfg(feature = "serde")]
ansatz_core::serde_over_bytes!([H: SeededHasher] HyperLogLogPlus<H>);

impl<H: KeyHasher, K: Key> Extend<K> for HyperLogLogPlus<H> {
    /// Counts each key.
    fn extend<I: IntoIterator<Item = K>>(&mut self, keys: I) {
        for key in keys {
            self.insert(&key);
        }
    }
}

impl<H: KeyHasher> PartialEq for HyperLogLogPlus<H> {
    fn eq(&self, other: &Self) -> bool {
        self.require_same(other).is_ok() && self.sparse == other.sparse && self.dense == other.dense
    }
}

impl<H: KeyHasher> fmt::Debug for HyperLogLogPlus<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HyperLogLogPlus")
            .field("precision", &self.precision)
            .field("hasher", &self.hasher.identity())
            .field("sparse", &self.is_sparse())
            .field("estimate", &self.estimate().value)
            .finish_non_exhaustive()
    }
}

/// The most entries that are kept sparsely: three quarters of as many slots as take the dense form's memory.
fn sparse_limit(precision: u8) -> usize {
    (1 << precision) / size_of::<u32>() / 4 * 3
}

const KIND: Kind = Kind::new(*b"HLL+");
const VERSION: u8 = 1;

/// The flag of the dense form.
const DENSE: u8 = 1;
