//! The t-digest, merging variant, with the scale function k2.
//!
//! Values are collected in a buffer; when it is full it is sorted and packed, together with the centroids that are there,
//! into fewer centroids. A centroid may grow in proportion to its distance from the nearer end of the distribution, so
//! that quantiles near 0 and 1 are known best.
//!
//! T. Dunning and O. Ertl, *Computing Extremely Accurate Quantiles Using t-Digests*, arXiv:1902.04023 (2019).

mod centroid;
mod curve;
mod format;
mod packing;
mod queries;
mod scale;
mod traits;

use alloc::{borrow::Cow, vec::Vec};

use ansatz_core::{DecodeError, MergeError, ParameterError, require_positive, require_range};

use centroid::{Centroid, to_key};
use packing::Parts;

/// How the values of a stream are distributed: any quantile, and the fraction of values up to any point.
///
/// # Examples
///
/// ```
/// use ansatz_sketch::TDigest;
///
/// let mut latencies = TDigest::new(200.0)?;
/// latencies.extend((1..=100_000).map(f64::from));
/// let p99 = latencies.quantile(0.99).unwrap();
/// assert!((p99 - 99_000.0).abs() < 50.0);
/// assert_eq!(latencies.max(), Some(100_000.0));
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Accuracy
///
/// What is guaranteed:
///
/// * `count`, `skipped`, `min` and `max` are exact, and so is the total weight if all weights are whole and it is at
///   most 2^53; other totals are off by at most count x 2^-53 of themselves.
/// * There are never more than `compression` centroids, after any number of inserts and merges. Up to that many
///   *different* values are all kept, and every answer about them is exact.
/// * A centroid that holds different values has k-size at most 1: ln(odds at its end) - ln(odds at its begin) is at most
///   h = 4 ln(count) / (compression - 6), where the odds at a rank are those of the weight below to the weight above.
///   (Weights other than 1 may make an exception of the outermost 1 / count of the weight at either end.) Merging with
///   a digest of a smaller compression brings in centroids of its size.
/// * `quantile` and `cdf` are monotone, and walk the same line: cdf(quantile(q)) is at least q, up to the rounding of
///   both answers (where many values lie between two neighbouring floats, no float divides them).
///
/// How far a rank is off is empirical, not bounded: later values may fall anywhere within a centroid. In units of
/// q (1 - q) h, about the largest weight of a centroid at q, the largest error over 203 q and a million values was:
///
/// | values | largest error |
/// |---|---|
/// | uniform, normal, log-normal, exponential, in random, rising or falling order, inside out | 0.09 |
/// | the same as an organ pipe or in 1,000 rising runs; whole minutes (a few hundred different values) | 0.5 |
/// | the same when both extremes come first and close in on one quantile; two clusters far apart | 1.5 |
/// | half of them 0, half spread over 300 powers of ten: means say little there, insert logarithms instead | 6.5 |
///
/// (`cargo run --release -p ansatz-benches --bin sketch_table quantile`, compression 250, where h = 0.23; errors scale
/// with h.) k2 was chosen over k1 for the tails: at equal bytes k1 halves the error at the median, but at q = 0.0001 and
/// 0.9999 it is 10 times larger, and larger than that of the digests people use today.
///
/// # Complexity
///
/// An insert is a store into a buffer of 8 to 16 x `compression` values, amortised O(log compression) for sorting it.
/// A query takes O(log compression) if the buffer is empty, and else packs a copy of the buffer first: call
/// [`flush`](Self::flush) before many queries. A centroid takes 24 bytes in memory and about 10 in
/// [`to_bytes`](Self::to_bytes).
///
/// # References
///
/// T. Dunning and O. Ertl, *Computing Extremely Accurate Quantiles Using t-Digests*, arXiv:1902.04023 (2019): the
/// merging variant with scale function k2.
#[derive(Clone)]
pub struct TDigest {
    compression: f64,
    /// In order of their means; the first and the last hold one value each.
    packed: Vec<Centroid>,
    /// Values with weights, and centroids of merged digests, that are still to be packed.
    loose: Vec<Centroid>,
    /// Values of weight 1 that are still to be packed, as keys.
    values: Vec<i64>,
    /// Everything but `values`.
    count: u64,
    /// The weight of everything but `values`.
    total: f64,
    skipped: u64,
}

impl TDigest {
    /// An empty digest of at most `compression` centroids, 20 to 100,000; 200 is a good start.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if `compression` is outside 20..=100000.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_sketch::TDigest;
    ///
    /// assert!(TDigest::new(200.0)?.is_empty());
    /// assert!(TDigest::new(f64::NAN).is_err());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn new(compression: f64) -> Result<Self, ParameterError> {
        let compression = require_range("compression", compression, COMPRESSIONS)?;
        Ok(Self {
            compression,
            packed: Vec::new(),
            loose: Vec::new(),
            values: Vec::new(),
            count: 0,
            total: 0.0,
            skipped: 0,
        })
    }

    /// Takes in one value with weight 1; a value that is not finite is only counted, see [`skipped`](Self::skipped).
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_sketch::TDigest;
    /// let mut digest = TDigest::new(100.0)?;
    /// digest.insert(2.5);
    /// digest.insert(f64::NAN);
    /// assert_eq!((digest.count(), digest.skipped()), (1, 1));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    #[inline]
    pub fn insert(&mut self, value: f64) {
        if !value.is_finite() {
            self.skipped = self.skipped.saturating_add(1);
            return;
        }
        if self.values.len() == self.values.capacity() {
            self.make_room();
        }
        self.values.push(to_key(value));
    }

    /// Takes in one value with a weight; a value that is not finite is only counted, see [`skipped`](Self::skipped).
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if `weight` is not finite and positive, or if the total weight would exceed 1e300; the digest
    /// is unchanged.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_sketch::TDigest;
    /// let mut digest = TDigest::new(100.0)?;
    /// digest.update(1.0, 3.0)?;
    /// digest.update(5.0, 1.0)?;
    /// assert_eq!(digest.cdf(1.0), Some(0.75));
    /// assert!(digest.update(1.0, 0.0).is_err());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn update(&mut self, value: f64, weight: f64) -> Result<(), ParameterError> {
        let weight = require_positive("weight", weight)?;
        if self.total_weight() + weight > TOTAL_LIMIT {
            return Err(ParameterError::new("weight", weight, "a total weight of at most 1e300"));
        }
        if !value.is_finite() || weight == 1.0 {
            self.insert(value);
            return Ok(());
        }
        self.loose.push(Centroid::single(value, weight));
        self.count = self.count.saturating_add(1);
        self.total += weight;
        if self.loose.len() >= self.loose_limit() {
            self.flush();
        }
        Ok(())
    }

    /// Takes in everything that `other` has taken in, as if this digest had.
    ///
    /// The compression stays this digest's own. Count, total weight, minimum and maximum do not depend on the order of
    /// merges (a total that is not exact does in its last bits); centroids do, within their limits.
    ///
    /// # Errors
    ///
    /// [`MergeError`] if the total weight would exceed 1e300; the digest is unchanged.
    ///
    /// # Complexity
    ///
    /// A copy of `other`'s centroids and buffer, and one packing for every few copies.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_sketch::TDigest;
    /// let (mut monday, mut tuesday) = (TDigest::new(100.0)?, TDigest::new(100.0)?);
    /// monday.insert(1.0);
    /// tuesday.insert(3.0);
    /// monday.merge(&tuesday)?;
    /// assert_eq!((monday.count(), monday.max()), (2, Some(3.0)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn merge(&mut self, other: &Self) -> Result<(), MergeError> {
        if self.total_weight() + other.total_weight() > TOTAL_LIMIT {
            return Err(MergeError::new("total_weight", self.total_weight(), other.total_weight()));
        }
        self.loose.extend_from_slice(&other.packed);
        self.loose.extend_from_slice(&other.loose);
        self.values.extend_from_slice(&other.values);
        self.count = self.count.saturating_add(other.count);
        self.total += other.total;
        self.skipped = self.skipped.saturating_add(other.skipped);
        if self.loose.len() >= self.loose_limit() || self.values.len() >= self.buffer_limit() {
            self.flush();
        }
        Ok(())
    }

    /// Packs what the buffer holds, which makes the queries that follow cheap. No answer changes.
    ///
    /// # Complexity
    ///
    /// O(b log b) for b buffered values; nothing if there are none.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_sketch::TDigest;
    /// let mut digest = TDigest::new(100.0)?;
    /// digest.extend([3.0, 1.0, 2.0]);
    /// digest.flush();
    /// assert_eq!(digest.quantile(0.5), Some(2.0));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn flush(&mut self) {
        if self.is_flushed() {
            return;
        }
        self.count = self.count();
        self.total = self.total_weight();
        self.packed = Parts {
            compression: self.compression,
            count: self.count,
            packed: &self.packed,
            loose: &mut self.loose,
            values: &mut self.values,
        }
        .pack();
        self.loose.clear();
        self.values.clear();
        // A merge may have brought in more than this digest's own buffers hold. (A few digests and the centroids that
        // they are packed with fit in twice the limit: memory that is given back would be taken again at once.)
        self.loose.shrink_to(2 * self.loose_limit());
        self.values.shrink_to(self.buffer_limit());
    }

    /// Forgets all values, and keeps the memory.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_sketch::TDigest;
    /// let mut digest = TDigest::new(100.0)?;
    /// digest.insert(1.0);
    /// digest.clear();
    /// assert!(digest.is_empty());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn clear(&mut self) {
        self.packed.clear();
        self.loose.clear();
        self.values.clear();
        (self.count, self.total, self.skipped) = (0, 0.0, 0);
    }

    /// The digest as bytes (kind `TDIG`, docs/formats.md): about 10 for a centroid, and 50.
    ///
    /// The buffer is written as the centroids that it is packed to; every answer of the decoded digest is, bit for bit,
    /// that of this one, and the two are equal.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_sketch::TDigest;
    /// let mut digest = TDigest::new(100.0)?;
    /// digest.extend([3.0, 1.0, 2.0]);
    /// assert_eq!(TDigest::from_bytes(&digest.to_bytes())?, digest);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        format::encode(self, &self.centroid_view())
    }

    /// The digest that [`to_bytes`](Self::to_bytes) wrote.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] if the bytes are not what a digest writes: every field is checked, and nothing is allocated that
    /// the input does not account for.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_sketch::TDigest::from_bytes(b"not a digest").is_err());
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        format::decode(bytes)
    }

    /// All that was taken in as centroids: those that are there, or a packed copy with what waits.
    fn centroid_view(&self) -> Cow<'_, [Centroid]> {
        if self.is_flushed() {
            return Cow::Borrowed(&self.packed);
        }
        let parts = Parts {
            compression: self.compression,
            count: self.count(),
            packed: &self.packed,
            loose: &mut self.loose.clone(),
            values: &mut self.values.clone(),
        };
        Cow::Owned(parts.pack())
    }

    fn is_flushed(&self) -> bool {
        self.loose.is_empty() && self.values.is_empty()
    }

    /// Grows the buffer up to its limit, and packs it when it is full.
    #[cold]
    fn make_room(&mut self) {
        let limit = self.buffer_limit();
        if self.values.len() >= limit {
            self.flush();
        } else {
            let grown = (4 * self.values.len()).clamp(SMALLEST_BUFFER, limit);
            self.values.reserve_exact(grown - self.values.len());
        }
    }

    fn room(&self) -> usize {
        self.compression as usize
    }

    /// Values of weight 1 that wait at most: a power of two, 8 to 16 times the centroids.
    fn buffer_limit(&self) -> usize {
        (BUFFER_FACTOR * self.room()).next_power_of_two()
    }

    /// Centroids that wait at most, so that they take as much memory as the buffer of values.
    fn loose_limit(&self) -> usize {
        self.buffer_limit() / 4
    }
}

/// Below 20 the bound on the number of centroids leaves too few; above 100,000 exact quantiles cost less.
const COMPRESSIONS: core::ops::RangeInclusive<f64> = 20.0..=100_000.0;

/// Room for sums of weights, and for products with odds, before a float overflows.
const TOTAL_LIMIT: f64 = 1e300;

/// Of 4, 8 and 16, tried at compression 380, 4 was slower every time, and 16 not reliably faster.
const BUFFER_FACTOR: usize = 8;

/// A digest of few values is small.
const SMALLEST_BUFFER: usize = 16;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use alloc::{format, string::ToString, vec, vec::Vec};

    use ansatz_random::{Stream, rand_core::Rng};

    use super::*;

    fn digest(compression: f64, values: impl IntoIterator<Item = f64>) -> TDigest {
        let mut digest = TDigest::new(compression).unwrap();
        digest.extend(values);
        digest
    }

    fn uniform(index: u64, count: usize) -> Vec<f64> {
        let mut random = Stream::new(9, index);
        (0..count).map(|_| (random.next_u64() >> 11) as f64).collect()
    }

    /// The largest k-size of a centroid that holds different values, by the definition.
    fn largest_k_size(digest: &TDigest) -> f64 {
        let view = digest.centroid_view();
        let total = view.last().unwrap().end;
        let h = scale::step(digest.compression, digest.count() as f64);
        let odds = |rank: f64| libm::log(rank / (total - rank));
        let mixed = view.iter().filter(|centroid| centroid.mixed());
        mixed.map(|here| (odds(here.end) - odds(here.end - here.weight())) / h).fold(0.0, f64::max)
    }

    #[test]
    fn no_values_have_no_answers() {
        let digest = TDigest::new(100.0).unwrap();
        assert_eq!((digest.quantile(0.5), digest.cdf(0.0), digest.min(), digest.max()), (None, None, None, None));
        assert!(digest.centroids().is_empty());
        assert!(TDigest::from_bytes(&digest.to_bytes()).unwrap().is_empty());
    }

    #[test]
    fn compressions_are_checked() {
        for bad in [f64::NAN, 19.9, 100_000.1, f64::INFINITY, -1.0] {
            assert_eq!(TDigest::new(bad).unwrap_err().name(), "compression");
        }
        assert!(TDigest::new(20.0).is_ok() && TDigest::new(100_000.0).is_ok());
    }

    #[test]
    fn questions_outside_the_range_have_the_extremes_for_answers() {
        let digest = digest(100.0, [1.0, 2.0]);
        assert_eq!((digest.quantile(-3.0), digest.quantile(f64::INFINITY)), (Some(1.0), Some(2.0)));
        assert_eq!((digest.quantile(f64::NAN), digest.cdf(f64::NAN)), (None, None));
    }

    /// By hand: 12 values, 20 centroids' worth of room, so that all stay; then a line between two mixed centroids.
    #[test]
    fn the_line_passes_the_middles() {
        let centroids = [
            Centroid::placed(0.0, 1.0, 1.0),
            Centroid::placed(10.0, -4.0, 5.0),
            Centroid::placed(20.0, -2.0, 7.0),
            Centroid::placed(20.0, 1.0, 8.0),
        ];
        let quantile = |q| curve::quantile(&centroids, q).unwrap();
        let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a}, not {b}");
        // Up to rank 1 the minimum; from there to 10 at rank 3, then to 20 at rank 6, where it stays.
        near(quantile(1.0 / 8.0), 0.0);
        near(quantile(2.0 / 8.0), 5.0);
        near(quantile(3.0 / 8.0), 10.0);
        near(quantile(4.5 / 8.0), 15.0);
        near(quantile(6.5 / 8.0), 20.0);
        let cdf = |x| curve::cdf(&centroids, x).unwrap();
        near(cdf(0.0), 1.0 / 8.0);
        near(cdf(5.0), 2.0 / 8.0);
        near(cdf(15.0), 4.5 / 8.0);
        near(cdf(19.999_999_999_999_99), 6.0 / 8.0);
        near(cdf(20.0), 1.0);
    }

    #[test]
    fn a_centroid_never_grows_beyond_one_step_of_k() {
        for compression in [20.0, 33.3, 100.0, 500.0] {
            let values = uniform(1, 100_000);
            let mut merged = TDigest::new(compression).unwrap();
            for part in values.chunks(777) {
                merged.merge(&digest(compression, part.iter().copied())).unwrap();
            }
            let mut sorted = values.clone();
            sorted.sort_by(f64::total_cmp);
            let sides = sorted.iter().zip(sorted.iter().rev()).flat_map(|(a, b)| [*a, *b]).take(sorted.len());
            for (name, digest) in [
                ("random", digest(compression, values)),
                ("merged", merged),
                ("falling", digest(compression, sorted.iter().rev().copied())),
                ("outside in", digest(compression, sides)),
                ("rising", digest(compression, sorted.iter().copied())),
            ] {
                let largest = largest_k_size(&digest);
                assert!(largest > 0.5 && largest <= 1.0 + 1e-9, "{compression}, {name}: {largest}");
                assert!(digest.centroids().len() <= compression as usize);
            }
        }
    }

    #[test]
    fn a_frequent_value_stays_exact() {
        // 300 rare values and 7 frequent ones, each of which has a k-size above 1 and so a centroid of its own.
        let mut random = Stream::new(9, 2);
        let values = (0..200_000).map(|_| match random.next_u64() % 10 {
            rare @ 0..3 => (rare * 100 + random.next_u64() % 100) as f64,
            frequent => 1000.0 * frequent as f64,
        });
        let values: Vec<f64> = values.collect();
        let mut digest = digest(200.0, values.iter().copied());
        digest.flush();
        for frequent in 3..10 {
            let x = 1000.0 * f64::from(frequent);
            let exact = values.iter().filter(|&&value| value <= x).count() as f64 / values.len() as f64;
            assert_eq!(digest.cdf(x), Some(exact));
            assert_eq!(digest.quantile(exact), Some(x));
        }
    }

    #[test]
    fn the_largest_floats_do_not_overflow() {
        let mut extremes = digest(20.0, (0..10_000).map(|i| if i % 2 == 0 { f64::MAX } else { -f64::MAX }));
        extremes.extend((0..10_000).map(|i| f64::MAX * (f64::from(i) / 5000.0 - 1.0)));
        extremes.flush();
        assert!(extremes.centroids().iter().all(|(mean, _)| mean.is_finite()));
        let answers: Vec<f64> = (0..=1000).filter_map(|i| extremes.quantile(f64::from(i) / 1000.0)).collect();
        assert!(answers.len() == 1001 && answers.is_sorted() && answers.iter().all(|x| x.is_finite()));
        assert_eq!((extremes.min(), extremes.max()), (Some(-f64::MAX), Some(f64::MAX)));
        let middle = extremes.cdf(0.0).unwrap();
        assert!((middle - 0.5).abs() < 0.05, "{middle}");
    }

    #[test]
    fn the_two_zeros_are_told_apart() {
        let zeros = digest(100.0, [0.0, -0.0, 0.0]);
        assert_eq!(zeros.min().map(f64::to_bits), Some((-0.0f64).to_bits()));
        assert_eq!(zeros.max().map(f64::to_bits), Some(0.0f64.to_bits()));
        assert_eq!(zeros.cdf(-0.0), Some(1.0));
    }

    #[test]
    fn the_smallest_floats_keep_their_order() {
        let tiny = digest(20.0, (0..5000).map(|i| f64::from_bits(i % 40)));
        assert_eq!((tiny.min(), tiny.max()), (Some(0.0), Some(f64::from_bits(39))));
        let answers: Vec<f64> = (0..=100).filter_map(|i| tiny.quantile(f64::from(i) / 100.0)).collect();
        assert!(answers.is_sorted());
    }

    #[test]
    fn weights_are_checked_and_nothing_changes() {
        let mut digest = digest(100.0, [1.0]);
        for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(digest.update(2.0, bad).unwrap_err().name(), "weight");
        }
        digest.update(2.0, 9e299).unwrap();
        let error = digest.update(2.0, 9e299).unwrap_err();
        assert!(error.to_string().ends_with("allowed: a total weight of at most 1e300"));
        digest.update(f64::NAN, 5.0).unwrap();
        assert_eq!((digest.count(), digest.skipped(), digest.total_weight()), (2, 1, 9e299));
    }

    #[test]
    fn a_merge_that_weighs_too_much_is_refused() {
        let mut digest = digest(100.0, [1.0]);
        digest.update(2.0, 9e299).unwrap();
        let copy = digest.clone();
        assert_eq!(digest.merge(&copy).unwrap_err().name(), "total_weight");
        assert_eq!(digest, copy);
    }

    #[test]
    fn infinitesimal_weights_count_for_nothing_and_are_counted() {
        let mut digest = TDigest::new(20.0).unwrap();
        for i in 0..5000 {
            digest.update(f64::from(i), if i == 2500 { 1e200 } else { 5e-324 }).unwrap();
        }
        digest.flush();
        assert_eq!((digest.count(), digest.min(), digest.max()), (5000, Some(0.0), Some(4999.0)));
        assert!(digest.centroids().len() <= 20);
        assert_eq!((digest.quantile(0.0), digest.quantile(1.0)), (Some(0.0), Some(4999.0)));
        assert!((digest.quantile(0.5).unwrap() - 2500.0).abs() < 1.0);
    }

    #[test]
    fn the_total_stays_exact_beyond_what_single_steps_could_add() {
        // 2^53 + 1 is no float: a unit at a time would be lost, a buffer is not.
        let mut digest = TDigest::new(20.0).unwrap();
        digest.update(0.5, 9_007_199_254_740_992.0).unwrap();
        digest.extend(vec![1.0; 100]);
        assert_eq!(digest.total_weight(), 9_007_199_254_741_092.0);
    }

    #[test]
    fn small_digests_are_small() {
        let mut digest = digest(1000.0, [1.0, 2.0]);
        assert!(digest.memory_bytes() <= 256);
        digest.extend((0..100_000).map(f64::from));
        let large = digest.memory_bytes();
        assert!(large <= 8 * 16_384 + 24 * 2 * 1024 + 256, "{large}");
        digest.clear();
        assert_eq!((digest.count(), digest.quantile(0.5), digest.memory_bytes()), (0, None, large));
    }

    #[test]
    fn a_merge_does_not_keep_the_memory_of_a_larger_digest() {
        let mut small = digest(20.0, uniform(3, 1000));
        small.merge(&digest(10_000.0, uniform(4, 150_000))).unwrap();
        assert_eq!(small.count(), 151_000);
        small.flush();
        assert!(small.memory_bytes() < 8 * 256 + 24 * (2 * 64 + 2 * 20) + 256, "{}", small.memory_bytes());
    }

    #[test]
    fn debug_is_a_summary() {
        let text = format!("{:?}", digest(100.0, uniform(5, 10_000)));
        assert!(text.contains("count: 10000") && text.len() < 250, "{text}");
    }

    #[test]
    fn equality_is_about_what_was_taken_in() {
        let (a, b) = (digest(100.0, [1.0, 2.0]), digest(100.0, [2.0, 1.0]));
        assert_eq!(a, b);
        assert_ne!(a, digest(100.0, [1.0, 3.0]));
        assert_ne!(a, digest(101.0, [1.0, 2.0]));
        assert_ne!(a, digest(100.0, [1.0, 2.0, f64::NAN]));
    }
}
