//! Count-Min with conservative update: a key's counters are raised only as far as its own count needs.
//!
//! If the least of a key's counters is m, its count is at most m, and after w more of it at most m + w. Counters that
//! are above that already are left alone, which spares the keys that share them.
//!
//! C. Estan and G. Varghese, *New directions in traffic measurement and accounting*, SIGCOMM (2002); A. Goyal,
//! H. Daume and G. Cormode, *Sketch algorithms for estimating point queries in NLP*, EMNLP (2012).

use ansatz_core::bytes::Kind;
use ansatz_hash::Xxh3;

use super::{surface::surface, table::Table};

/// The Count-Min sketch with conservative update: how often each key occurred, never too low, and never higher than
/// [`CountMin`](crate::CountMin) would say.
///
/// Estan and Varghese, *New directions in traffic measurement and accounting*, SIGCOMM (2002).
///
/// # Accuracy
///
/// Each estimate lies between the truth and the estimate of a plain [`CountMin`](crate::CountMin) of the same
/// dimensions and hasher after the same updates and halvings, so that its bound holds here. On skewed data the
/// error is usually several times smaller; no better bound is promised.
///
/// # What it cannot do
///
/// The counters depend on the order of the updates and are no sums over keys any more. So there is no inner product:
/// that of two such tables can fall *below* the truth. And there is no `merge`: adding counters would keep the upper
/// bound, but the result would not be the sketch of both streams in any order, and would lose what the conservative
/// update had gained. Use [`CountMin`](crate::CountMin) for both.
///
/// # Complexity
///
/// An update reads `depth` counters and writes those that must rise; it takes somewhat longer than a plain one. Memory
/// is width x depth counters of 4 bytes while the total is below 2^32, of 8 bytes afterwards.
///
/// # Examples
///
/// ```
/// use ansatz_sketch::ConservativeCountMin;
///
/// let mut words = ConservativeCountMin::new(0.001, 0.01)?;
/// words.extend([("the", 60), ("of", 30), ("the", 9)]);
/// assert_eq!(words.estimate("the").value, 69.0);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Clone)]
pub struct ConservativeCountMin<H = Xxh3> {
    table: Table,
    hasher: H,
}

surface!(ConservativeCountMin, KIND, Table::raise, Table::raise_all, EXACT_ROWS);

/// Counters that are high enough do not take an update's weight: a row may sum to less than the total.
const EXACT_ROWS: bool = false;

const KIND: Kind = Kind::new(*b"CMCU");

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::CountMin;

    /// Hashes whose columns in rows 0 and 1 of a table of width 2 are as asked.
    fn hash_in(first: usize, second: usize) -> u64 {
        let column = |hash: u64, row: usize| {
            let mut probe = CountMin::with_dimensions(2, row + 1).unwrap();
            probe.update_hash(hash, 1);
            // Cells follow the header: ANSZ CMIN 1 0, 12 bytes of identity, 4 + 1 of dimensions, 4 + 8 of counts.
            let cells = &probe.to_bytes()[39..];
            usize::from(cells[8 * row] == 0)
        };
        (0..64).map(|bit| 1 << bit).find(|&hash| column(hash, 0) == first && column(hash, 1) == second).unwrap()
    }

    #[test]
    fn a_counter_that_is_high_enough_is_left_alone() {
        let (a, b, c) = (hash_in(0, 0), hash_in(0, 1), hash_in(1, 1));
        let mut conservative = ConservativeCountMin::with_dimensions(2, 2).unwrap();
        let mut plain = CountMin::with_dimensions(2, 2).unwrap();
        for (hash, weight) in [(a, 5), (b, 2), (c, 1)] {
            conservative.update_hash(hash, weight);
            plain.update_hash(hash, weight);
        }
        // Row 0 holds a and b, then c; row 1 holds a, then b and c. The 2 of b leaves row 0 at 5; c raises both to 1.
        assert_eq!([a, b, c].map(|hash| plain.estimate_hash(hash).value), [5.0, 3.0, 1.0]);
        assert_eq!([a, b, c].map(|hash| conservative.estimate_hash(hash).value), [5.0, 2.0, 1.0]);
        assert_eq!(conservative.total(), plain.total());
    }

    #[test]
    fn a_batch_is_the_same_as_one_by_one() {
        let items = (0..1000u64).map(|i| (i * i % 97, i % 5));
        let (mut batch, mut single) = (
            ConservativeCountMin::with_dimensions(30, 3).unwrap(),
            ConservativeCountMin::with_dimensions(30, 3).unwrap(),
        );
        batch.extend(items.clone());
        items.for_each(|(key, weight)| single.update(&key, weight));
        assert_eq!(batch, single);
    }
}
