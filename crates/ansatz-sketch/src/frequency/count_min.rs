//! Count-Min: a few rows of counters, a key adds to one counter in each, and the least of them bounds its count from
//! above.
//!
//! Every counter of a key holds the key's own weight plus that of the keys that share the counter. A row of w counters
//! adds N/w in expectation, by Markov's inequality more than e N/w with probability at most 1/e; that all d rows do so
//! has probability at most e^-d.
//!
//! G. Cormode and S. Muthukrishnan, *An improved data stream summary: the count-min sketch and its applications*,
//! Journal of Algorithms 55 (2005).

use ansatz_core::{Estimate, MergeError, bytes::Kind};
use ansatz_hash::{KeyHasher, Xxh3};

use super::{surface::surface, table::Table};

/// The Count-Min sketch: how often each key occurred, never too low.
///
/// Cormode and Muthukrishnan, *An improved data stream summary*, Journal of Algorithms 55 (2005).
///
/// # Accuracy
///
/// With N the total of all weights, an estimate is never below the truth, and above it by more than epsilon N with
/// probability at most delta, where epsilon = e / [`width`](Self::width) and delta = e^-[`depth`](Self::depth). The
/// probability is over the hasher's seed, for data that do not depend on it: [`Estimate::confidence`] is 1 - delta, and
/// the upper end, which is the value itself, is certain.
///
/// That the error of one row exceeds epsilon N with probability at most 1/e is proven for pairwise independent hashes.
/// All rows come from one 64-bit hash of the key; that they err independently is a property of the row constants,
/// computed for every pair of rows and measured for all of them.
///
/// Counters and total saturate at `u64::MAX` instead of wrapping round. Where that has happened to the total, the lower
/// end is 0; where it has happened to a key's counters, the upper end is infinite. Both stay so until
/// [`clear`](Self::clear). Above 2^53 an estimate's three values are floats next to the counter's, rounded so that the
/// interval only grows.
///
/// # Complexity
///
/// An update or an estimate touches `depth` counters. Memory is width x depth counters of 4 bytes while the total is
/// below 2^32, of 8 bytes afterwards.
///
/// # Examples
///
/// ```
/// use ansatz_sketch::CountMin;
///
/// let mut hits = CountMin::new(0.001, 0.01)?;
/// hits.update("/index.html", 3);
/// hits.extend([("/about", 1), ("/index.html", 1)]);
///
/// let estimate = hits.estimate("/index.html");
/// assert_eq!((estimate.lower, estimate.value), (4.0, 4.0));
/// assert!(estimate.confidence > 0.99);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Clone)]
pub struct CountMin<H = Xxh3> {
    table: Table,
    hasher: H,
}

surface!(CountMin, KIND, Table::add, Table::add_all, EXACT_ROWS);

impl<H: KeyHasher> CountMin<H> {
    /// Adds the counts of `other`; the result equals the sketch of both streams, so that merging is exact, commutative
    /// and associative.
    ///
    /// # Errors
    ///
    /// [`MergeError`] if width, depth or hasher differ; the sketch is unchanged then.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_sketch::CountMin;
    ///
    /// let mut morning = CountMin::new(0.01, 0.01)?;
    /// let mut evening = morning.clone();
    /// morning.update("key", 5);
    /// evening.update("key", 2);
    /// morning.merge(&evening)?;
    /// assert_eq!(morning.estimate("key").value, 7.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn merge(&mut self, other: &Self) -> Result<(), MergeError> {
        self.require_same_hasher(other)?;
        self.table.merge(&other.table)
    }

    /// How much the two streams have in common: the sum over all keys of the product of their two counts, which is the
    /// size of their join.
    ///
    /// # Accuracy
    ///
    /// Never below the truth, and above it by more than e / width times the product of both totals with probability at
    /// most e^-depth.
    ///
    /// # Errors
    ///
    /// [`MergeError`] if width, depth or hasher differ.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_sketch::CountMin;
    ///
    /// let mut orders = CountMin::new(0.001, 0.01)?;
    /// let mut visits = orders.clone();
    /// orders.extend([("ann", 2), ("bob", 1)]);
    /// visits.extend([("ann", 10), ("cat", 7)]);
    /// assert_eq!(orders.inner_product(&visits)?.value, 20.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn inner_product(&self, other: &Self) -> Result<Estimate, MergeError> {
        self.require_same_hasher(other)?;
        self.table.inner_product(&other.table)
    }

    fn require_same_hasher(&self, other: &Self) -> Result<(), MergeError> {
        MergeError::unless_equal("hasher", self.hasher.identity(), other.hasher.identity())
    }
}

/// Every update adds its weight to each row: the rows of an undecayed sketch sum to the total.
const EXACT_ROWS: bool = true;

const KIND: Kind = Kind::new(*b"CMIN");

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use alloc::string::ToString;

    use ansatz_hash::SeededHasher;

    use super::*;

    #[test]
    fn the_dimensions_are_those_of_the_paper() {
        let sketch = CountMin::new(0.01, 0.001).unwrap();
        assert_eq!((sketch.width(), sketch.depth()), (272, 7));
        assert_eq!((CountMin::new(0.9, 0.9).unwrap().width(), CountMin::new(0.9, 0.9).unwrap().depth()), (4, 1));
    }

    #[test]
    fn nonsense_is_refused_by_name() {
        for epsilon in [0.0, -1.0, 1.0, f64::NAN, f64::INFINITY, 1e-12, 1e-320] {
            assert_eq!(CountMin::new(epsilon, 0.01).unwrap_err().name(), "epsilon", "{epsilon}");
        }
        for delta in [0.0, -1.0, 1.0, f64::NAN, f64::INFINITY, 1e-15, 1e-320] {
            assert_eq!(CountMin::new(0.01, delta).unwrap_err().name(), "delta", "{delta}");
        }
        assert_eq!(CountMin::with_dimensions(0, 4).unwrap_err().name(), "width");
        assert_eq!(CountMin::with_dimensions(usize::MAX, 4).unwrap_err().name(), "width");
        assert_eq!(CountMin::with_dimensions(10, 0).unwrap_err().to_string(), "`depth` is 0, allowed: 1..=32");
        assert_eq!(CountMin::with_dimensions(10, 33).unwrap_err().name(), "depth");
    }

    #[test]
    fn one_counter_counts_everything() {
        let mut sketch = CountMin::with_dimensions(1, 1).unwrap();
        sketch.extend([("a", 3), ("b", 4)]);
        let estimate = sketch.estimate("a");
        assert_eq!((estimate.lower, estimate.value, estimate.upper), (0.0, 7.0, 7.0));
        assert_eq!(sketch.inner_product(&sketch).unwrap().value, 49.0);
    }

    #[test]
    fn streams_without_a_common_key_have_the_product_0() {
        let (mut a, mut b) = (CountMin::with_dimensions(1000, 5).unwrap(), CountMin::with_dimensions(1000, 5).unwrap());
        a.update("a", 3);
        b.update("b", 4);
        let product = a.inner_product(&b).unwrap();
        assert_eq!((product.lower, product.value, product.upper), (0.0, 0.0, 0.0));
    }

    #[test]
    fn sketches_that_do_not_fit_are_refused_by_name() {
        let sketch = CountMin::with_dimensions(10, 2).unwrap();
        let name = |other: &CountMin| {
            assert_eq!(sketch.inner_product(other).unwrap_err(), sketch.clone().merge(other).unwrap_err());
            sketch.clone().merge(other).unwrap_err().name()
        };
        assert_eq!(name(&CountMin::with_dimensions(11, 2).unwrap()), "width");
        assert_eq!(name(&CountMin::with_dimensions(10, 3).unwrap()), "depth");
        assert_eq!(name(&CountMin::with_hasher(10, 2, Xxh3::with_seed(1)).unwrap()), "hasher");
    }

    #[test]
    fn debug_summarises() {
        let mut sketch = CountMin::with_dimensions(1000, 4).unwrap();
        sketch.update("key", 9);
        let text = alloc::format!("{sketch:?}");
        assert_eq!(text, "CountMin { width: 1000, depth: 4, total: 9, hasher: XXH3/0000000000000000 }");
    }
}
