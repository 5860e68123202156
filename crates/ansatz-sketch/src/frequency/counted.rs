//! What SpaceSaving answers: keys with their counts, in order.

use alloc::vec::Vec;
use core::cmp::Ordering;

use ansatz_core::Estimate;
use ansatz_hash::Key;

use super::{
    rounding::{rounded_down, rounded_up},
    summary::{Entry, key_order},
};

/// A key and how often it occurred.
///
/// # Examples
///
/// ```
/// # let mut top = ansatz_sketch::TopK::<u64>::new(10)?;
/// top.update(&7, 3);
/// let counted = &top.top(1)[0];
/// assert_eq!((counted.item, counted.estimate.value), (7, 3.0));
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Counted<K> {
    /// The key.
    pub item: K,
    /// Its count: the interval is certain, the value its upper end.
    pub estimate: Estimate,
}

/// The keys that may have occurred often enough, from [`TopK::heavy_hitters`](crate::TopK::heavy_hitters) or
/// [`TopK::at_least`](crate::TopK::at_least).
///
/// # Examples
///
/// ```
/// # let mut top = ansatz_sketch::TopK::<u64>::new(10)?;
/// top.extend([(&1, 70), (&2, 30)]);
/// let heavy = top.heavy_hitters(0.5)?;
/// assert_eq!((heavy.guaranteed.len(), heavy.possible.len(), heavy.complete), (1, 0, true));
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct HeavyHitters<K> {
    /// Keys that certainly reached the threshold, in the order of [`TopK::top`](crate::TopK::top).
    pub guaranteed: Vec<Counted<K>>,
    /// Keys that reached it or missed it by their error at most, in the same order.
    pub possible: Vec<Counted<K>>,
    /// Whether no other key can have reached it. True for every threshold above total/(capacity + 1).
    pub complete: bool,
}

impl<K: Key> Entry<K> {
    /// The order of [`TopK::top`](crate::TopK::top), which is that of the format too.
    pub(super) fn rank(&self, other: &Self) -> Ordering {
        (other.count, self.error).cmp(&(self.count, other.error)).then_with(|| key_order(&self.key, &other.key))
    }
}

impl<K> Entry<K> {
    pub(super) fn estimate(&self) -> Estimate {
        interval(self.count, self.error)
    }

    pub(super) fn counted(&self) -> Counted<K>
    where
        K: Clone,
    {
        Counted { item: self.key.clone(), estimate: self.estimate() }
    }
}

/// From `count` less `error` to `count`; a saturated count is open above.
pub(super) fn interval(count: u64, error: u64) -> Estimate {
    let upper = if count == u64::MAX { f64::INFINITY } else { rounded_up(count) };
    Estimate::new(count as f64, rounded_down(count - error), upper, 1.0)
}
