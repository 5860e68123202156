//! SpaceSaving: as many counters as one can afford; keys without one get those of the keys that matter least.
//!
//! A newcomer inherits, as its possible error, the largest count that was ever evicted. The counts sum to at most the
//! total, which bounds that error. `summary.rs` says how evictions come in bulk, and proves the bound.
//!
//! A. Metwally, D. Agrawal and A. El Abbadi, *Efficient computation of frequent and top-k elements in data streams*,
//! ICDT (2005). Merging: P. Agarwal, G. Cormode, Z. Huang, J. Phillips, Z. Wei and K. Yi, *Mergeable summaries*, PODS
//! (2012); M. Cafaro, M. Pulimeno and P. Tempesta, *A parallel space saving algorithm for frequent items and the
//! Hurwitz zeta distribution*, Information Sciences 329 (2016).

use alloc::{borrow::ToOwned, vec::Vec};
use core::{borrow::Borrow, fmt};

use ansatz_core::{Estimate, MergeError, ParameterError, require_fraction, require_range};
use ansatz_hash::{Key, KeyHasher, Xxh3};

use super::{
    counted::{Counted, HeavyHitters, interval},
    summary::{Entry, Summary, same_key},
};

/// The most frequent keys with certain bounds on their counts: the SpaceSaving summary.
///
/// Metwally, Agrawal and El Abbadi, *Efficient computation of frequent and top-k elements in data streams*, ICDT
/// (2005).
///
/// # Accuracy
///
/// With N the total of all weights and k the capacity, always, after merges too:
///
/// * a key's true count lies in the interval of its [`Estimate`], whose confidence is 1 and whose value is the upper
///   end;
/// * the interval of a key that is kept is at most N/(k + 1) wide; that of any other begins at 0 and ends at
///   [`floor`](Self::floor), which is at most N/(k + 1);
/// * so every key that occurred more than N/(k + 1) times is kept.
///
/// That is the paper's guarantee and a little more. What differs is when keys are evicted: many at a time, out of twice
/// the capacity, instead of one for each new key.
///
/// To find the keys above a share phi of the total, take a capacity of a few times 1/phi: the errors shrink with it.
/// Once the total has saturated at `u64::MAX`, the intervals are still right (open above where a count has saturated),
/// but N/k is unknown.
///
/// # Complexity
///
/// An update takes amortised O(1); one in `capacity` at most takes O(capacity). That is for hashes that are spread: of
/// keys that were chosen to have one hash, each update takes O(capacity), against which a hasher with a secret key
/// helps ([`with_hasher`](Self::with_hasher)). Memory grows with the keys that are kept, at most 2 `capacity` of them,
/// each in 40 to 64 bytes and the key itself; a merge takes room for the keys of both sides, and keeps it.
///
/// # Examples
///
/// ```
/// use ansatz_sketch::TopK;
///
/// let mut routes = TopK::<String>::new(100)?;
/// for route in ["JFK-LAX", "LGA-ATL", "JFK-LAX", "EWR-SFO", "JFK-LAX", "LGA-ATL"] {
///     routes.update(route, 1);
/// }
/// let top = routes.top(2);
/// assert_eq!((top[0].item.as_str(), top[0].estimate.value), ("JFK-LAX", 3.0));
/// assert_eq!((top[1].item.as_str(), top[1].estimate.value), ("LGA-ATL", 2.0));
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Clone)]
pub struct TopK<K, H = Xxh3> {
    pub(super) summary: Summary<K>,
    pub(super) total: u64,
    pub(super) hasher: H,
}

impl<K> TopK<K> {
    /// An empty summary that keeps the `capacity` most frequent keys, and up to as many more.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless `capacity` is 1 to 2^29.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_sketch::TopK;
    ///
    /// assert_eq!(TopK::<u64>::new(100)?.capacity(), 100);
    /// assert!(TopK::<u64>::new(0).is_err());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn new(capacity: usize) -> Result<Self, ParameterError> {
        Self::with_hasher(capacity, Xxh3::default())
    }
}

impl<K, H> TopK<K, H> {
    /// An empty summary that keeps the `capacity` most frequent keys, and up to as many more, hashed with `hasher`.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless `capacity` is 1 to 2^29.
    ///
    /// # Examples
    ///
    /// Keys that strangers choose want a hasher with a secret key, or they could all meet in one place of the hash
    /// table:
    ///
    /// ```
    /// use ansatz_hash::SipHash;
    /// use ansatz_sketch::TopK;
    ///
    /// let mut top = TopK::<String, _>::with_hasher(100, SipHash::new([7; 16]))?;
    /// top.update("key", 1);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn with_hasher(capacity: usize, hasher: H) -> Result<Self, ParameterError> {
        let capacity = require_range("capacity", capacity, 1..=MAX_CAPACITY)?;
        Ok(Self { summary: Summary::new(capacity), total: 0, hasher })
    }

    /// Forgets everything that was counted.
    ///
    /// # Examples
    ///
    /// ```
    /// # let mut top = ansatz_sketch::TopK::<u64>::new(10)?;
    /// top.update(&7, 3);
    /// top.clear();
    /// assert!(top.is_empty() && top.total() == 0);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn clear(&mut self) {
        self.summary.clear();
        self.total = 0;
    }

    /// The sum of all weights; `u64::MAX` if it is that or more.
    ///
    /// # Examples
    ///
    /// ```
    /// # let mut top = ansatz_sketch::TopK::<u64>::new(10)?;
    /// top.extend([(&7, 3), (&8, 1)]);
    /// assert_eq!(top.total(), 4);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The most that a key which is not kept can have occurred; 0 while every key seen is kept.
    ///
    /// # Examples
    ///
    /// ```
    /// # let mut top = ansatz_sketch::TopK::<u64>::new(1)?;
    /// top.extend([(&7, 3), (&8, 2)]);
    /// assert_eq!(top.floor(), 0);
    /// top.update(&9, 1);
    /// assert_eq!((top.floor(), top.estimate(&9).value, top.estimate(&8).upper), (2, 3.0, 2.0));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn floor(&self) -> u64 {
        self.summary.floor()
    }

    /// The number of keys that are always kept, if there are so many; at most twice as many are.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_sketch::TopK::<u64>::new(10)?.capacity(), 10);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn capacity(&self) -> usize {
        self.summary.capacity()
    }

    /// The number of keys that are kept.
    ///
    /// # Examples
    ///
    /// ```
    /// # let mut top = ansatz_sketch::TopK::<u64>::new(10)?;
    /// top.extend([(&7, 3), (&8, 1), (&7, 1)]);
    /// assert_eq!(top.len(), 2);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn len(&self) -> usize {
        self.summary.entries().len()
    }

    /// Whether nothing is counted.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_sketch::TopK::<u64>::new(10)?.is_empty());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn is_empty(&self) -> bool {
        self.summary.entries().is_empty()
    }

    /// The hasher.
    ///
    /// # Examples
    ///
    /// ```
    /// # let top = ansatz_sketch::TopK::<u64>::new(10)?;
    /// assert_eq!(top.hasher(), &ansatz_hash::Xxh3::default());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn hasher(&self) -> &H {
        &self.hasher
    }

    /// The memory that the summary takes, in bytes, without what its keys own elsewhere (the text of a `String`).
    ///
    /// # Examples
    ///
    /// ```
    /// # let mut top = ansatz_sketch::TopK::<u64>::new(1_000_000)?;
    /// top.update(&7, 3);
    /// assert!(top.memory_bytes() < 1000);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn memory_bytes(&self) -> usize {
        self.summary.memory_bytes() + size_of::<u64>() + size_of::<H>()
    }
}

impl<K: Key, H: KeyHasher> TopK<K, H> {
    /// Counts `key` with a weight; it is copied only if it is not kept yet.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut top = ansatz_sketch::TopK::<String>::new(10)?;
    /// top.update("key", 2);
    /// top.update("key", 3);
    /// assert_eq!(top.estimate("key").value, 5.0);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    #[inline]
    pub fn update<Q>(&mut self, key: &Q, weight: u64)
    where
        K: Borrow<Q>,
        Q: Key + ToOwned<Owned = K> + ?Sized,
    {
        self.update_hash(self.hasher.hash64(key), key, weight);
    }

    /// Counts a key whose hash is known; it must be that of [`hasher`](Self::hasher), or the key will not be found
    /// again.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::KeyHasher;
    ///
    /// # let mut top = ansatz_sketch::TopK::<String>::new(10)?;
    /// let hash = top.hasher().hash64("key");
    /// top.update_hash(hash, "key", 2);
    /// assert_eq!(top.estimate("key").value, 2.0);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    #[inline]
    pub fn update_hash<Q>(&mut self, hash: u64, key: &Q, weight: u64)
    where
        K: Borrow<Q>,
        Q: Key + ToOwned<Owned = K> + ?Sized,
    {
        if weight > 0 {
            self.total = self.total.saturating_add(weight);
            self.summary.update(hash, key, weight);
        }
    }

    /// Adds what `other` has counted; all guarantees hold for both streams together.
    ///
    /// Merging is commutative. It is not associative: which of the least frequent keys remain, and the width of
    /// intervals within their bound, depend on the order of merges.
    ///
    /// # Errors
    ///
    /// [`MergeError`] if capacity or hasher differ; the summary is unchanged then.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_sketch::TopK;
    ///
    /// let mut january = TopK::<String>::new(10)?;
    /// let mut february = january.clone();
    /// january.update("JFK-LAX", 900);
    /// february.update("JFK-LAX", 800);
    /// january.merge(&february)?;
    /// assert_eq!(january.top(1)[0].estimate.value, 1700.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(capacity), on average over the hashes.
    pub fn merge(&mut self, other: &Self) -> Result<(), MergeError>
    where
        K: Clone,
    {
        MergeError::unless_equal("capacity", self.capacity(), other.capacity())?;
        MergeError::unless_equal("hasher", self.hasher.identity(), other.hasher.identity())?;
        self.total = self.total.saturating_add(other.total);
        self.summary.merge(&other.summary);
        Ok(())
    }

    /// How often `key` occurred, with certainty within the interval; the value is its upper end.
    ///
    /// # Examples
    ///
    /// ```
    /// # let mut top = ansatz_sketch::TopK::<String>::new(10)?;
    /// top.update("key", 2);
    /// assert_eq!(top.estimate("key").lower, 2.0);
    /// assert_eq!(top.estimate("another").upper, 0.0);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn estimate<Q>(&self, key: &Q) -> Estimate
    where
        K: Borrow<Q>,
        Q: Key + ?Sized,
    {
        let floor = self.floor();
        self.summary.get(self.hasher.hash64(key), key).map_or_else(|| interval(floor, floor), Entry::estimate)
    }

    /// The `n` keys with the largest counts, or as many as are kept.
    ///
    /// They come by falling value; keys with equal values by falling lower end; where that is equal too, by the bytes
    /// of their encodings, so that equal summaries give equal answers.
    ///
    /// # Examples
    ///
    /// ```
    /// # let mut top = ansatz_sketch::TopK::<String>::new(10)?;
    /// top.extend([("b", 1), ("c", 5), ("a", 1)]);
    /// let items: Vec<_> = top.top(3).into_iter().map(|counted| counted.item).collect();
    /// assert_eq!(items, ["c", "a", "b"]);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(capacity log capacity).
    pub fn top(&self, n: usize) -> Vec<Counted<K>>
    where
        K: Clone,
    {
        self.ranked().into_iter().take(n).map(Entry::counted).collect()
    }

    /// The keys that occurred more than `share` of the total: those that certainly did, and those that may have.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless `share` lies between 0 and 1.
    ///
    /// # Examples
    ///
    /// ```
    /// # let mut top = ansatz_sketch::TopK::<String>::new(10)?;
    /// top.extend([("a", 60), ("b", 30), ("c", 10)]);
    /// let heavy = top.heavy_hitters(0.25)?;
    /// assert_eq!(heavy.guaranteed.len(), 2);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn heavy_hitters(&self, share: f64) -> Result<HeavyHitters<K>, ParameterError>
    where
        K: Clone,
    {
        let share = require_fraction("share", share)?;
        // More than x means at least floor(x) + 1; a product that rounding has moved past an integer moves with it.
        let most_below = libm::floor(share * self.total as f64) as u64;
        Ok(self.at_least(most_below.saturating_add(1)))
    }

    /// The keys that occurred at least `threshold` times: those that certainly did, and those that may have.
    ///
    /// # Examples
    ///
    /// ```
    /// # let mut top = ansatz_sketch::TopK::<String>::new(10)?;
    /// top.extend([("a", 60), ("b", 30), ("c", 10)]);
    /// let heavy = top.at_least(30);
    /// assert_eq!((heavy.guaranteed.len(), heavy.complete), (2, true));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn at_least(&self, threshold: u64) -> HeavyHitters<K>
    where
        K: Clone,
    {
        let reached = self.ranked().into_iter().filter(|entry| entry.count >= threshold);
        let (guaranteed, possible): (Vec<_>, Vec<_>) =
            reached.partition(|entry| entry.count - entry.error >= threshold);
        let counted = |entries: Vec<&Entry<K>>| entries.into_iter().map(Entry::counted).collect();
        let complete = self.floor() < threshold;
        HeavyHitters { guaranteed: counted(guaranteed), possible: counted(possible), complete }
    }

    /// What is kept, in the order of [`top`](Self::top).
    pub(super) fn ranked(&self) -> Vec<&Entry<K>> {
        let mut ranked: Vec<_> = self.summary.entries().iter().collect();
        ranked.sort_unstable_by(|a, b| a.rank(b));
        ranked
    }
}

impl<'a, Q, K, H> Extend<(&'a Q, u64)> for TopK<K, H>
where
    Q: Key + ToOwned<Owned = K> + ?Sized,
    K: Key + Borrow<Q>,
    H: KeyHasher,
{
    /// Counts many keys with their weights.
    fn extend<I: IntoIterator<Item = (&'a Q, u64)>>(&mut self, items: I) {
        for (key, weight) in items {
            self.update(key, weight);
        }
    }
}

impl<K: Key, H: KeyHasher> PartialEq for TopK<K, H> {
    /// Whether both hold the same counts under the same hasher.
    fn eq(&self, other: &Self) -> bool {
        let scalars = |top: &Self| (top.hasher.identity(), top.total, top.capacity(), top.floor(), top.len());
        let same_entry =
            |(a, b): (&&Entry<K>, &&Entry<K>)| (a.count, a.error) == (b.count, b.error) && same_key(&a.key, &b.key);
        scalars(self) == scalars(other) && self.ranked().iter().zip(&other.ranked()).all(same_entry)
    }
}

impl<K, H: KeyHasher> fmt::Debug for TopK<K, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TopK")
            .field("capacity", &self.capacity())
            .field("len", &self.len())
            .field("total", &self.total)
            .field("floor", &self.floor())
            .field("hasher", &format_args!("{}", self.hasher.identity()))
            .finish_non_exhaustive()
    }
}

/// Entries are at most twice as many, and the hash table, which has 32 bits for their places, is at most half full.
const MAX_CAPACITY: usize = 1 << 29;
