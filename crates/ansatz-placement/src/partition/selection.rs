//! The keys that a condition selects, and the shards that hold them.

use alloc::{collections::BTreeSet, vec::Vec};
use core::fmt;

use ansatz_hash::Key;

use super::shard_key::ShardKey;
use crate::Placer;

/// The values from `start` up to `end`, which is left out; all from `start` on if there is no end.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Interval<V> {
    /// The least value in it.
    pub start: V,
    /// The least value above it.
    pub end: Option<V>,
}

/// What a [`Predicate`](crate::Predicate) selects: a union of intervals, and whether rows without a key belong to it.
///
/// The intervals ascend, and neither overlap nor touch: conditions that select the same keys have equal selections.
///
/// # Examples
///
/// ```
/// use ansatz_placement::Predicate;
///
/// let one = Predicate::range(3..7) | Predicate::range(5..9);
/// let other = !(Predicate::range(..3) | Predicate::range(9..));
/// assert_eq!(one.selection(), other.selection());
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Selection<V> {
    intervals: Vec<Interval<V>>,
    null: bool,
}

impl<V: ShardKey> Selection<V> {
    pub(super) fn new(intervals: Vec<Interval<V>>, null: bool) -> Self {
        Self { intervals, null }
    }

    /// Whether a row with this key, or without one, is selected.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::Predicate;
    ///
    /// let selection = Predicate::range(3..7).selection();
    /// assert!(selection.contains(Some(&6)) && !selection.contains(Some(&7)) && !selection.contains(None));
    /// ```
    pub fn contains(&self, key: Option<&V>) -> bool {
        let Some(key) = key else { return self.null };
        let after = self.intervals.partition_point(|interval| interval.start <= *key);
        let candidate = after.checked_sub(1).and_then(|index| self.intervals.get(index));
        candidate.is_some_and(|interval| interval.end.as_ref().is_none_or(|end| key < end))
    }

    /// The shards that the query must ask where a function places rows: those numbered below `shards` that `place`
    /// gives to a selected key, ascending.
    ///
    /// `place` is given `None` for a row without a key. Ranges of few values (whole numbers, mostly) are taken apart:
    /// together with the single values they may hold 4,096 values more than there are intervals; beyond that every
    /// shard must be asked, since so many hashes hardly leave one out. A shard is missed never, and named
    /// needlessly only then.
    ///
    /// # Complexity
    ///
    /// O((intervals + 4,096) x the cost of `place`).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::{KeyHasher, Xxh3};
    /// use ansatz_placement::Predicate;
    ///
    /// let shard = |key: Option<&u32>| key.map_or(0, |key| (Xxh3::default().hash64(key) % 16) as usize);
    /// let two = Predicate::one_of([10, 20]).selection().shards(16, shard);
    /// assert_eq!(two, [2, 5]);
    /// assert_eq!(Predicate::range(1_000_000..).selection().shards(16, shard).len(), 16);
    /// ```
    pub fn shards(&self, shards: usize, mut place: impl FnMut(Option<&V>) -> usize) -> Vec<usize> {
        let mut touched = BTreeSet::new();
        if self.null {
            touched.insert(place(None));
        }
        if self.is_countable() {
            for interval in &self.intervals {
                let mut value = Some(interval.start.clone());
                while let Some(key) = value.filter(|key| interval.end.as_ref() != Some(key)) {
                    touched.insert(place(Some(&key)));
                    value = key.successor();
                }
            }
        } else {
            touched.extend(0..shards);
        }
        touched.into_iter().collect()
    }

    /// The slots of a placer whose nodes the query must ask, ascending.
    ///
    /// A placer has no place for a row without a key: if the selection includes those, every node must be asked. Values
    /// are placed one by one as in [`shards`](Self::shards).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Predicate, Rendezvous};
    ///
    /// let nodes = Rendezvous::new(["a", "b", "c", "d"])?;
    /// let slots = Predicate::eq(42u64).selection().slots(&nodes);
    /// assert_eq!(slots.len(), 1);
    /// assert_eq!(nodes.fleet().node(slots[0]), nodes.locate(&42));
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn slots<P: Placer>(&self, placer: &P) -> Vec<usize>
    where
        V: Key,
    {
        let nodes = placer.fleet().len();
        if self.null {
            return (0..nodes).collect();
        }
        self.shards(nodes, |key| key.map_or(0, |key| placer.place(placer.hash(key))))
    }

    /// Whether there are few enough values to place each.
    fn is_countable(&self) -> bool {
        let most = self.intervals.len() as u64 + RANGED;
        let count = self.intervals.iter().try_fold(0u64, |count, interval| {
            count.checked_add(interval.start.count_until(interval.end.as_ref())?).filter(|&count| count <= most)
        });
        count.is_some()
    }
}

impl<V> Selection<V> {
    /// The intervals, ascending.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::Predicate;
    ///
    /// let selection = Predicate::one_of([1, 2, 9]).selection();
    /// assert_eq!((selection.intervals()[0].start, selection.intervals()[0].end), (1, Some(3)));
    /// ```
    pub fn intervals(&self) -> &[Interval<V>] {
        &self.intervals
    }

    /// Whether rows whose key is NULL are selected.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::Predicate;
    ///
    /// assert!((Predicate::is_null() | Predicate::eq(7)).selection().includes_null());
    /// ```
    pub fn includes_null(&self) -> bool {
        self.null
    }

    /// Whether no row is selected.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::Predicate;
    ///
    /// assert!((Predicate::range(5..) & Predicate::range(..5)).selection().is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.intervals.is_empty() && !self.null
    }
}

impl<V> fmt::Debug for Selection<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Selection")
            .field("intervals", &self.intervals.len())
            .field("includes_null", &self.null)
            .finish_non_exhaustive()
    }
}

/// How many values ranges are taken apart into. So many independent hashes leave out one of 200 shards with a
/// probability of at most 200 (1 - 1/200)^4096 = 2.4e-7.
const RANGED: u64 = 4096;
