//! What a digest answers.

use alloc::vec::Vec;

use super::{
    TDigest,
    centroid::{Centroid, from_key, to_key},
    curve,
};

impl TDigest {
    /// The least value at which the distribution function reaches `q`; `None` if the digest is empty or `q` is NaN.
    ///
    /// `q` below 0 is taken for 0, which gives the minimum, and above 1 for 1, which gives the maximum. A greater `q`
    /// never gives a smaller value. Of up to `compression` different values this is exact: the value of rank
    /// ceil(q x count).
    ///
    /// # Complexity
    ///
    /// O(log compression) after [`flush`](Self::flush); with values in the buffer, packing a copy comes first.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_sketch::TDigest;
    /// let mut digest = TDigest::new(100.0)?;
    /// assert_eq!(digest.quantile(0.5), None);
    /// digest.extend((1..=100).map(f64::from));
    /// assert_eq!(digest.quantile(0.07), Some(7.0));
    /// assert_eq!(digest.quantile(1.5), digest.max());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn quantile(&self, q: f64) -> Option<f64> {
        curve::quantile(&self.centroid_view(), q)
    }

    /// The fraction of the weight at values up to and including `x`; `None` if the digest is empty or `x` is NaN.
    ///
    /// A greater `x` never gives a smaller fraction. `quantile(cdf(x))` is `x` where the values lie dense, and the
    /// nearest value at or below `x` where they are known one by one.
    ///
    /// # Complexity
    ///
    /// O(log compression) after [`flush`](Self::flush); with values in the buffer, packing a copy comes first.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_sketch::TDigest;
    /// let mut digest = TDigest::new(100.0)?;
    /// digest.extend([10.0, 20.0, 30.0, 40.0]);
    /// assert_eq!(digest.cdf(9.9), Some(0.0));
    /// assert_eq!(digest.cdf(20.0), Some(0.5));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn cdf(&self, x: f64) -> Option<f64> {
        curve::cdf(&self.centroid_view(), x)
    }

    /// The least value, exactly; `None` if the digest is empty. -0.0 is less than 0.0.
    ///
    /// # Complexity
    ///
    /// O(buffered values).
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_sketch::TDigest;
    /// let mut digest = TDigest::new(100.0)?;
    /// digest.extend([3.0, 1.0, 2.0]);
    /// assert_eq!(digest.min(), Some(1.0));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn min(&self) -> Option<f64> {
        self.extreme_keys().min().map(from_key)
    }

    /// The greatest value, exactly; `None` if the digest is empty. 0.0 is greater than -0.0.
    ///
    /// # Complexity
    ///
    /// O(buffered values).
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_sketch::TDigest;
    /// let mut digest = TDigest::new(100.0)?;
    /// digest.extend([3.0, 1.0, 2.0]);
    /// assert_eq!(digest.max(), Some(3.0));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn max(&self) -> Option<f64> {
        self.extreme_keys().max().map(from_key)
    }

    /// How many values were taken in, exactly (up to 2^64 - 1).
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_sketch::TDigest;
    /// let mut digest = TDigest::new(100.0)?;
    /// digest.update(1.0, 2.5)?;
    /// assert_eq!(digest.count(), 1);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn count(&self) -> u64 {
        self.count.saturating_add(self.values.len() as u64)
    }

    /// How many values were left out because they are NaN or infinite.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_sketch::TDigest;
    /// let mut digest = TDigest::new(100.0)?;
    /// digest.extend([1.0, f64::NAN, f64::INFINITY]);
    /// assert_eq!((digest.skipped(), digest.count()), (2, 1));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn skipped(&self) -> u64 {
        self.skipped
    }

    /// The sum of all weights.
    ///
    /// # Accuracy
    ///
    /// Exact up to 2^53 if all weights are whole; off by at most count x 2^-53 of itself if not.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_sketch::TDigest;
    /// let mut digest = TDigest::new(100.0)?;
    /// digest.insert(1.0);
    /// digest.update(1.0, 2.5)?;
    /// assert_eq!(digest.total_weight(), 3.5);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn total_weight(&self) -> f64 {
        self.total + self.values.len() as f64
    }

    /// Whether no value was taken in (some may have been skipped).
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_sketch::TDigest::new(100.0)?.is_empty());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn is_empty(&self) -> bool {
        self.count() == 0
    }

    /// The most centroids that there may be.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_sketch::TDigest::new(100.0)?.compression(), 100.0);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn compression(&self) -> f64 {
        self.compression
    }

    /// The centroids in order, each as its mean and its weight.
    ///
    /// # Complexity
    ///
    /// O(compression) after [`flush`](Self::flush); with values in the buffer, packing a copy comes first.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_sketch::TDigest;
    /// let mut digest = TDigest::new(100.0)?;
    /// digest.extend([2.0, 1.0, 2.0]);
    /// assert_eq!(digest.centroids(), [(1.0, 1.0), (2.0, 2.0)]);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn centroids(&self) -> Vec<(f64, f64)> {
        self.centroid_view().iter().map(|centroid| (centroid.mean, centroid.weight())).collect()
    }

    /// The memory that the digest takes at present, its buffer and spare room included.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_sketch::TDigest;
    /// let mut digest = TDigest::new(200.0)?;
    /// digest.extend((0..1_000_000).map(f64::from));
    /// assert!(digest.memory_bytes() < 24 * 1024);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn memory_bytes(&self) -> usize {
        let centroids = self.packed.capacity() + self.loose.capacity();
        size_of::<Self>() + centroids * size_of::<Centroid>() + self.values.capacity() * size_of::<i64>()
    }

    /// The keys of values among which are the least and the greatest.
    fn extreme_keys(&self) -> impl Iterator<Item = i64> + '_ {
        let ends = self.packed.first().into_iter().chain(self.packed.last());
        // The mean of a mixed centroid lies between the ends of its digest, which are here too.
        let centroids = ends.chain(&self.loose).map(|centroid| to_key(centroid.mean));
        centroids.chain(self.values.iter().copied())
    }
}
